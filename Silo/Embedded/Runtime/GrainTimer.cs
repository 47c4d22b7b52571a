using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Embedded.Runtime;

/// <summary>A timer whose ticks are turns of its activation. The period counts from the end of a tick, so ticks never pile up.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _stopping;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _isChanged;
    private bool _isFiring;
    private bool _isStopped;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        (_activation, _callback, _options, _period) = (activation, callback, options, options.Period);
        // The call that makes the timer ends; what it carries along (RequestContext) must neither stay nor come with the ticks.
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();

        // A tick may come before CreateTimer has returned: it waits until the timer is here to be re-armed.
        lock (_gate) _timer = activation.Runtime.Time.CreateTimer(static state => ((GrainTimer)state!).Tick(), this, options.DueTime, Timeout.InfiniteTimeSpan);
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
        CancellationTokenSource? stopping;
        lock (_gate) (_isStopped, stopping) = (true, _stopping);
        stopping?.Cancel();
    }

    public async Task RunAsync()
    {
        CancellationToken token;
        lock (_gate)
        {
            if (_isStopped) return;
            _isChanged = false;
            // Most timers of short-lived grains never tick.
            token = (_stopping ??= new CancellationTokenSource()).Token;
        }

        try
        {
            await _callback(token);
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
            if (!_isStopped) _timer.Change(_isChanged ? _dueTime : _period, Timeout.InfiniteTimeSpan);
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
