using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Workers;

/// <summary>What a person can hold that needs ask for.</summary>
[GenerateSerializer, Alias("HoldingKind")]
public enum HoldingKind
{
    /// <summary>Knows a kind of work: by a quiz, a credential or a manager's word.</summary>
    Qualification = 1,

    /// <summary>A verified credential of a field, such as "law".</summary>
    Credential = 2,

    /// <summary>Has read a version of a project's guidelines and passed its check; the name is the project.</summary>
    Guidelines = 3,
}

/// <summary>
/// Something held, and why. <paramref name="Source"/> names what gave it, such as "course/compare/v2/attempt-1": the same source never
/// gives twice, so that a grant that arrives again after it was taken back changes nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("Holding")]
public sealed record Holding(
    [property: Id(0)] HoldingKind Kind, [property: Id(1)] string Name, [property: Id(2)] int Version, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] DateTimeOffset? Until, [property: Id(5)] string Source)
{
    /// <summary>When it was taken back; null while it holds.</summary>
    [Id(6)] public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was taken back.</summary>
    [Id(7)] public string? RevokedReason { get; init; }

    /// <summary>Whether it counts at a moment.</summary>
    public bool Counts(DateTimeOffset now) => RevokedAt is null && (Until is null || now < Until);
}

/// <summary>A contract version, signed. <paramref name="TextHash"/> is the SHA-256 of the very document that was shown.</summary>
[GenerateSerializer, Immutable, Alias("ContractSignature")]
public sealed record ContractSignature(
    [property: Id(0)] string Contract, [property: Id(1)] int Version, [property: Id(2)] string SignedName, [property: Id(3)] string TextHash,
    [property: Id(4)] DateTimeOffset At);

/// <summary>Everything a person holds, signed or was refused. Signatures are never removed.</summary>
[GenerateSerializer, Immutable, Alias("Standing")]
public sealed record Standing
{
    /// <summary>Nothing yet.</summary>
    public static Standing None { get; } = new();

    /// <summary>The latest holding of each kind and name, those that ended among them.</summary>
    [Id(0)] public IReadOnlyList<Holding> Holdings { get; init; } = [];

    /// <summary>All signatures, oldest first.</summary>
    [Id(1)] public IReadOnlyList<ContractSignature> Signatures { get; init; } = [];
}

/// <summary>What people say of themselves. Languages as BCP 47 tags; fields are what they would like to work on, and prove nothing.</summary>
[GenerateSerializer, Immutable, Alias("ProfileEdit")]
public sealed record ProfileEdit(
    [property: Id(0)] string DisplayName, [property: Id(1)] string TimeZone, [property: Id(2)] string Locale,
    [property: Id(3)] IReadOnlyList<string> Languages, [property: Id(4)] IReadOnlyList<string> Fields);

/// <summary>How needs are written as tags (<see cref="Projects.Needs"/>).</summary>
public static class NeedTags
{
    /// <summary>Before a qualification's name: "qual:compare" for any version, "qual:compare-v2" for version 2 or later.</summary>
    public const string Qualification = "qual:";

    /// <summary>Before a credential's name: "cred:law".</summary>
    public const string Credential = "cred:";

    /// <summary>Before a contract's name: "contract:terms" for the current version, "contract:terms-v2" for version 2 or later.</summary>
    public const string Contract = "contract:";

    /// <summary>Before a language: "lang:ko".</summary>
    public const string Language = "lang:";

    /// <summary>Before a project and the version of its guidelines that must have been checked: "guide:p1-v3".</summary>
    public const string Guidelines = "guide:";

    /// <summary>A name with a version.</summary>
    public static string Of(string prefix, string name, int version) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{name}-v{version}");

    /// <summary>The name and version of what stands behind a prefix; version 0 when none is named.</summary>
    public static (string Name, int Version) Split(string rest)
    {
        var at = rest.LastIndexOf("-v", StringComparison.Ordinal);
        return at > 0 && int.TryParse(
            rest.AsSpan(at + 2), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version)
            ? (rest[..at], version)
            : (rest, 0);
    }
}
