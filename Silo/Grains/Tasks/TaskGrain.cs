using Distribution.Contracts;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Tasks;

/// <summary>One task. Every command: decide on the committed record, commit, reply; then deliver what is owed, and hint leftwards.</summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed class TaskGrain : Grain, ITaskGrain
{
    private readonly Committed<TaskState> _state;
    private readonly TaskDelivery _delivery;
    private readonly TimeProvider _time;
    private readonly IOutageLog _outages;
    private readonly LeaseOptions _options;
    private readonly TaskId _id;
    private TaskState? _beaten;
    private DateTimeOffset _beatsDurableAt;

    public TaskGrain(
        [PersistentState("task")] IPersistentState<TaskState> storage,
        TimeProvider time, IOutageLog outages, IOptions<LeaseOptions> options, ILogger<TaskGrain> log)
    {
        (_time, _outages, _options) = (time, outages, options.Value);
        _state = new Committed<TaskState>(this, storage);
        _id = TaskId.Parse(this.GetPrimaryKeyString());
        _delivery = new TaskDelivery(this, GrainFactory, _id, _options, log);
    }

    /// <summary>The record with the heartbeats that only memory knows.</summary>
    private TaskState Present => _delivery.Trim(_beaten ?? _state.Value);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        _beatsDurableAt = _time.GetUtcNow();
        foreach (var assignment in _state.Value.Assignments) if (assignment.IsLive) ArmTimer(assignment.Id, _time.GetUtcNow());
        _delivery.Begin(_state.Value);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_beaten is { } beaten && reason.ReasonCode != DeactivationReasonCode.ApplicationError) await _state.CommitAsync(beaten);
    }

    /// <inheritdoc />
    public async Task<LeaseReply> LeaseAsync(LeaseCommand command)
    {
        var setting = Setting();
        var (next, reply) = TaskCore.Lease(Present, setting, command);
        await CommitAsync(next);
        if (reply.Assignment is { } lease) ArmTimer(lease.Id, FirstLook(lease));
        return reply;
    }

    /// <inheritdoc />
    public async Task<ResolveReply> ResolveAsync(AssignmentId assignment)
    {
        var (next, reply) = TaskCore.Resolve(Present, Setting(), assignment);
        if (await IsBehindAsync(next)) (next, reply) = TaskCore.Resolve(Present, Setting(), assignment);
        await CommitAsync(next);
        return reply;
    }

    /// <inheritdoc />
    public async Task<AssignmentView?> ViewAsync(AssignmentId assignment)
    {
        var next = TaskCore.EndOverdue(Present, Setting());
        if (await IsBehindAsync(next)) next = TaskCore.EndOverdue(Present, Setting());
        await CommitAsync(next);
        return TaskCore.ViewOf(next, Setting(), assignment);
    }

    /// <inheritdoc />
    public async Task<AssignmentView?> BeatAsync(AssignmentId assignment, long fence, Beat beat)
    {
        var before = Present;
        var setting = Setting();
        var (next, reply) = TaskCore.Beat(before, setting, assignment, fence, beat);
        var endsSomething = next.LastEvent != before.LastEvent;
        if (endsSomething || setting.Now - _beatsDurableAt >= _options.BeatDurability) await CommitAsync(next);
        else if (!ReferenceEquals(next, before)) _beaten = next;
        return reply;
    }

    /// <inheritdoc />
    public Task<Outcome<AssignmentView>> PauseAsync(AssignmentId assignment, long fence) => SetPausedAsync(assignment, fence, pause: true);

    /// <inheritdoc />
    public Task<Outcome<AssignmentView>> ResumeAsync(AssignmentId assignment, long fence) => SetPausedAsync(assignment, fence, pause: false);

    /// <inheritdoc />
    public async Task<Outcome<SubmitReply>> SubmitAsync(AssignmentId assignment, long fence, Submission submission, bool isAnnounced)
    {
        var (next, reply) = TaskCore.Submit(Present, Setting(), assignment, fence, submission);
        if (await IsBehindAsync(next)) (next, reply) = TaskCore.Submit(Present, Setting(), assignment, fence, submission);
        if (!isAnnounced && reply is { IsOk: true, Value: { WasReplay: false, Fate: not AssignmentStatus.Submitted } })
            return Refusal.Conflict(ITaskGrain.Unannounced, "A late answer is announced to the queue first.");
        await CommitAsync(next);
        if (reply.IsOk) DisarmTimer(assignment);
        return reply;
    }

    /// <inheritdoc />
    public async Task<Outcome<SubmitReply>> GiveBackAsync(AssignmentId assignment, long fence, GiveBackKind kind, string? reason)
    {
        var (next, reply) = TaskCore.GiveBack(Present, Setting(), assignment, fence, kind, reason);
        if (await IsBehindAsync(next)) (next, reply) = TaskCore.GiveBack(Present, Setting(), assignment, fence, kind, reason);
        await CommitAsync(next);
        if (!reply.IsOk) return reply;
        DisarmTimer(assignment);
        HintQueue();
        return reply;
    }

    /// <inheritdoc />
    public async Task<Outcome<AssignmentView>> WithdrawAsync(AssignmentId assignment, string reason)
    {
        var (next, reply) = TaskCore.Withdraw(Present, Setting(), assignment, reason);
        if (await IsBehindAsync(next)) (next, reply) = TaskCore.Withdraw(Present, Setting(), assignment, reason);
        await CommitAsync(next);
        if (!reply.IsOk) return reply;
        DisarmTimer(assignment);
        HintWorker(assignment, WorkerPushKind.Withdrawn);
        HintQueue();
        return reply;
    }

    /// <inheritdoc />
    public Task<ExtensionPlan?> PlanExtensionAsync(AssignmentId assignment, int number, long ms) =>
        Task.FromResult(TaskCore.PlanExtension(Present, Setting(), assignment, number, ms));

    /// <inheritdoc />
    public async Task<bool> ExtendAsync(AssignmentId assignment, int number, long ms, MicroAmount reserved)
    {
        var (next, isDone) = TaskCore.Extend(Present, Setting(), assignment, number, ms, reserved);
        if (await IsBehindAsync(next)) (next, isDone) = TaskCore.Extend(Present, Setting(), assignment, number, ms, reserved);
        await CommitAsync(next);
        if (!isDone) return false;
        ArmTimer(assignment, _time.GetUtcNow());
        HintWorker(assignment, WorkerPushKind.ClockExtended);
        return true;
    }

    /// <inheritdoc />
    public async Task<DateTimeOffset?> TickAsync(AssignmentId assignment)
    {
        var (next, look) = TaskCore.Tick(Present, Setting(), assignment);
        await CommitAsync(next);
        if (look.Tell is { } kind) HintWorker(assignment, kind);
        return look.Next;
    }

    /// <inheritdoc />
    public async Task<TaskStanding> StandingAsync(int wanted)
    {
        var setting = Setting();
        await CommitAsync(TaskCore.CloseIfEnough(TaskCore.EndOverdue(Present, setting), setting, wanted));
        await _delivery.DrainAsync();
        var standing = TaskCore.Standing(Present, _id);
        if (!IsOver(standing)) return standing;
        if (await RefreshAsync()) return TaskCore.Standing(Present, _id);
        DeactivateOnIdle();
        return standing;
    }

    /// <inheritdoc />
    public async Task<TaskStanding> UnstickAsync(WorkerId by)
    {
        await CommitAsync(TaskCore.Unstick(Present, Setting()));
        HintQueue();
        return TaskCore.Standing(Present, _id);
    }

    /// <inheritdoc />
    public Task<TaskView?> GetAsync() =>
        Task.FromResult(_state.Exists ? TaskCore.Describe(Present, Setting()) : null);

    /// <summary>Nobody need look at the task again: not to be said of a record that has gone on.</summary>
    private static bool IsOver(TaskStanding standing) => standing is { IsClosed: true, OwesNothing: true, IsUntouched: true };

    private static DateTimeOffset FirstLook(AssignmentView lease)
    {
        var warning = lease.FullRateUntil?.AddMilliseconds(-lease.Pins.WarningMs) ?? lease.SubmitUntil;
        var stall = lease.AsOf.AddMilliseconds(lease.Pins.GraceMs);
        return Earliest(Earliest(warning < lease.AsOf ? lease.AsOf : warning, stall), lease.SubmitUntil);
    }

    private static DateTimeOffset Earliest(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private async Task<Outcome<AssignmentView>> SetPausedAsync(AssignmentId assignment, long fence, bool pause)
    {
        var (next, reply) = TaskCore.SetPaused(Present, Setting(), assignment, fence, pause);
        if (await IsBehindAsync(next)) (next, reply) = TaskCore.SetPaused(Present, Setting(), assignment, fence, pause);
        await CommitAsync(next);
        if (reply.IsOk) ArmTimer(assignment, _time.GetUtcNow());
        return reply;
    }

    private async Task CommitAsync(TaskState next)
    {
        if (IsNews(next))
        {
            var ended = EndedBy(next);
            var counted = _state.Value.LastEvent;
            await _state.CommitAsync(next);
            for (var i = 0; i < next.Events.Count; i++) if (next.Events[i].Sequence > counted) GrainInstruments.Happened(_id.Project, next.Events[i].Kind);
            _beaten = null;
            _beatsDurableAt = _time.GetUtcNow();
            if (ended is not null) HintOf(ended);
        }

        _delivery.Begin(_state.Value);
    }

    /// <summary>Worth a write: more differs than confirmed deliveries and beats, or these have waited long enough.</summary>
    private bool IsNews(TaskState next) =>
        !ReferenceEquals(next, _state.Value)
        && (next.LastEvent != _state.Value.LastEvent || !ReferenceEquals(next.Tombstones, _state.Value.Tombstones)
            || !ReferenceEquals(next.Assignments, (_beaten ?? _state.Value).Assignments) || _time.GetUtcNow() - _beatsDurableAt >= _options.BeatDurability);

    /// <summary>
    /// A decision that changes something is proven by its write. One that changes nothing is an answer from memory, and only a read
    /// proves that the record has not gone on in another activation: true when it has, and the decision must be made again.
    /// </summary>
    private ValueTask<bool> IsBehindAsync(TaskState next) => IsNews(next) ? new(false) : new(RefreshAsync());

    private async Task<bool> RefreshAsync()
    {
        if (!await _state.RefreshAsync()) return false;
        (_beaten, _beatsDurableAt) = (null, _time.GetUtcNow());
        _delivery.Begin(_state.Value);
        return true;
    }

    private List<AssignmentId>? EndedBy(TaskState next)
    {
        List<AssignmentId>? ended = null;
        for (var i = 0; i < _state.Value.Assignments.Count; i++)
        {
            var assignment = _state.Value.Assignments[i];
            if (!assignment.IsLive) continue;
            for (var j = 0; j < next.Assignments.Count; j++)
                if (next.Assignments[j] is { Status: AssignmentStatus.Expired } later && later.Id == assignment.Id) (ended ??= []).Add(later.Id);
        }

        return ended;
    }

    private TaskSetting Setting()
    {
        var oldest = _state.Value.Assignments.Count > 0 ? _state.Value.Assignments[0].Sheet.LeasedAt : DateTimeOffset.MaxValue;
        return new TaskSetting(_id, _time.GetUtcNow(), _outages.Since(oldest), _options);
    }

    private void ArmTimer(AssignmentId assignment, DateTimeOffset at) =>
        _ = GrainFactory.GetGrain<ITimerGrain>(assignment.ToString()).ArmAsync(_id, at);

    private void DisarmTimer(AssignmentId assignment) => _ = GrainFactory.GetGrain<ITimerGrain>(assignment.ToString()).DisarmAsync();

    private void HintOf(List<AssignmentId> ended)
    {
        foreach (var assignment in ended) HintWorker(assignment, WorkerPushKind.Expired);
        HintQueue();
    }

    private void HintWorker(AssignmentId assignment, WorkerPushKind kind) =>
        _ = GrainFactory.GetGrain<IWorkerGrain>(assignment.Worker.Value).HintAsync(assignment, _id, kind);

    internal void HintQueue() =>
        _ = GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(_id)).HintAsync(new TaskHint(_id.Number));
}
