using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Embedded.Storage;

/// <summary>What a salvage found and wrote.</summary>
/// <param name="Recovered">What the new folder holds.</param>
/// <param name="AcknowledgedBatch">The last batch that was acknowledged, if the head file still says so.</param>
/// <param name="Problems">At most 100 sentences, the first found first.</param>
public sealed record SalvageReport(Recoverable Recovered, long? AcknowledgedBatch, IReadOnlyList<string> Problems);

/// <summary>What can be done with the folder of a record store.</summary>
public static class StorageFolder
{
    /// <summary>How often a copy of a running store is begun anew: each time needs a whole checkpoint between two moments of copying.</summary>
    private const int BackupTriesMax = 5;

    /// <summary>Opens the folder, creating it if it does not exist, and recovers what was acknowledged.</summary>
    /// <exception cref="StorageLockedException">Another process uses it.</exception>
    /// <exception cref="StorageVersionException">A newer program wrote it.</exception>
    /// <exception cref="JournalCorruptException">It does not hold what was acknowledged.</exception>
    public static Task<FolderRecordStore> OpenAsync(string folder, StorageOptions options, TimeProvider time) => Task.Run(() =>
    {
        Directory.CreateDirectory(folder);
        var held = FolderLock.Take(folder);
        FolderDevice? device = null;
        try
        {
            device = OpenDevice(folder, options);
            var store = JournalRecordStore.Open(device, options, time, new ThreadCommitPump(options.HeadSyncInterval));
            return new FolderRecordStore(folder, store, held, options.FreeBytesMin);
        }
        catch
        {
            device?.Dispose();
            held.Dispose();
            throw;
        }
    });

    /// <summary>Reads everything and compares it with its checksums. Returns what is there.</summary>
    /// <exception cref="JournalCorruptException">It does not hold what was acknowledged.</exception>
    public static Recoverable Verify(string folder)
    {
        using var held = FolderLock.Take(folder);
        using var device = OpenDevice(folder);
        var scan = JournalScanner.Scan(device, verifyRows: true);
        JournalRecordStore.ThrowIfDamaged(device, scan);
        return JournalScanner.Summarize(device, scan);
    }

    /// <summary>
    /// Copies a folder as of one moment into an empty or missing one and verifies the copy. Another process may serve from it meanwhile:
    /// everything that was acknowledged before the call is in the copy, and its writers are not held up.
    /// </summary>
    /// <exception cref="JournalCorruptException">The folder does not hold what was acknowledged; the target is left empty.</exception>
    /// <exception cref="IOException">The target is not empty, or the source is no data folder.</exception>
    public static Task<Recoverable> BackupAsync(string source, string target) => Task.Run(() =>
    {
        RequireEmpty(target);
        if (!File.Exists(Path.Combine(source, FolderDevice.DatabaseName))) throw new IOException($"{source} holds no database to back up.");
        Directory.CreateDirectory(target);
        try
        {
            // Written before each acknowledgement, so no acknowledged batch is beyond it.
            var acknowledged = HeadKeeper.ReadNumber(Path.Combine(source, FolderDevice.HeadName));
            for (var tries = 1; ; tries++)
            {
                FolderCopy.CopyOnline(source, target);
                var copied = Verify(target);
                if (copied.LastBatch >= acknowledged) return copied;
                // A checkpoint has gone by meanwhile, and the journal behind it was written over before it was copied.
                if (tries == BackupTriesMax)
                    throw new StorageFaultException($"The backup ends with batch {copied.LastBatch}, batch {acknowledged} was acknowledged before it began.");
                FolderCopy.Clear(target);
            }
        }
        catch
        {
            FolderCopy.Clear(target);
            throw;
        }
    });

    /// <summary>Copies a backup into an empty or missing folder and verifies the copy. The backup is not touched.</summary>
    /// <exception cref="JournalCorruptException">The backup is damaged; the target is left empty.</exception>
    /// <exception cref="IOException">The target is not empty.</exception>
    public static Task<Recoverable> RestoreAsync(string source, string target) => Task.Run(() =>
    {
        RequireEmpty(target);
        Directory.CreateDirectory(target);
        try
        {
            FolderCopy.Copy(source, target);
            return Verify(target);
        }
        catch
        {
            FolderCopy.Clear(target);
            throw;
        }
    });

    /// <summary>Writes a sound folder with what can be recovered of a damaged one, which is only read.</summary>
    /// <exception cref="IOException">The target is not empty.</exception>
    public static Task<SalvageReport> SalvageAsync(string source, string target, TimeProvider time) => Task.Run(() =>
    {
        RequireEmpty(target);
        Directory.CreateDirectory(target);
        var copy = Path.Combine(target, "damaged");
        Directory.CreateDirectory(copy);
        // SQLite writes to a file when it merely opens it, so it gets a copy.
        FolderCopy.Copy(source, copy);
        SalvageReport report;
        using (var damaged = OpenDevice(copy))
        using (var sound = OpenDevice(target))
            report = Salvage.Run(damaged, sound, time);
        Directory.Delete(copy, recursive: true);
        Verify(target);
        return report;
    });

    internal static FolderDevice OpenDevice(string folder, StorageOptions? options = null)
    {
        try
        {
            return new FolderDevice(folder, (options ?? new StorageOptions()).JournalSegmentBytes);
        }
        catch (StorageFaultException e)
        {
            throw new JournalCorruptException($"The database cannot be opened: {e.Message}", null, null, null);
        }
    }

    internal static void RequireEmpty(string target)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new IOException($"The folder {target} is not empty. Choose an empty one: nothing is ever overwritten.");
    }
}
