using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Tasks;

public static partial class TaskCore
{
    private const int TombstonesMax = 64;

    /// <summary>Grants a slot, or says why not. The same assignment again gets the same lease.</summary>
    public static Decision<LeaseReply> Lease(TaskState state, TaskSetting setting, LeaseCommand command)
    {
        state = EndOverdue(state, setting);
        if (Find(state, command.Assignment) is { } known)
            return known.IsLive && known.Attempt == command.Attempt ? Granted(state, setting, known) : Refused(state, LeaseRefusal.TooOld);
        if (setting.Now - command.IntentAt > setting.Options.IntentExpiry || state.Tombstones.Contains(command.Assignment))
            return Refused(state, LeaseRefusal.TooOld);
        if (state.IsStuck || IsUsedUp(state, setting)) return Refused(state, LeaseRefusal.Stuck);
        if (HasHad(state, command.Assignment.Worker, setting.Options.ReleasesPerTrainer)) return Refused(state, LeaseRefusal.AlreadySeen);
        // Its queue may be writing down that it is closed, and would never look at a lease granted now.
        if (IsDone(state) || Taken(state) >= command.Pins.Overlap) return Refused(state, LeaseRefusal.Full);
        // The ends of those that run may need the room; most leave it free.
        if (!TaskSize.HasRoom(state)) return Refused(state, LeaseRefusal.Full);
        return Grant(state, setting, command);
    }

    /// <summary>Confirms a lease, or buries it so that a late arrival is refused.</summary>
    public static Decision<ResolveReply> Resolve(TaskState state, TaskSetting setting, AssignmentId id)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is { } known)
        {
            var view = View(state, setting, known);
            return new(state, new ResolveReply(known.Status, view, known.Paid, KeepsReservation(state, setting, known), known.Attempt ?? ""));
        }

        if (!state.Tombstones.Contains(id))
            state = state with { Tombstones = [.. state.Tombstones.Skip(Math.Max(0, state.Tombstones.Count - TombstonesMax + 1)), id] };
        return new(state, new ResolveReply(AssignmentStatus.Tombstone, null, MicroAmount.Zero, false, ""));
    }

    private static Decision<LeaseReply> Grant(TaskState state, TaskSetting setting, LeaseCommand command)
    {
        var pins = IndexOfPins(state, command.Pins);
        var lease = new TaskAssignment
        {
            Id = command.Assignment,
            Fence = state.Fence + 1,
            Status = AssignmentStatus.Active,
            Pins = pins,
            Sheet = Clock.Start(setting.Now),
            Reserved = command.Reserved,
            Attempt = command.Attempt,
            Shards = command.Shards,
            Version = 1,
        };
        state = state with
        {
            Fence = lease.Fence,
            Pins = pins == state.Pins.Count ? [.. state.Pins, command.Pins] : state.Pins,
            Assignments = [.. state.Assignments, lease],
        };
        state = Say(state, setting, EventKind.Leased, lease, MicroAmount.Zero, 0, command.Pins.Variant);
        return Granted(state, setting, lease);
    }

    private static int IndexOfPins(TaskState state, LeasePins pins)
    {
        for (var i = 0; i < state.Pins.Count; i++) if (SamePins(state.Pins[i], pins)) return i;
        return state.Pins.Count;
    }

    private static bool SamePins(LeasePins left, LeasePins right) =>
        left == right || (left with { PayPolicy = right.PayPolicy, Shown = right.Shown } == right
            && (left.Shown ?? []).SequenceEqual(right.Shown ?? [])
            && left.PayPolicy.Form == right.PayPolicy.Form
            && left.PayPolicy.FixedAmount == right.PayPolicy.FixedAmount
            && left.PayPolicy.Steps.SequenceEqual(right.PayPolicy.Steps));

    /// <summary>Had and answered, or given back so often that it is not wanted.</summary>
    private static bool HasHad(TaskState state, WorkerId worker, int releasesMax)
    {
        var releases = 0;
        foreach (var assignment in state.Assignments)
        {
            if (assignment.Id.Worker != worker || assignment.Status == AssignmentStatus.Expired) continue;
            if (assignment.Status != AssignmentStatus.Released || ++releases >= releasesMax) return true;
        }

        return false;
    }

    private static Decision<LeaseReply> Granted(TaskState state, TaskSetting setting, TaskAssignment assignment) =>
        new(state, new LeaseReply(View(state, setting, assignment), null));

    private static Decision<LeaseReply> Refused(TaskState state, LeaseRefusal refusal) => new(state, new LeaseReply(null, refusal));
}
