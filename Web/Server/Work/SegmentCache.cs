using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Queues;
using Distribution.Web.Common;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Work;

/// <summary>
/// Imported segments, least recently used out first, bounded by bytes. What was imported never changes, so nothing here gets old.
/// </summary>
public sealed class SegmentCache(IGrainFactory grains, IBlobStore blobs, IOptions<WebOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Segment>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Segment> _byUse = [];
    private long _bytes;

    /// <summary>A task's payload, or null when it was never imported.</summary>
    public async Task<JsonElement?> PayloadAsync(TaskId task, CancellationToken ct)
    {
        var key = $"{task.Project}/{task.Segment}";
        var segment = Find(key) ?? await LoadAsync(key, ct);
        var offset = task.Number % TaskId.PerSegment;
        if (segment is null || offset >= segment.Offsets.Count - 1) return null;
        var from = segment.Offsets[offset];
        var to = segment.Offsets[offset + 1];
        using var document = JsonDocument.Parse(segment.Content[from..to], new JsonDocumentOptions { MaxDepth = Json.DepthMax });
        return document.RootElement.Clone();
    }

    private Segment? Find(string key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node)) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    private async Task<Segment?> LoadAsync(string key, CancellationToken ct)
    {
        if (await grains.GetGrain<ISegmentGrain>(key).GetAsync() is not { } view) return null;
        var content = await blobs.ReadAsync(BlobHash.Parse(view.Import.BlobHash), ct)
            ?? throw new InvalidOperationException($"Segment {key} names the blob {view.Import.BlobHash}, which is missing.");
        var segment = new Segment(key, view.Import.Offsets, content);
        Keep(segment);
        return segment;
    }

    private void Keep(Segment segment)
    {
        lock (_gate)
        {
            if (_byKey.ContainsKey(segment.Key)) return;
            _byKey[segment.Key] = _byUse.AddFirst(segment);
            _bytes += segment.Content.Length;
            while (_bytes > options.Value.SegmentCacheBytesMax && _byUse.Last is { } oldest && oldest.Value != segment)
            {
                _byUse.RemoveLast();
                _byKey.Remove(oldest.Value.Key);
                _bytes -= oldest.Value.Content.Length;
            }
        }
    }

    private sealed record Segment(string Key, IReadOnlyList<int> Offsets, ReadOnlyMemory<byte> Content);
}
