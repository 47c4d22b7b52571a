using Distribution.Embedded.Storage.Journal;
using SQLitePCL;

namespace Distribution.Embedded.Storage.Device;

internal static class FolderCopy
{
    private const string WalSuffix = "-wal";

    /// <summary>The files of a folder that make up its store, relative to it.</summary>
    public static IEnumerable<string> Names(string folder) =>
      new[] { FolderDevice.DatabaseName, FolderDevice.DatabaseName + WalSuffix, FolderDevice.HeadName }
        .Where(name => File.Exists(Path.Combine(folder, name)))
        .Concat(JournalFiles.PathsIn(folder).Select(path => Path.GetRelativePath(folder, path)));

    /// <summary>Copies a folder that nobody has open.</summary>
    public static void Copy(string source, string target)
    {
        var journal = Directory.CreateDirectory(Path.Combine(target, JournalFiles.FolderName)).FullName;
        foreach (var name in Names(source))
        {
            var to = Path.Combine(target, name);
            File.Copy(Path.Combine(source, name), to);
            using var written = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(written);
        }

        DiskSync.FlushNames(journal);
        DiskSync.FlushNames(target);
    }

    /// <summary>Copies a store in use, as of one moment, and writes the head that belongs to that moment.</summary>
    public static void CopyOnline(string source, string target)
    {
        var segmentBytes = new StorageOptions().JournalSegmentBytes;
        using (var from = new SqliteFile(Path.Combine(source, FolderDevice.DatabaseName)))
        {
            // The journal first: the checkpoint that is copied after it then begins where the copied journal goes on, or later.
            using (var journal = new JournalFiles(target, segmentBytes)) CopyJournal(source, journal);
            using var to = new SqliteFile(Path.Combine(target, FolderDevice.DatabaseName));
            CopyPages(from, to);
        }

        using var device = new FolderDevice(target, segmentBytes);
        var scan = JournalScanner.Scan(device, verifyRows: false);
        // Without a head that is the one problem a sound copy has; any other stays one when the copy is verified.
        new HeadKeeper(device, TimeProvider.System, TimeSpan.FromSeconds(1)).WriteBoth(scan.Position);
    }

    public static void Clear(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) File.Delete(file);
        foreach (var inner in Directory.EnumerateDirectories(folder)) Directory.Delete(inner, recursive: true);
    }

    /// <summary>The unbroken chain: it ends where the writer writes now, or where it has begun to write over what was checkpointed meanwhile.</summary>
    private static void CopyJournal(string source, JournalFiles target)
    {
        using var reader = new SqliteReader(Path.Combine(source, FolderDevice.DatabaseName));
        using var journal = new JournalFiles(source, segmentBytes: 0, readOnly: true);
        var position = (reader.Manifest() is { } bytes ? Manifest.Decode(bytes) : null)?.Anchor ?? JournalPosition.Start;
        foreach (var row in journal.Read(position.Number + 1))
        {
            if (row.Number != position.Number + 1 || !BatchCodec.Follows(row.Body.Span, position)) return;
            target.Append(row);
            position = new(row.Number, 0, BatchCodec.Hash(row.Body.Span));
        }
    }

    private static void CopyPages(SqliteFile from, SqliteFile to)
    {
        var backup = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid) throw SqliteFile.Error(raw.sqlite3_errcode(to.Handle), "beginning a backup");
        // All pages in one step: they are then of one moment, and writers go on in the WAL meanwhile.
        var result = raw.sqlite3_backup_step(backup, -1);
        raw.sqlite3_backup_finish(backup);
        if (result != raw.SQLITE_DONE) throw SqliteFile.Error(result, "copying the database");
        to.Execute("PRAGMA synchronous=FULL");
    }
}
