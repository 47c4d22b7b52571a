using System.Text.Json.Serialization;
using Distribution.Contracts;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.People;

/// <summary>The record of a project's people: how far the history is counted, and the blob that holds the counts.</summary>
[GenerateSerializer, Immutable, Alias("PeopleState")]
public sealed record PeopleState
{
    /// <summary>The position of the first event that is not counted.</summary>
    [Id(0), JsonPropertyName("p")] public long Position { get; init; }

    /// <summary>The counts up to there; null for none.</summary>
    [Id(1), JsonPropertyName("b")] public string? BlobHash { get; init; }
}

/// <summary>One trainer's counts, as stored.</summary>
public sealed record PersonRow
{
    /// <summary>Who.</summary>
    [JsonPropertyName("w")] public required WorkerId Worker { get; init; }

    /// <summary>Answers that count.</summary>
    [JsonPropertyName("a")] public int Answers { get; init; }

    /// <summary>Late ones.</summary>
    [JsonPropertyName("l")] public int Late { get; init; }

    /// <summary>Leases ended by their clock.</summary>
    [JsonPropertyName("e")] public int Expired { get; init; }

    /// <summary>Tasks skipped or reported.</summary>
    [JsonPropertyName("s")] public int Skipped { get; init; }

    /// <summary>Paid time of answers in time.</summary>
    [JsonPropertyName("t")] public long ActiveMs { get; init; }

    /// <summary>Credited.</summary>
    [JsonPropertyName("m")] public long PaidMicros { get; init; }

    /// <summary>Answers in time by <see cref="PeopleTable.BucketOf"/>.</summary>
    [JsonPropertyName("p")] public SortedDictionary<int, int> Pace { get; init; } = [];

    /// <summary>The latest verdict by assignment.</summary>
    [JsonPropertyName("v")] public SortedDictionary<int, int> Verdicts { get; init; } = [];

    /// <summary>When they first did something here.</summary>
    [JsonPropertyName("f")] public DateTimeOffset FirstAt { get; init; }

    /// <summary>When last.</summary>
    [JsonPropertyName("n")] public DateTimeOffset LastAt { get; init; }
}

/// <summary>What is stored of people, source-generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PeopleState))]
[JsonSerializable(typeof(List<PersonRow>))]
public sealed partial class PeopleJsonContext : JsonSerializerContext;
