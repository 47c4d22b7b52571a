namespace Distribution.Grains.Common;

/// <summary>Where new ids come from: secure random ones in production, seeded ones in the simulation.</summary>
public interface IIdSource
{
    /// <summary>A new id of 26 lower-case letters and digits (130 bits), prefixed by <paramref name="prefix"/>.</summary>
    string Next(string prefix);
}

/// <summary>Ids from the operating system's secure randomness.</summary>
public sealed class SecureIdSource : IIdSource
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Letters = 26;

    /// <inheritdoc />
    public string Next(string prefix)
    {
        // Each byte's five low bits are a letter: no byte is refused, so one draw is enough.
        Span<byte> random = stackalloc byte[Letters];
        System.Security.Cryptography.RandomNumberGenerator.Fill(random);
        Span<char> letters = stackalloc char[Letters];
        for (var i = 0; i < Letters; i++) letters[i] = Alphabet[random[i] & 31];
        return string.Concat(prefix, letters);
    }
}
