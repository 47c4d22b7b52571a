using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Grains.Pay;
using Distribution.Grains.Workers;

namespace Distribution.Grains.Budgets;

/// <summary>The decisions of a budget shard. Pure.</summary>
public static class BudgetCore
{
    private const char AttemptMark = '/';

    /// <summary>
    /// Over how many shards a budget is spread: as the settings say, or more where it pays for many leases, since a shard holds a bounded
    /// number of open ones.
    /// </summary>
    public static int ShardsFor(ProjectSettings settings, MicroAmount budget, BudgetOptions options)
    {
        var most = PayMath.MaxCost(WorkerLease.Pin(ProfileState.Default, new ProjectId(""), settings));
        var leases = most > MicroAmount.Zero ? budget.Micros / most.Micros : 0;
        return Math.Max(settings.BudgetShards, (int)Math.Clamp((leases / options.LeasesPerShard) + 1, 1, options.ShardsMax));
    }

    /// <summary>What may still be reserved.</summary>
    public static MicroAmount Free(BudgetState state) => state.Allowance - state.Spent - state.Held;

    /// <summary>The id of a reservation.</summary>
    public static string IdOf(AssignmentId assignment, string attempt) => $"{assignment}{AttemptMark}{attempt}";

    /// <summary>The assignment and attempt of a reservation.</summary>
    public static (AssignmentId Assignment, string Attempt) Parse(string id)
    {
        var mark = id.LastIndexOf(AttemptMark);
        return mark < 0 ? (AssignmentId.Parse(id), "") : (AssignmentId.Parse(id[..mark]), id[(mark + 1)..]);
    }

    /// <summary>Reserves, or null when the money is not there. The same attempt again changes nothing.</summary>
    public static BudgetState? Reserve(BudgetState state, Reservation wish)
    {
        var id = IdOf(wish.Assignment, wish.Attempt);
        if (state.Open.ContainsKey(id)) return state;
        if (wish.Amount > Free(state)) return null;
        var row = new OpenReservation(wish.Candidates, wish.Amount.Micros, 0, wish.IntentAt.ToUnixTimeMilliseconds());
        return state with { Open = state.Open.Add(id, row), Held = state.Held + wish.Amount };
    }

    /// <summary>What a reservation lacks to hold so much in all; null when it is not there.</summary>
    public static MicroAmount? Lacks(BudgetState state, AssignmentId assignment, string attempt, MicroAmount amount) =>
        state.Open.TryGetValue(IdOf(assignment, attempt), out var open) ? new MicroAmount(Math.Max(0, amount.Micros - open.Micros)) : null;

    /// <summary>Holds more for a reservation, or null when it is not there or the money is not.</summary>
    public static BudgetState? Raise(BudgetState state, AssignmentId assignment, string attempt, MicroAmount amount)
    {
        if (Lacks(state, assignment, attempt, amount) is not { } more || more > Free(state)) return null;
        var id = IdOf(assignment, attempt);
        return more.Micros == 0 ? state : state with { Open = state.Open.SetItem(id, state.Open[id] with { Micros = amount.Micros }), Held = state.Held + more };
    }

    /// <summary>Books the cost so far, and frees the rest unless it stays open. Unknown ids change nothing.</summary>
    public static BudgetState Settle(BudgetState state, AssignmentId assignment, string attempt, MicroAmount cost, bool keepOpen)
    {
        var id = IdOf(assignment, attempt);
        if (!state.Open.TryGetValue(id, out var open)) return state;
        if (cost.Micros < open.Settled || cost.Micros > open.Micros)
            throw new InvalidOperationException($"{assignment} costs {cost}, outside {open.Settled} (settled) to {open.Micros} (reserved).");
        var newlySpent = new MicroAmount(cost.Micros - open.Settled);
        if (keepOpen && newlySpent.Micros == 0) return state;
        var held = new MicroAmount(open.Micros - open.Settled);
        return keepOpen
            ? state with
            {
                Spent = state.Spent + newlySpent,
                Held = state.Held - newlySpent,
                Open = state.Open.SetItem(id, open with { Settled = cost.Micros }),
            }
            : state with { Spent = state.Spent + newlySpent, Held = state.Held - held, Open = state.Open.Remove(id) };
    }

    /// <summary>What a draw should ask for: enough for this one and for a run of others.</summary>
    public static MicroAmount DrawWish(BudgetState state, MicroAmount amount, int reservationsPerDraw)
    {
        var shortage = amount - Free(state);
        var run = new MicroAmount(checked(amount.Micros * reservationsPerDraw));
        return run > shortage ? run : shortage;
    }
}
