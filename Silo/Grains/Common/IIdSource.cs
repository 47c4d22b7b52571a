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

    /// <inheritdoc />
    public string Next(string prefix) => prefix + System.Security.Cryptography.RandomNumberGenerator.GetString(Alphabet, 26);
}
