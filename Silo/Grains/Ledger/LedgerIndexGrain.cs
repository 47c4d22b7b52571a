using Distribution.Contracts.Ledger;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Ledger;

/// <summary>How months follow each other; the key is the worker.</summary>
public interface ILedgerIndexGrain : IGrainWithStringKey
{
    /// <summary>How a month begins, the same at each question; null while the month before has not closed: ask again.</summary>
    Task<LedgerOpening?> OpenAsync(string month);

    /// <summary>A closed month tells its figures. Older reports than the one known change nothing.</summary>
    Task ReportAsync(string month, LedgerClosing closing, LedgerLate? late);
}

/// <summary>What a ledger hears from the index, which it stands left of.</summary>
public interface ILedgerClosing : IGrainWithStringKey
{
    /// <summary>A later month wants to begin: close, and report. Carries no truth; a lost one is sent again at the next question.</summary>
    [OneWay, AlwaysInterleave]
    Task CloseAsync();
}

/// <summary>
/// Lets one month begin where the one before ended. A month opens with the hash and the balance with which the newest month closed.
/// What reaches a closed month later is booked in that month's own chain, changes no opening that exists, and is carried by the next
/// opening: opening(m+1) = closing(m) + Σ late − what openings carried before. So the balance of the newest month and the late entries not
/// carried yet are always the sum of all entries of all months.
/// <para>Crash windows. (1) A month is opened here and its head is not written: asking again gives the same opening, and it can be closed
/// empty. (2) A month has closed and not reported: the next one's question hints again, and the figures stand in its head. (3) A late entry
/// is in the head and not reported: it was not confirmed either, so it comes again, is recognised, and the report is made up.</para>
/// </summary>
public sealed class LedgerIndexGrain([PersistentState("index")] IPersistentState<LedgerIndexState> storage)
    : Grain, ILedgerIndexGrain, ILedgerMonthsGrain
{
    private Committed<LedgerIndexState>? _state;

    private Committed<LedgerIndexState> State => _state ??= new Committed<LedgerIndexState>(this, storage);

    /// <inheritdoc />
    public async Task<LedgerOpening?> OpenAsync(string month)
    {
        var (next, opening) = LedgerIndexRules.Open(State.Value, month);
        if (opening is null)
            _ = GrainFactory.GetGrain<ILedgerClosing>($"{this.GetPrimaryKeyString()}/{State.Value.Month}").CloseAsync();
        else if (next != State.Value)
            await State.CommitAsync(next);
        return opening;
    }

    /// <inheritdoc />
    public async Task ReportAsync(string month, LedgerClosing closing, LedgerLate? late)
    {
        var next = LedgerIndexRules.Report(State.Value, month, closing, late);
        if (next != State.Value) await State.CommitAsync(next);
    }

    /// <inheritdoc />
    public Task<LedgerMonths> GetAsync()
    {
        var state = State.Value;
        return Task.FromResult(new LedgerMonths(
            state.Month.Length == 0 ? null : state.Month, LedgerGrain.Amounts(state.Opening?.Balance ?? []),
            LedgerGrain.Amounts(LedgerIndexRules.LateNotCarried(state))));
    }
}

/// <summary>The pure rules of the index.</summary>
public static class LedgerIndexRules
{
    /// <summary>How a month begins, and the state after it; no opening while the newest month has not closed.</summary>
    public static (LedgerIndexState Next, LedgerOpening? Opening) Open(LedgerIndexState state, string month)
    {
        var order = string.CompareOrdinal(month, state.Month);
        if (order == 0) return (state, state.Opening);
        if (order < 0) return (state, new LedgerOpening("", [], []) { IsLate = true });
        if (state.Month.Length > 0 && state.Closing is null) return (state, null);
        var balance = new Dictionary<string, long>(state.Closing?.Balance ?? []);
        var carried = new Dictionary<string, long>(state.Carried);
        foreach (var (currency, micros) in LateNotCarried(state))
        {
            LedgerBook.Add(balance, currency, micros);
            LedgerBook.Add(carried, currency, micros);
        }

        var opening = new LedgerOpening(state.Month, state.Closing?.Hash ?? [], balance);
        return (state with { Month = month, Opening = opening, Closing = null, Carried = carried }, opening);
    }

    /// <summary>The state after a report; the same object when it tells nothing new.</summary>
    public static LedgerIndexState Report(LedgerIndexState state, string month, LedgerClosing closing, LedgerLate? late)
    {
        var next = month == state.Month && state.Closing is null ? state with { Closing = closing } : state;
        if (late is null || (next.Late.TryGetValue(month, out var known) && known.Entries >= late.Entries)) return next;
        return next with { Late = new Dictionary<string, LedgerLate>(next.Late) { [month] = late } };
    }

    /// <summary>Late entries that no opening has carried yet, by currency.</summary>
    public static Dictionary<string, long> LateNotCarried(LedgerIndexState state)
    {
        var sum = new Dictionary<string, long>();
        foreach (var late in state.Late.Values)
        {
            foreach (var (currency, micros) in late.Amounts) LedgerBook.Add(sum, currency, micros);
        }

        foreach (var (currency, micros) in state.Carried) LedgerBook.Add(sum, currency, -micros);
        return sum;
    }
}
