namespace Distribution.Embedded.Virtual;

/// <summary>A world's time: stands still while something can run, then goes on to the next timer.</summary>
public sealed class VirtualClock
{
    private readonly PriorityQueue<(VirtualTimer Timer, long Arming), (long Due, long Arming)> _due = new();
    private long _armings;

    /// <summary>Since the world began; monotonic.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Fires the next timer; false when there is none.</summary>
    public bool FireNext(Action<Exception>? onError)
    {
        while (_due.TryDequeue(out var next, out var at))
        {
            if (!next.Timer.IsArmed(next.Arming)) continue;
            if (at.Due > Now.Ticks) Now = new TimeSpan(at.Due);
            try
            {
                next.Timer.Fire();
            }
            catch (Exception error)
            {
                onError?.Invoke(error);
            }

            return true;
        }

        return false;
    }

    /// <summary>Time goes on and nothing runs.</summary>
    public void Sleep(TimeSpan by) => Now += by;

    private long Arm(VirtualTimer timer, TimeSpan dueTime)
    {
        var arming = ++_armings;
        _due.Enqueue((timer, arming), ((Now + dueTime).Ticks, arming));
        return arming;
    }

    /// <summary>A timer of one process, or of the driver.</summary>
    internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private long _arming;
        private TimeSpan _period;
        private bool _isDisposed;

        public bool IsArmed(long arming) => arming == _arming && !_isDisposed && !time.IsDead;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_isDisposed) return false;
            (_arming, _period) = (0, period);
            if (dueTime >= TimeSpan.Zero) _arming = time.Clock.Arm(this, dueTime);
            return true;
        }

        public void Fire()
        {
            _arming = _period > TimeSpan.Zero ? time.Clock.Arm(this, _period) : 0;
            callback(state);
        }

        public void Dispose() => _isDisposed = true;

        public ValueTask DisposeAsync()
        {
            _isDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>
/// A virtual world's clock as one process sees it. UTC may be stepped; the monotonic side goes on. When its process dies, its timers are gone.
/// </summary>
/// <param name="clock">The world's clock.</param>
/// <param name="epoch">What UTC was when the world began.</param>
public class VirtualTime(VirtualClock clock, DateTimeOffset epoch) : TimeProvider
{
    /// <summary>The world's clock.</summary>
    public VirtualClock Clock { get; } = clock;

    /// <summary>Whether its process has died.</summary>
    public bool IsDead { get; set; }

    /// <summary>How far UTC was stepped.</summary>
    public TimeSpan Step { get; set; }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => epoch + Clock.Now + Step;

    /// <inheritdoc />
    public override long GetTimestamp() => Clock.Now.Ticks;

    /// <summary>Completes when this much time has passed, to the tick: Task.Delay counts whole milliseconds.</summary>
    public Task DelayAsync(TimeSpan by)
    {
        var passed = new TaskCompletionSource();
        CreateTimer(static state => ((TaskCompletionSource)state!).SetResult(), passed, by, Timeout.InfiniteTimeSpan);
        return passed.Task;
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualClock.VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
