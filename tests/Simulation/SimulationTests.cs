using Distribution.Tests.Simulation.Engine;

namespace Distribution.Tests.Simulation;

public sealed class SimulationTests
{
    [Fact]
    public async Task Simulation_WithoutTrouble_HoldsEveryInvariant()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var result = await SimulationRun.RunAsync(seed, new SimulationOptions { IsCalm = true });
            result.Problem.ShouldBeNull(result.ToString());
        }
    }
}
