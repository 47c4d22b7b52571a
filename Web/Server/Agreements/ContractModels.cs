using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Agreements;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Workers;

namespace Distribution.Web.Agreements;

/// <summary>A contract in a list, with one's own signatures of it.</summary>
/// <param name="Id">Its name, as in the need "contract:NAME".</param>
/// <param name="CurrentVersion">The version that is to be signed now.</param>
/// <param name="Title">What people call it.</param>
/// <param name="PublishedAt">When the current version was published.</param>
/// <param name="IsSigned">Whether the current version is signed.</param>
/// <param name="Signatures">All of one's signatures of it, oldest first; none is ever removed.</param>
public sealed record ContractCard(
    string Id, int CurrentVersion, LocalText Title, DateTimeOffset PublishedAt, bool IsSigned, IReadOnlyList<ContractSignature> Signatures);

/// <summary>A version of a contract, to be read, signed, or looked at again.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Which version.</param>
/// <param name="IsCurrent">Whether it is the one to be signed now.</param>
/// <param name="Document">The text.</param>
/// <param name="TextHash">SHA-256 of the document; send it back when signing, to say which text was read.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Signature">One's own signature of this version; null before.</param>
public sealed record ContractView(
    string Id, int Version, bool IsCurrent, AgreementDocument Document, string TextHash, DateTimeOffset PublishedAt, ContractSignature? Signature);

/// <summary>Signs the current version.</summary>
/// <param name="SignedName">The signer's name as they write it.</param>
/// <param name="TextHash">The hash that came with the text.</param>
/// <param name="Agreed">Must be true: nothing is signed by leaving something out.</param>
public sealed record SignRequest(
    [property: Required, StringLength(120, MinimumLength = 2)] string SignedName, [property: Required, StringLength(64, MinimumLength = 64)] string TextHash, bool Agreed);

/// <summary>A published version.</summary>
public sealed record PublishedVersion(string Id, int Version, string Hash, DateTimeOffset PublishedAt)
{
    /// <summary>Of a head.</summary>
    public static PublishedVersion Of(string id, DocumentHead head) => new(id, head.Version, head.Hash, head.PublishedAt);
}
