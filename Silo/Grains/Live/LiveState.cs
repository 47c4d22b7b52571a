using System.Text.Json.Serialization;
using Distribution.Contracts.Live;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Live;

/// <summary>The figures as of some positions of the history.</summary>
[GenerateSerializer, Immutable, Alias("LiveState")]
public sealed record LiveState
{
    /// <summary>How far each partition is counted.</summary>
    [Id(0), JsonPropertyName("p")] public SortedDictionary<int, long> Positions { get; init; } = [];

    /// <summary>Events by kind.</summary>
    [Id(1), JsonPropertyName("t")] public Dictionary<string, long> Totals { get; init; } = [];

    /// <summary>Leases at work, the paused ones not among them.</summary>
    [Id(2), JsonPropertyName("a")] public int Active { get; init; }

    /// <summary>Paused assignments.</summary>
    [Id(3), JsonPropertyName("u")] public string[] Paused { get; init; } = [];

    /// <summary>Spent in all, in micro-units.</summary>
    [Id(4), JsonPropertyName("s")] public long SpentMicros { get; init; }

    /// <summary>The last minutes, oldest first.</summary>
    [Id(5), JsonPropertyName("m")] public LiveMinuteState[] Minutes { get; init; } = [];

    /// <summary>Answers by how long they took (<see cref="Live.Pace"/>).</summary>
    [Id(6), JsonPropertyName("d")] public int[] Pace { get; init; } = [];

    /// <summary>Those whose answers came faster than anybody reads.</summary>
    [Id(7), JsonPropertyName("h")] public HurriedTrainer[] Hurried { get; init; } = [];
}

/// <summary>One minute; <paramref name="Minute"/> counts from the Unix epoch.</summary>
[GenerateSerializer, Immutable, Alias("LiveMinuteState")]
public sealed record LiveMinuteState(
    [property: Id(0), JsonPropertyName("i")] long Minute, [property: Id(1), JsonPropertyName("l")] int Leased, [property: Id(2), JsonPropertyName("u")] int Submitted,
    [property: Id(3), JsonPropertyName("e")] int Expired, [property: Id(4), JsonPropertyName("k")] int Skipped, [property: Id(5), JsonPropertyName("s")] long SpentMicros);

/// <summary>How the live figures are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LiveState))]
public sealed partial class LiveJsonContext : JsonSerializerContext;
