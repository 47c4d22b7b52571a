using System.Globalization;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Journal;

namespace Distribution.Tests.Unit.Storage;

/// <summary>The memory of bodies goes round: nobody who reads sees what was written over it.</summary>
public sealed class BodyChunksTests : IDisposable
{
    private const int ChunkBytes = 64 * 1024;
    private const int BodyBytes = 3000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Body_WhoseChunkWasGivenUp_IsNotRead()
    {
        var chunks = new BodyChunks(0);
        var filled = new List<BodyChunk>();
        var (body, chunk) = chunks.Keep(new byte[100], filled);
        var entry = new OverlayEntry(1, body, deleted: false, chunk);
        entry.Read()!.Value.Length.ShouldBe(100);
        chunks.TakeBack(filled);
        entry.Read().ShouldBeNull();
    }

    [Fact]
    public void Chunks_AreUsedAgain_AndNoMoreOfThemWaitThanACheckpointNeeds()
    {
        var chunks = new BodyChunks(2 * ChunkBytes);
        var filled = new List<BodyChunk>();
        for (var i = 0; i < 40; i++) chunks.Keep(new byte[ChunkBytes / 8], filled);
        filled.Count.ShouldBe(5);
        chunks.TakeBack(filled);
        var again = new List<BodyChunk>();
        for (var i = 0; i < 40; i++) chunks.Keep(new byte[ChunkBytes / 8], again);
        again.Count(filled.Contains).ShouldBe(2);
    }

    [Fact]
    public void LargeBody_HasAnArrayOfItsOwn_SoThatLittleOfAChunkIsWasted()
    {
        var filled = new List<BodyChunk>();
        new BodyChunks(0).Keep(new byte[ChunkBytes / 8 + 1], filled).Chunk.ShouldBeNull();
        filled.ShouldBeEmpty();
    }

    [Fact]
    public async Task RecordThatWasRead_StaysAsItWas_WhileItsMemoryIsWrittenOver()
    {
        var simulated = new SimulatedStore(new() { CheckpointBytes = ChunkBytes, CheckpointSliceRows = 100 }).Open();
        var key = new RecordKey("task", "kept");
        await simulated.WriteAsync(key, new string('a', 1000), 0);
        var read = (await simulated.Store.ReadAsync(key, CancellationToken.None))!;
        for (var i = 0; i < 500; i++) await simulated.WriteAsync(new("task", $"{i}"), new string('b', 1000), 0);
        read.Body.ToArray().ShouldAllBe(static letter => letter == 'a');
        (await simulated.ReadAsync(key)).ShouldBe(new string('a', 1000));
    }

    /// <summary>Each body is filled with the number of its key: bytes of another would show.</summary>
    [Fact]
    public async Task Readers_BesideCheckpoints_SeeWholeBodiesOfTheirRecord()
    {
        const int keys = 64, rounds = 120;
        var options = new StorageOptions { CheckpointBytes = ChunkBytes };
        await using var store = await StorageFolder.OpenAsync(_folder.Sub("a"), options, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntilStopped(store, keys, stop.Token))).ToList();
        await Task.WhenAll(Enumerable.Range(0, keys).Select(k => Task.Run(async () =>
        {
            var body = Enumerable.Repeat((byte)k, BodyBytes).ToArray();
            var version = 0L;
            for (var round = 0; round < rounds; round++) version = await store.WriteAsync(Key(k), body, version, CancellationToken.None);
        })));
        await stop.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(static reads => reads > 0);
    }

    private static async Task<int> ReadUntilStopped(FolderRecordStore store, int keys, CancellationToken stop)
    {
        var reads = 0;
        while (!stop.IsCancellationRequested)
            for (var k = 0; k < keys; k++)
                if (await store.ReadAsync(Key(k), CancellationToken.None) is { } record)
                {
                    record.Body.Length.ShouldBe(BodyBytes);
                    record.Body.Span.ContainsAnyExcept((byte)k).ShouldBeFalse();
                    reads++;
                }

        return reads;
    }

    private static RecordKey Key(int number) => new("task", number.ToString(CultureInfo.InvariantCulture));
}
