using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;
using Distribution.Grains.Tasks;
using Distribution.Tests.Simulation.Engine;
using Distribution.Tests.Unit.Pay;

namespace Distribution.Tests.Simulation.World;

/// <summary>Compares what the clients were told with what is stored, once all is quiet. Each problem says which invariant it breaks.</summary>
internal sealed class SimChecker(SimWorld world, SimRecords records, bool isOver)
{
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BeatsInMemory = TimeSpan.FromSeconds(60);
    private readonly List<string> _problems = [];

    private IEnumerable<(int Task, TaskState State, TaskAssignment Assignment)> Assignments =>
        records.Tasks.SelectMany(static row => row.Value.Assignments.Select(assignment => (row.Key, row.Value, assignment)));

    public IReadOnlyList<string> Check()
    {
        CheckSubmissions();
        CheckSlots();
        CheckCredits();
        CheckNothingIsStuck();
        CheckBudget();
        CheckHistory();
        // A hint that was lost is made good by the next event; until then the live figures may lag.
        if (isOver) CheckLive();
        CheckReference();
        if (world.HasHonestClock) CheckTimes();
        return _problems;
    }

    /// <summary>I1 and I7: what was acknowledged is there, as it was sent; what is there was sent.</summary>
    private void CheckSubmissions()
    {
        var stored = Assignments.ToDictionary(static row => row.Assignment.Id, static row => (row.Task, row.Assignment));
        foreach (var (id, (submission, reply)) in world.Model.Acknowledged)
        {
            if (!stored.TryGetValue(id, out var row)) Problem($"I1 {id} was acknowledged, and no task knows it");
            else if (row.Assignment.Submission != submission) Problem($"I1 {id} was acknowledged with {submission}, stored is {row.Assignment.Submission}");
            else if (row.Assignment.Status != reply.Fate) Problem($"I1 {id} was told {reply.Fate}, stored is {row.Assignment.Status}");
            else if (row.Assignment.Paid != reply.Paid) Problem($"I2 {id} was told {reply.Paid}, stored is {row.Assignment.Paid}");
        }

        foreach (var (id, lease) in world.Model.Leases)
        {
            if (!stored.TryGetValue(id, out var row)) Problem($"I7 {id} was granted, and no task knows it");
            else if (row.Task != lease.Task.Number || row.Assignment.Fence != lease.Fence) Problem($"I7 {id} was granted as {lease.Task}, fence {lease.Fence}; stored is {row.Task}, fence {row.Assignment.Fence}");
        }

        foreach (var (_, assignment) in stored.Values)
        {
            if (assignment.Submission is not { } submission) continue;
            if (!world.Model.Sent.Contains((assignment.Id, submission.SubmissionId, submission.Sha256))) Problem($"I7 {assignment.Id} holds {submission}, which nobody sent");
        }
    }

    /// <summary>I3: slots, fences, one answer a person.</summary>
    private void CheckSlots()
    {
        foreach (var (number, state) in records.Tasks)
        {
            var taken = TaskCore.Taken(state);
            if (taken > Math.Min(world.Model.HighestOverlap, state.Pins.Select(static pins => pins.Overlap).DefaultIfEmpty(0).Max())) Problem($"I3 task {number} has {taken} slots taken");
            for (var i = 0; i < state.Assignments.Count; i++)
                if (state.Assignments[i].Fence != i + 1) Problem($"I3 task {number} has fence {state.Assignments[i].Fence} in place {i + 1}");
            foreach (var worker in state.Assignments.Where(static a => a.IsAnswer || a.IsLive).GroupBy(static a => a.Id.Worker))
                if (worker.Count() > 1) Problem($"I3 task {number} has {worker.Count()} answers of {worker.Key}");
        }

        foreach (var twice in Assignments.GroupBy(static row => row.Assignment.Id).Where(static group => group.Count() > 1))
            Problem($"I3 {twice.Key} is on {string.Join(" and ", twice.Select(static row => $"task {row.Task}"))}");
    }

    /// <summary>I2: exactly one entry for each amount, as the receipt says; the books are whole.</summary>
    private void CheckCredits()
    {
        foreach (var problem in records.LedgerProblems) Problem($"I2 {problem}");
        var entries = new Dictionary<string, MicroAmount>();
        foreach (var entry in records.Ledger)
            if (!entries.TryAdd(entry.Order.EntryId, entry.Order.Amount)) Problem($"I2 {entry.Order.EntryId} is booked twice");
        foreach (var (number, state, assignment) in Assignments)
        {
            TakeEntry(entries, $"{assignment.Id}/base", assignment.BasePaid);
            TakeEntry(entries, $"{assignment.Id}/late", assignment.LatePaid);
            if (assignment.IsLive) continue;
            var receipt = Clock.Receipt(assignment.Id, new TaskId(world.Project, number), assignment.Sheet, state.Pins[assignment.Pins], MicroAmount.Zero, assignment.IsAnswer);
            if (IndependentPay.Recompute(receipt) != assignment.Paid.Micros) Problem($"I2 {assignment.Id} was paid {assignment.Paid}, its receipt says {IndependentPay.Recompute(receipt)} micro-units");
            if (assignment.Paid > assignment.Reserved) Problem($"I2 {assignment.Id} was paid {assignment.Paid} of {assignment.Reserved} reserved");
        }

        foreach (var (id, amount) in entries) Problem($"I2 {id} is booked with {amount}, and no task owes it");
    }

    private void TakeEntry(Dictionary<string, MicroAmount> entries, string id, MicroAmount amount)
    {
        if (entries.Remove(id, out var booked) ? booked != amount : amount.Micros != 0) Problem($"I2 {id} is owed {amount}, booked is {booked}");
    }

    /// <summary>I4: each task is ready, stuck with a reason, or done; the queue counts the same.</summary>
    private void CheckNothingIsStuck()
    {
        var (closed, enough, stuck) = (0, 0, 0);
        var overlap = records.Project.Settings!.Overlap;
        foreach (var (number, state) in records.Tasks)
        {
            if (isOver && state.Assignments.FirstOrDefault(static a => a.IsLive) is { } live) Problem($"I4 task {number} is still leased by {live.Id}");
            if (TaskCore.Standing(state, new TaskId(world.Project, number)).IsClosed) closed++;
            else if (state.IsStuck) stuck++;
            // The overlap was lowered: it has what is wanted now, and would go on if more were wanted again.
            else if (TaskCore.Answers(state) >= overlap) enough++;
        }

        if (!isOver) return;
        var counts = records.Queue;
        if (counts.Total != world.TaskCount) Problem($"I4 the queue has {counts.Total} tasks of {world.TaskCount}");
        var ready = world.TaskCount - closed - enough - stuck;
        if (counts.Stuck != stuck) Problem($"I4 the queue has {counts.Stuck} stuck tasks, their records say {stuck}");
        if (counts.Ready != ready) Problem($"I4 the queue has {counts.Ready} ready tasks, the records say {ready} ({closed} closed, {enough} with enough, {stuck} stuck of {world.TaskCount})");
        if (counts.Closed != closed) Problem($"I4 the queue has {counts.Closed} closed tasks, the records say {closed}");
    }

    /// <summary>Money: allowances within the budget, what is spent is what is booked, nothing is held for nobody.</summary>
    private void CheckBudget()
    {
        var allowed = records.Project.Shards.Values.Aggregate(MicroAmount.Zero, static (sum, shard) => sum + shard.Allowed);
        if (allowed > records.Project.Budget) Problem($"Money: {allowed} is allowed of {records.Project.Budget}");
        var held = records.Budgets.Aggregate(MicroAmount.Zero, static (sum, shard) => sum + shard.Allowance + shard.Returning);
        if (held > records.Project.Budget) Problem($"Money: shards hold {held} of {records.Project.Budget}");
        if (held > allowed) Problem($"Money: shards hold {held}, the project allowed {allowed}");
        var spent = records.Budgets.Aggregate(MicroAmount.Zero, static (sum, shard) => sum + shard.Spent);
        var booked = records.Ledger.Aggregate(MicroAmount.Zero, static (sum, entry) => sum + entry.Order.Amount);
        if (spent != booked) Problem($"Money: {spent} is spent, {booked} is booked");
        foreach (var shard in records.Budgets)
        {
            if (shard.Spent + shard.Held > shard.Allowance) Problem($"Money: a shard has spent {shard.Spent} and holds {shard.Held} of {shard.Allowance}");
            if (isOver) foreach (var (id, open) in shard.Open) Problem($"Money: {id} still holds {open.Micros} for tasks {string.Join(", ", open.Candidates)}");
            if (shard.Open.Count == 0 && shard.Held.Micros != 0) Problem($"Money: {shard.Held} is held for nobody");
        }
    }

    /// <summary>I8: the history tells each assignment's life once, in order, without a gap.</summary>
    private void CheckHistory()
    {
        foreach (var source in records.History.GroupBy(static e => e.Source))
        {
            var expected = 0;
            foreach (var e in source)
                if (e.Sequence != ++expected) Problem($"I8 {source.Key} has event {e.Sequence} in place {expected}");
        }

        var last = records.History.GroupBy(static e => e.Source).ToDictionary(static group => group.Key, static group => group.Count());
        foreach (var (number, state) in records.Tasks)
            if (last.GetValueOrDefault($"t/{number}") != state.LastEvent) Problem($"I8 task {number} said {state.LastEvent} events, the history has {last.GetValueOrDefault($"t/{number}")}");
        if (last.GetValueOrDefault("project") != records.Project.LastEvent) Problem($"I8 the project said {records.Project.LastEvent} events, the history has {last.GetValueOrDefault("project")}");
        var lives = records.History.Where(static e => e.Assignment is not null).GroupBy(static e => e.Assignment!.Value).ToDictionary(static group => group.Key, static group => group.ToList());
        foreach (var (_, _, assignment) in Assignments) CheckLife(assignment, lives.GetValueOrDefault(assignment.Id) ?? []);
        var amounts = records.History.Aggregate(MicroAmount.Zero, static (sum, e) => sum + e.Amount);
        var booked = records.Ledger.Aggregate(MicroAmount.Zero, static (sum, entry) => sum + entry.Order.Amount);
        if (amounts != booked) Problem($"I8 the history pays {amounts}, the ledgers {booked}");
    }

    private void CheckLife(TaskAssignment assignment, List<HistoryEvent> life)
    {
        var ends = life.Where(static e => e.Kind is EventKind.Submitted or EventKind.Released or EventKind.Skipped or EventKind.Reported or EventKind.Expired).ToList();
        var late = life.Where(static e => e.Kind is EventKind.SubmittedLate or EventKind.Superseded).ToList();
        if (life.Count(static e => e.Kind == EventKind.Leased) != 1) Problem($"I8 {assignment.Id} was leased {life.Count(static e => e.Kind == EventKind.Leased)} times");
        if (!assignment.IsLive && ends.Count != 1) Problem($"I8 {assignment.Id} ended {ends.Count} times");
        var isLate = assignment.Status is AssignmentStatus.SubmittedLate or AssignmentStatus.Superseded;
        if (late.Count != (isLate ? 1 : 0)) Problem($"I8 {assignment.Id} is {assignment.Status}, and came late {late.Count} times");
        if (isLate && late.Count == 1 && late[0].Kind.ToString() != assignment.Status.ToString()) Problem($"I8 {assignment.Id} is {assignment.Status}, the history says {late[0].Kind}");
        if (assignment.Status == AssignmentStatus.Submitted && ends is [{ Kind: not EventKind.Submitted }]) Problem($"I8 {assignment.Id} is submitted, the history says {ends[0].Kind}");
    }

    /// <summary>I8: the live figures are what the history adds up to.</summary>
    private void CheckLive()
    {
        var counts = records.History.GroupBy(static e => e.Kind.ToString()).ToDictionary(static group => group.Key, static group => (long)group.Count());
        foreach (var kind in Enum.GetNames<EventKind>())
            if (counts.GetValueOrDefault(kind) != records.Live.Totals.GetValueOrDefault(kind)) Problem($"I8 the history has {counts.GetValueOrDefault(kind)} {kind}, the live figures {records.Live.Totals.GetValueOrDefault(kind)}");
        var amounts = records.History.Aggregate(MicroAmount.Zero, static (sum, e) => sum + e.Amount);
        if (records.Live.Spent != amounts) Problem($"I8 the history pays {amounts}, the live figures say {records.Live.Spent}");
        if (records.Live.Active != 0 || records.Live.Paused != 0) Problem($"I8 the live figures have {records.Live.Active} active and {records.Live.Paused} paused when nobody works");
    }

    /// <summary>Every task's life is one that SPEC allows, and has led to what is stored.</summary>
    private void CheckReference()
    {
        var events = records.History.Where(static e => e.Task is not null).ToLookup(static e => e.Task!.Value);
        foreach (var (number, state) in records.Tasks)
        {
            var pins = state.Assignments.ToDictionary(static a => a.Id, a => state.Pins[a.Pins]);
            foreach (var problem in new SimReference(number, world.Model.LowestOverlap, pins.GetValueOrDefault).Compare(events[number], state)) Problem(problem);
        }
    }

    /// <summary>L7 and L18, when no clock was set: one lease a trainer at a time; none ends before its deadline, downtime added.</summary>
    private void CheckTimes()
    {
        foreach (var worker in Assignments.Select(static row => row.Assignment).GroupBy(static a => a.Id.Worker))
        {
            TaskAssignment? before = null;
            foreach (var assignment in worker.OrderBy(static a => a.Id.N))
            {
                if (before is not null && (before.EndedAt is not { } end || assignment.Sheet.LeasedAt < end))
                    Problem($"L7 {assignment.Id} was leased at {assignment.Sheet.LeasedAt:O}, before {before.Id} had ended");
                before = assignment;
            }
        }

        foreach (var (_, state, assignment) in Assignments)
            if (assignment.Status == AssignmentStatus.Expired) CheckExpiry(assignment, state.Pins[assignment.Pins]);
    }

    private void CheckExpiry(TaskAssignment assignment, LeasePins pins)
    {
        var (leased, ended) = (assignment.Sheet.LeasedAt - SimTime.Epoch, assignment.EndedAt!.Value - SimTime.Epoch);
        var hard = leased + TimeSpan.FromMilliseconds(pins.HardLimitMs) + Downtime(leased, ended);
        var stalled = leased + TimeSpan.FromMilliseconds(pins.GraceMs) + Downtime(leased, ended);
        if (world.Model.Signs.TryGetValue(assignment.Id, out var sign) && sign < ended && !world.HasTwoActivations)
        {
            var later = sign - BeatsInMemory + TimeSpan.FromMilliseconds(pins.GraceMs) + Downtime(sign, ended);
            if (later > stalled) stalled = later;
        }

        if (ended < hard && ended < stalled) Problem($"L18 {assignment.Id} ended at {ended}; its hard limit was {hard}, and it was not stalled before {stalled}");
    }

    /// <summary>What surely counts as downtime; a start takes a moment.</summary>
    private TimeSpan Downtime(TimeSpan from, TimeSpan to)
    {
        var sum = TimeSpan.Zero;
        foreach (var (begin, end) in world.Machine.Downtimes)
        {
            var length = (end is { } known && known < to ? known : to) - (begin > from ? begin : from) - StartTolerance;
            if (length > TimeSpan.Zero) sum += length;
        }

        return sum;
    }

    private void Problem(string what)
    {
        if (_problems.Count < 20) _problems.Add(what);
    }
}
