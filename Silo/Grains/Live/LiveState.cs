using System.Text.Json.Serialization;

namespace Distribution.Grains.Live;

/// <summary>The figures as of some positions of the history.</summary>
public sealed record LiveState
{
    /// <summary>How far each partition is counted.</summary>
    [JsonPropertyName("p")] public SortedDictionary<int, long> Positions { get; init; } = [];

    /// <summary>Events by kind.</summary>
    [JsonPropertyName("t")] public Dictionary<string, long> Totals { get; init; } = [];

    /// <summary>Leases at work, the paused ones not among them.</summary>
    [JsonPropertyName("a")] public int Active { get; init; }

    /// <summary>Paused assignments.</summary>
    [JsonPropertyName("u")] public string[] Paused { get; init; } = [];

    /// <summary>Spent in all, in micro-units.</summary>
    [JsonPropertyName("s")] public long SpentMicros { get; init; }

    /// <summary>The last minutes, oldest first.</summary>
    [JsonPropertyName("m")] public LiveMinuteState[] Minutes { get; init; } = [];
}

/// <summary>One minute; <paramref name="Minute"/> counts from the Unix epoch.</summary>
public sealed record LiveMinuteState(
    [property: JsonPropertyName("i")] long Minute, [property: JsonPropertyName("l")] int Leased, [property: JsonPropertyName("u")] int Submitted,
    [property: JsonPropertyName("e")] int Expired, [property: JsonPropertyName("k")] int Skipped, [property: JsonPropertyName("s")] long SpentMicros);

/// <summary>How the live figures are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LiveState))]
public sealed partial class LiveJsonContext : JsonSerializerContext;
