using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Accounts;

/// <summary>What an account's grain stores.</summary>
[GenerateSerializer, Immutable, Alias("AccountState")]
public sealed record AccountState
{
    /// <summary>The account, once made.</summary>
    [Id(0)] public AccountRecord? Account { get; init; }

    /// <summary>Was resolved as never made: refuses a late arrival.</summary>
    [Id(1)] public bool IsTombstone { get; init; }

    /// <summary>The worker has not yet been told of the present status.</summary>
    [Id(2)] public bool OwesStatus { get; init; }
}

/// <summary>One e-mail's claim.</summary>
[GenerateSerializer, Immutable, Alias("EmailClaim")]
public sealed record EmailClaim([property: Id(0)] WorkerId Account, [property: Id(1)] bool IsConfirmed);

/// <summary>What a directory bucket stores.</summary>
[GenerateSerializer, Immutable, Alias("DirectoryState")]
public sealed record DirectoryState
{
    /// <summary>Claims by the hash of the e-mail.</summary>
    [Id(0)] public IReadOnlyDictionary<string, EmailClaim> Claims { get; init; } = new Dictionary<string, EmailClaim>();

    /// <summary>These with one more, or one changed.</summary>
    public DirectoryState With(string hash, EmailClaim claim) => this with { Claims = new Dictionary<string, EmailClaim>(Claims) { [hash] = claim } };

    /// <summary>These without one.</summary>
    public DirectoryState Without(string hash) => this with { Claims = Claims.Where(entry => entry.Key != hash).ToDictionary() };
}

/// <summary>What the setup grain stores.</summary>
[GenerateSerializer, Immutable, Alias("SetupRecord")]
public sealed record SetupRecord
{
    /// <summary>There was a first administrator.</summary>
    [Id(0)] public bool IsDone { get; init; }

    /// <summary>The hash of the secret in the waiting link.</summary>
    [Id(1)] public string? TokenHash { get; init; }

    /// <summary>Until when the link holds.</summary>
    [Id(2)] public DateTimeOffset? Until { get; init; }

    /// <summary>The account that is being made with the link; the link serves no other until this is resolved.</summary>
    [Id(3)] public AccountRecord? Intent { get; init; }
}

/// <summary>How accounts' states are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AccountState))]
[JsonSerializable(typeof(DirectoryState))]
[JsonSerializable(typeof(SetupRecord))]
[JsonSerializable(typeof(Projects.CatalogState))]
public sealed partial class AccountsJsonContext : JsonSerializerContext;
