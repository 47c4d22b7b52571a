using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Workers;

/// <summary>Where a credential is.</summary>
[GenerateSerializer, Alias("CredentialStatus")]
public enum CredentialStatus
{
    /// <summary>Its holder is still gathering documents.</summary>
    Draft = 1,

    /// <summary>Waits to be verified.</summary>
    Pending = 2,

    /// <summary>Verified: it meets needs until its end.</summary>
    Verified = 3,

    /// <summary>Not accepted, with a reason; it can be changed and sent again.</summary>
    Rejected = 4,

    /// <summary>Was verified, and was taken back with a reason.</summary>
    Revoked = 5,
}

/// <summary>A document of a credential. Its content is a blob by hash; the media type is what its first bytes say.</summary>
[GenerateSerializer, Immutable, Alias("CredentialDocument")]
public sealed record CredentialDocument(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string MediaType, [property: Id(3)] int Bytes, [property: Id(4)] string Hash,
    [property: Id(5)] DateTimeOffset UploadedAt);

/// <summary>Who besides its holder opened a credential's documents, and when.</summary>
[GenerateSerializer, Immutable, Alias("CredentialOpening")]
public sealed record CredentialOpening([property: Id(0)] WorkerId By, [property: Id(1)] DateTimeOffset At);

/// <summary>A degree, licence or proof of a language, with its documents. <paramref name="Kind"/> is what needs call it: "law" for "cred:law".</summary>
[GenerateSerializer, Immutable, Alias("Credential")]
public sealed record Credential(
    [property: Id(0)] string Id, [property: Id(1)] string Kind, [property: Id(2)] string Title, [property: Id(3)] string Issuer, [property: Id(4)] CredentialStatus Status)
{
    /// <summary>The documents.</summary>
    [Id(5)] public IReadOnlyList<CredentialDocument> Documents { get; init => field = value ?? []; } = [];

    /// <summary>When it was sent to be verified.</summary>
    [Id(6)] public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it was decided about.</summary>
    [Id(7)] public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided.</summary>
    [Id(8)] public WorkerId? DecidedBy { get; init; }

    /// <summary>Why.</summary>
    [Id(9)] public string? Reason { get; init; }

    /// <summary>Until when it counts; null for ever.</summary>
    [Id(10)] public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Who opened its documents; its holder sees this.</summary>
    [Id(11)] public IReadOnlyList<CredentialOpening> Openings { get; init => field = value ?? []; } = [];
}

/// <summary>A decision about a credential. <paramref name="Qualifications"/> are granted with it, each with its version and its days (0: for ever).</summary>
[GenerateSerializer, Immutable, Alias("CredentialDecision")]
public sealed record CredentialDecision(
    [property: Id(0)] CredentialStatus Status, [property: Id(1)] string Reason, [property: Id(2)] DateTimeOffset? ValidUntil,
    [property: Id(3)] IReadOnlyList<EarnedQualification> Qualifications);

/// <summary>A qualification that a credential earns.</summary>
[GenerateSerializer, Immutable, Alias("EarnedQualification")]
public sealed record EarnedQualification([property: Id(0)] string Name, [property: Id(1)] int Version, [property: Id(2)] int ValidDays);

/// <summary>The credentials of one person; key is the person.</summary>
public interface ICredentialsGrain : IGrainWithStringKey
{
    /// <summary>All of them.</summary>
    Task<IReadOnlyList<Credential>> ListAsync();

    /// <summary>Begins one.</summary>
    Task<Outcome<Credential>> AddAsync(string kind, string title, string issuer);

    /// <summary>Removes one that was never verified.</summary>
    Task<Outcome<Credential>> RemoveAsync(string id);

    /// <summary>Whether another document of so many bytes fits; asked before it is stored.</summary>
    Task<Outcome<Credential>> CheckDocumentAsync(string id, int bytes);

    /// <summary>Adds a stored document, within the quota.</summary>
    Task<Outcome<Credential>> AddDocumentAsync(string id, string name, string mediaType, int bytes, string hash);

    /// <summary>Sends it to be verified.</summary>
    Task<Outcome<Credential>> SubmitAsync(string id);

    /// <summary>Verifies, rejects or takes back; what a verified one gives is delivered at least once. Nobody decides about their own.</summary>
    Task<Outcome<Credential>> DecideAsync(WorkerId by, string id, CredentialDecision decision);

    /// <summary>Somebody else opened its documents.</summary>
    Task<Outcome<Credential>> NoteOpeningAsync(WorkerId by, string id);
}

/// <summary>A credential that waits to be verified.</summary>
[GenerateSerializer, Immutable, Alias("PendingCredential")]
public sealed record PendingCredential([property: Id(0)] WorkerId Worker, [property: Id(1)] string Id, [property: Id(2)] DateTimeOffset Since);

/// <summary>What waits to be verified; key "all". An index: the credentials themselves are the truth.</summary>
public interface ICredentialInboxGrain : IGrainWithStringKey
{
    /// <summary>Adds one; idempotent.</summary>
    Task<Outcome<int>> AddAsync(PendingCredential pending);

    /// <summary>Removes one; idempotent.</summary>
    Task RemoveAsync(WorkerId worker, string id);

    /// <summary>All, oldest first.</summary>
    [ReadOnly]
    Task<IReadOnlyList<PendingCredential>> ListAsync();
}
