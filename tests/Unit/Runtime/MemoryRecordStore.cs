using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Distribution.Embedded.Storage;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>Records in memory, for what needs a store but is not about storage.</summary>
public sealed class MemoryRecordStore : IRecordStore
{
    private readonly ConcurrentDictionary<RecordKey, StoredRecord> _records = new();
    private long _version;

    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct) => new(_records.GetValueOrDefault(key));

    public ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct)
    {
        var version = Interlocked.Increment(ref _version);
        _records[key] = new StoredRecord(body.ToArray(), version);
        return new(version);
    }

    public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct)
    {
        _records.TryRemove(key, out _);
        return default;
    }

    public async IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var (key, record) in _records) if (key.Kind == kind) yield return (key, record);
    }

    public ValueTask DisposeAsync() => default;
}
