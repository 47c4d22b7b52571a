using System.Diagnostics.Metrics;

namespace Distribution.Embedded.Storage;

/// <summary>How the store is, for /health.</summary>
/// <param name="Healthy">False from a failure until the next commit succeeds, and while a checkpoint cannot go on.</param>
/// <param name="LastCommitAt">Null = none since the start.</param>
/// <param name="LastError">A sentence; null = none since the start.</param>
/// <param name="LastErrorAt">When that was.</param>
/// <param name="QueuedBytes">Bytes that wait to be written.</param>
/// <param name="LastBatch">The last committed batch.</param>
/// <param name="CommitTime">How long a commit takes now: about the mean of the latest few, or the one under way when it takes longer.</param>
public sealed record StorageHealth(
  bool Healthy, DateTimeOffset? LastCommitAt, string? LastError, DateTimeOffset? LastErrorAt, long QueuedBytes, long LastBatch, TimeSpan CommitTime);

/// <summary>The meter "Distribution.Storage" of one store.</summary>
internal sealed class StorageInstruments : IDisposable
{
    public const string MeterName = "Distribution.Storage";
    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _batches, _writes, _bytes, _failures;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;
    private long _lastCommitAt;
    private long _commitBegan;
    private long _commitTicks;
    private volatile Failure? _lastFailure;
    private volatile bool _healthy = true;
    private volatile bool _isCheckpointing = true;

    private sealed record Failure(string Sentence, DateTimeOffset At);

    public StorageInstruments(TimeProvider time, Func<long> queuedBytes)
    {
        _time = time;
        _batches = _meter.CreateCounter<long>("storage.batches", "{batch}");
        _writes = _meter.CreateCounter<long>("storage.writes", "{write}");
        _bytes = _meter.CreateCounter<long>("storage.journal", "By");
        _failures = _meter.CreateCounter<long>("storage.failures", "{failure}");
        _duration = _meter.CreateHistogram<double>("storage.commit.duration", "ms");
        _meter.CreateObservableGauge("storage.queue", queuedBytes, "By");
    }

    /// <summary>A commit is under way; <see cref="Committed"/> or <see cref="Failed"/> follows, or never.</summary>
    public void Began(long timestamp) => Volatile.Write(ref _commitBegan, timestamp);

    public void Committed(int writes, int bytes, TimeSpan duration)
    {
        _batches.Add(1);
        _writes.Add(writes);
        _bytes.Add(bytes);
        _duration.Record(duration.TotalMilliseconds);
        Volatile.Write(ref _lastCommitAt, _time.GetUtcNow().UtcTicks);
        Volatile.Write(ref _commitTicks, (_commitTicks + duration.Ticks) / 2);
        Volatile.Write(ref _commitBegan, 0);
        _healthy = true;
    }

    public void Failed(Exception reason)
    {
        _failures.Add(1);
        Volatile.Write(ref _commitBegan, 0);
        _lastFailure = new(reason.Message, _time.GetUtcNow());
        _healthy = false;
    }

    public void Checkpointed() => _isCheckpointing = true;

    /// <summary>Nothing is lost: the journal has it, as long as there is room for it.</summary>
    public void CheckpointFailed(Exception reason)
    {
        _failures.Add(1);
        _lastFailure = new($"The checkpoint cannot go on: {reason.Message}", _time.GetUtcNow());
        _isCheckpointing = false;
    }

    public StorageHealth Health(long queuedBytes, long lastBatch)
    {
        var at = Volatile.Read(ref _lastCommitAt);
        var failure = _lastFailure;
        return new(_healthy && _isCheckpointing, at == 0 ? null : new(at, TimeSpan.Zero), failure?.Sentence, failure?.At, queuedBytes, lastBatch, CommitTime());
    }

    private TimeSpan CommitTime()
    {
        var (latest, began) = (new TimeSpan(Volatile.Read(ref _commitTicks)), Volatile.Read(ref _commitBegan));
        var running = began == 0 ? TimeSpan.Zero : _time.GetElapsedTime(began);
        return running > latest ? running : latest;
    }

    public void Dispose() => _meter.Dispose();
}
