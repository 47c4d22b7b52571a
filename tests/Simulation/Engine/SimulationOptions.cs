namespace Distribution.Tests.Simulation.Engine;

/// <summary>Mistakes that the tests put in, to see that the checker finds them.</summary>
public enum PlantedBug
{
    /// <summary>None.</summary>
    None,

    /// <summary>The disk acknowledges, and forgets the last commits in a crash.</summary>
    AcknowledgeBeforeWrite,

    /// <summary>Writes go through whatever version they expect.</summary>
    IgnoreETag,

    /// <summary>What a task owes is lost with its activation.</summary>
    DropOwedCredit,

    /// <summary>A credit that is sent again gets another id.</summary>
    NewCreditIdAtRetry,
}

/// <summary>How a seed is run.</summary>
public sealed record SimulationOptions
{
    /// <summary>Two activations of each grain.</summary>
    public bool TwoActivations { get; init; }

    /// <summary>Every write alone; null lets the seed decide.</summary>
    public bool? SingleWrites { get; init; }

    /// <summary>Trouble that does not come.</summary>
    public IReadOnlyCollection<Fault> Without { get; init; } = [];

    /// <summary>No trouble at all.</summary>
    public bool IsCalm { get; init; }

    /// <summary>A mistake to be found.</summary>
    public PlantedBug Bug { get; init; }

    /// <summary>Keeps the whole trace in this file.</summary>
    public string? TraceFile { get; init; }
}

/// <summary>What a seed came to.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Problem">What did not hold, or null.</param>
/// <param name="Hash">Over every choice and acknowledgement.</param>
/// <param name="Faults">Counts by <see cref="Fault"/>.</param>
/// <param name="Steps">Turns, timers and commits.</param>
/// <param name="Submissions">Acknowledged.</param>
/// <param name="Tail">The last lines of the trace.</param>
public sealed record SimulationResult(
    int Seed, string? Problem, string Hash, IReadOnlyList<long> Faults, long Steps, int Submissions, IReadOnlyList<string> Tail)
{
    /// <summary>What to read when it failed: the seed replays it.</summary>
    public override string ToString() =>
        Problem is null ? $"seed {Seed}: ok, {Steps} steps, {Submissions} submissions, {Hash}" : $"seed {Seed}: {Problem}\n{string.Join('\n', Tail)}";
}
