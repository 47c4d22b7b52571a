using System.Buffers;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Reviews;

namespace Distribution.Grains.Imports;

/// <summary>
/// Gathers up to 1,000 tasks of one priority and one set of needs. The blob holds the payloads one after the other, and behind the
/// last one the external ids as a JSON array, for exports: a task is served by its offsets and never sees them.
/// </summary>
internal sealed class SegmentBuilder(int priority, IReadOnlyList<string> needs)
{
    private readonly ArrayBufferWriter<byte> _payloads = new(64 * 1024);
    private readonly List<int> _offsets = [0];
    private readonly List<UInt128> _ids = [];
    private readonly List<string?> _names = [];
    private readonly Dictionary<int, RowGold> _gold = [];

    public int Count => _ids.Count;

    public int Bytes => _payloads.WrittenCount;

    public IReadOnlyList<UInt128> Ids => _ids;

    /// <summary>When it was started, in rows: the oldest goes out first.</summary>
    public long StartedAt { get; init; }

    /// <summary>The gold tasks, numbered from the segment's first.</summary>
    public IReadOnlyList<GoldTask> Gold => [.. _gold.Select(static entry => new GoldTask(entry.Key, entry.Value.ExpectedJson, entry.Value.Explanation))];

    public void Add(UInt128 id, string? name, ReadOnlySpan<byte> payload, RowGold? gold)
    {
        if (Count == TaskId.PerSegment) throw new InvalidOperationException("The segment is full.");
        if (gold is not null) _gold[Count] = gold;
        _payloads.Write(payload);
        _offsets.Add(_payloads.WrittenCount);
        _ids.Add(id);
        _names.Add(name);
    }

    /// <summary>This segment without some tasks.</summary>
    public SegmentBuilder Without(IReadOnlySet<UInt128> taken)
    {
        var rest = new SegmentBuilder(priority, needs) { StartedAt = StartedAt };
        for (var i = 0; i < Count; i++)
        {
            if (!taken.Contains(_ids[i])) rest.Add(_ids[i], _names[i], _payloads.WrittenSpan[_offsets[i].._offsets[i + 1]], _gold.GetValueOrDefault(i));
        }

        return rest;
    }

    /// <summary>The blob's content.</summary>
    public ReadOnlyMemory<byte> ToBlob()
    {
        if (_names.All(static name => name is null)) return _payloads.WrittenMemory;
        var blob = new ArrayBufferWriter<byte>(_payloads.WrittenCount + (Count * 32));
        blob.Write(_payloads.WrittenSpan);
        using var writer = new Utf8JsonWriter(blob);
        writer.WriteStartArray();
        foreach (var name in _names) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.Flush();
        return blob.WrittenMemory;
    }

    /// <summary>The record that names the blob.</summary>
    public SegmentImport ToImport(string importId, string blobHash, DateTimeOffset at) =>
        new(importId, Count, blobHash, [.. _offsets], priority, needs, at);
}
