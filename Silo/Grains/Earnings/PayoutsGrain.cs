using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Audit;
using Distribution.Contracts.Earnings;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Earnings;

/// <summary>
/// The payouts of one trainer. Intent, then the book, then the result: a crash between leaves an ordered payout, which the next call
/// of any kind books; the entry's id is the reference, so that it is booked once.
/// </summary>
public sealed partial class PayoutsGrain : Grain, IPayoutsGrain
{
    private readonly Committed<PayoutsState> _state;
    private readonly EarningsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PayoutsGrain> _log;

    public PayoutsGrain(
        [PersistentState("payouts")] IPersistentState<PayoutsState> storage, IOptions<EarningsOptions> options, TimeProvider time, ILogger<PayoutsGrain> log) =>
        (_state, _options, _time, _log) = (new Committed<PayoutsState>(this, storage), options.Value, time, log);

    private WorkerId Worker => new(this.GetPrimaryKeyString());

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<PayoutBook> GetAsync()
    {
        await BookAsync();
        return new PayoutBook(await BalanceAsync(), [.. _state.Value.Payouts.Reverse()]);
    }

    /// <inheritdoc />
    public async Task<Outcome<Payout>> PayAsync(string reference, MicroAmount amount, string currency)
    {
        await BookAsync();
        if (Find(reference) is { } present)
            return present.Amount == amount && present.Currency == currency ? present : Refusal.Conflict("ReferenceUsed", "This reference paid something else.");
        if (amount <= MicroAmount.Zero) return Refusal.Invalid("InvalidAmount", "A payout is above zero.");
        if ((await BalanceAsync()).GetValueOrDefault(currency) < amount) return Refusal.Conflict("NotCovered", "The balance does not cover this payout.");
        var now = _time.GetUtcNow();
        var payout = new Payout(reference, amount, currency, now, PayoutStatus.Ordered, null);
        await OrderAsync(payout, EntryOf(reference), EntryKind.Payout, MicroAmount.Zero - amount, now, reason: null);
        return Find(reference)!;
    }

    /// <inheritdoc />
    public async Task<Outcome<Payout>> ReturnAsync(string reference, string reason)
    {
        await BookAsync();
        if (Find(reference) is not { } present) return Refusal.NotFound("The payout");
        if (present.Status == PayoutStatus.Returned) return present;
        await OrderAsync(
            present with { Status = PayoutStatus.Returned, Reason = reason }, $"{EntryOf(reference)}/returned", EntryKind.PayoutReturned, present.Amount, _time.GetUtcNow(), reason);
        return Find(reference)!;
    }

    private static string EntryOf(string reference) => $"payout/{reference}";

    private Payout? Find(string reference) => _state.Value.Payouts.FirstOrDefault(payout => payout.Reference == reference);

    private async Task OrderAsync(Payout payout, string entry, EntryKind kind, MicroAmount amount, DateTimeOffset now, string? reason)
    {
        var month = now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var order = new CreditOrder(Worker, month, entry, kind, amount, payout.Currency, null, now, "", reason);
        IReadOnlyList<Payout> payouts = [.. _state.Value.Payouts.Where(known => known.Reference != payout.Reference).TakeLast(_options.PayoutsKept - 1), payout];
        await _state.CommitAsync(new PayoutsState { Payouts = payouts, Owed = [.. _state.Value.Owed, order] });
        await BookAsync();
    }

    /// <summary>What the audit holds stays ordered, and is booked by the first call after its release.</summary>
    private async Task BookAsync()
    {
        var owed = _state.Value.Owed;
        var booked = 0;
        try
        {
            for (; booked < owed.Count; booked++) await GrainFactory.GetGrain<ILedgerGrain>(owed[booked].LedgerKey).CreditAsync([owed[booked]]);
        }
        catch (PayoutsHeldException error)
        {
            LogHeld(error, owed[booked].EntryId);
        }

        if (booked == 0) return;
        IReadOnlyList<CreditOrder> left = [.. owed.Skip(booked)];
        await _state.CommitAsync(new PayoutsState
        {
            Payouts = [.. _state.Value.Payouts.Select(payout => IsBooked(payout) ? payout with { Status = PayoutStatus.Booked } : payout)],
            Owed = left,
        });

        bool IsBooked(Payout payout) => payout.Status == PayoutStatus.Ordered && left.All(order => order.EntryId != EntryOf(payout.Reference));
    }

    /// <summary>The newest month's balance, what reached a closed month after it, and less what is ordered.</summary>
    private async Task<IReadOnlyDictionary<string, MicroAmount>> BalanceAsync()
    {
        var months = await GrainFactory.GetGrain<ILedgerMonthsGrain>(Worker.Value).GetAsync();
        var balance = new Dictionary<string, MicroAmount>(months.Opening);
        if (months.Newest is { } newest)
        {
            var head = await GrainFactory.GetGrain<ILedgerGrain>($"{Worker}/{newest}").GetHeadAsync();
            if (head.Entries > 0) balance = new Dictionary<string, MicroAmount>(head.Balance);
        }

        foreach (var (currency, late) in months.LateNotCarried) balance[currency] = balance.GetValueOrDefault(currency) + late;
        foreach (var order in _state.Value.Owed) balance[order.Currency] = balance.GetValueOrDefault(order.Currency) + order.Amount;
        return balance;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Entry} stays ordered: the audit holds payouts.")]
    private partial void LogHeld(Exception error, string entry);
}
