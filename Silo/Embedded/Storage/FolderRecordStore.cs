using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage;

/// <summary>A record store in a folder of which this process holds the lock.</summary>
public sealed class FolderRecordStore : IRecordStore
{
    private readonly string _folder;
    private readonly JournalRecordStore _store;
    private readonly FolderLock _lock;
    private readonly long _freeBytesMin;

    internal FolderRecordStore(string folder, JournalRecordStore store, FolderLock held, long freeBytesMin) =>
      (_folder, _store, _lock, _freeBytesMin) = (Path.GetFullPath(folder), store, held, freeBytesMin);

    public StorageHealth Health => _store.Health;

    /// <summary>Bytes left on the disk of the folder when they are fewer than they should be; null = enough.</summary>
    public long? FreeBytesShort
    {
        get
        {
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(_folder)! : _folder);
            return drive.AvailableFreeSpace < _freeBytesMin ? drive.AvailableFreeSpace : null;
        }
    }

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct) => _store.ReadAsync(key, ct);

    public ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct) =>
      _store.WriteAsync(key, body, expectedVersion, ct);

    public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct) => _store.DeleteAsync(key, expectedVersion, ct);

    public IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, CancellationToken ct) => _store.ScanAsync(kind, ct);

    /// <summary>
    /// Copies the running store, as of one moment, into an empty or missing folder and verifies the copy. Everything acknowledged
    /// before the call is in it. Writers are not held up.
    /// </summary>
    /// <exception cref="IOException">The target is not empty.</exception>
    public Task<Recoverable> BackupAsync(string targetFolder) => StorageFolder.BackupAsync(_folder, targetFolder);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _lock.Dispose();
    }
}
