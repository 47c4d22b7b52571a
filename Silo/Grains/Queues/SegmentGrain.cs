using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Queues;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Queues;

/// <summary>What was imported: written once, so that status changes stay small.</summary>
[GenerateSerializer, Immutable, Alias("SegmentPayload")]
public sealed record SegmentPayload
{
    /// <summary>The import; null before.</summary>
    [Id(0), JsonPropertyName("i")] public SegmentImport? Import { get; init; }
}

/// <summary>Two bits a task; empty means none.</summary>
[GenerateSerializer, Immutable, Alias("SegmentStatus")]
public sealed record SegmentStatus
{
    /// <summary>May be out.</summary>
    [Id(0), JsonPropertyName("o")] public byte[] Out { get; init; } = [];

    /// <summary>Closed with nothing owed.</summary>
    [Id(1), JsonPropertyName("c")] public byte[] Closed { get; init; } = [];

    /// <summary>Late answers on their way: until when (Unix ms) each task stays out, whoever calls it closed.</summary>
    [Id(2), JsonPropertyName("l"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ImmutableSortedDictionary<int, long>? Late { get; init; }
}

/// <summary>One segment. Only its queue writes it after the import.</summary>
[CollectionAgeLimit(Minutes = 5)]
public sealed class SegmentGrain : Grain, ISegmentGrain
{
    private readonly Committed<SegmentPayload> _payload;
    private readonly Committed<SegmentStatus> _status;
    private readonly TimeProvider _time;
    private readonly LeaseOptions _options;
    private bool _isFresh = true;

    public SegmentGrain(
        [PersistentState("payload")] IPersistentState<SegmentPayload> payload, [PersistentState("status")] IPersistentState<SegmentStatus> status,
        TimeProvider time, IOptions<LeaseOptions> options)
    {
        _payload = new Committed<SegmentPayload>(this, payload);
        _status = new Committed<SegmentStatus>(this, status);
        (_time, _options) = (time, options.Value);
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _payload.Load();
        _status.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task ImportAsync(SegmentImport import)
    {
        if (_payload.Value.Import is not { } present) return _payload.CommitAsync(new SegmentPayload { Import = import });
        return present.BlobHash == import.BlobHash
            ? Task.CompletedTask
            : throw new InvalidOperationException($"Segment {this.GetPrimaryKeyString()} holds another import.");
    }

    /// <inheritdoc />
    public async Task<SegmentView?> GetAsync()
    {
        // A queue asks when it begins, and builds on the answer for long.
        if (!_isFresh) await Task.WhenAll(_payload.RefreshAsync(), _status.RefreshAsync());
        _isFresh = false;
        return _payload.Value.Import is { } import ? new SegmentView(import, _status.Value.Out, _status.Value.Closed) : null;
    }

    /// <inheritdoc />
    public Task MarkOutAsync(IReadOnlyList<int> offsets) => _status.CommitAsync(_status.Value with { Out = With(_status.Value.Out, offsets) });

    /// <inheritdoc />
    public Task ReopenAsync(int offset) => _status.CommitAsync(_status.Value with
    {
        Out = With(_status.Value.Out, [offset]),
        Late = StillLate().SetItem(offset, (_time.GetUtcNow() + _options.LateHold).ToUnixTimeMilliseconds()),
    });

    /// <inheritdoc />
    public async Task<IReadOnlyList<int>> MarkDoneAsync(IReadOnlyList<int> closed)
    {
        var late = StillLate();
        await _status.CommitAsync(new SegmentStatus
        {
            Closed = With(_status.Value.Closed, closed),
            Out = Without(_status.Value.Out, closed.Where(offset => !late.ContainsKey(offset))),
            Late = late.IsEmpty ? null : late,
        });
        return [.. closed.Where(late.ContainsKey)];
    }

    private ImmutableSortedDictionary<int, long> StillLate()
    {
        if (_status.Value.Late is not { } late) return ImmutableSortedDictionary<int, long>.Empty;
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return late.RemoveRange(late.Where(entry => entry.Value <= now).Select(static entry => entry.Key));
    }

    private byte[] With(byte[] bits, IReadOnlyList<int> offsets)
    {
        // Never shorter than what is stored: a task's late note may reach an activation that has not seen the import.
        var next = new byte[Math.Max(bits.Length, ((_payload.Value.Import?.Count ?? TaskId.PerSegment) + 7) / 8)];
        bits.CopyTo(next, 0);
        foreach (var offset in offsets) next[offset / 8] |= (byte)(1 << (offset % 8));
        return next;
    }

    private static byte[] Without(byte[] bits, IEnumerable<int> offsets)
    {
        var next = (byte[])bits.Clone();
        foreach (var offset in offsets) if (offset / 8 < next.Length) next[offset / 8] &= (byte)~(1 << (offset % 8));
        return next;
    }
}
