using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Tests.Unit.Storage;

/// <summary>
/// A bit of every byte of a small real journal, database, WAL and head, flipped one at a time. SQLite itself notices hardly any: it drops
/// the WAL from a flipped frame on, without a word.
/// </summary>
public sealed class FolderCorruptionTests : IDisposable
{
    private const int PageBytes = 512;
    private const int SegmentBytes = 4 * JournalSegment.BlockBytes;
    private const int CheckpointOften = 400;
    private const int CheckpointNever = 1_000_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Promise", "D3")]
    public void BitFlip_InABatchOfTheJournal_IsRefused() => FlipEveryByte(Path.Combine(JournalFiles.FolderName, "000000.batches"), refusedMin: 1, CheckpointNever);

    // A slice of a checkpoint that is lost is simply made again, as long as the journal behind it is there.
    [Fact, Trait("Promise", "D3")]
    public void BitFlip_InTheWal_IsRefusedOrHarmless() => FlipEveryByte(FolderDevice.DatabaseName + "-wal", refusedMin: 0, CheckpointOften);

    [Fact, Trait("Promise", "D3")]
    public void BitFlip_InTheDatabase_IsRefusedOrHarmless() => FlipEveryByte(FolderDevice.DatabaseName, refusedMin: 0, CheckpointOften, settle: true);

    [Fact]
    public void BitFlip_InTheHead_IsHarmless() => FlipEveryByte(FolderDevice.HeadName, refusedMin: 0, CheckpointOften);

    private void FlipEveryByte(string name, double refusedMin, long checkpointBytes, bool settle = false)
    {
        var original = _folder.Sub("original");
        var truth = Fill(original, checkpointBytes, settle);
        var bytes = File.ReadAllBytes(Path.Combine(original, name));
        var copy = Directory.CreateDirectory(_folder.Sub("copy")).FullName;
        var (flips, refused) = (0, 0);
        for (var at = 0; at < bytes.Length; at++)
        {
            // Zeroes between the head's slots and behind a batch are never read.
            if (name == FolderDevice.HeadName && bytes[at] == 0 && at % 4096 >= HeadKeeper.SlotBytes) continue;
            if (checkpointBytes == CheckpointNever && bytes[at] == 0 && at % JournalSegment.BlockBytes >= BatchCodec.HeaderBytes) continue;
            FolderCopy.Clear(copy);
            FolderCopy.Copy(original, copy);
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
    private string Fill(string folder, long checkpointBytes, bool settle)
    {
        var running = Directory.CreateDirectory(_folder.Sub("running")).FullName;
        using var device = new FolderDevice(running, SegmentBytes, PageBytes);
        var simulated = new SimulatedStore(new() { CheckpointBytes = checkpointBytes, CheckpointSliceRows = 2 });
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
        FolderCopy.Copy(running, Directory.CreateDirectory(folder).FullName);
        return Contents(running)!;
    }

    private static void Settle(string folder)
    {
        using var file = new SqliteFile(Path.Combine(folder, FolderDevice.DatabaseName));
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
            var rows = new StoredRows(device, new(scan.Replayed, null, new(0)));
            return string.Join('\n', rows.Scan("task").OrderBy(r => r.Key.Key, StringComparer.Ordinal)
              .Select(r => $"{r.Key}@{r.Record.Version}={Convert.ToHexString(r.Record.Body.Span)}"));
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
