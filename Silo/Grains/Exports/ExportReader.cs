using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Exports;
using Distribution.Contracts.History;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Common;
using Distribution.Grains.History;
using Distribution.Grains.TaskTypes;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Grains.Exports;

/// <summary>
/// Reads a project's answers as lines: a projection of its history. The same snapshot gives the same lines for ever; a cursor
/// goes on after the line that it came with.
/// </summary>
public sealed class ExportReader(IGrainFactory grains, IBlobStore blobs, IOptions<PseudonymOptions> pseudonyms) : IExportReader
{
    private const int PageSize = 500;
    private readonly Dictionary<(string, int), TaskTypeDocument> _types = [];

    /// <inheritdoc />
    public Task<long> SnapshotAsync(ProjectId project) => HistoryEnd.FindAsync(grains.GetGrain<IHistoryGrain>(HistoryKey(project)));

    /// <inheritdoc />
    public async Task<string> CsvHeaderAsync(string typeId, int typeVersion) => CsvTable.Header(await TypeAsync(typeId, typeVersion));

    /// <inheritdoc />
    public async IAsyncEnumerable<ExportLine> ReadAsync(
        ProjectId project, ExportShape shape, ExportCursor from, long snapshot, (string Id, int Version) columns, ExportFilter? filter = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var table = await TypeAsync(columns.Id, columns.Version);
        var history = grains.GetGrain<IHistoryGrain>(HistoryKey(project));
        var payloads = new TaskPayloads(grains, blobs);
        var names = Pseudonyms.Of(project, pseudonyms.Value);
        var position = from.Position;
        while (position < snapshot)
        {
            var page = await history.ReadAsync(position, (int)Math.Min(PageSize, snapshot - position));
            if (page.Events.Count == 0) yield break;
            foreach (var happened in page.Events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var done = position == from.Position ? from.Line : 0;
                var lines = await LinesAsync(project, happened, shape, table, filter ?? ExportFilter.None, payloads, names, cancellationToken);
                for (var i = done; i < lines.Count; i++)
                    yield return new ExportLine(
                        i + 1 == lines.Count ? new ExportCursor(position + 1, 0) : new ExportCursor(position, i + 1), lines[i]);
                position++;
            }
        }
    }

    /// <summary>The key of a project's history. One partition until a measured need.</summary>
    public static string HistoryKey(ProjectId project) => $"{project}/0";

    private async Task<IReadOnlyList<string>> LinesAsync(
        ProjectId project, HistoryEvent happened, ExportShape shape, TaskTypeDocument table, ExportFilter filter, TaskPayloads payloads, Pseudonyms names,
            CancellationToken cancellationToken)
    {
        if (happened is not
            {
                Kind: EventKind.Submitted or EventKind.SubmittedLate, Task: { } number,
                Assignment: { } assignment
            } || !IsWanted(happened, filter)) return [];
        var task = new TaskId(project, number);
        var view = await grains.GetGrain<ITaskGrain>(task.ToString())
            .GetAsync() ?? throw new InvalidDataException($"The history has an answer of {task}, which is missing.");
        var answer = view.Answers.FirstOrDefault(candidate => candidate.Assignment.Id == assignment);
        if (answer?.Submission is not { } submission) throw new InvalidDataException(
            $"The history has an answer of {task} that the task lacks.");
        if (answer.Assignment.Pins.GuidelineVersion < filter.GuidelineVersion) return [];
        var (payload, externalId) = await payloads.GetAsync(task, cancellationToken);
        using var body = JsonDocument.Parse(await BodyAsync(submission, cancellationToken));
        var pins = answer.Assignment.Pins;
        return [.. ShapeWriter.Write(new ExportRecord
        {
            Task = task, ExternalId = externalId, Payload = ShownPayload.Of(payload, pins.Shown), Answer = body.RootElement,
                Type = await TypeAsync(pins.TaskTypeId, pins.TaskTypeVersion),
            AnswerId = names.Answer(assignment), Contributor = names.Contributor(assignment.Worker), Assignment = answer.Assignment,
                SubmittedAt = happened.At,
            ActiveMs = happened.ActiveMs, IsLate = happened.Kind == EventKind.SubmittedLate, IsUnfinished = submission.Unfinished,
        }, shape, table)];
    }

    /// <summary>By the event alone, so that what is left out costs nothing.</summary>
    private static bool IsWanted(HistoryEvent happened, ExportFilter filter) =>
        !(filter.WithoutLate && happened.Kind == EventKind.SubmittedLate) && !(happened.At < filter.From) && !(happened.At >= filter.Until);

    private async Task<ReadOnlyMemory<byte>> BodyAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (submission.Inline is { } inline) return Encoding.UTF8.GetBytes(inline);
        return await blobs.RequireAsync(
            submission.BlobHash ?? throw new InvalidDataException($"The submission {submission.SubmissionId} has no body."),
            cancellationToken);
    }

    private async Task<TaskTypeDocument> TypeAsync(string id, int version)
    {
        if (_types.TryGetValue((id, version), out var known)) return known;
        var stored = await grains.GetGrain<ITaskTypeGrain>(id)
            .GetAsync(version) ?? throw new InvalidDataException($"Version {version} of the task type \"{id}\" is missing.");
        return _types[(id, version)] = TaskTypeReader.ReadTrusted(stored.Document);
    }
}
