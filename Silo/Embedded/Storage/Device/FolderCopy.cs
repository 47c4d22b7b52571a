using Distribution.Embedded.Storage.Journal;
using SQLitePCL;

namespace Distribution.Embedded.Storage.Device;

internal static class FolderCopy
{
    private const string WalSuffix = "-wal";

    /// <summary>Copies a folder that nobody has open.</summary>
    public static void Copy(string source, string target)
    {
        foreach (var name in new[] { SqliteDevice.DatabaseName, SqliteDevice.DatabaseName + WalSuffix, SqliteDevice.HeadName })
        {
            var from = Path.Combine(source, name);
            if (!File.Exists(from)) continue;
            var to = Path.Combine(target, name);
            File.Copy(from, to);
            using var written = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(written);
        }

        FolderSync.Flush(target);
    }

    /// <summary>Copies a database in use, as of one moment, and writes the head that belongs to that moment.</summary>
    public static void CopyOnline(string source, string target)
    {
        using (var from = new SqliteFile(Path.Combine(source, SqliteDevice.DatabaseName)))
        using (var to = new SqliteFile(Path.Combine(target, SqliteDevice.DatabaseName)))
            CopyPages(from, to);
        using var device = new SqliteDevice(target);
        var scan = JournalScanner.Scan(device, verifyRows: false);
        // Without a head that is the one problem a sound copy has; any other stays one when the copy is verified.
        new HeadKeeper(device, TimeProvider.System, TimeSpan.FromSeconds(1)).WriteBoth(scan.Position);
    }

    public static void Clear(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) File.Delete(file);
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
