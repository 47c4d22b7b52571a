namespace Distribution.Embedded.Storage.Device;

/// <summary>One batch as the device holds it.</summary>
internal readonly record struct JournalRow(long Number, byte[] Body);

/// <summary>The newest checkpointed version of a record. The hash covers all the rest.</summary>
internal sealed record CheckpointRow(RecordKey Key, long Version, UInt128 Hash, ReadOnlyMemory<byte> Body);

/// <summary>What one commit changes: all of it or nothing.</summary>
internal sealed class DeviceTransaction
{
    public JournalRow? Append { get; set; }
    public List<CheckpointRow> Upserts { get; } = [];
    public List<RecordKey> Deletes { get; } = [];

    /// <summary>Journal rows up to this number are deleted; 0 = none.</summary>
    public long TrimTo { get; set; }

    public byte[]? Manifest { get; set; }

    public bool IsEmpty => Append is null && Upserts.Count == 0 && Deletes.Count == 0 && TrimTo == 0 && Manifest is null;
}

/// <summary>
/// The disk, at the level of tables: everything above it runs unchanged over a simulated one. Commit and the head methods
/// are called by one thread at a time; the others by any, also during a commit, and see the last one that succeeded.
/// </summary>
internal interface IJournalDevice : IDisposable
{
    /// <summary>Returns when the whole transaction is on disk. After any exception the outcome is unknown until it is read.</summary>
    /// <exception cref="StorageFullException">There is no space.</exception>
    /// <exception cref="StorageFaultException">Anything else.</exception>
    void Commit(DeviceTransaction transaction);

    /// <summary>Numbers of the first and the last journal row, or null if there is none.</summary>
    (long First, long Last)? ReadJournalRange();

    /// <summary>Journal rows from a number on, in ascending order.</summary>
    IEnumerable<JournalRow> ReadJournal(long fromNumber);

    CheckpointRow? ReadRow(RecordKey key);

    /// <summary>The rows of many keys, null where there is none.</summary>
    CheckpointRow?[] ReadRows(IReadOnlyList<RecordKey> keys);

    IEnumerable<CheckpointRow> ReadRows();

    /// <summary>At most <paramref name="limit"/> keys of a kind, in the device's order, after <paramref name="afterKey"/> (null = from the first).</summary>
    IReadOnlyList<string> ReadKeys(string kind, string? afterKey, int limit);

    byte[]? ReadManifest();

    /// <summary>Whether the device's own structure is sound: a sentence if not, or null.</summary>
    string? CheckStructure();

    /// <summary>Writes slot 0 or 1 of the head; on disk only after <see cref="SyncHead"/>.</summary>
    void WriteHead(int slot, ReadOnlySpan<byte> bytes);

    /// <summary>The bytes of a slot; empty if it was never written.</summary>
    byte[] ReadHead(int slot);

    void SyncHead();
}
