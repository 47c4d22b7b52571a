using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.History;

/// <summary>One chunk; the key is "project/partition/number".</summary>
public interface IHistoryChunkGrain : IGrainWithStringKey
{
    /// <summary>Writes the lines; the same again change nothing, others are refused.</summary>
    Task PutAsync(byte[] lines);

    /// <summary>The lines; none when there is no such chunk.</summary>
    [ReadOnly]
    Task<byte[]> ReadAsync();

    /// <summary>Deletes it: a blob holds its events.</summary>
    Task ClearAsync();
}

/// <summary>The names of 256 blobs; the key is "project/partition/shelf".</summary>
public interface IHistoryShelfGrain : IGrainWithStringKey
{
    /// <summary>Names the blob at <paramref name="index"/>; the same again changes nothing, another is refused.</summary>
    Task PutAsync(int index, HistoryBlob blob);

    /// <summary>All of it.</summary>
    [ReadOnly]
    Task<IReadOnlyList<HistoryBlob>> ReadAsync();
}

/// <summary>The last merged sequence of each source of a segment; the key is "project/partition/segment".</summary>
public interface IHistorySeenGrain : IGrainWithStringKey
{
    /// <summary>Raises last sequences; lower ones than known change nothing, so a merge may be repeated.</summary>
    Task RaiseAsync(HistorySeen seen);

    /// <summary>All of it.</summary>
    [ReadOnly]
    Task<HistorySeen> ReadAsync();
}

/// <summary>An immutable run of events.</summary>
public sealed class HistoryChunkGrain([PersistentState("chunk")] IPersistentState<HistoryChunk> storage) : Grain, IHistoryChunkGrain
{
    private Committed<HistoryChunk>? _state;

    private Committed<HistoryChunk> State => _state ??= new Committed<HistoryChunk>(this, storage);

    /// <inheritdoc />
    public async Task PutAsync(byte[] lines)
    {
        if (!State.Exists) await State.CommitAsync(new HistoryChunk { Lines = lines });
        else if (!State.Value.Lines.AsSpan().SequenceEqual(lines)) throw new InvalidOperationException($"{this.GetGrainId()} holds other events.");
    }

    /// <inheritdoc />
    public async Task<byte[]> ReadAsync()
    {
        // What was written once stays the same; only that there is nothing may have changed.
        if (!State.Exists) await State.RefreshAsync();
        return State.Value.Lines;
    }

    /// <inheritdoc />
    public async Task ClearAsync()
    {
        if (State.Exists) await State.ClearAsync();
        this.DeactivateOnIdle();
    }
}

/// <summary>Names blobs by index.</summary>
public sealed class HistoryShelfGrain([PersistentState("shelf")] IPersistentState<HistoryShelf> storage) : Grain, IHistoryShelfGrain
{
    private Committed<HistoryShelf>? _state;

    private Committed<HistoryShelf> State => _state ??= new Committed<HistoryShelf>(this, storage);

    /// <inheritdoc />
    public async Task PutAsync(int index, HistoryBlob blob)
    {
        if (index > State.Value.Blobs.Length) await State.RefreshAsync();
        var blobs = State.Value.Blobs;
        if (index < blobs.Length && blobs[index] == blob) return;
        if (index != blobs.Length) throw new InvalidOperationException($"{this.GetGrainId()} can't take blob {index}: it holds {blobs.Length}.");
        await State.CommitAsync(new HistoryShelf { Blobs = [.. blobs, blob] });
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<HistoryBlob>> ReadAsync()
    {
        await State.RefreshAsync();
        return State.Value.Blobs;
    }
}

/// <summary>Remembers what was merged.</summary>
public sealed class HistorySeenGrain([PersistentState("seen")] IPersistentState<HistorySeen> storage) : Grain, IHistorySeenGrain
{
    private Committed<HistorySeen>? _state;

    private Committed<HistorySeen> State => _state ??= new Committed<HistorySeen>(this, storage);

    /// <inheritdoc />
    public async Task RaiseAsync(HistorySeen seen)
    {
        var next = SeenSources.Raise(State.Value, seen);
        if (next != State.Value) await State.CommitAsync(next);
    }

    /// <inheritdoc />
    public async Task<HistorySeen> ReadAsync()
    {
        // An older number than the stored one would let an event in twice.
        await State.RefreshAsync();
        return State.Value;
    }
}
