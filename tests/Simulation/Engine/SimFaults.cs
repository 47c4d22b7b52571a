namespace Distribution.Tests.Simulation.Engine;

/// <summary>Decides what goes wrong, and counts it.</summary>
internal sealed class SimFaults(Random random, SimulationOptions options)
{
    private readonly long[] _counts = new long[Enum.GetValues<Fault>().Length];

    /// <summary>Off while the world is set up and while it comes to rest.</summary>
    public bool IsOn { get; set; }

    public Random Random { get; } = random;

    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Whether this happens now, one time in <paramref name="oneIn"/>.</summary>
    public bool Strikes(Fault fault, int oneIn)
    {
        if (!IsOn || Random.Next(oneIn) != 0 || options.Without.Contains(fault)) return false;
        Count(fault);
        return true;
    }

    /// <summary>Whether somebody may do this now; counts it.</summary>
    public bool Allows(Fault fault)
    {
        if (!IsOn || options.Without.Contains(fault)) return false;
        Count(fault);
        return true;
    }

    public void Count(Fault fault) => _counts[(int)fault]++;
}
