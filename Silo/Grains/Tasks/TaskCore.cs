using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Tasks;

/// <summary>What a decision sees besides the record.</summary>
public sealed record TaskSetting(TaskId Task, DateTimeOffset Now, IReadOnlyList<Outage> Outages, LeaseOptions Options);

/// <summary>A decision: the next record (the same one when nothing changes), and the answer.</summary>
public readonly record struct Decision<T>(TaskState Next, T Reply);

/// <summary>The decisions of a task. Pure: record, command and time in; next record and answer out.</summary>
public static partial class TaskCore
{
    /// <summary>Ends what is overdue by its stored deadlines; every command does this first.</summary>
    public static TaskState EndOverdue(TaskState state, TaskSetting setting)
    {
        var all = state.Assignments;
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] is not { IsLive: true } assignment) continue;
            var reading = Clock.Read(assignment.Sheet, state.Pins[assignment.Pins], setting.Now, setting.Outages);
            if (reading.IsHardLimitReached || reading.IsStalled)
                state = End(state, setting, assignment, AssignmentStatus.Expired, reading.IsStalled && !reading.IsHardLimitReached, null).State;
        }

        return state;
    }

    /// <summary>Slots in use: leases and answers.</summary>
    public static int Taken(TaskState state)
    {
        var taken = 0;
        for (var i = 0; i < state.Assignments.Count; i++) if (state.Assignments[i] is { IsLive: true } or { IsAnswer: true }) taken++;
        return taken;
    }

    /// <summary>Answers that count.</summary>
    public static int Answers(TaskState state)
    {
        var answers = 0;
        for (var i = 0; i < state.Assignments.Count; i++) if (state.Assignments[i].IsAnswer) answers++;
        return answers;
    }

    /// <summary>The wanted answers, by the latest lease; 0 when the task was never leased.</summary>
    public static int Wanted(TaskState state) => state.Assignments.Count == 0 ? 0 : state.Pins[state.Assignments[^1].Pins].Overlap;

    /// <summary>Whether all wanted answers are in, or were once: a task does not open again.</summary>
    public static bool IsDone(TaskState state) => state.IsClosed || (Wanted(state) is > 0 and var wanted && Answers(state) >= wanted);

    /// <summary>Closes an assignment's time, books what it earned, and says so.</summary>
    private static (TaskState State, TaskAssignment Ended, Receipt Receipt) End(
        TaskState state, TaskSetting setting, TaskAssignment assignment, AssignmentStatus status, bool isStalled, string? reason)
    {
        var pins = state.Pins[assignment.Pins];
        var sheet = Clock.Close(assignment.Sheet, pins, setting.Now, isStalled, setting.Outages);
        var isUsed = status is AssignmentStatus.Submitted or AssignmentStatus.SubmittedLate;
        var receipt = Clock.Receipt(assignment.Id, setting.Task, sheet, pins, MicroAmount.Zero, isUsed || assignment.IsWithdrawn);
        var amount = receipt.Amount;
        if (amount > assignment.Reserved)
            throw new InvalidOperationException($"{assignment.Id} earned {amount}, but only {assignment.Reserved} was reserved.");
        var ended = assignment with
        {
            Status = status,
            Sheet = sheet,
            EndedAt = setting.Now,
            BasePaid = amount,
            Reason = TaskSize.Keep(reason),
            Version = assignment.Version + 1,
        };
        state = Replace(state, ended);
        state = Owe(state, setting, ended, "base", amount, receipt, ended.Reason);
        state = Say(state, setting, EventOf(status, ended.IsReport), ended, amount, ActiveMs(receipt), reason);
        return (MarkTrouble(state, setting, ended), ended, receipt);
    }

    private static TaskState MarkTrouble(TaskState state, TaskSetting setting, TaskAssignment last)
    {
        if (state.IsStuck || state.IsClosed || Answers(state) >= Wanted(state)) return state;
        if (IsUsedUp(state, setting)) return Say(state with { IsStuck = true }, setting, EventKind.Stuck, last, MicroAmount.Zero, 0, "No lease is left.");
        if (last.Status is not (AssignmentStatus.Expired or AssignmentStatus.Skipped)) return state;
        var trouble = 0;
        for (var i = state.Forgiven; i < state.Assignments.Count; i++)
            if (state.Assignments[i].Status is AssignmentStatus.Expired or AssignmentStatus.Skipped) trouble++;
        if (trouble < state.Pins[last.Pins].StuckAfter) return state;
        return Say(state with { IsStuck = true }, setting, EventKind.Stuck, last, MicroAmount.Zero, 0, null);
    }

    /// <summary>Whether the record can hold no further lease: only a person can decide what becomes of such a task.</summary>
    private static bool IsUsedUp(TaskState state, TaskSetting setting) =>
        state.Assignments.Count >= setting.Options.AssignmentsPerTask || (!HasLive(state) && !TaskSize.HasRoom(state));

    private static bool HasLive(TaskState state)
    {
        for (var i = 0; i < state.Assignments.Count; i++) if (state.Assignments[i].IsLive) return true;
        return false;
    }

    private static TaskState Owe(
        TaskState state, TaskSetting setting, TaskAssignment assignment, string entry, MicroAmount amount, Receipt receipt, string? reason)
    {
        if (amount.Micros == 0) return state;
        var order = new CreditOrder(
            assignment.Id.Worker, setting.Now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture), $"{assignment.Id}/{entry}",
            EntryKind.Earned, amount, receipt.Currency, setting.Task, setting.Now, PayMath.Hash(receipt), reason);
        return state with { Owed = [.. state.Owed, order] };
    }

    private static TaskState Say(
        TaskState state, TaskSetting setting, EventKind kind, TaskAssignment assignment, MicroAmount amount, long activeMs, string? detail)
    {
        var number = state.LastEvent + 1;
        var happened = new HistoryEvent(
            string.Create(CultureInfo.InvariantCulture, $"t/{setting.Task.Number}"), number, setting.Now, kind, setting.Task.Number, assignment.Id,
            amount, activeMs, detail is { Length: > SubmissionSize.ReasonCharsMax } ? detail[..SubmissionSize.ReasonCharsMax] : detail, assignment.Submission?.BlobHash);
        return state with { LastEvent = number, Events = [.. state.Events, happened] };
    }

    private static TaskState Replace(TaskState state, TaskAssignment changed)
    {
        var all = new TaskAssignment[state.Assignments.Count];
        for (var i = 0; i < all.Length; i++) all[i] = state.Assignments[i].Id == changed.Id ? changed : state.Assignments[i];
        return state with { Assignments = all };
    }

    private static TaskAssignment? Find(TaskState state, AssignmentId id)
    {
        for (var i = 0; i < state.Assignments.Count; i++) if (state.Assignments[i].Id == id) return state.Assignments[i];
        return null;
    }

    private static long ActiveMs(Receipt receipt)
    {
        var sum = 0L;
        foreach (var line in receipt.Lines) sum += line.Ms;
        return sum;
    }

    private static EventKind EventOf(AssignmentStatus status, bool isReport) => status switch
    {
        AssignmentStatus.Submitted => EventKind.Submitted,
        AssignmentStatus.SubmittedLate => EventKind.SubmittedLate,
        AssignmentStatus.Superseded => EventKind.Superseded,
        AssignmentStatus.Released => EventKind.Released,
        AssignmentStatus.Skipped => isReport ? EventKind.Reported : EventKind.Skipped,
        AssignmentStatus.Expired => EventKind.Expired,
        AssignmentStatus.Active => EventKind.Resumed,
        AssignmentStatus.Paused => EventKind.Paused,
        AssignmentStatus.Withdrawn => EventKind.Withdrawn,
        AssignmentStatus.Tombstone => throw new InvalidOperationException("A tombstone is no event."),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };
}
