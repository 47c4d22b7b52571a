using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;
using Distribution.Grains.Rehearsals;

namespace Distribution.Tests.Unit.Rehearsals;

public sealed class FiguresTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Promise", "M32")]
    public void Figures_CountWhatFatesSay()
    {
        var figures = Figures.Of(
        [
            (Fate("a", 1, EventKind.Submitted, 60_000, 100), 90_000),
            (Fate("a", 2, EventKind.Submitted, 100_000, 150), 90_000),
            (Fate("b", 1, EventKind.Expired, 50_000, 80) with { Late = EventKind.SubmittedLate, LateAt = Start.AddHours(2), Amount = new(81) }, 90_000),
            (Fate("b", 2, EventKind.Skipped, 10_000, 10), 90_000),
            (null, 90_000),
        ]);
        (figures.Leases, figures.NotLeased, figures.Answers, figures.LateAnswers, figures.PastLimit, figures.Expired, figures.GivenBack).ShouldBe((4, 1, 3, 1, 1, 1, 1));
        figures.LateShare.ShouldBe(2.0 / 3);
        (figures.Cost, figures.CostPerAnswer).ShouldBe((new MicroAmount(341), new MicroAmount(114)));
        figures.LastAnswerAt.ShouldBe(Start.AddHours(2));
        figures.Hours.Select(static hour => (hour.Answers, hour.Cost.Micros)).ShouldBe([(2, 260), (1, 81)]);
        figures.Earnings.ShouldBe(new Percentiles(91, 91, 91, 250, 250));
    }

    [Fact]
    [Trait("Promise", "M30")]
    public void Check_NamesWhatDiffers_ToTheMicroUnit()
    {
        var happened = Fate("a", 1, EventKind.Submitted, 60_000, 100);
        Figures.Check([happened], [happened]).Differing.ShouldBe(0);
        foreach (var other in new[] { happened with { Amount = new(101) }, happened with { EndedAt = happened.EndedAt.AddTicks(1) }, happened with { Task = 8 }, null })
            Figures.Check([happened], [other]).Examples.Single().Assignment.ShouldBe(happened.Id);
    }

    [Fact]
    [Trait("Promise", "M32")]
    public void Change_KeepsWhatItDoesNotTouch_AndChangesRatesInTheirRatio()
    {
        var before = new ProjectSettings { Title = "t", TaskTypeId = "free-form", PayPolicy = PayPolicy.Standard(600_000), Rates = Rates(10_000_000) };
        var change = new Change(before, before with { Rates = Rates(12_000_000), Title = "other" });
        change.Settings.Select(static one => one.Setting).ShouldBe(["rates"]);
        change.RateOf(new PastTrainer([], RateTier.Generalist, HasOffer: false), new MicroAmount(11_000_000)).ShouldBe(new MicroAmount(13_200_000));
        change.RateOf(new PastTrainer([], RateTier.Generalist, HasOffer: true), new MicroAmount(11_000_000)).ShouldBe(new MicroAmount(11_000_000));
        Change.None(before).RateOf(new PastTrainer([], RateTier.Generalist, HasOffer: false), new MicroAmount(9)).ShouldBe(new MicroAmount(9));
    }

    private static Dictionary<RateTier, MicroAmount> Rates(long micros) => new() { [RateTier.Generalist] = new(micros) };

    private static Fate Fate(string worker, int n, EventKind end, long activeMs, long micros) => new(new AssignmentId(new WorkerId(worker), n), n, Start)
    {
        End = end,
        EndedAt = Start.AddMilliseconds(activeMs),
        ActiveMs = activeMs,
        Amount = new MicroAmount(micros),
    };
}
