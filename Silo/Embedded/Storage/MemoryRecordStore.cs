using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Distribution.Embedded.Storage;

/// <summary>Records in memory, gone with the process: for rehearsals, and for tests that are not about storage.</summary>
public sealed class MemoryRecordStore : IRecordStore
{
    private readonly ConcurrentDictionary<RecordKey, StoredRecord> _records = new();
    private readonly Lock _gate = new();
    private long _version;

    /// <inheritdoc />
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct) => new(_records.GetValueOrDefault(key));

    /// <inheritdoc />
    public ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct)
    {
        lock (_gate)
        {
            Expect(key, expectedVersion);
            _records[key] = new StoredRecord(body.ToArray(), ++_version);
            return new(_version);
        }
    }

    /// <inheritdoc />
    public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct)
    {
        lock (_gate)
        {
            Expect(key, expectedVersion);
            _records.TryRemove(key, out _);
            _version++;
            return default;
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var (key, record) in _records.Where(entry => entry.Key.Kind == kind).OrderBy(static entry => entry.Key.Key, StringComparer.Ordinal)) yield return (key, record);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;

    private void Expect(RecordKey key, long expectedVersion)
    {
        var stored = _records.TryGetValue(key, out var present) ? present.Version : 0;
        if (stored != expectedVersion) throw new RecordConflictException(key, stored, expectedVersion);
    }
}
