namespace Distribution.Embedded.Storage;

/// <summary>Names a record.</summary>
/// <param name="Kind">State name and grain type, such as "task". 1 to 256 bytes of UTF-8.</param>
/// <param name="Key">The grain's key. 1 to 1,024 bytes of UTF-8.</param>
public readonly record struct RecordKey(string Kind, string Key)
{
    // A key is looked up half a dozen times on its way to the disk and back.
    private readonly int _hash = HashCode.Combine(Kind, Key);

    /// <summary>The largest kind, in bytes of UTF-8.</summary>
    public const int MaxKindBytes = 256;

    /// <summary>The largest key, in bytes of UTF-8.</summary>
    public const int MaxKeyBytes = 1024;

    public bool Equals(RecordKey other) => _hash == other._hash && Kind == other.Kind && Key == other.Key;

    public override int GetHashCode() => _hash;

    public override string ToString() => $"{Kind}/{Key}";
}

/// <summary>A record as it was last committed.</summary>
/// <param name="Body">What was written. Immutable; it may share memory with its neighbours, so keep the decoded state, not this.</param>
/// <param name="Version">Always above 0; strictly increasing, also when a record is deleted and made again.</param>
public sealed record StoredRecord(ReadOnlyMemory<byte> Body, long Version);

/// <summary>Durable records with optimistic versions. Every method may be called from any thread at any time.</summary>
public interface IRecordStore : IAsyncDisposable
{
    /// <summary>The last committed record, or null if there is none.</summary>
    /// <exception cref="JournalCorruptException">The stored row does not match its checksum.</exception>
    /// <exception cref="StorageFaultException">The disk failed.</exception>
    ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct);

    /// <summary>
    /// Completes when the record is durable, with its new version. The body must not change until then.
    /// A write that is already queued is not cancelled: its outcome would be unknown.
    /// </summary>
    /// <param name="key">Which record.</param>
    /// <param name="body">At most <see cref="StorageOptions.MaxRecordBytes"/>.</param>
    /// <param name="expectedVersion">The version last seen; 0 = the record must not exist.</param>
    /// <param name="ct">Looked at before the write is queued, never after.</param>
    /// <exception cref="RecordConflictException">Another version is stored. Nothing was written.</exception>
    /// <exception cref="RecordTooLargeException">The body is above the limit. Nothing was written.</exception>
    /// <exception cref="StorageBusyException">The queue is full. Nothing was written.</exception>
    /// <exception cref="StorageFullException">The disk is full. Nothing was written.</exception>
    /// <exception cref="StorageFaultException">The disk failed. The outcome is unknown until the record is read again.</exception>
    ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct);

    /// <summary>Completes when the deletion is durable. Errors as in <see cref="WriteAsync"/>; 0 as version is always a conflict or a no-op.</summary>
    ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct);

    /// <summary>
    /// Every record of one kind that exists from the start of the scan to its end, each once, in no particular order. Records
    /// that change meanwhile appear in one of their states. For reminders, move and audit commands, never the hot path.
    /// </summary>
    IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, CancellationToken ct);
}
