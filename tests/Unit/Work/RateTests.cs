using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;

namespace Distribution.Tests.Unit.Work;

/// <summary>Rates that move, and what a person who saw an older one is given.</summary>
public sealed class RateTests
{
    private const long Base = 3600 * WorkWorld.SecondMicros;

    [Fact, Trait("Promise", "Q9")]
    public async Task Rate_RisesByItsRuleWhileTasksAge_AndFallsBackWhenItIsCalm()
    {
        // Older than 60 s: 10 % more every 30 s, at most 20 %; younger than 20 s: back likewise; between: left alone.
        await using var world = await WorkWorld.StartAsync(
            tasks: 1, static settings => Patient(settings) with { RateRule = new RateRule(60_000, 20_000, 10, 20, 30_000) });
        var start = world.Now;
        var moves = new List<(int Second, int Percent, int Version)>();
        await WatchAsync(world, start, moves, until: 200);
        moves.Select(static move => move.Percent).ShouldBe([10, 20]);
        moves[0].Second.ShouldBeInRange(60, 63);
        (moves[1].Second - moves[0].Second).ShouldBeInRange(30, 32);
        (await world.LeaseAsync("kim")).Pins.HourlyRate.Micros.ShouldBe(Base * 120 / 100);

        // Nothing waits any more: calm.
        await WatchAsync(world, start, moves, until: 300);
        moves.Skip(2).Select(static move => move.Percent).ShouldBe([10, 0]);
        (moves[3].Second - moves[2].Second).ShouldBeInRange(30, 32);
        moves.Select(static move => move.Version).ShouldBe([2, 3, 4, 5]);
    }

    [Fact, Trait("Promise", "Q9")]
    public async Task Rate_BetweenAgeAndCalm_StaysWhereItIs()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 0, static settings => Patient(settings) with { RateRule = new RateRule(60_000, 20_000, 10, 10, 5_000) });
        await world.AddSegmentAsync(1, importedAt: world.Now.AddMinutes(-10));
        var moves = new List<(int Second, int Percent, int Version)>();
        await WatchAsync(world, world.Now, moves, until: 10);
        moves.Select(static move => move.Percent).ShouldBe([10]);
        await world.LeaseAsync("kim");
        await world.AddSegmentAsync(1, importedAt: world.Now.AddSeconds(-25));
        await WatchAsync(world, world.Now, moves, until: 25);
        moves.Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "Q10")]
    public async Task Lease_IsGrantedAtTheRateThatWasSeen_OrBetter_OrNotAtAll()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        await SetRateAsync(world, Base / 2);
        var fallen = await world.AskAsync("kim", seenHourly: Base);
        (fallen.NoWork!.Reason, fallen.RateNow!.Value.Micros).ShouldBe((NoWorkReason.RateChanged, Base / 2));
        (await world.Queue.CountAsync()).Ready.ShouldBe(3);
        (await world.AskAsync("kim", seenHourly: Base / 2)).Assignment!.Pins.HourlyRate.Micros.ShouldBe(Base / 2);
        await SetRateAsync(world, Base * 2);
        (await world.AskAsync("lee", seenHourly: Base)).Assignment!.Pins.HourlyRate.Micros.ShouldBe(Base * 2);
        (await world.AskAsync("kim")).Assignment!.Pins.HourlyRate.Micros.ShouldBe(Base / 2, "a running lease keeps its own");
    }

    /// <summary>Nobody is gone while the test watches.</summary>
    private static ProjectSettings Patient(ProjectSettings settings) => settings with { GraceMs = 3_600_000, HardLimitMs = 3_600_000 };

    private static async Task SetRateAsync(WorkWorld world, long hourly)
    {
        var settings = (await world.ProjectGrain.GetAsync())!.Settings;
        var rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(hourly) };
        (await world.ProjectGrain.ChangeAsync(WorkWorld.Manager, settings with { Rates = rates }, settings.Version)).IsOk.ShouldBeTrue();
        await world.QuietAsync();
    }

    /// <summary>Notes each move of the rate, to the second.</summary>
    private static async Task WatchAsync(WorkWorld world, DateTimeOffset start, List<(int Second, int Percent, int Version)> moves, int until)
    {
        while ((world.Now - start).TotalSeconds < until)
        {
            await world.SecondsAsync(1);
            var settings = (await world.ProjectGrain.GetAsync())!.Settings;
            if (settings.RatePercent != (moves.Count > 0 ? moves[^1].Percent : 0))
                moves.Add(((int)(world.Now - start).TotalSeconds, settings.RatePercent, settings.RateVersion));
        }
    }
}
