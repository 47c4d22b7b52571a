using Distribution.Tests.Simulation.Engine;

namespace Distribution.Tests.Simulation;

/// <summary>Short days of all modes, run once for all tests that look at them.</summary>
public sealed class ShortDays : IAsyncLifetime
{
    public SimulationBatch Batch { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Batch = await SimulationBatch.RunAsync(1, 240);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SimulationTests(ShortDays days, ITestOutputHelper output) : IClassFixture<ShortDays>
{
    [Fact]
    public void Simulation_ManySeeds_HoldEveryInvariant()
    {
        output.WriteLine(days.Batch.ToString());
        days.Batch.Failed.ShouldBeEmpty(days.Batch.ToString());
    }

    [Fact]
    public void Simulation_ManySeeds_MeetEveryFault() => days.Batch.Unmet.ShouldBeEmpty();

    [Theory]
    [InlineData(SimulationMode.Batched)]
    [InlineData(SimulationMode.Single)]
    [InlineData(SimulationMode.Two)]
    [Trait("Promise", "L19")]
    public async Task Simulation_LongDays_HoldEveryInvariant(SimulationMode mode)
    {
        var batch = await SimulationBatch.RunAsync(1, 4, new SimulationOptions { IsLong = true, Mode = mode });
        batch.Failed.ShouldBeEmpty(batch.ToString());
    }

    [Fact]
    public async Task Simulation_WithoutTrouble_HoldsEveryInvariant()
    {
        var batch = await SimulationBatch.RunAsync(1, 40, new SimulationOptions { IsCalm = true });
        batch.Failed.ShouldBeEmpty(batch.ToString());
        batch.Submissions.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(3, SimulationMode.Batched)]
    [InlineData(4, SimulationMode.Single)]
    [InlineData(5, SimulationMode.Two)]
    public async Task Simulation_SameSeed_SameHistoryToTheByte(int seed, SimulationMode mode)
    {
        var first = await SimulationRun.RunAsync(seed, new SimulationOptions { Mode = mode });
        var second = await SimulationRun.RunAsync(seed, new SimulationOptions { Mode = mode });
        (second.Hash, second.Steps).ShouldBe((first.Hash, first.Steps));
    }
}
