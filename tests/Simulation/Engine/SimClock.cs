namespace Distribution.Tests.Simulation.Engine;

/// <summary>The world's time: stands still while something can run, then goes on to the next timer.</summary>
internal sealed class SimClock
{
    private readonly PriorityQueue<(SimTimer Timer, long Arming), (long Due, long Arming)> _due = new();
    private long _armings;

    /// <summary>Since the start of the simulation; monotonic.</summary>
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

    private long Arm(SimTimer timer, TimeSpan dueTime)
    {
        var arming = ++_armings;
        _due.Enqueue((timer, arming), ((Now + dueTime).Ticks, arming));
        return arming;
    }

    /// <summary>A timer of one process, or of the driver.</summary>
    internal sealed class SimTimer(SimTime time, TimerCallback callback, object? state) : ITimer
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
/// The machine's clock as one process sees it. UTC may be stepped; the monotonic side goes on. When its process dies, its timers are gone.
/// </summary>
internal sealed class SimTime(SimClock clock) : TimeProvider
{
    /// <summary>When the simulation begins: an hour and a half before a month ends.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 31, 22, 30, 0, TimeSpan.Zero);

    public SimClock Clock { get; } = clock;

    public bool IsDead { get; set; }

    /// <summary>How far UTC was stepped.</summary>
    public TimeSpan Step { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Epoch + Clock.Now + Step;

    public override long GetTimestamp() => Clock.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimClock.SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
