using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Tests.Unit.Storage;

/// <summary>
/// A bit of every byte of a small real database, its WAL and its head, flipped one at a time. SQLite itself notices hardly any: it drops
/// the WAL from a flipped frame on, without a word.
/// </summary>
public sealed class SqliteCorruptionTests : IDisposable
{
    private const int PageBytes = 512;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The rest are frames behind the last batch: slices of a checkpoint, which are simply made again.
    [Fact, Trait("Promise", "D3")]
    public void BitFlip_InTheWal_IsRefusedOrHarmless() => FlipEveryByte(SqliteDevice.DatabaseName + "-wal", refusedMin: 0.5);

    [Fact, Trait("Promise", "D3")]
    public void BitFlip_InTheDatabase_IsRefusedOrHarmless() => FlipEveryByte(SqliteDevice.DatabaseName, refusedMin: 0, settle: true);

    [Fact]
    public void BitFlip_InTheHead_IsHarmless() => FlipEveryByte(SqliteDevice.HeadName, refusedMin: 0);

    private void FlipEveryByte(string name, double refusedMin, bool settle = false)
    {
        var original = _folder.Sub("original");
        var truth = Fill(original, settle);
        var bytes = File.ReadAllBytes(Path.Combine(original, name));
        var copy = Directory.CreateDirectory(_folder.Sub("copy")).FullName;
        var (flips, refused) = (0, 0);
        for (var at = 0; at < bytes.Length; at++)
        {
            // Zeroes between the head's slots are never read.
            if (name == SqliteDevice.HeadName && bytes[at] == 0 && at % 4096 >= HeadKeeper.SlotBytes) continue;
            FolderCopy.Clear(copy);
            foreach (var file in Directory.EnumerateFiles(original)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= (byte)(1 << (at * 5 % 8));
            File.WriteAllBytes(Path.Combine(copy, name), flipped);
            var contents = Contents(copy);
            if (contents is not null) contents.ShouldBe(truth, $"{name}, byte {at}");
            (flips, refused) = (flips + 1, refused + (contents is null ? 1 : 0));
        }

        flips.ShouldBeGreaterThan(100);
        ((double)refused / flips).ShouldBeGreaterThanOrEqualTo(refusedMin);
    }

    /// <summary>Leaves the folder as a killed process does; settled, everything is in the database file.</summary>
    private string Fill(string folder, bool settle)
    {
        var running = Directory.CreateDirectory(_folder.Sub("running")).FullName;
        using var device = new SqliteDevice(running, PageBytes);
        var simulated = new SimulatedStore(new() { CheckpointBytes = 400, CheckpointSliceRows = 2 }) { };
        var pump = new ManualCommitPump();
        var store = JournalRecordStore.Open(device, simulated.Options, simulated.Time, pump);
        // The WAL then holds the records only, not the tables' creation.
        if (!settle) Settle(running);
        for (var i = 0; i < 5; i++)
        {
            var write = store.WriteAsync(new("task", $"{i}"), new byte[20], 0, CancellationToken.None);
            while (pump.CommitPending())
            {
                // Until nothing is left.
            }

            write.IsCompletedSuccessfully.ShouldBeTrue();
        }

        if (settle) Settle(running);
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { SqliteDevice.DatabaseName, SqliteDevice.DatabaseName + "-wal", SqliteDevice.HeadName })
            File.Copy(Path.Combine(running, name), Path.Combine(folder, name));
        return Contents(running)!;
    }

    private static void Settle(string folder)
    {
        using var file = new SqliteFile(Path.Combine(folder, SqliteDevice.DatabaseName));
        file.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Everything that a start would serve; null = it refuses.</summary>
    private static string? Contents(string folder)
    {
        try
        {
            using var device = StorageFolder.OpenDevice(folder);
            var scan = JournalScanner.Scan(device, verifyRows: true);
            if (scan.Problems.Count > 0) return null;
            scan.Blank.ShouldBeFalse();
            var rows = new StoredRows(device, new(scan.Replayed));
            return string.Join('\n', rows.Scan("task").OrderBy(r => r.Key.Key, StringComparer.Ordinal)
              .Select(r => $"{r.Key}@{r.Record.Version}={Convert.ToHexString(r.Record.Body.Span)}"));
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
