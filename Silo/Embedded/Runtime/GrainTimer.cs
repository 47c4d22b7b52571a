using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Embedded.Runtime;

/// <summary>A timer whose ticks are turns of its activation. The period counts from the end of a tick, so ticks never pile up.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _isChanged;
    private bool _isFiring;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        (_activation, _callback, _options, _period) = (activation, callback, options, options.Period);
        // The call that makes the timer ends; what it carries along (RequestContext) must neither stay nor come with the ticks.
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();

        // Armed only once it is here to be re-armed: a tick may come before CreateTimer has returned.
        _timer = activation.Runtime.Time.CreateTimer(
            static state => ((GrainTimer)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>While a tick waits or runs, the change counts from its end, as in Orleans.</summary>
    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        lock (_gate)
        {
            (_dueTime, _period, _isChanged) = (dueTime, period, true);
            if (!_isFiring) _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Stop();
        _activation.RemoveTimer(this);
    }

    public void Stop()
    {
        _timer.Dispose();
        _stopped.Cancel();
    }

    public async Task RunAsync()
    {
        if (_stopped.IsCancellationRequested) return;
        lock (_gate) _isChanged = false;
        try
        {
            await _callback(_stopped.Token);
        }
        catch (Exception error) when (error is not InconsistentStateException)
        {
            _activation.Runtime.LogTimerFailed(_activation.GrainId, error);
        }
        finally
        {
            Rearm();
        }
    }

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
    }

    private void Rearm()
    {
        lock (_gate)
        {
            _isFiring = false;
            if (!_stopped.IsCancellationRequested) _timer.Change(_isChanged ? _dueTime : _period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_isFiring) return;
            _isFiring = true;
        }

        _activation.TryEnqueue(new TimerInvocation(this, _options.Interleave) { Target = _activation, CountsAsUse = _options.KeepAlive });
    }
}
