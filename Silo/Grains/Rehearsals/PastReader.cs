using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Orleans;

namespace Distribution.Grains.Rehearsals;

/// <summary>Reads a project's past through its grains: the history twice, then the tasks that it names.</summary>
public sealed class PastReader(IGrainFactory grains, IOutageLog outages, RehearsalOptions options)
{
    private const int PageSize = 1_000;

    /// <summary>The past of a project in a stretch of time, or why it can't be rehearsed.</summary>
    public async Task<Outcome<Past>> ReadAsync(ProjectView project, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var (begun, touched, leases) = (new HashSet<int>(), new HashSet<int>(), 0);
        var read = await ReadEventsAsync(
            project.Id,
            happened =>
            {
                if (happened is not { Kind: EventKind.Leased, Task: { } task } || happened.At >= to) return;
                begun.Add(task);
                if (happened.At < from) return;
                touched.Add(task);
                leases++;
            },
            ct);
        if (!read) return Refusal.Conflict("HistoryTooLong", $"The project's history has more than {options.EventsMax} events, which is more than is read for a rehearsal.");
        if (leases == 0) return Refusal.Conflict("NothingHappened", "Nobody leased a task of this project in that time.");
        if (leases > options.AssignmentsMax)
            return Refusal.Conflict("TooManyAssignments", $"{leases} leases were granted in that time, and at most {options.AssignmentsMax} can be rehearsed: choose a shorter time.");
        var collected = new Collected();
        await ReadEventsAsync(project.Id, happened => collected.Add(happened, touched, to), ct);
        if (collected.Fates.All.Count > options.AssignmentsMax)
            return Refusal.Conflict("TooManyAssignments", $"With those before it, {collected.Fates.All.Count} assignments would have to be replayed; at most {options.AssignmentsMax} can.");
        return await ComposeAsync(project, from, to, begun, touched, collected, ct);
    }

    private async Task<Past> ComposeAsync(
        ProjectView project, DateTimeOffset from, DateTimeOffset to, HashSet<int> begun, HashSet<int> touched, Collected collected, CancellationToken ct)
    {
        var known = new Dictionary<AssignmentId, AnswerView>();
        foreach (var view in await AllAsync(touched, number => grains.GetGrain<ITaskGrain>(new TaskId(project.Id, number).ToString()).GetAsync(), ct))
            foreach (var answer in view?.Answers ?? []) known[answer.Assignment.Id] = answer;
        var assignments = new List<PastAssignment>(collected.Fates.All.Count);
        var running = 0;
        foreach (var fate in collected.Fates.All.Values.OrderBy(fate => collected.Order[fate.Id]))
        {
            if (fate.End is not null && known.TryGetValue(fate.Id, out var answer) && answer.Receipt is { } receipt)
                assignments.Add(new PastAssignment(fate, answer.Assignment.Pins, receipt.Trace, collected.Acts.GetValueOrDefault(fate.Id, [])));
            else if (fate.LeasedAt >= from) running++;
        }

        var workers = assignments.Select(static assignment => assignment.Fate.Id.Worker).Distinct().ToList();
        return new Past
        {
            Project = project.Id,
            Settings = project.Settings,
            From = from,
            To = to,
            Assignments = assignments,
            Segments = await SegmentsAsync(project.Id, ct),
            Aside = [.. begun.Except(touched).Order()],
            Unstuck = collected.Unstuck,
            Trainers = (await AllAsync(workers, worker => TrainerAsync(project.Id, worker), ct)).Zip(workers).ToDictionary(static pair => pair.Second, static pair => pair.First),
            Outages = assignments.Count == 0 ? [] : outages.Since(assignments.Min(static assignment => assignment.Fate.LeasedAt)),
            StillRunning = running,
        };
    }

    private async Task<PastTrainer> TrainerAsync(ProjectId project, WorkerId id)
    {
        var worker = grains.GetGrain<IWorkerGrain>(id.Value);
        var profile = await worker.GetProfileAsync();
        return new PastTrainer(
            await worker.GetTagsAsync(), profile.Tiers.TryGetValue(project.Value, out var tier) ? tier : RateTier.Generalist, profile.PersonalRates.ContainsKey(project.Value));
    }

    private async Task<IReadOnlyList<SegmentView>> SegmentsAsync(ProjectId project, CancellationToken ct)
    {
        var count = (await grains.GetGrain<IProjectGrain>(project.Value).GetHeadAsync(0, -1))?.SegmentCount ?? 0;
        var views = await AllAsync(Enumerable.Range(0, count), number => grains.GetGrain<ISegmentGrain>(QueueKeys.Segment(project, number)).GetAsync(), ct);
        // A number that was reserved and never came is an empty place; those behind it keep their numbers.
        return [.. views.Select(static view => view ?? new SegmentView(new SegmentImport("", 0, "", [0], 0, [], DateTimeOffset.UnixEpoch), [], []))];
    }

    private async Task<List<TResult>> AllAsync<T, TResult>(IEnumerable<T> items, Func<T, Task<TResult>> read, CancellationToken ct)
    {
        var results = new List<TResult>();
        foreach (var chunk in items.Chunk(options.ReadsAtOnce))
        {
            ct.ThrowIfCancellationRequested();
            results.AddRange(await Task.WhenAll(chunk.Select(read)));
        }

        return results;
    }

    private async Task<bool> ReadEventsAsync(ProjectId project, Action<HistoryEvent> take, CancellationToken ct)
    {
        var history = grains.GetGrain<IHistoryGrain>(QueueKeys.Of(project));
        for (long at = 0, isEnd = 0; isEnd == 0;)
        {
            ct.ThrowIfCancellationRequested();
            if (at > options.EventsMax) return false;
            var page = await history.ReadAsync(at, PageSize);
            foreach (var happened in page.Events) take(happened);
            (at, isEnd) = (page.Next, page.IsEnd || page.Events.Count == 0 ? 1 : 0);
        }

        return true;
    }

    /// <summary>What the second reading keeps.</summary>
    private sealed class Collected
    {
        public Fates Fates { get; } = new();

        public Dictionary<AssignmentId, int> Order { get; } = [];

        public Dictionary<AssignmentId, List<HistoryEvent>> Acts { get; } = [];

        public List<HistoryEvent> Unstuck { get; } = [];

        public void Add(HistoryEvent happened, HashSet<int> touched, DateTimeOffset to)
        {
            if (happened is not { Task: { } task, Assignment: { } id } || !touched.Contains(task)) return;
            if (happened.Kind == EventKind.Unstuck && happened.At < to) Unstuck.Add(happened);
            if (happened.Kind == EventKind.Leased && happened.At < to) Order[id] = Order.Count;
            // What came after the stretch is of leases that are left out, unless it is the end of one that began within it.
            if (!Order.ContainsKey(id)) return;
            Fates.Add(happened);
            if (happened.Kind is EventKind.Leased or EventKind.RateStepped or EventKind.ClockExtended or EventKind.Expired or EventKind.Stuck or EventKind.Unstuck or EventKind.Closed) return;
            if (!Acts.TryGetValue(id, out var acts)) Acts[id] = acts = [];
            acts.Add(happened);
        }
    }
}
