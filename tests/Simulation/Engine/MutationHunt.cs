namespace Distribution.Tests.Simulation.Engine;

/// <summary>Runs seeds with a mistake in until one fails.</summary>
/// <param name="Mutation">The mistake.</param>
/// <param name="Seeds">Seeds run.</param>
/// <param name="Found">The first that failed, or null.</param>
public sealed record MutationHunt(Mutation Mutation, int Seeds, SimulationResult? Found)
{
    /// <summary>Seeds after which a mistake counts as not found.</summary>
    public const int SeedsMax = 150;

    /// <summary>Hunts from seed 1 on.</summary>
    public static async Task<MutationHunt> RunAsync(Mutation mutation)
    {
        var options = new SimulationOptions { Mutation = mutation, Mode = ModeOf(mutation) };
        for (var seed = 1; seed <= SeedsMax; seed++)
            if (await SimulationRun.RunAsync(seed, options) is { Problem: not null } found) return new MutationHunt(mutation, seed, found);
        return new MutationHunt(mutation, SeedsMax, null);
    }

    /// <summary>Some mistakes only hurt where two activations meet.</summary>
    private static SimulationMode? ModeOf(Mutation mutation) =>
        mutation is Mutation.IgnoreETag or Mutation.SameAttempt or Mutation.ResolveWithoutBurying ? SimulationMode.Two : null;
}
