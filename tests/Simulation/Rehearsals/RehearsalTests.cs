using System.Diagnostics;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;
using Distribution.Grains.Common;
using Distribution.Grains.Rehearsals;
using Distribution.Host.Standalone.Rehearsals;

namespace Distribution.Tests.Simulation.Rehearsals;

/// <summary>Alone, after the others: a rehearsal is promised a time, and takes a share of one processor only.</summary>
[CollectionDefinition(nameof(RehearsalTests), DisableParallelization = true)]
[Collection(nameof(RehearsalTests))]
public sealed class RehearsalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 1)]
    [InlineData(5, 5)]
    [Trait("Promise", "M30")]
    public async Task Replay_WithoutAChange_IsTheDayThatWas(int seed, int overlap)
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(seed, Leases: 600, Overlap: overlap));
        HasAllSorts(past);
        var view = await RunAsync(past, past.Settings);
        output.WriteLine($"{view.Happened}");
        view.Check.ShouldNotBeNull().Examples.ShouldBeEmpty();
        view.Check.Differing.ShouldBe(0);
        view.Check.Compared.ShouldBe(past.Assignments.Count);
        view.Check.Cost.ShouldBe(view.Happened!.Cost);
        Flat(view.Rehearsed!).ShouldBe(Flat(view.Happened));
        view.Effects.ShouldBe(new RehearsalEffects(0, 0, 0, 0, 0, 0, 0));
    }

    [Fact]
    [Trait("Promise", "M31")]
    public async Task Replay_OfTenThousand_IsTheDayThatWas_InHalfAMinute()
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(7, Trainers: 150, Leases: 10_000));
        past.Assignments.Count.ShouldBeGreaterThanOrEqualTo(10_000);
        var began = Stopwatch.GetTimestamp();
        var view = await RunAsync(past, past.Settings with { Overlap = past.Settings.Overlap });
        var took = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"{past.Assignments.Count} assignments in {took.TotalSeconds:0.0} s");
        view.Check.ShouldNotBeNull().Examples.ShouldBeEmpty();
        view.Rehearsed!.Cost.ShouldBe(view.Happened!.Cost);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    [Trait("Promise", "M32")]
    public async Task Rehearsal_OfAShorterLimit_PaysLess_AndEndsLeasesEarlier()
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(11, Leases: 500));
        var view = await RunAsync(past, past.Settings with { LimitMs = 120_000, HardLimitMs = 200_000, PayPolicy = PayPolicy.Standard(120_000) });
        var (was, now, effects) = (view.Happened!, view.Rehearsed!, view.Effects!);
        view.Changes.Select(static change => change.Setting).ShouldBe(["hardLimitMs", "limitMs", "payPolicy"]);
        view.Check!.Differing.ShouldBe(0);
        now.Cost.ShouldBeLessThan(was.Cost);
        effects.PaidLess.ShouldBeGreaterThan(effects.PaidMore);
        now.LateShare!.Value.ShouldBeGreaterThan(was.LateShare!.Value);
        effects.NowLate.ShouldBeGreaterThan(0);
        now.Earnings.P50.ShouldBeLessThan(was.Earnings.P50);
    }

    [Fact]
    [Trait("Promise", "M32")]
    public async Task Rehearsal_OfAHigherRate_CostsInItsRatio_AndLeavesPersonalOffers()
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(12, Leases: 500));
        var rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(past.Settings.Rates[RateTier.Generalist].Micros * 2) };
        var view = await RunAsync(past, past.Settings with { Rates = rates });
        view.Changes.Select(static change => change.Setting).ShouldBe(["rates"]);
        (view.Rehearsed!.Answers, view.Rehearsed.Expired, view.Rehearsed.LateShare).ShouldBe((view.Happened!.Answers, view.Happened.Expired, view.Happened.LateShare));
        var offered = past.Assignments.Where(assignment => past.Trainers[assignment.Fate.Id.Worker].HasOffer).Sum(static assignment => assignment.Fate.Amount.Micros);
        offered.ShouldBeGreaterThan(0);
        var expected = offered + (2 * (view.Happened.Cost.Micros - offered));
        Math.Abs(view.Rehearsed.Cost.Micros - expected).ShouldBeLessThan(2 * past.Assignments.Count);
    }

    [Fact]
    [Trait("Promise", "M32")]
    public async Task Rehearsal_OfANewNeed_LeavesOutWhoDoesNotMeetIt()
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(13, Leases: 300));
        var view = await RunAsync(past, past.Settings with { Needs = new Needs(["cred:law"], []) });
        (view.Rehearsed!.Leases, view.Rehearsed.NotLeased, view.Rehearsed.Cost).ShouldBe((0, past.Assignments.Count, MicroAmount.Zero));
        view.Effects!.NotLeased.ShouldBe(past.Assignments.Count);
    }

    [Fact]
    [Trait("Promise", "M32")]
    public async Task Rehearsal_OfANewRule_LetsTheRuleRun()
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(14, Leases: 300));
        var view = await RunAsync(past, past.Settings with { RateRule = new RateRule(60_000, 30_000, 50, 500, 60_000) });
        view.Rehearsed!.Cost.ShouldBeGreaterThan(view.Happened!.Cost);
        view.Effects!.PaidMore.ShouldBeGreaterThan(past.Assignments.Count / 2);
    }

    [Fact]
    [Trait("Promise", "M33")]
    public async Task Rehearsal_IsStopped()
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(15, Leases: 300));
        using var stop = new CancellationTokenSource();
        var looks = 0;
        await Should.ThrowAsync<OperationCanceledException>(() => OnAThreadAsync(() => new Rehearsal(past, Change.None(past.Settings), new LeaseOptions()).Run(
            _ =>
            {
                if (++looks == 20) stop.Cancel();
            },
            stop.Token)));
        looks.ShouldBeLessThan(60);
    }

    /// <summary>A day that lacks one of these would show nothing.</summary>
    private static void HasAllSorts(Past past)
    {
        var fates = past.Assignments.Select(static assignment => assignment.Fate).ToList();
        fates.Count(static fate => fate.End == Contracts.History.EventKind.Expired).ShouldBeGreaterThan(0);
        fates.Count(static fate => fate.Late is not null).ShouldBeGreaterThan(0);
        fates.Count(static fate => fate.End == Contracts.History.EventKind.Withdrawn).ShouldBeGreaterThan(0);
        past.Assignments.Select(static assignment => assignment.Pins.HourlyRate).Distinct().Count().ShouldBeGreaterThan(2);
        past.Outages.ShouldNotBeEmpty();
        foreach (var kind in Enum.GetValues<Contracts.Ledger.TimeKind>())
            past.Assignments.Count(assignment => assignment.Trace.Any(segment => segment.Kind == kind)).ShouldBeGreaterThan(0, kind.ToString());
    }

    private static string Flat(RehearsalFigures figures) => System.Text.Json.JsonSerializer.Serialize(figures);

    private static async Task<RehearsalView> RunAsync(Past past, ProjectSettings settings)
    {
        var view = await PastRehearsal.RunAsync(past, settings);
        view.State.ShouldBe(RehearsalState.Done);
        return view;
    }

    private static Task OnAThreadAsync(Action run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
