using System.Globalization;
using Distribution.Contracts.Reviews;

namespace Distribution.Grains.Reviews;

/// <summary>What one trainer has heard, and what it says about their work. Pure.</summary>
public static class FeedbackCore
{
    /// <summary>What each level asks: so many judged answers, and that accuracy in permille. Speed is no part of it.</summary>
    private static readonly (int Judged, int Permille)[] Levels = [(0, 0), (20, 800), (100, 900), (400, 950)];

    /// <summary>Adds an item. A later verdict on the same answer takes the place of the earlier one, in the list and in the counts.</summary>
    public static FeedbackState Add(FeedbackState state, FeedbackItem item, int itemsKept, int monthsKept)
    {
        if (state.Items.Any(known => known.Id == item.Id)) return state;
        var months = state.Months;
        var earlier = state.Items.FirstOrDefault(known => known.Assignment == item.Assignment && known.Verdict is null == item.Verdict is null);
        if (earlier is not null) months = Count(months, earlier, -1);
        months = Count(months, item, 1);
        return new FeedbackState
        {
            Items = [.. state.Items.Where(known => known != earlier).TakeLast(itemsKept - 1), item],
            Months = [.. months.Where(static month => month is not { Accepted: 0, Returned: 0, Rejected: 0, GoldRight: 0, GoldWrong: 0 }).TakeLast(monthsKept)],
        };
    }

    /// <summary>The level of somebody with these counts. One answer that is right and one that is wrong are added, so that few answers prove little.</summary>
    public static ExperienceLevel LevelOf(IReadOnlyList<AccuracyMonth> months)
    {
        var right = months.Sum(static month => month.Accepted + month.GoldRight);
        var judged = right + months.Sum(static month => month.Returned + month.Rejected + month.GoldWrong);
        var permille = (right + 1) * 1000 / (judged + 2);
        var level = Array.FindLastIndex(Levels, step => judged >= step.Judged && permille >= step.Permille);
        var next = level + 1 < Levels.Length ? Levels[level + 1] : default((int Judged, int Permille)?);
        return new ExperienceLevel(level + 1, judged, permille, next?.Judged, next?.Permille);
    }

    private static IReadOnlyList<AccuracyMonth> Count(IReadOnlyList<AccuracyMonth> months, FeedbackItem item, int by)
    {
        var name = item.At.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var present = months.FirstOrDefault(month => month.Month == name && month.Project == item.Task.Project);
        var counted = present ?? new AccuracyMonth(name, item.Task.Project, 0, 0, 0, 0, 0);
        counted = (item.Verdict, item.IsGoldRight) switch
        {
            (Verdict.Accepted, _) => counted with { Accepted = counted.Accepted + by },
            (Verdict.Returned, _) => counted with { Returned = counted.Returned + by },
            (Verdict.Rejected, _) => counted with { Rejected = counted.Rejected + by },
            (_, true) => counted with { GoldRight = counted.GoldRight + by },
            _ => counted with { GoldWrong = counted.GoldWrong + by },
        };
        return present is null ? [.. months, counted] : [.. months.Select(month => month == present ? counted : month)];
    }
}
