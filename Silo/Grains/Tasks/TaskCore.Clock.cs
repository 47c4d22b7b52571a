using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Tasks;

public static partial class TaskCore
{
    /// <summary>What a look at the clock found: when to look next, and what to tell the trainer.</summary>
    public sealed record Look(DateTimeOffset? Next, WorkerPushKind? Tell);

    /// <summary>Looks at one assignment's clock.</summary>
    public static Decision<Look> Tick(TaskState state, TaskSetting setting, AssignmentId id)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is not { } assignment) return new(state, new Look(null, null));
        if (!assignment.IsLive) return new(state, new Look(null, assignment.Status == AssignmentStatus.Expired ? WorkerPushKind.Expired : null));
        var pins = state.Pins[assignment.Pins];
        var reading = Clock.Read(assignment.Sheet, pins, setting.Now, setting.Outages);
        if (reading.HasStepped && !assignment.HasStepped)
        {
            assignment = assignment with { HasStepped = true, Version = assignment.Version + 1 };
            state = Say(Replace(state, assignment), setting, EventKind.RateStepped, assignment, MicroAmount.Zero, reading.ActiveMs, null);
            return new(state, new Look(reading.NextLook, WorkerPushKind.RateStepped));
        }

        var warns = reading.FullRateUntil is { } until && until - setting.Now <= TimeSpan.FromMilliseconds(pins.WarningMs);
        return new(state, new Look(reading.NextLook, warns ? WorkerPushKind.RateWarning : null));
    }

    /// <summary>The trainer is there.</summary>
    public static Decision<AssignmentView?> Beat(TaskState state, TaskSetting setting, AssignmentId id, long fence, Beat beat)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is not { } assignment || assignment.Fence != fence) return new(state, null);
        if (!assignment.IsLive) return new(state, View(state, setting, assignment));
        var beaten = assignment with { Sheet = Clock.Beat(assignment.Sheet, state.Pins[assignment.Pins], setting.Now, beat, setting.Outages) };
        return new(Replace(state, beaten), View(state, setting, beaten));
    }

    /// <summary>Stops or starts the pay clock.</summary>
    public static Decision<Outcome<AssignmentView>> SetPaused(TaskState state, TaskSetting setting, AssignmentId id, long fence, bool pause)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is not { } assignment) return new(state, Refusal.NotFound("The assignment"));
        if (assignment.Fence != fence) return new(state, Refusal.Conflict("WrongFence", "This is not the fence of that lease."));
        if (!assignment.IsLive) return new(state, Refusal.Conflict("LeaseEnded", "The lease has ended; what was typed can still be handed in."));
        var wanted = pause ? AssignmentStatus.Paused : AssignmentStatus.Active;
        if (assignment.Status == wanted) return new(state, View(state, setting, assignment));
        var pins = state.Pins[assignment.Pins];
        var sheet = pause
            ? Clock.Pause(assignment.Sheet, pins, setting.Now, setting.Outages)
            : Clock.Resume(assignment.Sheet, pins, setting.Now, setting.Outages);
        var changed = assignment with { Sheet = sheet, Status = wanted, Version = assignment.Version + 1 };
        state = Say(Replace(state, changed), setting, EventOf(wanted, false), changed, MicroAmount.Zero, 0, null);
        return new(state, View(state, setting, changed));
    }

    /// <summary>Forgives the trouble so far and offers the task again.</summary>
    public static TaskState Unstick(TaskState state, TaskSetting setting)
    {
        state = EndOverdue(state, setting);
        if (!state.IsStuck || IsUsedUp(state, setting)) return state;
        return Say(
            state with { IsStuck = false, Forgiven = state.Assignments.Count }, setting, EventKind.Unstuck, state.Assignments[^1], MicroAmount.Zero, 0, null);
    }

    /// <summary>Where the task stands, for its queue.</summary>
    public static TaskStanding Standing(TaskState state, TaskId task)
    {
        var answers = Answers(state);
        var wanted = Wanted(state);
        var taken = Taken(state);
        return new TaskStanding(
            task.Number, taken, wanted, IsDone(state), state.IsStuck,
            state.Owed.Count == 0 && state.Events.Count == 0, taken == answers);
    }

    /// <summary>One assignment with its clocks.</summary>
    public static AssignmentView View(TaskState state, TaskSetting setting, TaskAssignment assignment)
    {
        var pins = state.Pins[assignment.Pins];
        var reading = Clock.Read(assignment.Sheet, pins, setting.Now, setting.Outages);
        return new AssignmentView
        {
            Id = assignment.Id,
            Task = setting.Task,
            Fence = assignment.Fence,
            Status = assignment.Status,
            Pins = pins,
            LeasedAt = assignment.Sheet.LeasedAt,
            AsOf = setting.Now,
            ActiveMs = reading.ActiveMs,
            FullRateUntil = assignment.Status == AssignmentStatus.Active ? reading.FullRateUntil : null,
            SubmitUntil = reading.SubmitUntil,
            Earned = assignment.IsLive ? PayMath.Earned(pins, reading.ActiveMs) : assignment.Paid,
            RateNow = assignment.IsLive ? PayMath.RateAt(pins, reading.ActiveMs) : MicroAmount.Zero,
            OutageMs = reading.OutageMs,
            Version = assignment.Version,
            Reason = assignment.Reason,
        };
    }

    /// <summary>The view of one assignment, or null.</summary>
    public static AssignmentView? ViewOf(TaskState state, TaskSetting setting, AssignmentId id) =>
        Find(state, id) is { } assignment ? View(state, setting, assignment) : null;

    /// <summary>The whole record, for its manager.</summary>
    public static TaskView Describe(TaskState state, TaskSetting setting) => new(
        setting.Task,
        state.IsStuck,
        [.. state.Assignments.Select(assignment => new AnswerView(
            View(state, setting, assignment), assignment.Submission, assignment.EndedAt,
            assignment.IsLive ? null : ReceiptOf(state, setting.Task, assignment), assignment.Reason))],
        [.. state.Assignments.Where(static a => a.Reason is not null).Select(static a => a.Reason!)]);
}
