using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace Distribution.Grains.Budgets;

/// <summary>The limits of a budget shard.</summary>
public sealed class BudgetOptions
{
    /// <summary>How many leases' worth a draw asks for. Default: 256, so that a draw is rare.</summary>
    [Range(1, 100_000)]
    public int ReservationsPerDraw { get; set; } = 256;

    /// <summary>Open reservations a shard holds. Default: 600, which keeps its record below 64 KB; more workers need more shards.</summary>
    [Range(10, 700)]
    public int OpenMax { get; set; } = 600;

    /// <summary>
    /// A project gets a shard for each so many leases that its budget can pay. Default: 500: all of them may be open at once, and a shard
    /// that gets more than its share of the people, as chance has it, still has room (<see cref="OpenMax"/>).
    /// </summary>
    [Range(10, 100_000_000)]
    public int LeasesPerShard { get; set; } = 500;

    /// <summary>Shards that a project gets at most by itself. Default: 16: about 8,000 leases at once.</summary>
    [Range(1, 64)]
    public int ShardsMax { get; set; } = 16;

    /// <summary>How often old reservations are looked at. Default: 1 min.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// One shard of a project's budget. Calls interleave; each change is one synchronous step on the pending state, and many share a
/// write (docs/decisions/0006).
/// </summary>
[RandomPlacement]
public sealed class BudgetGrain : Grain, IBudgetGrain, IRemindable
{
    private const string SweepReminder = "sweep";
    private readonly GroupCommit<BudgetState> _state;
    private readonly BudgetOptions _options;
    private readonly LeaseOptions _lease;
    private readonly TimeProvider _time;
    private Task _moving = Task.CompletedTask;
    private bool _isDry;

    public BudgetGrain(
        [PersistentState("budget")] IPersistentState<BudgetState> storage, TimeProvider time, IOptions<BudgetOptions> options, IOptions<LeaseOptions> lease)
    {
        _state = new GroupCommit<BudgetState>(this, storage);
        (_time, _options, _lease) = (time, options.Value, lease.Value);
    }

    private ProjectId Project => QueueKeys.ProjectOf(this.GetPrimaryKeyString());

    private int Shard => QueueKeys.NumberOf(this.GetPrimaryKeyString());

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        if (await this.GetReminder(SweepReminder) is null) await this.RegisterOrUpdateReminder(SweepReminder, _options.SweepPeriod, _options.SweepPeriod);
    }

    /// <inheritdoc />
    public async Task<bool> ReserveAsync(Reservation reservation)
    {
        if (_time.GetUtcNow() - reservation.IntentAt > _lease.IntentExpiry) return false;
        while (BudgetCore.Free(_state.Pending) < reservation.Amount)
        {
            // Of many who waited for one draw, the later ones find it used up; only a draw that brings nothing says that there is no more.
            await DrawAsync(reservation.Amount);
            if (_isDry) break;
        }

        if (_state.Pending.Open.Count >= _options.OpenMax || BudgetCore.Reserve(_state.Pending, reservation) is not { } next) return false;
        await _state.ChangeAsync(next);
        return true;
    }

    /// <inheritdoc />
    public async Task<bool> RaiseAsync(AssignmentId assignment, string attempt, MicroAmount amount)
    {
        while (BudgetCore.Lacks(_state.Pending, assignment, attempt, amount) is { } more && more > BudgetCore.Free(_state.Pending))
        {
            await DrawAsync(more);
            if (_isDry) break;
        }

        if (BudgetCore.Raise(_state.Pending, assignment, attempt, amount) is not { } next) return false;
        if (!ReferenceEquals(next, _state.Pending)) await _state.ChangeAsync(next);
        return true;
    }

    /// <inheritdoc />
    public Task SettleAsync(AssignmentId assignment, string attempt, MicroAmount cost, bool keepOpen)
    {
        var next = BudgetCore.Settle(_state.Pending, assignment, attempt, cost, keepOpen);
        return ReferenceEquals(next, _state.Pending) ? Task.CompletedTask : _state.ChangeAsync(next);
    }

    /// <inheritdoc />
    public Task<BudgetView> GetAsync() => Task.FromResult(
        new BudgetView(_state.Value.Allowance, _state.Value.Spent, _state.Value.Held, _state.Value.Open.Count));

    /// <inheritdoc />
    public async Task RecallAsync()
    {
        if (_moving.IsCompleted) await (_moving = ReturnIdleAsync());
    }

    /// <inheritdoc />
    public async Task SweepAsync()
    {
        if (_moving.IsCompleted) await (_moving = FinishMoveAsync());
        var oldest = _time.GetUtcNow() - (_lease.IntentExpiry * 2);
        foreach (var (id, open) in _state.Value.Open)
        {
            if (DateTimeOffset.FromUnixTimeMilliseconds(open.IntentMs) > oldest) continue;
            var (assignment, attempt) = BudgetCore.Parse(id);
            await SettleByTaskAsync(assignment, attempt, open);
        }
    }

    /// <inheritdoc />
    public Task ReceiveReminder(string reminderName, TickStatus status) => SweepAsync();

    /// <summary>Asks the tasks that the reservation may be for; the one that knows it decides, and if none does there was no lease.</summary>
    private async Task SettleByTaskAsync(AssignmentId assignment, string attempt, OpenReservation open)
    {
        foreach (var number in open.Candidates)
        {
            var standing = await GrainFactory.GetGrain<ITaskGrain>(new TaskId(Project, number).ToString()).ResolveAsync(assignment);
            if (standing.Status == AssignmentStatus.Tombstone) continue;
            if (standing.Attempt != attempt) break;
            if (standing.View is { Status: not (AssignmentStatus.Active or AssignmentStatus.Paused) })
                await SettleAsync(assignment, attempt, standing.Cost, standing.KeepReservation);
            return;
        }

        await SettleAsync(assignment, attempt, MicroAmount.Zero, keepOpen: false);
    }

    private async Task DrawAsync(MicroAmount amount)
    {
        if (_moving.IsCompleted) _moving = DrawOnceAsync(amount);
        await _moving;
    }

    private async Task DrawOnceAsync(MicroAmount amount)
    {
        _isDry = false;
        await FinishMoveAsync();
        if (BudgetCore.Free(_state.Pending) >= amount) return;
        var wish = BudgetCore.DrawWish(_state.Pending, amount, _options.ReservationsPerDraw);
        await _state.ChangeAsync(_state.Pending with { Sequence = _state.Pending.Sequence + 1, Drawing = wish });
        var before = _state.Pending.Allowance;
        await FinishMoveAsync();
        _isDry = _state.Pending.Allowance <= before;
    }

    private async Task ReturnIdleAsync()
    {
        _isDry = false;
        await FinishMoveAsync();
        var idle = BudgetCore.Free(_state.Pending);
        if (idle <= MicroAmount.Zero) return;
        await _state.ChangeAsync(_state.Pending with
        {
            Sequence = _state.Pending.Sequence + 1,
            Allowance = _state.Pending.Allowance - idle,
            Returning = idle,
        });
        await FinishMoveAsync();
    }

    /// <summary>
    /// Carries out the draw or return that stands in the record. It stands there first, so that a sequence number is one move's for ever,
    /// whoever carries it out and however often.
    /// </summary>
    private async Task FinishMoveAsync()
    {
        var move = _state.Pending.Drawing - _state.Pending.Returning;
        if (move.Micros == 0) return;
        var allowance = await GrainFactory.GetGrain<IProjectGrain>(Project.Value).ChangeAllowanceAsync(Shard, _state.Pending.Sequence, move);
        await _state.ChangeAsync(_state.Pending with { Allowance = allowance, Drawing = MicroAmount.Zero, Returning = MicroAmount.Zero });
    }
}
