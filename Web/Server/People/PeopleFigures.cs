using Distribution.Contracts.Live;
using Distribution.Contracts.People;

namespace Distribution.Web.People;

/// <summary>One trainer in a project.</summary>
/// <param name="Figures">What they have done.</param>
/// <param name="DisplayName">What they are called.</param>
/// <param name="GoldRight">Gold tasks answered rightly.</param>
/// <param name="GoldWrong">Gold tasks answered wrongly.</param>
/// <param name="Judged">Answers that a review or a gold task has judged.</param>
/// <param name="AccuracyPermille">Of these, those that were right; null below one.</param>
/// <param name="Hurried">Answers that came faster than anybody reads, with the evidence; null for none.</param>
public sealed record PersonView(
    PersonFigures Figures, string DisplayName, int GoldRight, int GoldWrong, int Judged, int? AccuracyPermille, HurriedTrainer? Hurried);

/// <summary>How many people lie where. <paramref name="From"/> are the lower ends of the bins; the last bin has no upper end.</summary>
public sealed record Histogram(IReadOnlyList<double> From, IReadOnlyList<int> People);

/// <summary>The trainers of a project.</summary>
/// <param name="Total">How many have ever held a task here.</param>
/// <param name="Pace">Their median handling times, in milliseconds.</param>
/// <param name="Accuracy">The accuracy of those with at least five judged answers, in permille.</param>
/// <param name="Spread">How uneven the pace of those with at least ten answers is, in percent.</param>
/// <param name="People">A page of them.</param>
public sealed record PeopleView(int Total, Histogram Pace, Histogram Accuracy, Histogram Spread, IReadOnlyList<PersonView> People);

/// <summary>Figures of a project's trainers, and how they are distributed. Pure.</summary>
public static class PeopleFigures
{
    /// <summary>From how many judged answers on an accuracy says something.</summary>
    public const int JudgedMin = 5;

    private const int PaceBins = 12;

    /// <summary>What a list may be sorted by.</summary>
    public static IReadOnlyList<string> Sorts { get; } = ["answers", "pace", "accuracy", "hurried", "last"];

    /// <summary>One trainer's row.</summary>
    public static PersonView Of(PersonFigures figures, (int Right, int Wrong) gold, HurriedTrainer? hurried)
    {
        var right = figures.Accepted + gold.Right;
        var judged = right + figures.Returned + figures.Rejected + gold.Wrong;
        return new PersonView(figures, "", gold.Right, gold.Wrong, judged, judged == 0 ? null : right * 1000 / judged, hurried);
    }

    /// <summary>The rows in an order; whoever lacks the figure comes last.</summary>
    public static IEnumerable<PersonView> Sort(IEnumerable<PersonView> rows, string by) => by switch
    {
        "pace" => rows.OrderBy(static row => row.Figures.MedianMs == 0).ThenBy(static row => row.Figures.MedianMs),
        "accuracy" => rows.OrderBy(static row => row.Judged < JudgedMin).ThenBy(static row => row.AccuracyPermille),
        "hurried" => rows.OrderByDescending(static row => row.Hurried?.Hurried ?? 0).ThenByDescending(static row => row.Figures.Answers),
        "last" => rows.OrderByDescending(static row => row.Figures.LastAt),
        _ => rows,
    };

    /// <summary>Median times in equal bins from zero, the last one for all that take longer than twice the median of all.</summary>
    public static Histogram Pace(IReadOnlyList<PersonView> rows)
    {
        List<long> times = [.. rows.Select(static row => row.Figures.MedianMs).Where(static ms => ms > 0).Order()];
        if (times.Count == 0) return new Histogram([], []);
        var step = Math.Max(1000, Math.Ceiling(times[times.Count / 2] * 2.0 / PaceBins / 1000) * 1000);
        return Count([.. Enumerable.Range(0, PaceBins + 1).Select(bin => bin * step)], times.Select(static ms => (double)ms));
    }

    /// <summary>Accuracy in tenths.</summary>
    public static Histogram Accuracy(IReadOnlyList<PersonView> rows) =>
        Of([0, 100, 200, 300, 400, 500, 600, 700, 800, 900], rows.Where(static row => row.Judged >= JudgedMin).Select(static row => (double)Math.Min(999, row.AccuracyPermille!.Value)));

    /// <summary>Unevenness: twice as long is 100.</summary>
    public static Histogram Spread(IReadOnlyList<PersonView> rows) =>
        Of([0, 50, 100, 200, 300, 400, 600, 800, 1200], rows.Where(static row => row.Figures.SpreadPercent is not null).Select(static row => (double)row.Figures.SpreadPercent!.Value));

    private static Histogram Of(IReadOnlyList<double> from, IEnumerable<double> values)
    {
        List<double> all = [.. values];
        return all.Count == 0 ? new Histogram([], []) : Count(from, all);
    }

    private static Histogram Count(IReadOnlyList<double> from, IEnumerable<double> values)
    {
        var people = new int[from.Count];
        foreach (var value in values)
        {
            var bin = from.Count - 1;
            while (bin > 0 && from[bin] > value) bin--;
            people[bin]++;
        }

        return new Histogram(from, people);
    }
}
