using Distribution.Contracts.Reviews;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Reviews;

/// <summary>What one trainer has heard of their answers.</summary>
public sealed class FeedbackGrain : Grain, IFeedbackGrain
{
    private readonly Committed<FeedbackState> _state;
    private readonly ReviewOptions _options;

    public FeedbackGrain([PersistentState("feedback")] IPersistentState<FeedbackState> storage, IOptions<ReviewOptions> options) =>
        (_state, _options) = (new Committed<FeedbackState>(this, storage), options.Value);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<Feedback> GetAsync() =>
        Task.FromResult(new Feedback([.. _state.Value.Items.Reverse()], _state.Value.Months, FeedbackCore.LevelOf(_state.Value.Months)));

    /// <inheritdoc />
    public async Task AddAsync(FeedbackItem item)
    {
        var next = FeedbackCore.Add(_state.Value, item, _options.FeedbackKept, _options.MonthsKept);
        if (next != _state.Value) await _state.CommitAsync(next);
    }
}
