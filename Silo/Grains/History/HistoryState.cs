using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.History;

/// <summary>The head of a partition. Positions run: blobs, then chunks, then the tail.</summary>
[GenerateSerializer, Immutable, Alias("HistoryState")]
public sealed record HistoryState
{
    /// <summary>All events.</summary>
    [Id(0), JsonPropertyName("n")] public long Count { get; init; }

    /// <summary>Blobs; their names are on shelves.</summary>
    [Id(1), JsonPropertyName("b")] public int Blobs { get; init; }

    /// <summary>Events in blobs.</summary>
    [Id(2), JsonPropertyName("m")] public long MergedCount { get; init; }

    /// <summary>The first position of each shelf of blobs.</summary>
    [Id(3), JsonPropertyName("s")] public long[] ShelfStarts { get; init; } = [];

    /// <summary>Chunks below this number are cleared.</summary>
    [Id(4), JsonPropertyName("x")] public int ClearedBelow { get; init; }

    /// <summary>The number of the first chunk that is in no blob.</summary>
    [Id(5), JsonPropertyName("f")] public int FirstChunk { get; init; }

    /// <summary>Events of each chunk from there on.</summary>
    [Id(6), JsonPropertyName("k")] public int[] ChunkCounts { get; init; } = [];

    /// <summary>Bytes of each.</summary>
    [Id(7), JsonPropertyName("z")] public int[] ChunkBytes { get; init; } = [];

    /// <summary>Events of the tail.</summary>
    [Id(8), JsonPropertyName("c")] public int TailCount { get; init; }

    /// <summary>The newest events, one JSON line each.</summary>
    [Id(9), JsonPropertyName("t")] public byte[] Tail { get; init; } = [];

    /// <summary>The number that the tail gets when it becomes a chunk.</summary>
    [JsonIgnore] public int NextChunk => FirstChunk + ChunkCounts.Length;
}

/// <summary>A chunk: what was a tail. Never changed.</summary>
[GenerateSerializer, Immutable, Alias("HistoryChunk")]
public sealed record HistoryChunk
{
    /// <summary>The events, one JSON line each.</summary>
    [Id(0), JsonPropertyName("t")] public byte[] Lines { get; init; } = [];
}

/// <summary>The blobs of one shelf, in order.</summary>
[GenerateSerializer, Immutable, Alias("HistoryShelf")]
public sealed record HistoryShelf
{
    /// <summary>Up to 256.</summary>
    [Id(0), JsonPropertyName("b")] public HistoryBlob[] Blobs { get; init; } = [];
}

/// <summary>A merged run of events.</summary>
[GenerateSerializer, Immutable, Alias("HistoryBlob")]
public sealed record HistoryBlob(
    [property: Id(0), JsonPropertyName("h")] string Hash, [property: Id(1), JsonPropertyName("p")] long From, [property: Id(2), JsonPropertyName("n")] int Count);

/// <summary>The last sequence of each source of one segment, as of the last merge.</summary>
[GenerateSerializer, Immutable, Alias("HistorySeen")]
public sealed record HistorySeen
{
    /// <summary>By task number within the segment; as long as needed.</summary>
    [Id(0), JsonPropertyName("t")] public int[] Tasks { get; init; } = [];

    /// <summary>Sources that are no tasks.</summary>
    [Id(1), JsonPropertyName("o")] public Dictionary<string, int> Others { get; init; } = [];
}

/// <summary>An event as one JSON line.</summary>
public sealed record StoredEvent(
    [property: JsonPropertyName("s")] string Source, [property: JsonPropertyName("q")] int Sequence, [property: JsonPropertyName("t")] long UtcTicks,
    [property: JsonPropertyName("k")] EventKind Kind, [property: JsonPropertyName("n")] int? Task, [property: JsonPropertyName("a")] AssignmentId? Assignment,
    [property: JsonPropertyName("m")] long Micros, [property: JsonPropertyName("w")] long ActiveMs, [property: JsonPropertyName("d")] string? Detail,
    [property: JsonPropertyName("h")] string? BlobHash)
{
    /// <summary>For storage.</summary>
    public static StoredEvent Of(HistoryEvent e) => new(
        e.Source, e.Sequence, e.At.UtcTicks, e.Kind, e.Task, e.Assignment, e.Amount.Micros, e.ActiveMs, e.Detail, e.BlobHash);

    /// <summary>From storage.</summary>
    public HistoryEvent ToEvent() => new(
        Source, Sequence, new DateTimeOffset(UtcTicks, TimeSpan.Zero), Kind, Task, Assignment, new MicroAmount(Micros), ActiveMs, Detail, BlobHash);
}

/// <summary>How the history's states and lines are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(HistoryState))]
[JsonSerializable(typeof(HistoryChunk))]
[JsonSerializable(typeof(HistoryShelf))]
[JsonSerializable(typeof(HistorySeen))]
[JsonSerializable(typeof(StoredEvent))]
public sealed partial class HistoryJsonContext : JsonSerializerContext;
