using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Tests.Unit.Storage;

/// <summary>Damage is refused by name or does no harm; never does the store start with older data, or with none.</summary>
public sealed class JournalCorruptionTests
{
    private static readonly StorageOptions Small = new() { CheckpointBytes = 700, CheckpointSliceRows = 3 };

    [Fact, Trait("Promise", "D3")]
    public async Task BitFlip_AnywhereInRowsManifestOrHead_IsRefusedOrHarmless()
    {
        var (simulated, truth) = await FilledAsync();
        var (refused, harmless) = (0, 0);
        foreach (var cell in simulated.Device.Cells())
            for (var bit = 0; bit < cell.Bits; bit++)
            {
                var undo = cell.Flip(bit);
                if (Contents(simulated.Device) is not { } contents) refused++;
                else
                {
                    contents.ShouldBe(truth, $"{cell.Name}, bit {bit}");
                    harmless++;
                }

                undo();
            }

        refused.ShouldBeGreaterThan(5000);
        // Only the head has a copy of what it says.
        harmless.ShouldBe(2 * HeadKeeper.SlotBytes * 8);
        Contents(simulated.Device).ShouldBe(truth);
    }

    [Fact, Trait("Promise", "D3")]
    public async Task MissingBatch_IsRefusedWithItsNumberAndWhatIsLeft()
    {
        var (simulated, _) = await FilledAsync();
        var (first, last) = simulated.Device.JournalRange!.Value;
        (last - first).ShouldBeGreaterThan(1);
        simulated.Device.DropJournalRow(last - 1);
        var refused = Should.Throw<JournalCorruptException>(() => simulated.Open());
        refused.Batch.ShouldBe(last - 1);
        refused.Recoverable!.LastBatch.ShouldBe(last - 2);
        refused.Message.ShouldContain($"Batch {last - 1} is missing");
        refused.Message.ShouldContain($"batches up to {last - 2}");
    }

    [Fact, Trait("Promise", "D3")]
    public async Task MissingTail_IsRefused_BecauseTheHeadKnowsOfIt()
    {
        var (simulated, _) = await FilledAsync();
        var last = simulated.Device.JournalRange!.Value.Last;
        simulated.Device.DropJournalRow(last);
        Should.Throw<JournalCorruptException>(() => simulated.Open()).Message.ShouldContain($"batch {last} was acknowledged");
    }

    [Fact, Trait("Promise", "D3")]
    public async Task MissingCheckpointRow_IsRefused()
    {
        var (simulated, _) = await FilledAsync();
        simulated.Device.DropCheckpointRow(simulated.Device.ReadRows().First().Key);
        Should.Throw<JournalCorruptException>(() => simulated.Open()).Message.ShouldContain("its manifest says");
    }

    [Fact, Trait("Promise", "D3")]
    public async Task OlderCheckpointRow_WithAValidChecksum_IsRefused()
    {
        var (simulated, _) = await FilledAsync();
        var row = simulated.Device.ReadRows().First();
        simulated.Device.OverwriteCheckpointRow(row with { Version = 1, Hash = Checksums.RowHash(row.Key, 1, row.Body.Span) });
        Should.Throw<JournalCorruptException>(() => simulated.Open()).Message.ShouldContain("another version");
    }

    [Fact]
    public async Task DamagedRow_OfARunningStore_IsRefusedByNameAndTheOthersStayReadable()
    {
        var (simulated, _) = await FilledAsync();
        var key = simulated.Device.ReadRows().Select(r => r.Key).First(k => IsOnlyOnDisk(simulated, k));
        var cell = simulated.Device.Cells().First(c => c.Name == $"row {key}");
        cell.Flip(cell.Bits - 1);
        (await Should.ThrowAsync<JournalCorruptException>(() => simulated.ReadAsync(key))).Key.ShouldBe(key);
        await Should.ThrowAsync<JournalCorruptException>(() => simulated.WriteAsync(key, "x", 1));
        (await simulated.ReadAsync(new("task", "6"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Salvage_OfABrokenChain_KeepsThePrefixAndNeverGivesAVersionTwice()
    {
        var (simulated, _) = await FilledAsync();
        var highest = HeadKeeper.Read(simulated.Device)!.Sequence;
        var last = simulated.Device.JournalRange!.Value.Last;
        simulated.Device.DropJournalRow(last - 1);
        var target = new SimulatedStore(Small);
        var report = Salvage.Run(simulated.Device, target.Device, simulated.Time);
        report.Recovered.LastBatch.ShouldBe(last - 2);
        report.AcknowledgedBatch.ShouldBe(last);
        report.Problems.ShouldNotBeEmpty();
        target.Open();
        (await target.WriteAsync(new("task", "new"), "x", 0)).ShouldBeGreaterThan(highest);
        (await target.ReadAsync(new("task", "1"))).ShouldNotBeNull();
    }

    /// <summary>Some of it checkpointed, some only in the journal, some deleted.</summary>
    private static async Task<(SimulatedStore Simulated, string Truth)> FilledAsync()
    {
        var simulated = new SimulatedStore(Small).Open();
        for (var i = 0; i < 12; i++) await simulated.WriteAsync(new("task", $"{i % 8}-{i}"), $"body {i}", 0);
        for (var i = 0; i < 7; i++) await simulated.WriteAsync(new("task", $"{i}"), $"body {i}", 0);
        var gone = await simulated.WriteAsync(new("task", "gone"), "x", 0);
        var deletion = simulated.Store.DeleteAsync(new("task", "gone"), gone, CancellationToken.None);
        simulated.CommitAll();
        await deletion;
        simulated.Device.CheckpointRows.ShouldBeGreaterThan(3);
        simulated.Device.JournalRows.ShouldBeGreaterThan(2);
        simulated.Time.Advance(TimeSpan.FromSeconds(2));
        simulated.CommitAll();
        return (simulated, Contents(simulated.Device)!);
    }

    private static bool IsOnlyOnDisk(SimulatedStore simulated, RecordKey key)
    {
        simulated.Open();
        return simulated.Device.ReadJournal(0).SelectMany(Records).All(r => r.Key != key);
    }

    private static IEnumerable<BatchRecord> Records(JournalRow row) =>
      BatchCodec.Records(row.Body, new(row.Number, 1, 0, BitConverter.ToInt32(row.Body.Span[32..])));

    /// <summary>Everything that a start would serve; null = it refuses.</summary>
    private static string? Contents(IJournalDevice device)
    {
        var scan = JournalScanner.Scan(device, verifyRows: true);
        if (scan.Problems.Count > 0 || scan.Blank) return null;
        var rows = new StoredRows(device, new(scan.Replayed, null, new(0)));
        return string.Join('\n', rows.Scan("task").OrderBy(r => r.Key.Key, StringComparer.Ordinal)
          .Select(r => $"{r.Key}@{r.Record.Version}={Convert.ToHexString(r.Record.Body.Span)}"));
    }
}
