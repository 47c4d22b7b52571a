namespace Distribution.Embedded.Storage.Journal;

/// <summary>Writes that wait for the committer, bounded by bytes.</summary>
internal sealed class WriteQueue(long bytesMax)
{
    private readonly Lock _gate = new();
    private List<WriteRequest> _incoming = [];
    private List<WriteRequest> _taken = [];
    private int _takenIndex;
    private int _waiting;
    private long _bytes;
    private bool _closed;

    /// <summary>Bytes that wait, those of the running batch included.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Writes that no batch has taken yet; exact only for the committer, and then as of a moment ago.</summary>
    public int Count => _taken.Count - _takenIndex + Volatile.Read(ref _waiting);

    /// <returns>True if the queue was empty, so that the committer may be asleep.</returns>
    public bool Add(WriteRequest request)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(JournalRecordStore));
            if (_bytes + request.EncodedBytes > bytesMax) throw new StorageBusyException(_bytes, bytesMax);
            Interlocked.Add(ref _bytes, request.EncodedBytes);
            _incoming.Add(request);
            return ++_waiting == 1;
        }
    }

    /// <summary>Moves the longest-waiting writes into a batch, at least one if any waits. Only the committer calls it.</summary>
    /// <returns>Whether more wait.</returns>
    public bool Take(List<WriteRequest> batch, int bytesMaxOfBatch, int writesMax)
    {
        if (_takenIndex == _taken.Count) Swap();
        var bytes = 0;
        while (_takenIndex < _taken.Count && batch.Count < writesMax)
        {
            var next = _taken[_takenIndex];
            bytes += next.EncodedBytes;
            if (batch.Count > 0 && bytes > bytesMaxOfBatch) break;
            batch.Add(next);
            _takenIndex++;
        }

        return _takenIndex < _taken.Count || Volatile.Read(ref _waiting) > 0;
    }

    /// <summary>The batch no longer waits.</summary>
    public void Release(List<WriteRequest> batch)
    {
        long bytes = 0;
        foreach (var request in batch) bytes += request.EncodedBytes;
        Interlocked.Add(ref _bytes, -bytes);
    }

    /// <summary>Later writers are refused.</summary>
    public void Close()
    {
        lock (_gate) _closed = true;
    }

    private void Swap()
    {
        _taken.Clear();
        _takenIndex = 0;
        lock (_gate) (_incoming, _taken, _waiting) = (_taken, _incoming, 0);
    }
}
