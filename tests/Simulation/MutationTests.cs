using Distribution.Tests.Simulation.Engine;

namespace Distribution.Tests.Simulation;

/// <summary>A checker that finds nothing proves nothing: mistakes put in on purpose must be found.</summary>
public sealed class MutationTests
{
    public static TheoryData<Mutation> All => [.. Enum.GetValues<Mutation>().Where(static mutation => mutation != Mutation.None)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Simulation_Mutation_IsFound(Mutation mutation)
    {
        var hunt = await MutationHunt.RunAsync(mutation);
        hunt.Found.ShouldNotBeNull($"{mutation} was not found within {hunt.Seeds} seeds");
        // The same seed without the mistake holds: it is the mistake that was found.
        var sound = await SimulationRun.RunAsync(hunt.Found.Seed, hunt.Found.Options with { Mutation = Mutation.None });
        sound.Problem.ShouldBeNull();
    }
}
