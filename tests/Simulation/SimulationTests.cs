using Distribution.Tests.Simulation.Engine;

namespace Distribution.Tests.Simulation;

/// <summary>Two hundred seeds, run once for all tests that look at them.</summary>
public sealed class TwoHundredSeeds : IAsyncLifetime
{
    public SimulationBatch Batch { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Batch = await SimulationBatch.RunAsync(1, 200);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SimulationTests(TwoHundredSeeds seeds, ITestOutputHelper output) : IClassFixture<TwoHundredSeeds>
{
    [Fact]
    public void Simulation_TwoHundredSeeds_HoldEveryInvariant()
    {
        output.WriteLine(seeds.Batch.ToString());
        seeds.Batch.Failed.ShouldBeEmpty(seeds.Batch.ToString());
    }

    [Fact]
    public void Simulation_TwoHundredSeeds_MeetEveryFault() =>
        seeds.Batch.Faults.Where(static entry => entry.Value == 0 && entry.Key != Fault.TwoActivations).Select(static entry => entry.Key).ShouldBeEmpty();

    [Fact]
    public async Task Simulation_WithoutTrouble_HoldsEveryInvariant()
    {
        var batch = await SimulationBatch.RunAsync(1, 20, new SimulationOptions { IsCalm = true });
        batch.Failed.ShouldBeEmpty(batch.ToString());
        batch.Submissions.ShouldBeGreaterThan(100);
    }

    [Fact]
    [Trait("Promise", "L19")]
    public async Task Simulation_TwoActivations_HoldEveryInvariant()
    {
        var batch = await SimulationBatch.RunAsync(1, 60, new SimulationOptions { TwoActivations = true });
        batch.Failed.ShouldBeEmpty(batch.ToString());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(52)]
    public async Task Simulation_SameSeed_SameHistory(int seed)
    {
        var first = await SimulationRun.RunAsync(seed);
        var second = await SimulationRun.RunAsync(seed);
        (second.Hash, second.Steps).ShouldBe((first.Hash, first.Steps));
    }
}

/// <summary>A checker that finds nothing proves nothing: mistakes put in on purpose must be found.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData(PlantedBug.AcknowledgeBeforeWrite)]
    [InlineData(PlantedBug.IgnoreETag)]
    [InlineData(PlantedBug.DropOwedCredit)]
    [InlineData(PlantedBug.NewCreditIdAtRetry)]
    public async Task Checker_PlantedBug_IsFound(PlantedBug bug)
    {
        var options = new SimulationOptions { TwoActivations = bug == PlantedBug.IgnoreETag };
        var sound = await SimulationBatch.RunAsync(1, 12, options);
        var planted = await SimulationBatch.RunAsync(1, 12, options with { Bug = bug });
        planted.Failed.Select(static result => result.Seed).Except(sound.Failed.Select(static result => result.Seed)).ShouldNotBeEmpty();
    }
}
