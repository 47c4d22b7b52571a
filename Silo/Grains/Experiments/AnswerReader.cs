using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Grains.Common;
using Distribution.Grains.Rehearsals;
using Distribution.Grains.TaskTypes;
using Distribution.Grains.Training;
using Orleans;

namespace Distribution.Grains.Experiments;

/// <summary>Reads what only the answers themselves tell: whether gold tasks were answered right, and how far people agree.</summary>
internal sealed class AnswerReader(IGrainFactory grains, IBlobStore blobs, ProjectId project, ExperimentOptions options)
{
    private readonly Dictionary<(string, int), IReadOnlyList<string>> _closed = [];

    /// <summary>The value of each assignment that has one.</summary>
    public async Task<IReadOnlyDictionary<AssignmentId, double>> ReadAsync(ExperimentMeasure measure, IEnumerable<Fate> ended, CancellationToken ct)
    {
        var tasks = ended.Where(static fate => fate.HasAnswer).Select(static fate => fate.Task).Distinct().ToList();
        if (measure == ExperimentMeasure.Agreement) return await EachAsync(tasks, AgreementAsync, ct);
        var gold = (await grains.GetGrain<IReviewDeskGrain>(project.Value).ListGoldAsync()).ToDictionary(
            static task => task.Task, static task => JsonSerializer.Deserialize(task.ExpectedJson, ExpectedAnswersJsonContext.Default.ListExpectedAnswer) ?? []);
        return await EachAsync([.. tasks.Where(gold.ContainsKey)], view => GoldAsync(view, gold[view.Id.Number]), ct);
    }

    /// <summary>What share of the other answers says the same, averaged over the closed questions; nothing where there is no other answer.</summary>
    internal static double? Agreement(JsonElement answer, IReadOnlyList<JsonElement> others, IReadOnlyList<string> closed)
    {
        var (same, all) = (0, 0);
        foreach (var other in others)
        {
            foreach (var question in closed)
            {
                if (!answer.TryGetProperty(question, out var mine) || !other.TryGetProperty(question, out var theirs)) continue;
                all++;
                if (JsonElement.DeepEquals(mine, theirs)) same++;
            }
        }

        return all == 0 ? null : (double)same / all;
    }

    private async Task<Dictionary<AssignmentId, double>> EachAsync(
        IReadOnlyList<int> tasks, Func<TaskView, Task<List<(AssignmentId Id, double Value)>>> read, CancellationToken ct)
    {
        var values = new Dictionary<AssignmentId, double>();
        foreach (var chunk in tasks.Chunk(options.ReadsAtOnce))
        {
            ct.ThrowIfCancellationRequested();
            var views = await Task.WhenAll(chunk.Select(number => grains.GetGrain<ITaskGrain>(new TaskId(project, number).ToString()).GetAsync()));
            foreach (var view in views)
                if (view is not null) foreach (var (id, value) in await read(view)) values[id] = value;
        }

        return values;
    }

    private async Task<List<(AssignmentId Id, double Value)>> GoldAsync(TaskView view, List<ExpectedAnswer> expected)
    {
        var values = new List<(AssignmentId, double)>();
        foreach (var (answer, body) in await BodiesAsync(view)) values.Add((answer.Assignment.Id, PracticeCore.Wrong(expected, body).Count == 0 ? 1 : 0));
        return values;
    }

    private async Task<List<(AssignmentId Id, double Value)>> AgreementAsync(TaskView view)
    {
        var all = await BodiesAsync(view);
        var values = new List<(AssignmentId, double)>();
        foreach (var (answer, body) in all)
        {
            var closed = await ClosedAsync(answer.Assignment.Pins);
            if (Agreement(body, [.. all.Where(other => other.Answer != answer).Select(static other => other.Body)], closed) is { } value) values.Add((answer.Assignment.Id, value));
        }

        return values;
    }

    private async Task<List<(AnswerView Answer, JsonElement Body)>> BodiesAsync(TaskView view)
    {
        var bodies = new List<(AnswerView, JsonElement)>();
        foreach (var answer in view.Answers)
        {
            if (answer.Submission is not { Unfinished: false } submission) continue;
            using var body = JsonDocument.Parse(submission.Inline is { } inline ? Encoding.UTF8.GetBytes(inline) : await blobs.RequireAsync(submission.BlobHash!, CancellationToken.None));
            if (body.RootElement.ValueKind == JsonValueKind.Object) bodies.Add((answer, body.RootElement.Clone()));
        }

        return bodies;
    }

    private async Task<IReadOnlyList<string>> ClosedAsync(LeasePins pins)
    {
        if (_closed.TryGetValue((pins.TaskTypeId, pins.TaskTypeVersion), out var known)) return known;
        var stored = await grains.GetGrain<ITaskTypeGrain>(pins.TaskTypeId).GetAsync(pins.TaskTypeVersion);
        return _closed[(pins.TaskTypeId, pins.TaskTypeVersion)] = stored is null
            ? []
            : [.. TaskTypeReader.ReadTrusted(stored.Document).Questions
                .Where(static question => question is ChoiceQuestion or ScaleQuestion or RankingQuestion).Select(static question => question.Id)];
    }
}
