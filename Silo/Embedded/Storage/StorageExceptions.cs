namespace Distribution.Embedded.Storage;

/// <summary>Whatever the record store may throw: an I/O error, so that who does not know this store still knows what it means.</summary>
public abstract class StorageException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>Another version is stored than the writer expected. Nothing was written.</summary>
public sealed class RecordConflictException(RecordKey key, long stored, long expected)
  : StorageException($"{key} is stored in version {stored}, the writer expected {expected}.")
{
    public RecordKey Key { get; } = key;

    /// <summary>0 = the record does not exist.</summary>
    public long Stored { get; } = stored;

    public long Expected { get; } = expected;
}

/// <summary>The body, kind or key is above its limit. Nothing was written.</summary>
public sealed class RecordTooLargeException(RecordKey key, long bytes, long bytesMax)
  : StorageException($"{key} has {bytes} bytes, at most {bytesMax} are allowed.")
{
    public RecordKey Key { get; } = key;
    public long Bytes { get; } = bytes;
    public long BytesMax { get; } = bytesMax;
}

/// <summary>More bytes wait to be written than the queue may hold. Nothing was written; try again later.</summary>
public sealed class StorageBusyException(long queuedBytes, long queuedBytesMax)
  : StorageException($"{queuedBytes} bytes wait to be written, at most {queuedBytesMax} may.");

/// <summary>The disk is full. Nothing was written; writes succeed again by themselves when there is space.</summary>
public sealed class StorageFullException : StorageException
{
    /// <summary>ENOSPC, as the runtime reports it for files.</summary>
    public const int NoSpace = 28;

    /// <summary>With the error code that files have.</summary>
    public StorageFullException(string message, Exception? inner = null)
        : base(message, inner) => HResult = NoSpace;
}

/// <summary>The disk failed. Unless the message says otherwise, the outcome is unknown until the record is read again.</summary>
public sealed class StorageFaultException(string message, Exception? inner = null) : StorageException(message, inner);

/// <summary>Another process holds the folder.</summary>
public sealed class StorageLockedException(string folder, int? holder)
  : StorageException(holder is { } pid
    ? $"The folder {folder} is in use by process {pid}. Stop that process, or choose another folder."
    : $"The folder {folder} is in use by another process. Stop that process, or choose another folder.")
{
    /// <summary>The holder's process id, if it could be read.</summary>
    public int? Holder { get; } = holder;
}

/// <summary>The folder was written by a newer program than this one.</summary>
public sealed class StorageVersionException(long stored, long known)
  : StorageException($"This folder has storage format {stored}, this program knows formats up to {known}. Use a newer program; nothing was changed.");

/// <summary>What a damaged folder still holds.</summary>
/// <param name="LastBatch">The last batch of the unbroken chain; 0 = none.</param>
/// <param name="Records">How many live records can be read.</param>
/// <param name="LastAt">When the last batch was written, if there is one.</param>
public sealed record Recoverable(long LastBatch, long Records, DateTimeOffset? LastAt)
{
    public override string ToString() =>
      $"batches up to {LastBatch}, {Records} records" + (LastAt is { } at ? $", last at {at:O}" : "");
}

/// <summary>Stored data is not what was acknowledged. The store refuses to go on with it.</summary>
public sealed class JournalCorruptException(string problem, long? batch, RecordKey? key, Recoverable? recoverable)
  : StorageException(problem + (recoverable is null ? "" : $" Can be recovered: {recoverable}. Restore a backup, or run repair."))
{
    public string Problem { get; } = problem;

    /// <summary>The batch that is damaged or missing, if it is one.</summary>
    public long? Batch { get; } = batch;

    /// <summary>The record that is damaged, if it is one.</summary>
    public RecordKey? Key { get; } = key;

    public Recoverable? Recoverable { get; } = recoverable;
}
