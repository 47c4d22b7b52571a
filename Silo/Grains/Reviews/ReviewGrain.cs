using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Reviews;

/// <summary>The review of one answer. A verdict is one write with what it owes: pay, bonus, events, what the author is to hear.</summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed partial class ReviewGrain : Grain, IReviewGrain
{
    private readonly Committed<ReviewState> _state;
    private readonly TimeProvider _time;
    private readonly ReviewOptions _options;
    private readonly ILogger<ReviewGrain> _log;
    private readonly AssignmentId _id;
    private IGrainTimer? _retry;

    public ReviewGrain([PersistentState("review")] IPersistentState<ReviewState> storage, TimeProvider time, IOptions<ReviewOptions> options, ILogger<ReviewGrain> log)
    {
        _state = new Committed<ReviewState>(this, storage);
        (_time, _options, _log) = (time, options.Value, log);
        _id = AssignmentId.Parse(this.GetPrimaryKeyString());
    }

    private ReviewSetting Setting => new(_id, _time.GetUtcNow());

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        if (_state.Value.Owes) RetryLater(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<ReviewView?> GetAsync()
    {
        if (_state.Value.Claim is null) return null;
        await CommitAsync(ReviewCore.EndOverdue(_state.Value, Setting));
        return ReviewCore.View(_state.Value, Setting);
    }

    /// <inheritdoc />
    public Task<Outcome<ReviewView>> BeginAsync(ReviewClaim claim, ReviewPolicy policy) => ChangeAsync(ReviewCore.Begin(_state.Value, Setting, claim, policy));

    /// <inheritdoc />
    public async Task<Outcome<ReviewView>> DecideAsync(WorkerId reviewer, long fence, Verdict verdict, IReadOnlyList<ReviewReason> reasons)
    {
        var decided = await ChangeAsync(ReviewCore.Decide(_state.Value, Setting, reviewer, fence, verdict, reasons));
        if (decided.IsOk && _state.Value.Claim is { } claim)
            _ = GrainFactory.GetGrain<IReviewDeskGrain>(claim.Task.Project.Value).DecidedAsync(_id, claim.Round);
        return decided;
    }

    /// <inheritdoc />
    public Task<Outcome<ReviewView>> FixAsync(WorkerId author, Submission fix) => ChangeAsync(ReviewCore.Fix(_state.Value, Setting, author, fix));

    /// <inheritdoc />
    public Task<Outcome<ReviewView>> AppealAsync(WorkerId author, string text) => ChangeAsync(ReviewCore.Appeal(_state.Value, Setting, author, text));

    private async Task<Outcome<ReviewView>> ChangeAsync(Outcome<ReviewState> next)
    {
        if (!next.IsOk) return next.Refusal;
        await CommitAsync(next.Value);
        return ReviewCore.View(_state.Value, Setting);
    }

    private async Task CommitAsync(ReviewState next)
    {
        if (next == _state.Value) return;
        await _state.CommitAsync(next);
        if (next.Owes) await TryDeliverAsync();
    }

    private async Task TryDeliverAsync()
    {
        try
        {
            await DeliverAsync();
        }
        catch (Exception error)
        {
            LogDeliverLater(_id, error);
            RetryLater(_options.DeliveryRetry);
        }
    }

    private async Task DeliverAsync()
    {
        var state = _state.Value;
        if (!state.Owes) return;
        foreach (var order in state.Owed) await GrainFactory.GetGrain<ILedgerGrain>(order.LedgerKey).CreditAsync([order]);
        if (state.Events.Count > 0) await GrainFactory.GetGrain<IHistoryGrain>(QueueKeys.Of(state.Claim!.Task)).AppendAsync(state.Events);
        foreach (var item in state.News) await GrainFactory.GetGrain<IFeedbackGrain>(_id.Worker.Value).AddAsync(item);
        await _state.CommitAsync(state with { Owed = [], Events = [], News = [] });
        _retry?.Dispose();
        _retry = null;
    }

    private void RetryLater(TimeSpan due) => _retry ??= this.RegisterGrainTimer(
        _ => TryDeliverAsync(), new GrainTimerCreationOptions(due, _options.DeliveryRetry) { KeepAlive = true });

    [LoggerMessage(1, LogLevel.Warning, "What the review of {Assignment} owes could not be delivered yet; trying again")]
    private partial void LogDeliverLater(AssignmentId assignment, Exception error);
}
