using Distribution.Contracts;
using Distribution.Contracts.Earnings;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Earnings;

/// <summary>
/// A trainer's month by days: a projection of the ledger, with the time that each receipt tells. Read on from a stored position, and from
/// zero when the trainer has moved to another time zone.
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
public sealed class EarningsGrain : Grain, IEarningsGrain
{
    private const int PageSize = 200;
    private readonly Committed<EarningsState> _state;

    public EarningsGrain([PersistentState("earnings")] IPersistentState<EarningsState> storage) => _state = new Committed<EarningsState>(this, storage);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<EarningsDay>> GetAsync(string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var state = _state.Value.Zone == timeZone ? _state.Value : new EarningsState { Zone = timeZone };
        var ledger = GrainFactory.GetGrain<ILedgerGrain>(this.GetPrimaryKeyString());
        while (await ledger.ReadAsync(state.Position, PageSize) is { Count: > 0 } entries)
        {
            var days = state.Days;
            foreach (var entry in entries) days = EarningsCore.Add(days, entry.Order, await ActiveMsAsync(entry.Order), zone);
            state = state with { Days = days, Position = state.Position + entries.Count };
            await _state.CommitAsync(state);
        }

        return state.Days;
    }

    private async Task<long> ActiveMsAsync(CreditOrder order)
    {
        if (!EarningsCore.IsBase(order) || order.Task is not { } task) return 0;
        var assignment = AssignmentId.Parse(order.EntryId[..order.EntryId.LastIndexOf('/')]);
        var view = await GrainFactory.GetGrain<ITaskGrain>(task.ToString()).GetAsync();
        return view?.Answers.FirstOrDefault(answer => answer.Assignment.Id == assignment)?.Receipt?.Lines.Sum(static line => line.Ms) ?? 0;
    }
}
