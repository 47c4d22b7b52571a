using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Exports;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distribution.Web.Exports;

/// <summary>The id of a snapshot: exports of the same snapshot are the same, byte by byte.</summary>
public sealed record SnapshotView(string Snapshot);

/// <summary>
/// Exports of answers. Take a snapshot, read it; after a broken connection read on from the last cursor. With cursors each line is
/// {"cursor", "record"}; without, the record alone.
/// </summary>
internal static class ExportsApi
{
    /// <summary>Lines between two flushes: small enough that a slow reader sees progress.</summary>
    private const int FlushEvery = 100;

    public static void MapExports(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}/exports").WithTags("Exports").RequireAuthorization(Scope.Projects)
            .RequireRateLimiting(Rates.Api);
        group.MapPost("/snapshots", SnapshotAsync).WithName("TakeSnapshot");
        group.MapGet("/card", CardAsync).WithName("GetDataCard").WithUrgency(Urgency.Stream).DisableRequestTimeout();
        group.MapGet("/{shape}", ReadAsync).WithName("ReadExport").WithUrgency(Urgency.Stream).DisableRequestTimeout();
    }

    private static async Task<Results<Ok<SnapshotView>,
        ProblemHttpResult>> SnapshotAsync(string project, ClaimsPrincipal user, ProjectAccess access, IExportReader reader)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        var snapshot = (await reader.SnapshotAsync(view.Id)).ToString(CultureInfo.InvariantCulture);
        await access.Grain(project).NoteSnapshotAsync(user.Id(), snapshot);
        return TypedResults.Ok(new SnapshotView(snapshot));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ReadAsync(
        string project, string shape, HttpContext http, ProjectAccess access, IExportReader reader, string? snapshot = null,
            string? cursor = null, bool withCursors = false, DateTimeOffset? after = null, DateTimeOffset? before = null, bool withoutLate = false,
            int guidelines = 0)
    {
        if (await access.FindAsync(http.User, project) is not { } view) return Problems.NotFound("The project");
        if (!Enum.TryParse<ExportShape>(shape, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted)
            || char.IsAsciiDigit(shape[0])) return Problems.NotFound("The shape");
        var from = ExportCursor.Start;
        if (cursor is not null && !ExportCursor.TryParse(cursor, out from)) return Problems.From(
            Refusal.Invalid("BadCursor", "A cursor is what an export gave, for example \"17\"."));
        var end = await reader.SnapshotAsync(view.Id);
        if (snapshot is not null
            && (!long.TryParse(snapshot, NumberStyles.None, CultureInfo.InvariantCulture, out var taken) || taken > end))
            return Problems.From(Refusal.Invalid("BadSnapshot", "There is no such snapshot of this project."));
        var until = snapshot is null ? end : long.Parse(snapshot, CultureInfo.InvariantCulture);
        var columns = (view.Settings.TaskTypeId, view.Settings.TaskTypeVersion);
        var isCsv = wanted == ExportShape.Csv;
        var isArray = wanted == ExportShape.LabelStudio && !withCursors && from == ExportCursor.Start;
        var lines = reader.ReadAsync(view.Id, wanted, from, until, columns, new ExportFilter(after, before, withoutLate, guidelines), http.RequestAborted);
        http.Response.Headers["Export-Snapshot"] = until.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Stream(
            async body =>
            {
                if (isCsv && from == ExportCursor.Start) await WriteAsync(
                    body, await reader.CsvHeaderAsync(columns.TaskTypeId, columns.TaskTypeVersion) + "\r", http.RequestAborted);
                if (isArray) await CopyArrayAsync(body, lines, http.RequestAborted);
                else await CopyAsync(body, lines, isCsv, withCursors && !isCsv, http.RequestAborted);
            },
            isCsv ? "text/csv; charset=utf-8" : isArray ? "application/json" : "application/x-ndjson",
            $"{view.Id}-{shape.ToLowerInvariant()}-{until}.{(isCsv ? "csv" : isArray ? "json" : "jsonl")}");
    }

    private static async Task<Results<Ok<DataCard>, ProblemHttpResult>> CardAsync(
        string project, ClaimsPrincipal user, HttpContext http, ProjectAccess access, IExportReader reader) =>
        await access.FindAsync(user, project) is { } view
            ? TypedResults.Ok(await DataCard.ReadAsync(view, reader, http.RequestAborted))
            : Problems.NotFound("The project");

    /// <summary>One array, as Label Studio reads it; who means to read on after a break asks for cursors instead.</summary>
    private static async Task CopyArrayAsync(Stream body, IAsyncEnumerable<ExportLine> lines, CancellationToken cancellationToken)
    {
        var separator = "[";
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            await WriteAsync(body, separator + line.Text, cancellationToken);
            separator = ",";
        }

        await WriteAsync(body, separator == "[" ? "[]" : "]", cancellationToken);
    }

    private static async Task CopyAsync(
        Stream body, IAsyncEnumerable<ExportLine> lines, bool isCsv, bool withCursors, CancellationToken cancellationToken)
    {
        var written = 0;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            var text = withCursors ? $"{{\"cursor\":{JsonSerializer.Serialize(line.Next.ToString())},\"record\":{line.Text}}}" : line.Text;
            await WriteAsync(body, isCsv ? text + "\r" : text, cancellationToken);
            if (++written % FlushEvery == 0) await body.FlushAsync(cancellationToken);
        }
    }

    private static ValueTask WriteAsync(Stream body, string line, CancellationToken cancellationToken) =>
        body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);
}
