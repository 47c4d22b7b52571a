using System.Globalization;
using System.Text;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace Distribution.Grains.History;

/// <summary>
/// A partition's events. New ones gather in the head's tail: one write a flush. A full tail becomes an immutable chunk, and some
/// chunks a blob; the head drops what it has handed on only after the receiver has it.
/// <para>Crash windows. (1) A chunk is written and the head still has the tail: only a committed tail becomes a chunk, and always at the first
/// flush after it is full, so it is written again, the same. (2) A merge stops anywhere before the head names the blob: the same chunks
/// make the same blob again, under the same index. (3) The head names the blob and chunks remain: they are cleared at the next activation.</para>
/// <para>Exactly once: a source's events come without a gap, so its last sequence decides; see <see cref="SeenSources"/>.</para>
/// </summary>
[RandomPlacement]
public sealed class HistoryGrain(
    [PersistentState("history")] IPersistentState<HistoryState> storage, TimeProvider time, IOptions<HistoryOptions> settings, IBlobStore blobs)
    : Grain, IHistoryGrain
{
    private const int EventsPerBatch = 200;
    private const int TakeMax = 1_000;
    private readonly HistoryOptions _options = settings.Value;
    private Committed<HistoryState> _state = null!;
    private Batches<HistoryEvent> _batches = null!;
    private SeenSources _seen = null!;
    private HistoryReader _reader = null!;
    private ILiveGrain _live = null!;
    private IGrainTimer? _upkeep;
    private int _partition;
    private int _mergedChunks;
    private int _clearedBelow;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.LastIndexOf('/');
        _partition = int.Parse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        _live = GrainFactory.GetGrain<ILiveGrain>(key[..slash]);
        _state = new Committed<HistoryState>(this, storage);
        _clearedBelow = _state.Value.ClearedBelow;
        _batches = new Batches<HistoryEvent>(this, time, _options.Linger, EventsPerBatch, WriteAsync);
        _seen = new SeenSources(GrainFactory, key, _options.SeenSegmentsMax);
        _reader = new HistoryReader(GrainFactory, blobs, key, () => _state.Value, what => _state.Behind(what));
        await ReplayAsync();
        KeepUp();
    }

    /// <inheritdoc />
    public Task AppendAsync(IReadOnlyList<HistoryEvent> events)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Count, HistoryOptions.EventsPerCallMax, nameof(events));
        return events.Count == 0 ? Task.CompletedTask : _batches.AddAsync(events);
    }

    /// <inheritdoc />
    public Task<long> CountAsync() => Task.FromResult(_state.Value.Count);

    /// <inheritdoc />
    public Task<HistoryPage> ReadAsync(long from, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, TakeMax);
        return _reader.ReadAsync(from, take);
    }

    /// <summary>The sources of chunks and tail are those that no record of merged sources knows.</summary>
    private async Task ReplayAsync()
    {
        var state = _state.Value;
        for (var chunk = state.FirstChunk; chunk <= state.NextChunk; chunk++)
        {
            var lines = chunk < state.NextChunk ? await _reader.ChunkAsync(chunk) : state.Tail;
            var count = HistoryLog.Sources(lines, (source, sequence) => _seen.Take(Encoding.UTF8.GetString(source), sequence, chunk));
            if (chunk < state.NextChunk) RequireAll(chunk, count, state.ChunkCounts[chunk - state.FirstChunk]);
        }
    }

    /// <summary>A source that was overlooked would be taken again.</summary>
    private void RequireAll(int chunk, int events, int expected)
    {
        if (events != expected) throw _state.Behind($"Chunk {chunk} of {this.GetGrainId()} holds {events} events of {expected}.");
    }

    private async Task WriteAsync(IReadOnlyList<BatchRequest<HistoryEvent>> batch)
    {
        var events = new List<HistoryEvent>();
        var lines = new List<byte[]>();
        var bytes = 0;
        foreach (var request in batch)
        {
            try
            {
                foreach (var e in request.Items)
                {
                    if (!await _seen.IsNewAsync(e)) continue;
                    var line = LineOf(e);
                    if (bytes + line.Length > _options.BatchBytes) bytes = await CommitAsync(events, lines);
                    _seen.Take(e.Source, e.Sequence, int.MaxValue);
                    events.Add(e);
                    lines.Add(line);
                    bytes += line.Length;
                }
            }
            catch (HistoryRefusedException error)
            {
                // One caller's fault is not the others'; what it brought before is in order and stays.
                request.Refuse(error);
                // A gap may also mean that another activation has taken what is missing: the next one reads the truth.
                DeactivateOnIdle();
            }
        }

        await CommitAsync(events, lines);
    }

    private byte[] LineOf(HistoryEvent e)
    {
        var line = HistoryLog.Line(e);
        return line.Length <= _options.EventBytesMax
            ? line
            : throw new HistoryRefusedException($"Event {e.Source}#{e.Sequence} has {line.Length} bytes; put what is long into a blob.");
    }

    private async Task<int> CommitAsync(List<HistoryEvent> events, List<byte[]> lines)
    {
        var state = _mergedChunks > 0 ? HistoryLog.Merge(_state.Value, _mergedChunks) : _state.Value;
        if (state.Tail.Length >= _options.TailBytes)
        {
            await _reader.Chunk(state.NextChunk).PutAsync(state.Tail);
            state = HistoryLog.CloseChunk(state);
        }

        if (_clearedBelow > state.ClearedBelow) state = state with { ClearedBelow = _clearedBelow };
        foreach (var e in events) _seen.Take(e.Source, e.Sequence, state.NextChunk);
        var next = HistoryLog.Append(state, lines);
        if (next != _state.Value) await _state.CommitAsync(next);
        if (_mergedChunks > 0) _seen.ForgetBelow(next.FirstChunk);
        _mergedChunks = 0;
        if (events.Count > 0) _ = _live.CountAsync(_partition, next.Count - events.Count, events.ToArray());
        events.Clear();
        lines.Clear();
        KeepUp();
        return 0;
    }

    /// <summary>Merges and clears in turns of their own, between which appends go on.</summary>
    private void KeepUp()
    {
        var isNeeded = _clearedBelow < _state.Value.FirstChunk || HistoryLog.MergeLength(_state.Value, _options) > 0;
        if (_upkeep is not null || !isNeeded) return;
        _upkeep = this.RegisterGrainTimer(
            UpkeepAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private async Task UpkeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ClearAsync();
            while (HistoryLog.MergeLength(_state.Value, _options) is > 0 and var length)
            {
                await MergeAsync(length);
                await ClearAsync();
            }
        }
        finally
        {
            _upkeep!.Dispose();
            _upkeep = null;
        }
    }

    private async Task MergeAsync(int length)
    {
        var state = _state.Value;
        var chunks = new List<byte[]>(length);
        var (sources, events) = (new MergedSources(), 0);
        for (var i = 0; i < length; i++)
        {
            chunks.Add(await _reader.ChunkAsync(state.FirstChunk + i));
            RequireAll(state.FirstChunk + i, HistoryLog.Sources(chunks[i], sources.Take), state.ChunkCounts[i]);
            events += state.ChunkCounts[i];
        }

        var hash = await blobs.PutAsync(HistoryLog.Zip(chunks), CancellationToken.None);
        await _seen.SaveAsync(sources);
        await _reader.Shelf(state.Blobs / HistoryLog.PerShelf).PutAsync(
            state.Blobs % HistoryLog.PerShelf, new HistoryBlob(hash.Value, state.MergedCount, events));
        _mergedChunks = length;
        await _batches.AddAsync([]);
    }

    private async Task ClearAsync()
    {
        for (; _clearedBelow < _state.Value.FirstChunk; _clearedBelow++) await _reader.Chunk(_clearedBelow).ClearAsync();
    }
}

/// <summary>An event that no history can take: a gap, or too long. A fault of its source.</summary>
public sealed class HistoryRefusedException(string message) : Exception(message);
