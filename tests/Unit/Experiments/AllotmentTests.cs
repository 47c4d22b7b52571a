using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Experiments;
using Distribution.Grains.Pay;
using Distribution.Tests.Unit.Work;

namespace Distribution.Tests.Unit.Experiments;

public sealed class AllotmentTests
{
    private static readonly ExperimentVariant Control = new() { Name = "control" };

    [Theory]
    [InlineData(ExperimentUnit.Trainer)]
    [InlineData(ExperimentUnit.Task)]
    [Trait("Promise", "M34")]
    public void Variants_AreSpreadEvenly_AndStay(ExperimentUnit unit)
    {
        var experiment = new RunningExperiment("e", "seed-1", unit, [Control, new ExperimentVariant { Name = "b" }, new ExperimentVariant { Name = "c" }]);
        var drawn = Enumerable.Range(0, 6000).Select(i => Allotment.Of(experiment, new WorkerId($"w{i}"), i).Name).ToList();
        foreach (var name in new[] { "control", "b", "c" }) drawn.Count(one => one == name).ShouldBeInRange(1880, 2120);
        Enumerable.Range(0, 6000).Select(i => Allotment.Of(experiment, new WorkerId($"w{i}"), i).Name).ShouldBe(drawn);
        var (one, other) = unit == ExperimentUnit.Trainer ? (("kim", 1), ("kim", 2)) : (("kim", 1), ("lee", 1));
        Allotment.Of(experiment, new WorkerId(one.Item1), one.Item2).ShouldBe(Allotment.Of(experiment, new WorkerId(other.Item1), other.Item2));
        var again = experiment with { Seed = "seed-2" };
        Enumerable.Range(0, 6000).Count(i => Allotment.Of(again, new WorkerId($"w{i}"), i).Name == drawn[i]).ShouldBeInRange(1800, 2200, "another seed draws anew");
    }

    /// <summary>Whatever the policy and the variant, no time earns less than without the experiment.</summary>
    [Fact]
    [Trait("Promise", "M37")]
    public void Variants_NeverPayLess()
    {
        var random = new Random(5);
        for (var round = 0; round < 4000; round++)
        {
            var pins = Pins(random);
            var variant = new ExperimentVariant
            {
                Name = "b",
                RatePercent = random.Next(3) == 0 ? random.Next(0, 201) : 0,
                LimitMs = random.Next(2) == 0 ? 0 : pins.LimitMs + random.Next(0, 900_000),
                HardLimitMs = random.Next(2) == 0 ? 0 : pins.HardLimitMs + random.Next(0, 900_000),
            };
            var varied = Allotment.Apply(pins, "e", variant);
            PayMath.Problem(varied.PayPolicy).ShouldBeNull();
            for (var i = 0; i < 12; i++)
            {
                var ms = random.NextInt64(0, pins.HardLimitMs + 1);
                PayMath.Earned(varied, ms).ShouldBeGreaterThanOrEqualTo(PayMath.Earned(pins, ms), $"{JsonSerializer.Serialize(pins)} {variant} after {ms} ms");
            }
        }
    }

    [Fact]
    [Trait("Promise", "M37")]
    public void Variants_ThatWouldPayLess_AreRefused()
    {
        var settings = new ProjectSettings { Title = "t", TaskTypeId = "free-form", PayPolicy = PayPolicy.Standard(600_000), Rates = new Dictionary<RateTier, MicroAmount>() };
        Refusal? Of(ExperimentVariant variant) => Allotment.Check(new RunningExperiment("e", "s", ExperimentUnit.Task, [Control, variant]), settings);
        Of(new ExperimentVariant { Name = "b", RatePercent = 10, LimitMs = 700_000 }).ShouldBeNull();
        Of(new ExperimentVariant { Name = "b", RatePercent = -1 }).ShouldNotBeNull();
        Of(new ExperimentVariant { Name = "b", LimitMs = 599_999 }).ShouldNotBeNull();
        Of(new ExperimentVariant { Name = "b", HardLimitMs = 1_000_000 }).ShouldNotBeNull();
        Of(new ExperimentVariant { Name = "control" }).ShouldNotBeNull();
        Allotment.Check(new RunningExperiment("e", "s", ExperimentUnit.Task, [Control with { RatePercent = 5 }, new ExperimentVariant { Name = "b" }]), settings).ShouldNotBeNull();
    }

    [Fact]
    [Trait("Promise", "M34")]
    public async Task Lease_PinsItsVariant_AndSaysSoInTheHistory()
    {
        await using var world = await WorkWorld.StartAsync(40);
        var experiment = new RunningExperiment("e", "seed", ExperimentUnit.Task, [Control, new ExperimentVariant { Name = "dear", RatePercent = 50, GuidelineVersion = 7 }]);
        (await world.ProjectGrain.SetExperimentAsync(WorkWorld.Manager, "e", experiment, "started")).IsOk.ShouldBeTrue();
        await world.SecondsAsync(2);
        var seen = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var lease = await world.LeaseAsync($"w{i}");
            var variant = Allotment.Of(experiment, lease.Id.Worker, lease.Task.Number);
            seen.Add(variant.Name);
            lease.Pins.Variant.ShouldBe($"e/{variant.Name}");
            lease.Pins.GuidelineVersion.ShouldBe(variant.Name == "dear" ? 7 : 1);
            lease.Pins.HourlyRate.Micros.ShouldBe(36_000_000 * (variant.Name == "dear" ? 3 : 2) / 2);
            (await world.SubmitAsync(lease)).IsOk.ShouldBeTrue();
        }

        seen.Count.ShouldBe(2);
        await world.QuietAsync();
        var page = await world.Grains.GetGrain<IHistoryGrain>("p/0").ReadAsync(0, 1000);
        page.Events.Where(static happened => happened.Kind == EventKind.Leased).ShouldAllBe(static happened => happened.Detail!.StartsWith("e/"));

        // A change of settings leaves it in force, unless it would no longer fit; another one waits; ended, nothing is drawn.
        var view = (await world.ProjectGrain.GetAsync())!;
        (await world.ProjectGrain.ChangeAsync(WorkWorld.Manager, view.Settings with { Experiment = null, DailyCap = 5 }, view.Settings.Version)).Value!.Settings.Experiment!.Id.ShouldBe("e");
        (await world.ProjectGrain.SetExperimentAsync(WorkWorld.Manager, "f", experiment with { Id = "f" }, "x")).Refusal!.Code.ShouldBe("ExperimentRuns");
        (await world.ProjectGrain.SetExperimentAsync(WorkWorld.Manager, "e", null, "over")).Value!.Settings.Experiment.ShouldBeNull();
        await world.SecondsAsync(2);
        (await world.LeaseAsync("late")).Pins.Variant.ShouldBeNull();
    }

    [Fact]
    [Trait("Promise", "M34")]
    public void Material_ShowsAnotherModelsAnswer_AndHidesWhereItCameFrom()
    {
        var payload = JsonDocument.Parse("""{"prompt":"p","a":"one","b":"two","c":"three"}""").RootElement;
        ShownPayload.Of(payload, [new FieldSwap("b", "c")]).GetRawText().ShouldBe("""{"prompt":"p","a":"one","b":"three"}""");
        ShownPayload.Of(payload, [new FieldSwap("b", "missing")]).GetRawText().ShouldBe("""{"prompt":"p","a":"one","b":"two","c":"three"}""");
        ShownPayload.Of(payload, null).ShouldBe(payload);
    }

    private static LeasePins Pins(Random random)
    {
        var limit = random.NextInt64(10_000, 900_000);
        var form = (PayForm)random.Next(1, 4);
        List<PayStep> steps = [new PayStep(0, 1, 1), new PayStep(limit, random.Next(0, 2), 3)];
        if (random.Next(3) == 0) steps.Add(new PayStep(limit + random.Next(1, 500_000), 0, 1));
        return new LeasePins
        {
            TaskTypeId = "free-form",
            TaskTypeVersion = 1,
            GuidelineVersion = 1,
            RateVersion = 1,
            HourlyRate = new(random.NextInt64(1_000_000, 90_000_000)),
            Currency = "USD",
            PayPolicy = new PayPolicy(form, steps, new MicroAmount(random.Next(1, 5_000_000))),
            LimitMs = limit,
            HardLimitMs = limit + random.Next(0, 2_000_000),
            GraceMs = 60_000,
            LateWindowMs = 0,
            WarningMs = 0,
            Overlap = 1,
            StuckAfter = 3,
        };
    }
}
