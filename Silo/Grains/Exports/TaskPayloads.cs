using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Queues;
using Distribution.Grains.Common;
using Orleans;

namespace Distribution.Grains.Exports;

/// <summary>Payloads of tasks, by segment. Answers come in the order of time, so the last segments used are kept.</summary>
internal sealed class TaskPayloads(IGrainFactory grains, IBlobStore blobs)
{
    private const int MaxSegments = 16;
    private readonly Dictionary<int, (SegmentImport Import, ReadOnlyMemory<byte> Blob, string?[]? ExternalIds, long UsedAt)> _segments = [];
    private long _uses;

    /// <summary>The payload and the external id. Throws when the segment is missing.</summary>
    public async Task<(JsonElement Payload, string? ExternalId)> GetAsync(TaskId task, CancellationToken cancellationToken)
    {
        if (!_segments.TryGetValue(task.Segment, out var segment))
        {
            if (_segments.Count >= MaxSegments) _segments.Remove(_segments.MinBy(static entry => entry.Value.UsedAt).Key);
            segment = await LoadAsync(task, cancellationToken);
        }

        _segments[task.Segment] = segment with { UsedAt = ++_uses };
        var index = task.Number % TaskId.PerSegment;
        var (start, end) = (segment.Import.Offsets[index], segment.Import.Offsets[index + 1]);
        using var payload = JsonDocument.Parse(segment.Blob[start..end]);
        return (payload.RootElement.Clone(), segment.ExternalIds?[index]);
    }

    private async Task<(SegmentImport, ReadOnlyMemory<byte>, string?[]?, long)> LoadAsync(TaskId task, CancellationToken cancellationToken)
    {
        var view = await grains.GetGrain<ISegmentGrain>($"{task.Project}/{task.Segment}").GetAsync()
            ?? throw new InvalidDataException($"The task {task} has an answer, and its segment is missing.");
        var blob = await blobs.RequireAsync(view.Import.BlobHash, cancellationToken);
        var behind = blob[view.Import.Offsets[^1]..];
        var ids = behind.IsEmpty ? null : JsonSerializer.Deserialize(behind.Span, ExportsJsonContext.Default.StringArray);
        return (view.Import, blob, ids, 0);
    }
}
