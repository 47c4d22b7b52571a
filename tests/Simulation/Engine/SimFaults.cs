namespace Distribution.Tests.Simulation.Engine;

/// <summary>The kinds of trouble. Every one must have happened in a batch, or the batch proves less than it says.</summary>
public enum Fault
{
    /// <summary>The process dies between two steps.</summary>
    ProcessCrash,

    /// <summary>The power goes at a device operation.</summary>
    PowerCut,

    /// <summary>A commit fails and nothing is written.</summary>
    StorageFault,

    /// <summary>The disk is full.</summary>
    StorageFull,

    /// <summary>A commit is written and reported as failed.</summary>
    ErrorButWritten,

    /// <summary>A commit takes its time.</summary>
    SlowStorage,

    /// <summary>All idle activations end.</summary>
    DeactivationStorm,

    /// <summary>A client does not get its answer.</summary>
    LostReply,

    /// <summary>A client sends a command twice.</summary>
    DuplicateCommand,

    /// <summary>A grain's call is carried out, and the caller is told of a timeout.</summary>
    LostGrainReply,

    /// <summary>A grain's call never arrives, and the caller is told of a timeout.</summary>
    LostGrainCall,

    /// <summary>A grain's call is late.</summary>
    DelayedCall,

    /// <summary>A call is carried out twice.</summary>
    DuplicateCall,

    /// <summary>A hint does not arrive.</summary>
    LostHint,

    /// <summary>A reminder does not tick.</summary>
    MissedReminder,

    /// <summary>A reminder ticks twice.</summary>
    DoubledReminder,

    /// <summary>The machine's clock is set while the process runs.</summary>
    ClockStep,

    /// <summary>The machine's clock is set while the process is down.</summary>
    ClockStepAtRestart,

    /// <summary>A run with two activations of each grain.</summary>
    TwoActivations,

    /// <summary>A run in which every write is a batch of its own.</summary>
    SingleWrites,
}

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
        if (!IsOn || options.Without.Contains(fault) || Random.Next(oneIn) != 0) return false;
        Count(fault);
        return true;
    }

    public void Count(Fault fault) => _counts[(int)fault]++;
}
