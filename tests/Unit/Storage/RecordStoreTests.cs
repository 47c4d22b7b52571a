using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Journal;
using Distribution.Embedded.Storage.Simulated;

namespace Distribution.Tests.Unit.Storage;

public sealed class FolderRecordStoreTests : RecordStoreSpecification
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask InitializeAsync() => Store = await StorageFolder.OpenAsync(_folder.Path, new(), TimeProvider.System);

    public override async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await InitializeAsync();
    }

    [Fact]
    public async Task RacingWriters_OfOneRecord_WinEachVersionOnce()
    {
        var key = new RecordKey("task", "raced");
        var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RaceAsync(key))));
        var versions = wins.SelectMany(v => v).ToList();
        versions.Distinct().Count().ShouldBe(versions.Count);
        (await Store.ReadAsync(key, CancellationToken.None))!.Version.ShouldBe(versions.Max());
    }

    private async Task<List<long>> RaceAsync(RecordKey key)
    {
        var won = new List<long>();
        for (var i = 0; i < 200; i++)
        {
            var seen = (await Store.ReadAsync(key, CancellationToken.None))?.Version ?? 0;
            try
            {
                won.Add(await WriteAsync(key, "x", seen));
            }
            catch (RecordConflictException e)
            {
                e.Stored.ShouldBeGreaterThan(e.Expected);
            }
        }

        return won;
    }
}

/// <summary>Checkpoints after every few writes, so that each fact also holds across them.</summary>
public sealed class SimulatedRecordStoreTests : RecordStoreSpecification
{
    private readonly SimulatedDevice _device = new(new(new Random(1)));
    private readonly StillTime _time = new();

    public override ValueTask InitializeAsync()
    {
        var options = new StorageOptions { CheckpointBytes = 500, CheckpointSliceRows = 1 };
        var pump = new ManualCommitPump();
        pump.OnWake = () => pump.CommitPending();
        Store = JournalRecordStore.Open(_device, options, _time, pump);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => Store.DisposeAsync();

    protected override async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await InitializeAsync();
    }
}
