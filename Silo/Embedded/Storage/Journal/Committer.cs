using System.Numerics;
using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>
/// Group commit: takes everything that waits, checks versions, appends one batch, and only when it is on disk and the head says so
/// shows it to readers and tells the writers. One thread at a time.
/// </summary>
internal sealed class Committer(
  IJournalDevice device, StorageOptions options, Overlay overlay, HeadKeeper head, Checkpointer checkpointer,
  WriteQueue queue, StorageInstruments instruments, TimeProvider time, JournalPosition position, ICommitPump pump)
{
    private readonly List<WriteRequest> _accepted = [];
    private readonly Dictionary<RecordKey, long> _versionsInBatch = [];
    private readonly List<BatchRecord> _records = [];
    private List<WriteRequest> _batch = [];
    private byte[] _buffer = [];
    private JournalPosition _position = position;
    private Attempt? _attempt;
    private int _expected;

    /// <summary>A batch whose outcome is not known yet. Until it is, nothing else is written into the memory of its bytes.</summary>
    private sealed record Attempt(JournalRow Row, List<BatchRecord> Records, JournalPosition Next);

    /// <summary>The last committed position.</summary>
    public JournalPosition Position => _position;

    /// <summary>Commits one batch. Never throws; true = call again at once.</summary>
    public bool CommitPending()
    {
        var (moreWait, taken) = (false, false);
        _batch.Clear();
        try
        {
            Resolve();
            checkpointer.RunIfDue(_position);
            pump.Gather(queue, Math.Min(_expected, options.MaxBatchWrites));
            moreWait = queue.Take(_batch, options.MaxBatchBytes, options.MaxBatchWrites);
            taken = true;
            if (_batch.Count > 0) CommitBatch();
            head.SyncIfDue();
            return moreWait;
        }
        catch (Exception e)
        {
            // The thread must live on: whatever it was, the writers learn of it, and the next call finds out what is on disk.
            Fail(e);
            return taken && _attempt is null ? moreWait : FailWaiting(e);
        }
    }

    private void CommitBatch()
    {
        var started = time.GetTimestamp();
        CheckVersions();
        if (_accepted.Count > 0)
        {
            var attempt = _attempt = Build();
            instruments.Began(started);
            device.Append(attempt.Row);
            Adopt(attempt);
            instruments.Committed(attempt.Records.Count, attempt.Row.Body.Length, time.GetElapsedTime(started));
        }

        queue.Release(_batch);
        _expected = _batch.Count + queue.Count;
        pump.Complete(_batch);
        _batch = [];
    }

    private void CheckVersions()
    {
        _accepted.Clear();
        _versionsInBatch.Clear();
        foreach (var request in _batch)
        {
            var stored = _versionsInBatch.TryGetValue(request.Key, out var inBatch) ? inBatch : StoredVersion(request);
            if (request.Refused) continue;
            if (stored != request.ExpectedVersion)
            {
                request.Refuse(new RecordConflictException(request.Key, stored, request.ExpectedVersion));
                continue;
            }

            _accepted.Add(request);
            request.NewVersion = _position.Sequence + _accepted.Count;
            _versionsInBatch[request.Key] = request.Deleted ? 0 : request.NewVersion;
        }
    }

    private long StoredVersion(WriteRequest request)
    {
        if (overlay.TryGet(request.Key, out var entry)) return entry.Deleted ? 0 : entry.Version;
        if (!overlay.MayBeInTable(request.Key) || device.ReadRow(request.Key) is not { } row) return 0;
        if (!JournalScanner.Matches(row)) request.Refuse(StoredRows.Damaged(request.Key));
        return row.Version;
    }

    private Attempt Build()
    {
        var (body, hash) = Encode();
        var next = new JournalPosition(_position.Number + 1, _position.Sequence + _accepted.Count, hash);
        return new(new(next.Number, body), _records, next);
    }

    private (Memory<byte> Body, byte[] Hash) Encode()
    {
        var size = BatchCodec.HeaderBytes;
        foreach (var request in _accepted) size += request.EncodedBytes;
        if (_buffer.Length < size) _buffer = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)size));
        var body = _buffer.AsMemory(0, size);
        _records.Clear();
        var offset = BatchCodec.HeaderBytes;
        foreach (var request in _accepted)
        {
            offset += BatchCodec.WriteRecord(body.Span[offset..], request.Key, request.Body.Span, request.Deleted);
            // From here on a writer's own memory does not matter: after a failure it goes on, and may use it for something else.
            _records.Add(new(request.Key, request.NewVersion, body.Slice(offset - request.Body.Length, request.Body.Length), request.Deleted));
        }

        var header = new BatchHeader(
          _position.Number + 1, _position.Sequence + 1, time.GetUtcNow().ToUnixTimeMilliseconds(), _accepted.Count);
        return (body, BatchCodec.Seal(body.Span, header, _position.Hash));
    }

    /// <summary>The attempt is on disk: from here on it is the truth.</summary>
    private void Adopt(Attempt attempt)
    {
        _attempt = null;
        _position = attempt.Next;
        overlay.Adopt(attempt.Records, attempt.Row.Body.Length);
        head.Write(_position);
    }

    /// <summary>After a failure, makes sure whether the batch was written after all.</summary>
    /// <returns>True if it was.</returns>
    private bool Resolve()
    {
        if (_attempt is not { } attempt) return false;
        var written = device.Settle(attempt.Row);
        if (written) Adopt(attempt);
        _attempt = null;
        overlay.InDoubt = null;
        return written;
    }

    private void Fail(Exception e)
    {
        var reason = Explain(e);
        instruments.Failed(reason);
        foreach (var request in _batch) request.Fail(reason);
        queue.Release(_batch);
        _batch.Clear();
    }

    private Exception Explain(Exception e)
    {
        if (_attempt is not { } attempt) return e as StorageException ?? new StorageFaultException($"The store failed: {e.Message}", e);
        try
        {
            if (Resolve()) return new StorageFaultException($"The disk reported an error, yet the write is there: {e.Message}", e);
            return e as StorageException ?? new StorageFaultException($"Nothing was written: {e.Message}", e);
        }
        catch (Exception second)
        {
            overlay.InDoubt = attempt.Records.Select(static record => record.Key).ToHashSet();
            return new StorageFaultException($"Whether the write is on disk is unknown: {e.Message} Then: {second.Message}", e);
        }
    }

    /// <summary>Nobody is kept waiting for a disk that does not let the store go on.</summary>
    private bool FailWaiting(Exception e)
    {
        var more = queue.Take(_batch, options.MaxBatchBytes, options.MaxBatchWrites);
        foreach (var request in _batch)
            request.Fail(new StorageFaultException($"Nothing of this was written: the store waits for its disk. {e.Message}", e));
        queue.Release(_batch);
        _batch.Clear();
        return more;
    }
}
