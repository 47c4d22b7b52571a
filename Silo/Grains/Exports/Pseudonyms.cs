using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;

namespace Distribution.Grains.Exports;

/// <summary>The secret behind pseudonyms. Whoever has it can tell which contributor is who: it stays on the server.</summary>
public sealed class PseudonymOptions
{
    /// <summary>At least 32 random bytes, kept for as long as exports of a project are to agree with each other.</summary>
    public byte[] Secret { get; set; } = [];
}

/// <summary>
/// Names for contributors in exports: the same person has the same name throughout a project and another in every other project,
/// so that two customers can't join their data.
/// </summary>
public sealed class Pseudonyms
{
    private readonly byte[] _key;

    private Pseudonyms(byte[] key) => _key = key;

    /// <summary>Those of a project.</summary>
    public static Pseudonyms Of(ProjectId project, PseudonymOptions options)
    {
        if (options.Secret.Length < 32) throw new InvalidOperationException("The secret of the pseudonyms has at least 32 bytes.");
        return new Pseudonyms(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, options.Secret, 32, info: Encoding.UTF8.GetBytes($"export/{project}")));
    }

    /// <summary>A person.</summary>
    public string Contributor(WorkerId worker) => Name("c_", worker.Value);

    /// <summary>An answer. The assignment's own id would name the person.</summary>
    public string Answer(AssignmentId assignment) => Name("a_", $"answer/{assignment}");

    private string Name(string prefix, string of) =>
        prefix + Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(of)).AsSpan(0, 16));
}
