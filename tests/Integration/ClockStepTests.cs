using Distribution.Host.Standalone;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distribution.Tests.Integration;

/// <summary>Somebody sets the clock of the machine while leases run: the process's own time goes on as if nobody had.</summary>
public sealed class ClockStepTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(1440)]
    [InlineData(-1440)]
    [InlineData(43_200)]
    [Trait("Promise", "P16")]
    public void Step_OfTheSystemClock_IsNotFollowed(int minutes)
    {
        var system = new SteppedClock();
        using var time = new AnchoredTime(system, NullLogger<AnchoredTime>.Instance);
        var began = time.GetUtcNow();
        system.Run(TimeSpan.FromMinutes(7));
        system.Step(TimeSpan.FromMinutes(minutes));
        system.Run(TimeSpan.FromMinutes(5));
        (time.GetUtcNow() - began).ShouldBe(TimeSpan.FromMinutes(12));
        system.Step(TimeSpan.FromMinutes(-minutes));
        system.Run(TimeSpan.FromHours(30));
        (time.GetUtcNow() - began).ShouldBe(TimeSpan.FromHours(30) + TimeSpan.FromMinutes(12));
    }

    [Theory]
    [InlineData(400e-6)]
    [InlineData(-400e-6)]
    [Trait("Promise", "P16")]
    public void Drift_OfTheSystemClock_IsSlewedInAndNeverRunsBackwards(double drift)
    {
        var system = new SteppedClock { Drift = drift };
        using var time = new AnchoredTime(system, NullLogger<AnchoredTime>.Instance);
        var last = time.GetUtcNow();
        for (var i = 0; i < 5000; i++)
        {
            system.Run(TimeSpan.FromSeconds(1));
            var now = time.GetUtcNow();
            (now - last).ShouldBeInRange(TimeSpan.FromSeconds(0.99), TimeSpan.FromSeconds(1.01));
            last = now;
        }

        (system.GetUtcNow() - last).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>A machine whose wall clock can be set, and drifts; its monotonic clock does neither.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State, TimeSpan Period)> _timers = [];
        private DateTimeOffset _utc = new(2026, 3, 28, 23, 0, 0, TimeSpan.Zero);
        private long _ticks;
        private long _fired;

        public double Drift { get; init; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _utc;

        public override long GetTimestamp() => _ticks;

        public void Step(TimeSpan by) => _utc += by;

        public void Run(TimeSpan by)
        {
            _ticks += by.Ticks;
            _utc += by + (by * Drift);
            foreach (var (callback, state, period) in _timers)
                for (; (_fired + 1) * period.Ticks <= _ticks; _fired++) callback(state);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add((callback, state, period));
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => GC.KeepAlive(this);

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
