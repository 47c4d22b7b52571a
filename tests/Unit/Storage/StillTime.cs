namespace Distribution.Tests.Unit.Storage;

/// <summary>Time that stands still until it is moved.</summary>
internal sealed class StillTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override DateTimeOffset GetUtcNow() => _now;
    public override long GetTimestamp() => _now.Ticks;
    public void Advance(TimeSpan by) => _now += by;
}
