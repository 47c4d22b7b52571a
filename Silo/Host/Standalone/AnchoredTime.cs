using Microsoft.Extensions.Logging;

namespace Distribution.Host.Standalone;

/// <summary>
/// UTC as it was at start, carried on by the monotonic clock. Small drifts of the system clock are slewed in; steps are logged,
/// not followed, so that no lease is cut or stretched by somebody who sets the clock.
/// </summary>
public sealed partial class AnchoredTime : TimeProvider, IDisposable
{
    /// <summary>Beyond this a difference is a step, not a drift.</summary>
    public static readonly TimeSpan StepFrom = TimeSpan.FromSeconds(1);

    /// <summary>How often the system clock is looked at.</summary>
    public static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(10);

    /// <summary>The fastest slew: 500 millionths, as NTP's.</summary>
    private const double SlewPerSecond = 500e-6;

    private readonly long _startTimestamp;
    private readonly DateTimeOffset _startUtc;
    private readonly TimeProvider _system;
    private readonly ILogger _log;
    private readonly ITimer _check;
    private long _slewTicks;
    private long _stepLoggedTicks;

    /// <summary>Anchors at the clock of <paramref name="system"/>, now.</summary>
    public AnchoredTime(TimeProvider system, ILogger<AnchoredTime> log)
    {
        (_system, _log) = (system, log);
        (_startUtc, _startTimestamp) = (system.GetUtcNow(), system.GetTimestamp());
        _check = system.CreateTimer(static state => ((AnchoredTime)state!).Check(), this, CheckPeriod, CheckPeriod);
    }

    /// <inheritdoc />
    public override long TimestampFrequency => _system.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() =>
        _startUtc + _system.GetElapsedTime(_startTimestamp) + TimeSpan.FromTicks(Volatile.Read(ref _slewTicks));

    /// <inheritdoc />
    public override long GetTimestamp() => _system.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _system.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc />
    public void Dispose() => _check.Dispose();

    private void Check()
    {
        var difference = _system.GetUtcNow() - GetUtcNow();
        if (difference.Duration() >= StepFrom)
        {
            if (Math.Abs(difference.Ticks - _stepLoggedTicks) < StepFrom.Ticks) return;
            _stepLoggedTicks = difference.Ticks;
            LogStep(difference);
            return;
        }

        var most = (long)(CheckPeriod.Ticks * SlewPerSecond);
        Interlocked.Add(ref _slewTicks, Math.Clamp(difference.Ticks, -most, most));
    }

    [LoggerMessage(1, LogLevel.Warning, "The system clock is {Difference} away from this process's time. The step is not followed until a restart.")]
    private partial void LogStep(TimeSpan difference);
}
