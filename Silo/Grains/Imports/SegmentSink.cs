using System.Buffers;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Imports;
using Distribution.Grains.Reviews;
using Orleans;

namespace Distribution.Grains.Imports;

/// <summary>
/// Takes rows, drops those whose id is there, groups the rest and adds full segments. While one segment is being added the next rows
/// are read; never more than one, so memory and the order of segments stay bounded.
/// </summary>
internal sealed class SegmentSink(
    IGrainFactory grains, IBlobStore blobs, TimeProvider time, ImportRequest request, ImportOptions options,
        IProgress<ImportProgress>? progress)
{
    private const int MaxTries = 20;

    private readonly ArrayBufferWriter<byte> _payloads = new(256 * 1024);
    private readonly List<Waiting> _waiting = [];
    private readonly SegmentGroups _groups = new(options);
    private Task _adding = Task.CompletedTask;
    private long _added;

    /// <summary>Takes a row; true when the rows taken so far should be sifted.</summary>
    public bool Take(MappedRow row)
    {
        var id = row.ExternalId is null ? ExternalIdHash.OfPayload(row.Payload.Span) : ExternalIdHash.OfId(row.ExternalId);
        _waiting.Add(new Waiting(id, row.ExternalId, _payloads.WrittenCount, row.Payload.Length, row.Priority, row.Needs, row.Gold));
        _payloads.Write(row.Payload.Span);
        return _waiting.Count == TaskId.PerSegment || _payloads.WrittenCount >= options.MaxSegmentBytes;
    }

    /// <summary>Asks which of the taken rows are new, and groups those.</summary>
    public async Task SiftAsync(ImportCounts soFar, CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0) return;
        var ids = grains.GetGrain<IExternalIdsGrain>(ImportService.IdsKey(request.Project));
        var known = (await ids.FindAsync(ExternalIdHash.ToBytes([.. _waiting.Select(static row => row.Id)]))).ToHashSet();
        for (var i = 0; i < _waiting.Count; i++)
        {
            if (known.Contains(i)) continue;
            var row = _waiting[i];
            _groups.TryAdd(row.Id, row.Name, _payloads.WrittenSpan.Slice(row.Start, row.Length), row.Priority, row.Needs, row.Gold, out var full);
            if (full is not null) await AddNextAsync(full, soFar, cancellationToken);
        }

        _waiting.Clear();
        _payloads.ResetWrittenCount();
        progress?.Report(new ImportProgress(soFar.Rows, soFar.Rejected, _added, IsChecking: false));
    }

    /// <summary>Adds everything that is left.</summary>
    public async Task FlushAsync(ImportCounts soFar, CancellationToken cancellationToken)
    {
        await SiftAsync(soFar, cancellationToken);
        foreach (var segment in _groups.CloseAll()) await AddNextAsync(segment, soFar, cancellationToken);
        await _adding;
        progress?.Report(new ImportProgress(soFar.Rows, soFar.Rejected, _added, IsChecking: false));
    }

    /// <summary>
    /// Waits for the segment under way, whatever becomes of it: after a failure nothing goes on behind the caller's back.
    /// </summary>
    public Task SettleAsync() =>
        _adding.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task AddNextAsync(SegmentBuilder segment, ImportCounts soFar, CancellationToken cancellationToken)
    {
        await _adding;
        _adding = AddAsync(segment, soFar, cancellationToken);
    }

    private async Task AddAsync(SegmentBuilder segment, ImportCounts soFar, CancellationToken cancellationToken)
    {
        var import = grains.GetGrain<IImportGrain>(request.ImportId);
        for (var attempt = 0; segment.Count > 0; attempt++)
        {
            if (attempt == MaxTries) throw new InvalidOperationException(
                "Other imports of this project keep adding the same rows; try again later.");
            var sorted = segment.Ids.Order().ToArray();
            var payloads = await blobs.PutAsync(segment.ToBlob(), cancellationToken);
            var ids = await blobs.PutAsync(ExternalIdHash.ToBytes(sorted), cancellationToken);
            var added = await import.AddSegmentAsync(
                new SegmentPlan(segment.ToImport(request.ImportId, payloads.Value, time.GetUtcNow()), ids.Value, soFar, await PutGoldAsync(segment, cancellationToken)));
            if (added.IsGoldFull) throw new GoldFullException();
            if (added.IsFull) throw new ProjectFullException(options.MaxIdsPerProject);
            if (added.Number is not null)
            {
                _added += segment.Count;
                return;
            }

            segment = segment.Without(added.Taken.Select(position => sorted[position]).ToHashSet());
        }
    }

    private async Task<SegmentGold?> PutGoldAsync(SegmentBuilder segment, CancellationToken cancellationToken)
    {
        var gold = segment.Gold;
        if (gold.Count == 0) return null;
        var content = JsonSerializer.SerializeToUtf8Bytes([.. gold], ReviewsJsonContext.Default.ListGoldTask);
        return new SegmentGold(gold.Count, (await blobs.PutAsync(content, cancellationToken)).Value);
    }

    private readonly record struct Waiting(UInt128 Id, string? Name, int Start, int Length, int Priority, IReadOnlyList<string> Needs, RowGold? Gold);
}
