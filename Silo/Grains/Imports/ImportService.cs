using System.Buffers;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Imports;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.TaskTypes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Grains.Imports;

/// <summary>
/// Runs an import outside the grains: reads, maps and groups rows as they come, and hands whole segments to the import's grain. Run
/// again with the same id and file after a crash: what is there is found by its id and not added twice.
/// </summary>
public sealed class ImportService(IGrainFactory grains, IBlobStore blobs, TimeProvider time, IOptions<ImportOptions> options)
    : IImportService
{
    /// <summary>The key of a project's external ids. One bucket until a measured need.</summary>
    public static string IdsKey(ProjectId project) => $"{project}/0";

    /// <inheritdoc />
    public async Task<ImportResult> RunAsync(
        Stream stream, ImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var version = await grains.GetGrain<ITaskTypeGrain>(request.TaskTypeId).GetAsync(request.TaskTypeVersion);
        if (version is null) return new ImportResult(
            null, [], [], Refusal.NotFound($"Version {request.TaskTypeVersion} of the task type \"{request.TaskTypeId}\""));
        var (mapper, wrong) = RowMapper.Create(
            TaskTypeReader.ReadTrusted(version.Document), request.Mapping, request.Format, options.Value);
        if (mapper is null) return new ImportResult(null, [], wrong, null);
        using (mapper)
        {
            var import = grains.GetGrain<IImportGrain>(request.ImportId);
            var started = await import.StartAsync(
                new ImportStart(request.Project, request.By, request.TaskTypeId, request.TaskTypeVersion, request.Description));
            if (!started.IsOk) return new ImportResult(null, [], [], started.Refusal);
            if (started.Value.Status == ImportStatus.Done) return new ImportResult(started.Value, [], [], null);
            await using var bounded = new BoundedStream(stream, options.Value.MaxFileBytes);
            if (request.Policy == ImportPolicy.KeepGood) return await AddAsync(bounded, request, mapper, progress, cancellationToken);

            await using var twice = new FileBufferingReadStream(bounded, memoryThreshold: 64 * 1024);
            if (await CheckAsync(twice, request, mapper, progress, cancellationToken) is { } refused) return refused;
            twice.Position = 0;
            return await AddAsync(twice, request, mapper, progress, cancellationToken);
        }
    }

    /// <summary>The whole file without adding anything; null when every row is good.</summary>
    private async Task<ImportResult?> CheckAsync(
        Stream stream, ImportRequest request, RowMapper mapper, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        await using var pump = new RowPump(stream, request, mapper, options.Value);
        while (await pump.NextAsync(cancellationToken) is not null)
        {
            if (pump.Rows % TaskId.PerSegment == 0) progress?.Report(new ImportProgress(pump.Rows, pump.Rejected, 0, IsChecking: true));
        }

        return pump.Rejected == 0 ? null : await FinishAsync(request, pump, ImportStatus.Refused, cancellationToken);
    }

    private async Task<ImportResult> AddAsync(
        Stream stream, ImportRequest request, RowMapper mapper, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        await ResolveOthersAsync(request);
        await using var pump = new RowPump(stream, request, mapper, options.Value);
        var sink = new SegmentSink(grains, blobs, time, request, options.Value, progress);
        try
        {
            while (await pump.NextAsync(cancellationToken) is { } row)
            {
                if (sink.Take(row)) await sink.SiftAsync(pump.Counts, cancellationToken);
            }

            await sink.FlushAsync(pump.Counts, cancellationToken);
        }
        catch (Exception error) when (error is ProjectFullException or GoldFullException or FileTooLargeException)
        {
            pump.Stop(error switch { ProjectFullException => "ProjectFull", GoldFullException => "TooManyGold", _ => "FileTooLarge" }, error.Message);
        }
        finally
        {
            await sink.SettleAsync();
        }

        // Ids that another import had claimed when it broke off count as there; so make sure that they are.
        await ResolveOthersAsync(request);
        return await FinishAsync(request, pump, pump.IsStopped ? ImportStatus.Stopped : ImportStatus.Done, cancellationToken);
    }

    private async Task<ImportResult> FinishAsync(
        ImportRequest request, RowPump pump, ImportStatus status, CancellationToken cancellationToken)
    {
        var errors = pump.Errors.Count == 0 ? null : (await blobs.PutAsync(ToLines(pump.Errors), cancellationToken)).Value;
        var view = await grains.GetGrain<IImportGrain>(request.ImportId).FinishAsync(new ImportEnd(status, pump.Counts, errors));
        return new ImportResult(view, pump.Errors, [], null);
    }

    private async Task ResolveOthersAsync(ImportRequest request)
    {
        foreach (var claim in await grains.GetGrain<IExternalIdsGrain>(IdsKey(request.Project)).ListOpenAsync())
        {
            if (claim.ImportId != request.ImportId) await grains.GetGrain<IImportGrain>(claim.ImportId).ResolveAsync();
        }
    }

    private static ReadOnlyMemory<byte> ToLines(IReadOnlyList<ImportError> errors)
    {
        var lines = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(lines);
        foreach (var error in errors)
        {
            JsonSerializer.Serialize(writer, error, ImportsJsonContext.Default.ImportError);
            writer.Flush();
            lines.Write("\n"u8);
            writer.Reset();
        }

        return lines.WrittenMemory;
    }
}
