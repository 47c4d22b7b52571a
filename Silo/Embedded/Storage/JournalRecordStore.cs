using System.Runtime.CompilerServices;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Embedded.Storage;

/// <summary>The record store of the standalone build: a chained journal with checkpoints (docs/decisions/0003-journal.md).</summary>
public sealed class JournalRecordStore : IRecordStore
{
    private readonly IJournalDevice _device;
    private readonly StorageOptions _options;
    private readonly ICommitPump _pump;
    private readonly WriteQueue _queue;
    private readonly HeadKeeper _head;
    private readonly StoredRows _rows;
    private readonly Committer _committer;
    private readonly StorageInstruments _instruments;
    private int _disposed;

    private JournalRecordStore(IJournalDevice device, StorageOptions options, TimeProvider time, ICommitPump pump, ScanResult recovered)
    {
        (_device, _options, _pump) = (device, options, pump);
        var overlay = new Overlay(recovered.Replayed, recovered.TableKeys, new(options.CheckpointBytes));
        _queue = new(options.MaxQueueBytes);
        _head = new(device, time, options.HeadSyncInterval);
        _rows = new(device, overlay);
        _instruments = new(time, () => _queue.Bytes);
        var checkpointer = new Checkpointer(device, options, overlay, _head, pump, _instruments, recovered.Manifest);
        _committer = new(device, options, overlay, _head, checkpointer, _queue, _instruments, time, recovered.Position, pump);
        _head.WriteBoth(recovered.Position);
        pump.Start(_committer.CommitPending);
    }

    public StorageHealth Health => _instruments.Health(_queue.Bytes, _committer.Position.Number);

    /// <summary>Recovers a device and begins to commit. The store owns device and pump from here on, unless it throws.</summary>
    /// <exception cref="JournalCorruptException">The device does not hold what was acknowledged.</exception>
    internal static JournalRecordStore Open(IJournalDevice device, StorageOptions options, TimeProvider time, ICommitPump pump)
    {
        options.Validate();
        var scan = JournalScanner.Scan(device, options.VerifyAtStart);
        ThrowIfDamaged(device, scan);
        if (scan.Blank) Create(device, time, options);
        device.Trim(scan.Manifest.Anchor.Number);
        return new(device, options, time, pump, scan);
    }

    /// <exception cref="JournalCorruptException">The scan found a problem.</exception>
    internal static void ThrowIfDamaged(IJournalDevice device, ScanResult scan)
    {
        if (scan.Problems is not [var first, ..]) return;
        throw new JournalCorruptException(first.Sentence, first.Batch, first.Key, JournalScanner.Summarize(device, scan));
    }

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return ValueTask.FromCanceled<StoredRecord?>(ct);
        try
        {
            return ValueTask.FromResult(_rows.Read(key));
        }
        catch (StorageException e)
        {
            return ValueTask.FromException<StoredRecord?>(e);
        }
    }

    public ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return ValueTask.FromCanceled<long>(ct);
        try
        {
            return Enqueue(key, body, expectedVersion, deleted: false).Written;
        }
        catch (Exception e) when (e is StorageException or ArgumentException or ObjectDisposedException)
        {
            return ValueTask.FromException<long>(e);
        }
    }

    public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return ValueTask.FromCanceled(ct);
        try
        {
            if (expectedVersion == 0) return DeleteNothing(key);
            return Enqueue(key, default, expectedVersion, deleted: true).Done;
        }
        catch (Exception e) when (e is StorageException or ArgumentException or ObjectDisposedException)
        {
            return ValueTask.FromException(e);
        }
    }

    public async IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(
      string kind, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var record in _rows.Scan(kind))
        {
            ct.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    /// <summary>Commits what waits and releases the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _queue.Close();
        await _pump.DisposeAsync();
        try
        {
            _head.Sync();
        }
        finally
        {
            _device.Dispose();
            _instruments.Dispose();
        }
    }

    private static void Create(IJournalDevice device, TimeProvider time, StorageOptions options)
    {
        new HeadKeeper(device, time, options.HeadSyncInterval).WriteBoth(JournalPosition.Start);
        device.Checkpoint(new() { Manifest = Manifest.Empty.Encode() });
    }

    private WriteRequest Enqueue(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, bool deleted)
    {
        ArgumentException.ThrowIfNullOrEmpty(key.Kind);
        ArgumentException.ThrowIfNullOrEmpty(key.Key);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        var (kindBytes, keyBytes) = (Checksums.StrictUtf8.GetByteCount(key.Kind), Checksums.StrictUtf8.GetByteCount(key.Key));
        if (body.Length > _options.MaxRecordBytes) throw new RecordTooLargeException(key, body.Length, _options.MaxRecordBytes);
        if (kindBytes > RecordKey.MaxKindBytes) throw new RecordTooLargeException(key, kindBytes, RecordKey.MaxKindBytes);
        if (keyBytes > RecordKey.MaxKeyBytes) throw new RecordTooLargeException(key, keyBytes, RecordKey.MaxKeyBytes);
        var bytes = BatchCodec.RecordBytes(kindBytes, keyBytes, body.Length);
        var request = new WriteRequest(key, body, expectedVersion, deleted, bytes, _pump.ContinueElsewhere);
        if (_queue.Add(request)) _pump.Wake();
        return request;
    }

    private ValueTask DeleteNothing(RecordKey key) => _rows.Read(key) is { } stored
      ? ValueTask.FromException(new RecordConflictException(key, stored.Version, 0))
      : ValueTask.CompletedTask;
}
