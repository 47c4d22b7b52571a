using Distribution.Contracts;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Distribution.Grains.Experiments;

namespace Distribution.Grains.Workers;

public sealed partial class WorkerGrain
{
    private const int AttemptLength = 12;

    private async Task<WorkReply> LeaseNewAsync(LeaseRequest request, bool isFromLine)
    {
        var project = request.Project;
        var queue = GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(project));
        var seen = await _seen.GetAsync(project);
        await LookAtContractsAsync(_standingOptions.ContractAge);
        var tags = Tags;
        var proposal = await queue.ProposeAsync(new WorkQuery(Id, tags, seen, isFromLine, _options.TaskCallsPerLease) { Prefer = request.Prefer });
        if (proposal.Settings is not { } settings) return new WorkReply(null, proposal.NoWork, false, null);
        var pins = WorkerLease.Pin(Profile, project, settings);
        if (proposal.Candidates.Count == 0) return new WorkReply(null, proposal.NoWork, false, pins.HourlyRate);
        if (Unwilling(request, settings, pins) is { } reason)
        {
            _ = queue.ReturnAsync([proposal.Candidates[0]]);
            return new WorkReply(null, WorkerLease.Because(reason), false, pins.HourlyRate);
        }

        var reply = await LeaseOneOfAsync(project, settings, pins, proposal, tags);
        if (reply.Assignment is null || reply.Assignment.Task.Number != proposal.Candidates[0]) _ = queue.ReturnAsync([proposal.Candidates[0]]);
        return reply;
    }

    private NoWorkReason? Unwilling(LeaseRequest request, ProjectSettings settings, LeasePins pins)
    {
        if (request.SeenHourlyRate is { } seen && pins.HourlyRate < seen) return NoWorkReason.RateChanged;
        var today = WorkerLease.LeasesToday(State, request.Project, _time.GetUtcNow());
        return settings.DailyCap > 0 && today >= settings.DailyCap ? NoWorkReason.CapReached : null;
    }

    /// <summary>
    /// Intent and reservation are made durable side by side: without both there is no lease, and each alone is found and undone. Another
    /// activation may mean to use the same number; the attempt keeps their reservations apart, and only one intent is written.
    /// </summary>
    private async Task<WorkReply> LeaseOneOfAsync(
        ProjectId project, ProjectSettings settings, LeasePins pins, WorkProposal proposal, IReadOnlyList<string> tags)
    {
        await _seen.FlushAsync(project, proposal.ClosedBelow);
        var now = _time.GetUtcNow();
        var next = WorkerLease.Intend(State, project, proposal.Candidates, settings.BudgetShards, now, _ids.Next("")[..AttemptLength]) with { Recent = _seen.Recent, Worked = _worked };
        var (assignment, attempt) = (new AssignmentId(Id, next.LastN), next.Intent!.Attempt);
        var most = MostOf(proposal.Candidates, pins, settings.Experiment);
        _isResolved = false;
        var intent = _state.CommitAsync(next);
        var reserve = Budget(project, settings.BudgetShards).ReserveAsync(new Reservation(assignment, proposal.Candidates, most, now, attempt));
        await Task.WhenAll(intent, reserve);
        if (!await reserve) return NotLeased(NoWorkReason.NoBudget, pins);
        var command = new LeaseCommand(assignment, now, most, pins, tags, attempt) { Shards = settings.BudgetShards };
        foreach (var number in proposal.Candidates)
        {
            var task = new TaskId(project, number);
            var reply = await TaskOf(task).LeaseAsync(settings.Experiment is null ? command : command with { Pins = Allotment.Apply(pins, settings.Experiment, Id, number) });
            if (reply.Assignment is { } lease)
            {
                (_current, _isResolved) = (lease, true);
                return new WorkReply(lease, null, false, lease.Pins.HourlyRate);
            }

            AfterRefusal(task, reply.Refusal);
        }

        Settle(next.Intent, MicroAmount.Zero, keepOpen: false);
        return NotLeased(NoWorkReason.AllSeen, pins);
    }

    /// <summary>The most that any of them may cost; without an experiment all are alike.</summary>
    private MicroAmount MostOf(IReadOnlyList<int> candidates, LeasePins pins, RunningExperiment? experiment) => experiment is null
        ? WorkerLease.MaxCost(pins)
        : candidates.Select(number => WorkerLease.MaxCost(Allotment.Apply(pins, experiment, Id, number))).Max();

    private WorkReply NotLeased(NoWorkReason reason, LeasePins pins)
    {
        _isResolved = true;
        return new WorkReply(null, WorkerLease.Because(reason), false, pins.HourlyRate);
    }

    private void AfterRefusal(TaskId task, LeaseRefusal? refusal)
    {
        if (refusal == LeaseRefusal.AlreadySeen) _seen.Add(task);
        _ = GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(task)).HintAsync(new TaskHint(task.Number));
    }

    /// <summary>
    /// Learns the outcome of the latest intent: its task confirms the lease or buries it. Until then nothing else is leased. An
    /// intent that ended is settled again, which changes nothing where it was.
    /// </summary>
    private async Task ResolveAsync()
    {
        if (_isResolved) return;
        if (State.Intent is { } intent) await ResolveIntentAsync(intent);
        _isResolved = true;
    }

    private async Task ResolveIntentAsync(LeaseIntent intent)
    {
        var assignment = new AssignmentId(Id, intent.N);
        foreach (var number in intent.Candidates)
        {
            var task = new TaskId(intent.Project, number);
            var found = await TaskOf(task).ResolveAsync(assignment);
            if (found.Status == AssignmentStatus.Tombstone) continue;
            if (found.Status is AssignmentStatus.Active or AssignmentStatus.Paused) _current = found.View;
            else AfterEnd(assignment, task, found.Cost, found.KeepReservation, isSeen: found.Status != AssignmentStatus.Released);
            return;
        }

        Settle(intent, MicroAmount.Zero, keepOpen: false);
        foreach (var number in intent.Candidates)
            _ = GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(intent.Project)).HintAsync(new TaskHint(number));
    }

    /// <summary>The budget hears what it cost; nobody waits for that, and the budget's own sweep asks should it get lost.</summary>
    private void AfterEnd(AssignmentId assignment, TaskId task, MicroAmount cost, bool keepReservation, bool isSeen)
    {
        if (_current?.Id == assignment) _current = null;
        if (isSeen) _seen.Add(task);
        if (State.Intent is { } intent && intent.N == assignment.N) Settle(intent, cost, keepReservation);
    }

    private async Task SettleAsync(TaskId task, AssignmentId assignment)
    {
        var found = await TaskOf(task).ResolveAsync(assignment);
        AfterEnd(assignment, task, found.Cost, found.KeepReservation, isSeen: found.Status is not (AssignmentStatus.Released or AssignmentStatus.Expired));
    }

    private void Settle(LeaseIntent intent, MicroAmount cost, bool keepOpen)
    {
        var assignment = new AssignmentId(Id, intent.N);
        _ = ObserveAsync(assignment, Budget(intent.Project, intent.Shards).SettleAsync(assignment, intent.Attempt, cost, keepOpen));
    }

    private async Task ObserveAsync(AssignmentId assignment, Task settling)
    {
        try
        {
            await settling;
        }
        catch (Exception error)
        {
            LogSettleLater(assignment, error);
        }
    }

    private IBudgetGrain Budget(ProjectId project, int shards) => GrainFactory.GetGrain<IBudgetGrain>(QueueKeys.Budget(project, Id, shards));
}
