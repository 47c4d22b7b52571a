using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Tasks;

public static partial class TaskCore
{
    /// <summary>Takes an answer: used, used late, or superseded, and never lost.</summary>
    public static Decision<Outcome<SubmitReply>> Submit(TaskState state, TaskSetting setting, AssignmentId id, long fence, Submission submission)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is not { } assignment) return new(state, Refusal.NotFound("The assignment"));
        if (assignment.Fence != fence) return new(state, Refusal.Conflict("WrongFence", "This is not the fence of that lease."));
        if (assignment.Submission is { } earlier) return new(state, Again(state, setting, assignment, earlier, submission));
        assignment = assignment with { Submission = submission with { UnfinishedReason = TaskSize.Keep(submission.UnfinishedReason) } };
        return assignment.IsLive ? SubmitInTime(state, setting, assignment, submission.UnfinishedReason) : SubmitLate(state, setting, assignment);
    }

    /// <summary>Ends a lease at its holder's wish.</summary>
    public static Decision<Outcome<SubmitReply>> GiveBack(
        TaskState state, TaskSetting setting, AssignmentId id, long fence, GiveBackKind kind, string? reason)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is not { } assignment) return new(state, Refusal.NotFound("The assignment"));
        if (assignment.Fence != fence) return new(state, Refusal.Conflict("WrongFence", "This is not the fence of that lease."));
        if (!assignment.IsLive) return new(state, Reply(state, setting, assignment, assignment.Status, wasReplay: true));
        assignment = assignment with { IsReport = kind == GiveBackKind.Report };
        var status = kind == GiveBackKind.Release ? AssignmentStatus.Released : AssignmentStatus.Skipped;
        (state, assignment, var receipt) = End(state, setting, assignment, status, isStalled: false, reason);
        return new(state, Reply(state, setting, assignment, receipt, status, wasReplay: false));
    }

    private static Outcome<SubmitReply> Again(
        TaskState state, TaskSetting setting, TaskAssignment assignment, Submission earlier, Submission again)
    {
        if (earlier.SubmissionId != again.SubmissionId)
            return Refusal.Conflict("AlreadySubmitted", "An answer to this lease was handed in before, under another submission id.");
        return earlier.Sha256 == again.Sha256
            ? Reply(state, setting, assignment, assignment.Status, wasReplay: true)
            : Refusal.Conflict("SubmissionChanged", "The same submission id was used with another answer.");
    }

    private static Decision<Outcome<SubmitReply>> SubmitInTime(
        TaskState state, TaskSetting setting, TaskAssignment assignment, string? reason)
    {
        (state, assignment, var receipt) = End(state, setting, assignment, AssignmentStatus.Submitted, isStalled: false, reason);
        state = CloseIfDone(state, setting, assignment);
        return new(state, Reply(state, setting, assignment, receipt, AssignmentStatus.Submitted, wasReplay: false));
    }

    private static Decision<Outcome<SubmitReply>> SubmitLate(TaskState state, TaskSetting setting, TaskAssignment assignment)
    {
        var pins = state.Pins[assignment.Pins];
        var isInWindow = setting.Now <= assignment.EndedAt!.Value.AddMilliseconds(pins.LateWindowMs);
        var isUsed = isInWindow && !assignment.IsWithdrawn && Taken(state) < pins.Overlap && !HasAnother(state, assignment);
        var status = isUsed ? AssignmentStatus.SubmittedLate : AssignmentStatus.Superseded;
        var receipt = Clock.Receipt(assignment.Id, setting.Task, assignment.Sheet, pins, assignment.BasePaid, isUsed || assignment.IsWithdrawn);
        var late = isUsed && receipt.Amount > assignment.BasePaid ? receipt.Amount - assignment.BasePaid : MicroAmount.Zero;
        var ended = assignment with { Status = status, LatePaid = late, Version = assignment.Version + 1 };
        state = Replace(state, ended);
        state = Owe(state, setting, ended, "late", late, receipt, null);
        state = Say(state, setting, EventOf(status, false), ended, late, 0, null);
        if (isUsed) state = CloseIfDone(state, setting, ended);
        return new(state, Reply(state, setting, ended, status, wasReplay: false));
    }

    /// <summary>Whether this person answers the task by another lease: one answer a person.</summary>
    private static bool HasAnother(TaskState state, TaskAssignment assignment)
    {
        foreach (var other in state.Assignments)
            if (other.Id != assignment.Id && other.Id.Worker == assignment.Id.Worker && (other.IsLive || other.IsAnswer)) return true;
        return false;
    }

    /// <summary>Closes the task if it has all answers that its project wants now; the overlap may be lower than at the latest lease.</summary>
    public static TaskState CloseIfEnough(TaskState state, TaskSetting setting, int wanted) =>
        wanted > 0 && Answers(state) >= wanted ? CloseOnce(state, setting, state.Assignments[^1]) : state;

    /// <summary>What is wanted is what the latest lease says, not the one that is answered: its overlap may be an older one.</summary>
    private static TaskState CloseIfDone(TaskState state, TaskSetting setting, TaskAssignment last) =>
        Answers(state) >= Wanted(state) ? CloseOnce(state, setting, last) : state;

    private static TaskState CloseOnce(TaskState state, TaskSetting setting, TaskAssignment last) => state.IsClosed
        ? state
        : Say(state with { IsClosed = true, IsStuck = false }, setting, EventKind.Closed, last, MicroAmount.Zero, 0, null);

    private static SubmitReply Reply(TaskState state, TaskSetting setting, TaskAssignment assignment, AssignmentStatus fate, bool wasReplay) =>
        Reply(state, setting, assignment, ReceiptOf(state, setting.Task, assignment), fate, wasReplay);

    private static SubmitReply Reply(
        TaskState state, TaskSetting setting, TaskAssignment assignment, Receipt receipt, AssignmentStatus fate, bool wasReplay) => new(
        fate, assignment.Paid, receipt, wasReplay, assignment.Paid, KeepsReservation(state, setting, assignment));

    /// <summary>Whether something may still be booked for it: until it was handed in, or the late window has closed.</summary>
    private static bool KeepsReservation(TaskState state, TaskSetting setting, TaskAssignment assignment) =>
        assignment.IsLive || (!assignment.IsWithdrawn && assignment.Submission is null && assignment.EndedAt is { } ended
            && setting.Now <= ended.AddMilliseconds(state.Pins[assignment.Pins].LateWindowMs));

    private static Receipt ReceiptOf(TaskState state, TaskId task, TaskAssignment assignment) =>
        Clock.Receipt(assignment.Id, task, assignment.Sheet, state.Pins[assignment.Pins], MicroAmount.Zero, assignment.IsPaidAsAnswer);
}
