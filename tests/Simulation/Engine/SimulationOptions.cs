using System.Globalization;
using System.Text;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>How writes reach the disk, and how many activations a grain has.</summary>
public enum SimulationMode
{
    /// <summary>Many writes share a commit, as in the standalone build.</summary>
    Batched,

    /// <summary>Every write is a commit of its own, as in Redis.</summary>
    Single,

    /// <summary>Two activations of each grain, as a cluster may have for a while.</summary>
    Two,
}

/// <summary>How a seed is run. What is null the seed decides.</summary>
public sealed record SimulationOptions
{
    /// <summary>The mode.</summary>
    public SimulationMode? Mode { get; init; }

    /// <summary>A longer day with more people; a short one finds nearly as much in a tenth of the time.</summary>
    public bool IsLong { get; init; }

    /// <summary>Trouble that does not come.</summary>
    public IReadOnlyCollection<Fault> Without { get; init; } = [];

    /// <summary>No trouble at all.</summary>
    public bool IsCalm { get; init; }

    /// <summary>At most so many trainers.</summary>
    public int? Trainers { get; init; }

    /// <summary>At most so many tasks a segment.</summary>
    public int? Tasks { get; init; }

    /// <summary>At most so many minutes of work.</summary>
    public int? Minutes { get; init; }

    /// <summary>A mistake to be found.</summary>
    public Mutation Mutation { get; init; }

    /// <summary>Keeps the whole trace in this file.</summary>
    public string? TraceFile { get; init; }

    /// <summary>The command that runs this again.</summary>
    public string ReplayOf(int seed)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"./bench simulate --seed {seed} --seeds 1");
        if (Mode is { } mode) text.Append(CultureInfo.InvariantCulture, $" --mode {mode}");
        if (IsLong) text.Append(" --long");
        if (IsCalm) text.Append(" --calm");
        if (Trainers is { } trainers) text.Append(CultureInfo.InvariantCulture, $" --trainers {trainers}");
        if (Tasks is { } tasks) text.Append(CultureInfo.InvariantCulture, $" --tasks {tasks}");
        if (Minutes is { } minutes) text.Append(CultureInfo.InvariantCulture, $" --minutes {minutes}");
        if (Without.Count > 0) text.Append(CultureInfo.InvariantCulture, $" --without {string.Join(',', Without)}");
        if (Mutation != Mutation.None) text.Append(CultureInfo.InvariantCulture, $" --mutation {Mutation}");
        return text.Append(" --trace").ToString();
    }
}

/// <summary>What a seed came to.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Options">How it was run.</param>
/// <param name="Problem">What did not hold, or null.</param>
/// <param name="Hash">Over every choice, every state written and every acknowledgement.</param>
/// <param name="Faults">Counts by <see cref="Fault"/>.</param>
/// <param name="Steps">Turns, timers and commits.</param>
/// <param name="Submissions">Acknowledged.</param>
/// <param name="Checks">Quiet points at which everything was compared.</param>
/// <param name="Tail">The last lines of the trace.</param>
public sealed record SimulationResult(
    int Seed, SimulationOptions Options, string? Problem, string Hash, IReadOnlyList<long> Faults, long Steps, int Submissions, int Checks,
    IReadOnlyList<string> Tail)
{
    /// <summary>What to read when it failed: the seed replays it.</summary>
    public override string ToString() =>
        Problem is null
            ? $"seed {Seed}: ok, {Steps} steps, {Submissions} submissions, {Hash}"
            : $"{string.Join('\n', Tail)}\nseed {Seed}: {Problem}\nreplay: {Options.ReplayOf(Seed)}";
}
