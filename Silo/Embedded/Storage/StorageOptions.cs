namespace Distribution.Embedded.Storage;

/// <summary>Limits of the record store.</summary>
public sealed record StorageOptions
{
    /// <summary>Largest body of a record, in bytes. Default: 65,536; a larger state is a blob, or pages. 1 to 16 MiB.</summary>
    public int MaxRecordBytes { get; init; } = 64 * 1024;

    /// <summary>Most bytes that may wait to be written. Default: 64 MiB, about a second at full speed; more would only add delay.</summary>
    public long MaxQueueBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Most bytes of one batch. Default: 1 MiB, so that one transaction stays in milliseconds. 1 = every batch is a single write.</summary>
    public int MaxBatchBytes { get; init; } = 1024 * 1024;

    /// <summary>Most writes of one batch. Default: 10,000. 1 = every write alone, as a store without group commit would do it.</summary>
    public int MaxBatchWrites { get; init; } = 10_000;

    /// <summary>
    /// Bytes of journal after which a checkpoint begins. Default: 32 MiB: under a second of replay. Memory holds at most the
    /// records of three times as much journal.
    /// </summary>
    public long CheckpointBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>Most checkpoint rows written in a transaction. Default: 2,048, about ten milliseconds: more would be done again after a crash or a failure.</summary>
    public int CheckpointSliceRows { get; init; } = 2048;

    /// <summary>
    /// Size of the journal's files, in bytes. Default: 8 MiB: a quarter of a checkpoint, so that little of the disk waits to be written again, and a new one is
    /// made in some ten milliseconds. A batch that is larger gets a file of its own size.
    /// </summary>
    public long JournalSegmentBytes { get; init; } = 8L * 1024 * 1024;

    /// <summary>
    /// Bytes that must be free on the disk of the folder; with less of them /health is red, while work goes on as long as it can. Default: 64 MiB: two
    /// checkpoints, some seconds at full speed and hours of an evening.
    /// </summary>
    public long FreeBytesMin { get; init; } = 64L * 1024 * 1024;

    /// <summary>How often the head file is flushed. Default: 1 second: how far a power cut may set back the detection of a flipped tail.</summary>
    public TimeSpan HeadSyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether every checkpoint row is read and verified at the start. Default: true; about a second per million records.</summary>
    public bool VerifyAtStart { get; init; } = true;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public StorageOptions Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecordBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRecordBytes, 16 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueueBytes, MaxRecordBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBatchBytes, 64 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchWrites, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointSliceRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(JournalSegmentBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(JournalSegmentBytes, 1024 * 1024 * 1024);
        ArgumentOutOfRangeException.ThrowIfNegative(FreeBytesMin);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HeadSyncInterval, TimeSpan.Zero);
        return this;
    }
}
