using Orleans.Runtime;

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
    private TimeSpan _period;
    private bool _isChanged;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        (_activation, _callback, _options, _period) = (activation, callback, options, options.Period);
        _timer = activation.Runtime.Time.CreateTimer(
            static state => ((GrainTimer)state!).Tick(), this, options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            (_period, _isChanged) = (period, true);
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
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
        catch (Exception error) when (error is not Orleans.Storage.InconsistentStateException)
        {
            _activation.Runtime.LogTimerFailed(_activation.GrainId, error);
        }
        finally
        {
            Rearm();
        }
    }

    private void Rearm()
    {
        lock (_gate)
        {
            if (_isChanged || _stopped.IsCancellationRequested || _period == Timeout.InfiniteTimeSpan) return;
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick() => _activation.TryEnqueue(
        new TimerInvocation(this, _options.Interleave) { Target = _activation, CountsAsUse = _options.KeepAlive });
}
