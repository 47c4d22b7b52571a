using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Audit;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Ledger;

/// <summary>
/// A trainer's month. Credits gather and share a write; each is confirmed when the head that holds it is durable.
/// <para>Crash windows. (1) Before the head's write: nothing was confirmed, and a retry books. (2) After it, before the answer: the retry
/// finds the id. (3) The tail is in its page and the head still has it: only committed entries move, by position, so moving again writes
/// the same. Opening and closing are told at <see cref="LedgerIndexGrain"/>.</para>
/// <para>Exactly once without an unbounded set: an entry of an assignment with a higher number than any booked is new. Others (a bonus, a
/// retry) are looked up in the tail and in fingerprints of the pages, read once an activation; a fingerprint that matches is
/// confirmed in the pages themselves.</para>
/// </summary>
public sealed class LedgerGrain(
    [PersistentState("ledger")] IPersistentState<LedgerState> storage, TimeProvider time, IOptions<LedgerOptions> settings)
    : Grain, ILedgerGrain, ILedgerClosing
{
    private readonly LedgerOptions _options = settings.Value;
    private Committed<LedgerState> _state = null!;
    private Batches<CreditOrder> _batches = null!;
    private LedgerShelf _pages = null!;
    private string _worker = "";
    private string _month = "";
    private bool _isClosing;
    private long _reportedCount = -1;

    /// <summary>Amounts as the contracts name them.</summary>
    public static Dictionary<string, MicroAmount> Amounts(Dictionary<string, long> micros)
    {
        var amounts = new Dictionary<string, MicroAmount>(micros.Count);
        foreach (var (currency, value) in micros) amounts[currency] = new MicroAmount(value);
        return amounts;
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.LastIndexOf('/');
        (_worker, _month) = (key[..slash], key[(slash + 1)..]);
        _state = new Committed<LedgerState>(this, storage);
        _pages = new LedgerShelf(GrainFactory, key);
        _batches = new Batches<CreditOrder>(this, time, _options.Linger, _options.BatchMax, WriteAsync);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task CreditAsync(IReadOnlyList<CreditOrder> orders)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orders.Count, LedgerOptions.OrdersPerCallMax, nameof(orders));
        var isPayout = false;
        for (var i = 0; i < orders.Count; i++)
        {
            LedgerBook.Check(_worker, _month, orders[i]);
            isPayout |= orders[i].Kind == EntryKind.Payout;
        }

        return orders.Count == 0 ? Task.CompletedTask : isPayout ? PayOutAsync(orders) : _batches.AddAsync(orders);
    }

    /// <inheritdoc />
    public Task CloseAsync()
    {
        _isClosing = true;
        return _batches.AddAsync([]);
    }

    /// <inheritdoc />
    public Task<LedgerHead> GetHeadAsync()
    {
        var state = _state.Value;
        return Task.FromResult(new LedgerHead(
            _month, state.Count, Convert.ToHexStringLower(state.Hash), Amounts(state.Opening?.Balance ?? []),
            Amounts(state.Balance), Amounts(state.Earned))
        {
            PreviousMonth = state.Opening?.Month ?? "",
            PreviousHash = Convert.ToHexStringLower(state.Opening?.Hash ?? []),
            IsClosed = state.Closing is not null,
        });
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(long fromSequence, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromSequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, LedgerPages.PerPage);
        return new LedgerReader(_pages, _worker, _month, _state.Value).ReadAsync(fromSequence, take);
    }

    /// <inheritdoc />
    public Task<LedgerVerdict> VerifyAsync() => new LedgerReader(_pages, _worker, _month, _state.Value).VerifyAsync();

    /// <summary>Money that leaves can't be called back, so it alone waits for the audit.</summary>
    private async Task PayOutAsync(IReadOnlyList<CreditOrder> orders)
    {
        if ((await GrainFactory.GetGrain<IAuditGrain>(IAuditGrain.Key).GetAsync()).PayoutsHeld) throw new PayoutsHeldException();
        await _batches.AddAsync(orders);
    }

    private async Task WriteAsync(IReadOnlyList<BatchRequest<CreditOrder>> batch)
    {
        var state = _state.Value;
        if (state.Opening is null) state = LedgerBook.Open(_worker, _month, await OpenAsync());
        var isFull = state.TailCount >= _options.TailMax;
        if (isFull) await _pages.PutAsync(state);
        var fresh = await NewOnesAsync(state, batch);
        var next = LedgerBook.Append(isFull && fresh.Count > 0 ? LedgerBook.DropTail(state) : state, _worker, fresh);
        if (_isClosing) next = LedgerBook.Close(next);
        if (next != _state.Value) await _state.CommitAsync(next);
        await ReportAsync(next);
    }

    private async Task<LedgerOpening> OpenAsync()
    {
        var index = GrainFactory.GetGrain<ILedgerIndexGrain>(_worker);
        for (var tries = 0; tries < _options.OpenTriesMax; tries++)
        {
            if (await index.OpenAsync(_month) is { } opening) return opening;
            await Task.Delay(_options.OpenRetry, time);
        }

        throw new TimeoutException($"The month before {_worker}/{_month} did not close in time.");
    }

    /// <summary>A closed month's credits are confirmed when the index knows them: else the next opening would miss them.</summary>
    private async Task ReportAsync(LedgerState state)
    {
        if (state.Closing is null || state.Count == _reportedCount) return;
        var late = state.Late is null ? null : new LedgerLate(state.Count - state.Closing.Count, state.Late);
        await GrainFactory.GetGrain<ILedgerIndexGrain>(_worker).ReportAsync(_month, state.Closing, late);
        _reportedCount = state.Count;
    }

    private async Task<List<CreditOrder>> NewOnesAsync(LedgerState state, IReadOnlyList<BatchRequest<CreditOrder>> batch)
    {
        var fresh = new List<CreditOrder>(_options.BatchMax);
        var highest = state.HighestN;
        for (var i = 0; i < batch.Count; i++)
        {
            for (var j = 0; j < batch[i].Items.Count; j++)
            {
                var order = batch[i].Items[j];
                var n = EntryIds.AssignmentNumber(_worker, order.EntryId);
                if (n <= highest && await IsBookedAsync(state, fresh, order.EntryId)) continue;
                highest = Math.Max(highest, n);
                fresh.Add(order);
            }
        }

        return fresh;
    }

    private async Task<bool> IsBookedAsync(LedgerState state, List<CreditOrder> fresh, string id)
    {
        foreach (var order in fresh) if (order.EntryId == id) return true;
        var shortId = Encoding.UTF8.GetBytes(EntryIds.Short(_worker, id));
        return LedgerBook.Contains(state.Tail, shortId) || await _pages.ContainsAsync(state.PagedCount, shortId);
    }
}
