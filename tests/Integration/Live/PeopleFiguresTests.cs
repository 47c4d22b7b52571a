using Distribution.Contracts;
using Distribution.Contracts.People;
using Distribution.Web.People;

namespace Distribution.Tests.Integration.Live;

/// <summary>How a project's trainers are distributed.</summary>
public sealed class PeopleFiguresTests
{
    [Fact, Trait("Promise", "M18")]
    public void Histograms_HoldEverybodyWhoHasTheFigure_EachOnce()
    {
        List<PersonView> rows = [.. Enumerable.Range(0, 100).Select(static i => PeopleFigures.Of(
            Person(i, answers: i, accepted: i % 10, rejected: i % 3, medianMs: i * 1000, spread: i < 50 ? null : i * 20), (i % 4, 0), null))];
        PeopleFigures.Pace(rows).People.Sum().ShouldBe(99, "one has handed in nothing");
        PeopleFigures.Spread(rows).People.Sum().ShouldBe(50);
        PeopleFigures.Accuracy(rows).People.Sum().ShouldBe(rows.Count(static row => row.Judged >= 5));
        var pace = PeopleFigures.Pace(rows);
        for (var bin = 0; bin < pace.From.Count; bin++)
        {
            var (from, to) = (pace.From[bin], bin + 1 < pace.From.Count ? pace.From[bin + 1] : double.MaxValue);
            pace.People[bin].ShouldBe(rows.Count(row => row.Figures.MedianMs > 0 && row.Figures.MedianMs >= from && row.Figures.MedianMs < to));
        }

        PeopleFigures.Pace([]).People.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "M18")]
    public void Lists_PutThoseWithoutTheFigureLast()
    {
        List<PersonView> rows =
        [
            PeopleFigures.Of(Person(1, 9, 9, 0, 5000, null), (0, 0), null), PeopleFigures.Of(Person(2, 8, 1, 4, 9000, null), (0, 0), null),
            PeopleFigures.Of(Person(3, 7, 0, 1, 0, null), (0, 0), null), PeopleFigures.Of(Person(4, 6, 0, 0, 3000, null), (4, 1), null),
        ];
        Order("accuracy").ShouldBe(["w2", "w4", "w1", "w3"]);
        Order("pace").ShouldBe(["w4", "w1", "w2", "w3"]);
        Order("answers").ShouldBe(["w1", "w2", "w3", "w4"]);
        rows[3].AccuracyPermille.ShouldBe(800);

        IEnumerable<string> Order(string by) => PeopleFigures.Sort(rows, by).Select(static row => row.Figures.Worker.Value);
    }

    private static PersonFigures Person(int i, int answers, int accepted, int rejected, long medianMs, int? spread) => new(
        new WorkerId($"w{i}"), answers, 0, 0, 0, accepted, 0, rejected, medianMs * answers, MicroAmount.Zero, medianMs, spread, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(i));
}
