using System.Text.Json.Serialization;
using Distribution.Contracts.Live;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Live;

/// <summary>The figures as of some positions of the history.</summary>
[GenerateSerializer, Immutable, Alias("LiveState")]
public sealed record LiveState
{
    /// <summary>The form of figures that this program counts. Those of another form are counted anew from the history.</summary>
    public const int CurrentForm = 2;

    /// <summary>How far each partition is counted.</summary>
    [Id(0), JsonPropertyName("p")] public SortedDictionary<int, long> Positions { get; init; } = [];

    /// <summary>Events by kind.</summary>
    [Id(1), JsonPropertyName("t")] public Dictionary<string, long> Totals { get; init; } = [];

    /// <summary>Spent in all, in micro-units.</summary>
    [Id(4), JsonPropertyName("s")] public long SpentMicros { get; init; }

    /// <summary>Answers by how long they took (<see cref="Live.Pace"/>).</summary>
    [Id(6), JsonPropertyName("d")] public int[] Pace { get; init; } = [];

    /// <summary>Those whose answers came faster than anybody reads.</summary>
    [Id(7), JsonPropertyName("h")] public HurriedTrainer[] Hurried { get; init; } = [];

    /// <summary>The form of these figures; 0 for none yet, or for those of a program that knew no forms.</summary>
    [Id(8), JsonPropertyName("f")] public int Form { get; init; }

    /// <summary>The last minutes, oldest first; Start counts minutes from the Unix epoch.</summary>
    [Id(9), JsonPropertyName("n")] public LiveBucket[] Minutes { get; init; } = [];

    /// <summary>The last hours.</summary>
    [Id(10), JsonPropertyName("r")] public LiveBucket[] Hours { get; init; } = [];

    /// <summary>The last days.</summary>
    [Id(11), JsonPropertyName("y")] public LiveBucket[] Days { get; init; } = [];

    /// <summary>
    /// The open leases by partition: the positions of their events, ascending, each as the difference to the one before it, doubled, and one more
    /// when it is paused; 7 bits a byte. A thousand leases are some 2 KB so; who they are, the history tells.
    /// </summary>
    [Id(12), JsonPropertyName("o")] public SortedDictionary<int, byte[]> Open { get; init; } = [];

    /// <summary>The active times of the last answers, oldest first, in tenths of a second.</summary>
    [Id(13), JsonPropertyName("w")] public int[] Handling { get; init; } = [];

    /// <summary>What explains bends in charts, oldest first.</summary>
    [Id(14), JsonPropertyName("e")] public LiveNoteState[] Notes { get; init; } = [];
}

/// <summary>The counts of one stretch, in the order of <see cref="LiveSeriesBuckets"/>; zeros at the end are left out.</summary>
[GenerateSerializer, Immutable, Alias("LiveBucket")]
public sealed record LiveBucket([property: Id(0), JsonPropertyName("i")] long Start, [property: Id(1), JsonPropertyName("v")] long[] Counts);

/// <summary>A note; <paramref name="Kind"/> is the event's kind.</summary>
[GenerateSerializer, Immutable, Alias("LiveNoteState")]
public sealed record LiveNoteState(
    [property: Id(0), JsonPropertyName("p")] long Position, [property: Id(1), JsonPropertyName("a")] long AtMs, [property: Id(2), JsonPropertyName("k")] int Kind,
    [property: Id(3), JsonPropertyName("d")] string Detail);

/// <summary>How the live figures are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LiveState))]
public sealed partial class LiveJsonContext : JsonSerializerContext;
