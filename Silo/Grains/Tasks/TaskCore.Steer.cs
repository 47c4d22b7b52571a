using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Tasks;

/// <summary>What a project does to leases that run.</summary>
public static partial class TaskCore
{
    /// <summary>No lease lasts longer, however often it is extended: 30 days, as long as a project may set at once.</summary>
    private const long HardLimitMsMax = 30L * 86_400_000;

    /// <summary>Takes a lease back. Its holder is paid to this moment as if handing in, so that nobody loses by what the project does.</summary>
    public static Decision<Outcome<AssignmentView>> Withdraw(TaskState state, TaskSetting setting, AssignmentId id, string reason)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is not { } assignment) return new(state, Refusal.NotFound("The assignment"));
        if (assignment.IsWithdrawn) return new(state, View(state, setting, assignment));
        if (!assignment.IsLive) return new(state, Refusal.Conflict("LeaseEnded", "The lease has ended meanwhile."));
        (state, assignment, _) = End(state, setting, assignment with { IsWithdrawn = true }, AssignmentStatus.Withdrawn, isStalled: false, reason);
        return new(state, View(state, setting, assignment));
    }

    /// <summary>What an extension needs; null when the lease does not run, or can't become longer.</summary>
    public static ExtensionPlan? PlanExtension(TaskState state, TaskSetting setting, AssignmentId id, int number, long ms)
    {
        if (Find(EndOverdue(state, setting), id) is not { IsLive: true } assignment) return null;
        var plan = new ExtensionPlan(assignment.Attempt ?? "", assignment.Reserved, assignment.Reserved, IsDone: true) { Shards = assignment.Shards };
        if (assignment.Extended >= number) return plan;
        return Later(state.Pins[assignment.Pins], ms) is { } pins
            ? plan with { Needed = Larger(assignment.Reserved, PayMath.MaxCost(pins)), IsDone = false }
            : null;
    }

    /// <summary>Both clocks end later. What was worked beyond the old limit at a lower rate is within the new one, and counts in full.</summary>
    public static Decision<bool> Extend(TaskState state, TaskSetting setting, AssignmentId id, int number, long ms, MicroAmount reserved)
    {
        state = EndOverdue(state, setting);
        if (Find(state, id) is not { IsLive: true } assignment) return new(state, false);
        if (assignment.Extended >= number) return new(state, true);
        if (Later(state.Pins[assignment.Pins], ms) is not { } pins || PayMath.MaxCost(pins) > reserved) return new(state, false);
        var index = IndexOfPins(state, pins);
        if (index == state.Pins.Count) state = state with { Pins = [.. state.Pins, pins] };
        var reading = Clock.Read(assignment.Sheet, pins, setting.Now, setting.Outages);
        var extended = assignment with
        {
            Pins = index,
            Reserved = Larger(assignment.Reserved, reserved),
            Extended = number,
            HasStepped = assignment.HasStepped && reading.HasStepped,
            Version = assignment.Version + 1,
        };
        state = DropUnusedPins(Replace(state, extended));
        var detail = string.Create(CultureInfo.InvariantCulture, $"{ms} ms");
        return new(Say(state, setting, EventKind.ClockExtended, Find(state, id)!, MicroAmount.Zero, 0, detail), true);
    }

    /// <summary>The same figures with every later moment moved; null beyond the longest lease.</summary>
    private static LeasePins? Later(LeasePins pins, long ms)
    {
        if (ms <= 0 || pins.HardLimitMs > HardLimitMsMax - ms) return null;
        PayStep[] steps = [.. pins.PayPolicy.Steps.Select(step => step.FromActiveMs == 0 ? step : step with { FromActiveMs = step.FromActiveMs + ms })];
        return pins with { LimitMs = pins.LimitMs + ms, HardLimitMs = pins.HardLimitMs + ms, PayPolicy = pins.PayPolicy with { Steps = steps } };
    }

    /// <summary>A task whose leases are extended again and again must not grow by that.</summary>
    private static TaskState DropUnusedPins(TaskState state)
    {
        int[] used = [.. state.Assignments.Select(static assignment => assignment.Pins).Distinct().Order()];
        if (used.Length == state.Pins.Count) return state;
        return state with
        {
            Pins = [.. used.Select(index => state.Pins[index])],
            Assignments = [.. state.Assignments.Select(assignment => assignment with { Pins = Array.IndexOf(used, assignment.Pins) })],
        };
    }

    private static MicroAmount Larger(MicroAmount left, MicroAmount right) => left > right ? left : right;
}
