using System.Globalization;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.History;
using Orleans;

namespace Distribution.Grains.History;

/// <summary>Reads a partition's events, wherever they lie by now.</summary>
public sealed class HistoryReader(IGrainFactory grains, IBlobStore blobs, string key, Func<HistoryState> head, Func<string, Exception> behind)
{
    private (string Hash, byte[] Lines) _lastBlob = ("", []);

    /// <summary>A chunk.</summary>
    public IHistoryChunkGrain Chunk(int number) =>
        grains.GetGrain<IHistoryChunkGrain>(string.Create(CultureInfo.InvariantCulture, $"{key}/{number:D6}"));

    /// <summary>A shelf of blobs.</summary>
    public IHistoryShelfGrain Shelf(int number) =>
        grains.GetGrain<IHistoryShelfGrain>(string.Create(CultureInfo.InvariantCulture, $"{key}/{number}"));

    /// <summary>A chunk's lines.</summary>
    public Task<byte[]> ChunkAsync(int number) => Chunk(number).ReadAsync();

    /// <summary>A page; full unless the end was reached.</summary>
    public async Task<HistoryPage> ReadAsync(long from, int take)
    {
        var events = new List<HistoryEvent>(Math.Min(take, 64));
        while (events.Count < take && from + events.Count < head().Count)
        {
            var before = events.Count;
            var state = head();
            await ReadPartAsync(state, from + before, take - before, events);

            // A merge beside this read may have moved the events on; then the head has changed, and names their new place.
            if (events.Count == before && head() == state) throw behind($"Event {from + before} of {key} is missing.");
        }

        var next = from + events.Count;
        return new HistoryPage(events, next, next >= head().Count);
    }

    private async Task ReadPartAsync(HistoryState state, long from, int take, List<HistoryEvent> events)
    {
        if (from < state.MergedCount)
        {
            var blob = await FindBlobAsync(state, from);
            HistoryLog.Parse(await LinesAsync(blob), from - blob.From, take, events);
            return;
        }

        var position = state.MergedCount;
        for (var i = 0; i < state.ChunkCounts.Length; position += state.ChunkCounts[i++])
        {
            if (from >= position + state.ChunkCounts[i]) continue;
            HistoryLog.Parse(await ChunkAsync(state.FirstChunk + i), from - position, take, events);
            return;
        }

        HistoryLog.Parse(state.Tail, from - position, take, events);
    }

    private async Task<HistoryBlob> FindBlobAsync(HistoryState state, long position)
    {
        var found = Array.BinarySearch(state.ShelfStarts, position);
        foreach (var blob in await Shelf(found >= 0 ? found : ~found - 1).ReadAsync())
        {
            if (position >= blob.From && position < blob.From + blob.Count) return blob;
        }

        throw behind($"No blob of {key} holds event {position}.");
    }

    /// <summary>Pages of one blob are read one after the other, so the last blob is kept unzipped.</summary>
    private async Task<byte[]> LinesAsync(HistoryBlob blob)
    {
        if (_lastBlob.Hash == blob.Hash) return _lastBlob.Lines;
        var content = await blobs.ReadAsync(BlobHash.Parse(blob.Hash), CancellationToken.None)
            ?? throw new InvalidDataException($"Blob {blob.Hash} of {key} is missing.");
        _lastBlob = (blob.Hash, HistoryLog.Unzip(content));
        return _lastBlob.Lines;
    }
}
