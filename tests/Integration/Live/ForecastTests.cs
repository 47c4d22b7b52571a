using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Web.Live;

namespace Distribution.Tests.Integration.Live;

public sealed class ForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    [Fact, Trait("Promise", "M4")]
    public void SteadyWork_IsForecastFromItsPace_WithABandThatNarrowsWithWhatIsKnown()
    {
        var hour = Forecasts.Of(Minutes(60, static _ => 10), remaining: 600, Now).ShouldNotBeNull();
        hour.PerHour.ShouldBe(600, 0.001);
        (hour.Likely - Now).TotalMinutes.ShouldBe(60, 0.01);
        hour.Earliest.ShouldBeLessThan(hour.Likely);
        hour.Latest!.Value.ShouldBeGreaterThan(hour.Likely);
        var early = Forecasts.Of(Minutes(5, static _ => 10), remaining: 600, Now).ShouldNotBeNull();
        (early.Latest!.Value - early.Earliest).ShouldBeGreaterThan(hour.Latest.Value - hour.Earliest);
    }

    [Fact, Trait("Promise", "M4")]
    public void QuietMinutes_CountAsNone_AndBurstsWidenTheBand()
    {
        var steady = Forecasts.Of(Minutes(60, static _ => 6), 600, Now).ShouldNotBeNull();
        var bursts = Forecasts.Of(Minutes(60, static minute => minute % 6 == 0 ? 36 : 0), 600, Now).ShouldNotBeNull();
        bursts.PerHour.ShouldBe(steady.PerHour, 0.001);
        (bursts.Likely - steady.Likely).TotalSeconds.ShouldBe(0, 0.5);
        bursts.Earliest.ShouldBeLessThan(steady.Earliest);
        (bursts.Latest is null || bursts.Latest > steady.Latest).ShouldBeTrue();
    }

    /// <summary>Work whose minutes are drawn at random is done within the band in about eight of ten cases.</summary>
    [Fact, Trait("Promise", "M4")]
    public void Band_HoldsTheEndInAboutEightOfTenCases()
    {
        var random = new Random(20260301);
        var within = 0;
        const int Runs = 2_000;
        for (var run = 0; run < Runs; run++)
        {
            var forecast = Forecasts.Of(Minutes(60, _ => Poisson(random, 8)), remaining: 4_000, Now)!;
            // What is left takes as long as its true pace says; 4,000 answers hardly stray from it.
            var end = Now.AddMinutes(4_000 / 8.0);
            if (end >= forecast.Earliest && (forecast.Latest is null || end <= forecast.Latest)) within++;
        }

        ((double)within / Runs).ShouldBeInRange(0.75, 0.88);
    }

    [Fact, Trait("Promise", "M4")]
    public void TooLittle_IsNoForecast()
    {
        Forecasts.Of([], 5, Now).ShouldBeNull();
        Forecasts.Of(Minutes(2, static _ => 9), 5, Now).ShouldBeNull("two minutes tell nothing");
        Forecasts.Of(Minutes(60, static _ => 0), 5, Now).ShouldBeNull("nothing came");
        Forecasts.Of(Minutes(60, static _ => 9), 0, Now).ShouldBeNull("nothing is left");
    }

    [Fact, Trait("Promise", "M5")]
    public void Advice_NamesWhatIsBeyondItsBound_MostUrgentFirst()
    {
        var live = Snapshot(active: 0, handling: new HandlingTimes(100, 300_000, 900_000, 60_000, [100]));
        var shares = new EndShares(100, 60, 8, 12, 20, 0, 30);
        var advice = Advisor.Look(
            Settings(), live, new QueueCounts(50, 40, 0, 5, 5, 0), waiting: 0, new MoneyPulse(new(10), new(5), new(0), new MicroAmount(11)), shares);
        advice.Select(static each => each.Code).ShouldBe(
        [
            AdviceCode.BudgetShort, AdviceCode.NobodyWorks, AdviceCode.StuckTasks, AdviceCode.ManyExpire, AdviceCode.ManySkip, AdviceCode.ManyLate, AdviceCode.LimitTight,
        ]);
        advice.Single(static each => each.Code == AdviceCode.ManyExpire).Value.ShouldBe(0.12);
    }

    [Fact, Trait("Promise", "M5")]
    public void Advice_StaysQuiet_WhenAllIsWellOrTooLittleIsKnown()
    {
        var live = Snapshot(active: 4, handling: new HandlingTimes(100, 200_000, 400_000, 60_000, [100]));
        var queue = new QueueCounts(50, 40, 5, 5, 0, 0);
        var money = new MoneyPulse(new(10), new(5), new(0), new MicroAmount(9));
        Advisor.Look(Settings(), live, queue, 0, money, new EndShares(100, 97, 1, 1, 1, 0, 0)).ShouldBeEmpty();
        Advisor.Look(Settings(), live, queue, 0, money, new EndShares(10, 0, 0, 10, 0, 0, 0)).ShouldBeEmpty("ten leases say nothing of a share");
    }

    private static ProjectSettings Settings() => new()
    {
        Title = "t",
        TaskTypeId = "free-form",
        Status = ProjectStatus.Live,
        LimitMs = 600_000,
        PayPolicy = PayPolicy.Standard(600_000),
        Rates = new Dictionary<RateTier, MicroAmount>(),
    };

    private static LiveSnapshot Snapshot(int active, HandlingTimes handling) =>
        new(new ProjectId("p"), "e", 1, Now, new Dictionary<string, long>(), active, 0, [], MicroAmount.Zero, 0, handling);

    /// <summary>The last whole minutes before now; minutes without an answer are left out, as the series does.</summary>
    private static List<LivePoint> Minutes(int count, Func<int, int> answers) =>
        [.. Enumerable.Range(0, count).Select(i => Point(Now.AddSeconds(-30).AddMinutes(i - count), answers(i))).Where((point, i) => i == 0 || point.Submitted > 0)];

    private static LivePoint Point(DateTimeOffset at, long submitted) => new(at, submitted, submitted, 0, 0, 0, 0, 0, 0, 0, 0, MicroAmount.Zero, 0);

    private static int Poisson(Random random, double mean)
    {
        var (count, product, bound) = (0, random.NextDouble(), Math.Exp(-mean));
        for (; product > bound; count++) product *= random.NextDouble();
        return count;
    }
}
