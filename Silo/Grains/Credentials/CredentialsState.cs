using System.Text.Json.Serialization;
using Distribution.Contracts.Workers;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Credentials;

/// <summary>The credentials of one person.</summary>
[GenerateSerializer, Immutable, Alias("CredentialsState")]
public sealed record CredentialsState
{
    /// <summary>All, oldest first.</summary>
    [Id(0), JsonPropertyName("c")] public IReadOnlyList<Credential> Credentials { get; init => field = value ?? []; } = [];

    /// <summary>What decisions give or take, until the holder's record has confirmed it.</summary>
    [Id(1), JsonPropertyName("o")] public IReadOnlyList<OwedHolding> Owed { get; init => field = value ?? []; } = [];
}

/// <summary>A holding to be granted; or to be taken back, for the reason.</summary>
[GenerateSerializer, Immutable, Alias("OwedHolding")]
public sealed record OwedHolding([property: Id(0), JsonPropertyName("h")] Holding Holding, [property: Id(1), JsonPropertyName("r")] string? RevokedReason);

/// <summary>What waits to be verified.</summary>
[GenerateSerializer, Immutable, Alias("CredentialInboxState")]
public sealed record CredentialInboxState
{
    /// <summary>Oldest first.</summary>
    [Id(0), JsonPropertyName("p")] public IReadOnlyList<PendingCredential> Pending { get; init => field = value ?? []; } = [];
}

/// <summary>How the states of this folder rest in storage.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CredentialsState))]
[JsonSerializable(typeof(CredentialInboxState))]
public sealed partial class CredentialsJsonContext : JsonSerializerContext;
