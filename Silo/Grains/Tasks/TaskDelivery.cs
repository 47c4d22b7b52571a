using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Tasks;

/// <summary>
/// Delivers what a task's record owes: credits to ledgers, events to the history, at least once, after the commit. What was
/// confirmed is dropped with the next write; until then memory remembers it.
/// </summary>
internal sealed partial class TaskDelivery(TaskGrain grain, IGrainFactory grains, TaskId task, LeaseOptions options, ILogger log)
{
    private const int ConfirmedMax = 64;
    private readonly List<string> _confirmedCredits = [];
    private int _confirmedEvents;
    private (TaskState Whole, TaskState Left)? _trimmed;
    private IHistoryGrain? _history;
    private Task _running = Task.CompletedTask;
    private TaskState? _latest;
    private IGrainTimer? _retry;
    private TimeSpan _wait = options.DeliveryRetry;

    private IHistoryGrain History => _history ??= grains.GetGrain<IHistoryGrain>(QueueKeys.Of(task));

    /// <summary>The record without what was confirmed. Every command asks, and nearly always nothing was.</summary>
    public TaskState Trim(TaskState state)
    {
        var owesCredit = CreditsLeft(state) < state.Owed.Count;
        var owesEvent = state.Events.Count > 0 && state.Events[0].Sequence <= _confirmedEvents;
        if (!owesCredit && !owesEvent) return state;
        if (_trimmed is { } known && ReferenceEquals(known.Whole, state)) return known.Left;
        var rest = state with
        {
            Owed = owesCredit ? [.. state.Owed.Where(order => !_confirmedCredits.Contains(order.EntryId))] : state.Owed,
            Events = owesEvent ? EventsAfter(state.Events, _confirmedEvents) : state.Events,
        };
        _trimmed = (state, rest);
        return rest;
    }

    /// <summary>Starts to deliver what <paramref name="committed"/> owes, unless that is under way.</summary>
    public void Begin(TaskState committed)
    {
        _latest = committed;
        if (_running.IsCompleted && Owes(committed)) _running = RunAsync();
    }

    /// <summary>Waits until what is owed now was tried.</summary>
    public Task DrainAsync() => _running;

    private static HistoryEvent[] EventsAfter(IReadOnlyList<HistoryEvent> events, int sequence)
    {
        var first = 0;
        while (first < events.Count && events[first].Sequence <= sequence) first++;
        var rest = first == events.Count ? [] : new HistoryEvent[events.Count - first];
        for (var i = 0; i < rest.Length; i++) rest[i] = events[first + i];
        return rest;
    }

    /// <summary>Events are in order, so the last one tells.</summary>
    private bool Owes(TaskState state) => CreditsLeft(state) > 0 || (state.Events.Count > 0 && state.Events[^1].Sequence > _confirmedEvents);

    private int CreditsLeft(TaskState state)
    {
        // One or two at most, nearly always: a list finds them sooner than a set.
        if (_confirmedCredits.Count == 0) return state.Owed.Count;
        var left = 0;
        for (var i = 0; i < state.Owed.Count; i++) if (!_confirmedCredits.Contains(state.Owed[i].EntryId)) left++;
        return left;
    }

    private async Task RunAsync()
    {
        try
        {
            // One method, not one more a delivery: every task runs this, and each level of waiting costs three objects.
            while (_latest is { } state && Owes(state))
            {
                var rest = Trim(state);
                var history = rest.Events.Count == 0 ? Task.CompletedTask : History.AppendAsync(rest.Events);
                for (var i = 0; i < rest.Owed.Count; i++)
                {
                    await grains.GetGrain<ILedgerGrain>(rest.Owed[i].LedgerKey).CreditAsync([rest.Owed[i]]);
                    Confirmed(rest.Owed[i]);
                }

                await history;
                if (rest.Events.Count > 0) (_confirmedEvents, _trimmed) = (rest.Events[^1].Sequence, null);
            }

            _wait = options.DeliveryRetry;
            _retry?.Dispose();
            _retry = null;
            if (_latest is { IsClosed: true }) grain.HintQueue();
        }
        catch (Exception error)
        {
            RetryLater(error);
        }
    }

    private void Confirmed(CreditOrder order)
    {
        GrainInstruments.Booked(task.Project);
        if (_confirmedCredits.Count > ConfirmedMax) _confirmedCredits.Clear();
        _confirmedCredits.Add(order.EntryId);
        _trimmed = null;
    }

    private void RetryLater(Exception error)
    {
        LogDeliveryFailed(task, _wait, error);
        _retry?.Dispose();
        _retry = grain.RegisterGrainTimer(RetryAsync, new GrainTimerCreationOptions(_wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        _wait = _wait >= TimeSpan.FromMinutes(1) ? _wait : _wait * 2;
    }

    private Task RetryAsync(CancellationToken cancellationToken)
    {
        if (_latest is { } state) Begin(state);
        return _running;
    }

    [LoggerMessage(1, LogLevel.Warning, "Task {Task} could not deliver what it owes; next try in {Wait}")]
    private partial void LogDeliveryFailed(TaskId task, TimeSpan wait, Exception error);
}
