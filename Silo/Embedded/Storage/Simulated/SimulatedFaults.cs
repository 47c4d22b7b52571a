namespace Distribution.Embedded.Storage.Simulated;

/// <summary>The simulated machine lost power; nothing works until <see cref="SimulatedDevice.Restart"/>.</summary>
internal sealed class SimulatedCrashException() : Exception("The simulated machine lost power.");

/// <summary>What the next append or checkpoint does instead of succeeding.</summary>
internal enum CommitFault
{
    None = 0,

    /// <summary>Nothing is written.</summary>
    DiskFull = 1,

    /// <summary>Nothing is written.</summary>
    ErrorNotWritten = 2,

    /// <summary>Everything is written, and the caller hears of an error.</summary>
    ErrorButWritten = 3,
}

/// <summary>Decides, seeded by its owner, what goes wrong. Plain values: a simulation sets them as it goes.</summary>
internal sealed class SimulatedFaults(Random random)
{
    public Random Random { get; } = random;

    /// <summary>Asked at each append and checkpoint; the default never fails one.</summary>
    public Func<CommitFault> NextCommit { get; set; } = static () => CommitFault.None;

    /// <summary>Whether reads fail, too.</summary>
    public bool ReadsFail { get; set; }

    /// <summary>The power goes at the write with this index, counted over appends, checkpoints, trims, head writes and head flushes; null = never.</summary>
    public long? CrashAtWrite { get; set; }

    /// <summary>Whether the write at which the power goes is done first.</summary>
    public bool CrashAfterWrite { get; set; }
}
