using Distribution.Embedded.Virtual;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>The simulated machine's clock, as one process or the driver sees it.</summary>
internal sealed class SimTime(VirtualClock clock) : VirtualTime(clock, Epoch)
{
    /// <summary>When the simulation begins: an hour and a half before a month ends.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 31, 22, 30, 0, TimeSpan.Zero);
}
