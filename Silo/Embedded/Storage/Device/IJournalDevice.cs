namespace Distribution.Embedded.Storage.Device;

/// <summary>One batch as the device holds it. What is appended may change as soon as its outcome is known.</summary>
internal readonly record struct JournalRow(long Number, ReadOnlyMemory<byte> Body);

/// <summary>The newest checkpointed version of a record. The hash covers all the rest.</summary>
internal sealed record CheckpointRow(RecordKey Key, long Version, UInt128 Hash, ReadOnlyMemory<byte> Body);

/// <summary>A change of the checkpoint: all of it or nothing. Doing it twice changes nothing more.</summary>
internal sealed class CheckpointSlice
{
    public List<CheckpointRow> Upserts { get; } = [];
    public List<RecordKey> Deletes { get; } = [];
    public byte[]? Manifest { get; set; }
}

/// <summary>
/// The disk, as a journal, a table and a head: everything above it runs unchanged over a simulated one. <see cref="Append"/>, <see cref="Settle"/>
/// and the reads of the journal are called by one thread at a time, <see cref="Checkpoint"/> and <see cref="Trim"/> by one other, the head by one at
/// a time; the reads of the table by any, also during a write, and they see the last one that succeeded.
/// </summary>
internal interface IJournalDevice : IDisposable
{
    /// <summary>Returns when the batch is on disk. After any exception the outcome is unknown until <see cref="Settle"/> says.</summary>
    /// <exception cref="StorageFullException">There is no space.</exception>
    /// <exception cref="StorageFaultException">Anything else.</exception>
    void Append(JournalRow row);

    /// <summary>After a failed append: makes sure that the batch either is on disk (true) or never will be.</summary>
    /// <exception cref="StorageFaultException">Neither can be made sure of now.</exception>
    bool Settle(JournalRow row);

    /// <summary>Batches up to this number are needed no more; they may still be read.</summary>
    void Trim(long number);

    /// <summary>
    /// Batches from a number on, ascending, as far as they can be found, also behind a gap. They are not checked: one that a crash has
    /// interrupted may stand at the end.
    /// </summary>
    IEnumerable<JournalRow> ReadJournal(long fromNumber);

    /// <summary>Returns when the whole slice is on disk. After any exception it may be there or not; do it again.</summary>
    /// <exception cref="StorageFullException">There is no space.</exception>
    /// <exception cref="StorageFaultException">Anything else.</exception>
    void Checkpoint(CheckpointSlice slice);

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
