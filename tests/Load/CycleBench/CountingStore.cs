using System.Collections.Concurrent;
using Distribution.Embedded.Storage;

namespace Distribution.Load.CycleBench;

/// <summary>Counts what passes through to the real store.</summary>
internal sealed class CountingStore : IRecordStore
{
    private readonly ConcurrentDictionary<string, long> _byKind = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _readByKind = new(StringComparer.Ordinal);
    private IRecordStore _inner = null!;
    private long _writes;
    private long _bytes;

    public long Writes => Interlocked.Read(ref _writes);

    public long Bytes => Interlocked.Read(ref _bytes);

    public CountingStore Over(IRecordStore inner)
    {
        _inner = inner;
        return this;
    }

    public void Reset()
    {
        (_writes, _bytes) = (0, 0);
        _byKind.Clear();
        _readByKind.Clear();
    }

    public IReadOnlyDictionary<string, double> ByKind(int cycles) => Each(_byKind, cycles);

    /// <summary>Records that were found and had to be decoded: grains that came back.</summary>
    public IReadOnlyDictionary<string, double> ReadByKind(int cycles) => Each(_readByKind, cycles);

    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct)
    {
        var found = await _inner.ReadAsync(key, ct);
        if (found is not null) _readByKind.AddOrUpdate(key.Kind, 1, static (_, count) => count + 1);
        return found;
    }

    public ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct)
    {
        Interlocked.Increment(ref _writes);
        Interlocked.Add(ref _bytes, body.Length);
        _byKind.AddOrUpdate(key.Kind, 1, static (_, count) => count + 1);
        return _inner.WriteAsync(key, body, expectedVersion, ct);
    }

    public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct) => _inner.DeleteAsync(key, expectedVersion, ct);

    public IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, CancellationToken ct) => _inner.ScanAsync(kind, ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SortedDictionary<string, double> Each(ConcurrentDictionary<string, long> counts, int cycles) =>
        new(counts.ToDictionary(static e => e.Key, e => Math.Round((double)e.Value / cycles, 3)));
}
