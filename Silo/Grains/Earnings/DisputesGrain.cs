using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Earnings;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Earnings;

/// <summary>The lines of the book that one trainer doubts. An answer is one write with the correction that it owes.</summary>
public sealed class DisputesGrain : Grain, IDisputesGrain
{
    private readonly Committed<DisputesState> _state;
    private readonly EarningsOptions _options;
    private readonly TimeProvider _time;
    private readonly IIdSource _ids;

    public DisputesGrain([PersistentState("disputes")] IPersistentState<DisputesState> storage, IOptions<EarningsOptions> options, TimeProvider time, IIdSource ids) =>
        (_state, _options, _time, _ids) = (new Committed<DisputesState>(this, storage), options.Value, time, ids);

    private WorkerId Worker => new(this.GetPrimaryKeyString());

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Dispute>> ListAsync()
    {
        await BookAsync();
        return [.. _state.Value.Disputes.Reverse()];
    }

    /// <inheritdoc />
    public async Task<Outcome<Dispute>> FileAsync(string month, long sequence, string text)
    {
        if (_state.Value.Disputes.FirstOrDefault(known => known.Month == month && known.Sequence == sequence) is { } present) return present;
        if (_state.Value.Disputes.Count >= _options.DisputesMax) return Refusal.Conflict("TooManyDisputes", $"There are {_options.DisputesMax} already.");
        if (await GrainFactory.GetGrain<ILedgerGrain>($"{Worker}/{month}").ReadAsync(sequence, 1) is not [{ Order: var order }]) return Refusal.NotFound("The line");
        var now = _time.GetUtcNow();
        if (now - order.At > _options.DisputeTime) return Refusal.Conflict("TooLate", $"A line can be disputed for {_options.DisputeTime.TotalDays:0} days.");
        var dispute = new Dispute(
            _ids.Next("x"), month, sequence, order.EntryId, order.Task?.Project, order.Amount, order.Currency, text, now, now + _options.AnswerTime, DisputeOutcome.Open,
            null, null, MicroAmount.Zero);
        await _state.CommitAsync(_state.Value with { Disputes = [.. _state.Value.Disputes, dispute] });
        return dispute;
    }

    /// <inheritdoc />
    public async Task<Outcome<Dispute>> AnswerAsync(string id, DisputeOutcome outcome, string answer, MicroAmount correction)
    {
        await BookAsync();
        if (_state.Value.Disputes.FirstOrDefault(known => known.Id == id) is not { } dispute) return Refusal.NotFound("The dispute");
        if (dispute.Outcome != DisputeOutcome.Open)
            return dispute.Outcome == outcome && dispute.Correction == correction ? dispute : Refusal.Conflict("AlreadyAnswered", "It was answered already.");
        var isCorrected = outcome == DisputeOutcome.Corrected;
        if (outcome == DisputeOutcome.Open || isCorrected != correction > MicroAmount.Zero || correction.Micros < 0 || correction.Micros > _options.CorrectionMax)
            return Refusal.Invalid("InvalidCorrection", $"A correction adds between 1 and {_options.CorrectionMax} micro-units; an explanation adds nothing.");
        var now = _time.GetUtcNow();
        var answered = dispute with { Outcome = outcome, Answer = answer, AnsweredAt = now, Correction = correction };
        var order = new CreditOrder(
            Worker, now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture), $"dispute/{id}", EntryKind.Adjusted, correction, dispute.Currency, null, now, "",
            $"Corrects line {dispute.Sequence} of {dispute.Month}");
        await _state.CommitAsync(new DisputesState
        {
            Disputes = [.. _state.Value.Disputes.Select(known => known.Id == id ? answered : known)],
            Owed = isCorrected ? [.. _state.Value.Owed, order] : _state.Value.Owed,
        });
        await BookAsync();
        return answered;
    }

    private async Task BookAsync()
    {
        if (_state.Value.Owed.Count == 0) return;
        foreach (var order in _state.Value.Owed) await GrainFactory.GetGrain<ILedgerGrain>(order.LedgerKey).CreditAsync([order]);
        await _state.CommitAsync(_state.Value with { Owed = [] });
    }
}
