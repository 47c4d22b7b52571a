using Distribution.Contracts;
using Distribution.Contracts.Rehearsals;

namespace Distribution.Grains.Rehearsals;

/// <summary>What a course of events comes to. Pure.</summary>
public static class Figures
{
    private const int ExamplesMax = 20;

    /// <summary>The figures of fates, each with the limit that it was leased with; null fates were asked for and not leased.</summary>
    public static RehearsalFigures Of(IReadOnlyList<(Fate? Fate, long LimitMs)> all)
    {
        var leased = all.Where(static entry => entry.Fate is not null).Select(static entry => (Fate: entry.Fate!, entry.LimitMs)).ToList();
        var answers = leased.Where(static entry => entry.Fate.HasAnswer).ToList();
        var used = answers.Where(static entry => entry.Fate.IsUsed).Select(static entry => entry.Fate).ToList();
        var cost = Sum(leased.Select(static entry => entry.Fate.Amount));
        var past = answers.Count(static entry => entry.Fate.ActiveMs > entry.LimitMs);
        var late = answers.Count(static entry => entry.Fate.Late is not null || entry.Fate.ActiveMs > entry.LimitMs);
        var trainers = leased.GroupBy(static entry => entry.Fate.Id.Worker)
            .Select(static group => (Earned: Sum(group.Select(static entry => entry.Fate.Amount)), ActiveMs: group.Sum(static entry => entry.Fate.ActiveMs)))
            .Where(static trainer => trainer.Earned.Micros > 0).ToList();
        return new RehearsalFigures(
            leased.Count, all.Count - leased.Count, used.Count, used.Count(static fate => fate.Late is not null), answers.Count - used.Count, past,
            answers.Count == 0 ? null : (double)late / answers.Count, leased.Count(static entry => entry.Fate.End == Contracts.History.EventKind.Expired),
            leased.Count(static entry => IsGivenBack(entry.Fate)), cost, used.Count == 0 ? null : HalfEven(cost.Micros, used.Count),
            used.Count == 0 ? null : used.Max(static fate => fate.AnsweredAt), Hours(leased.Select(static entry => entry.Fate)),
            Percentile([.. answers.Select(static entry => entry.Fate.ActiveMs)]), Percentile([.. trainers.Select(static trainer => trainer.Earned.Micros)]),
            Percentile([.. trainers.Where(static trainer => trainer.ActiveMs > 0).Select(static trainer => (long)((Int128)trainer.Earned.Micros * 3_600_000 / trainer.ActiveMs))]),
            trainers.Count);
    }

    /// <summary>The replay without a change, beside what happened.</summary>
    public static RehearsalCheck Check(IReadOnlyList<Fate> happened, IReadOnlyList<Fate?> replayed)
    {
        var differing = new List<RehearsalDifference>();
        for (var i = 0; i < happened.Count; i++)
        {
            var (was, now) = (happened[i].ToString(), replayed[i]?.ToString() ?? "not leased");
            if (was != now) differing.Add(new RehearsalDifference(happened[i].Id, happened[i].Task, was, now));
        }

        return new RehearsalCheck(happened.Count, differing.Count, Sum(replayed.OfType<Fate>().Select(static fate => fate.Amount)), [.. differing.Take(ExamplesMax)]);
    }

    /// <summary>What the change does to single assignments.</summary>
    public static RehearsalEffects Effects(IReadOnlyList<Fate> happened, IReadOnlyList<Fate?> rehearsed)
    {
        var pairs = happened.Zip(rehearsed).ToList();
        int Count(Func<Fate, Fate, bool> isSo) => pairs.Count(pair => pair.Second is { } now && isSo(pair.First, now));
        return new RehearsalEffects(
            pairs.Count(static pair => pair.Second is null),
            Count(static (was, now) => was.Task != now.Task),
            Count(static (was, now) => was.HasAnswer && was.Late is null && now.Late is not null),
            Count(static (was, now) => was.Late is not null && now is { HasAnswer: true, Late: null }),
            pairs.Count(static pair => pair.First.IsUsed && pair.Second is not { IsUsed: true }),
            Count(static (was, now) => now.Amount > was.Amount),
            pairs.Count(static pair => (pair.Second?.Amount ?? MicroAmount.Zero) < pair.First.Amount));
    }

    /// <summary>Nearest rank: the smallest value that at least this share of the values do not exceed.</summary>
    internal static Percentiles Percentile(List<long> values)
    {
        values.Sort();
        long At(int percent) => values.Count == 0 ? 0 : values[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * values.Count) - 1)];
        return new Percentiles(At(10), At(25), At(50), At(75), At(90));
    }

    private static bool IsGivenBack(Fate fate) =>
        fate.End is Contracts.History.EventKind.Released or Contracts.History.EventKind.Skipped or Contracts.History.EventKind.Reported;

    private static List<RehearsalHour> Hours(IEnumerable<Fate> leased)
    {
        var hours = new SortedDictionary<long, (int Answers, long Cost)>();
        foreach (var fate in leased.Where(static fate => fate.End is not null))
        {
            var hour = fate.AnsweredAt.UtcTicks / TimeSpan.TicksPerHour;
            var (answers, cost) = hours.GetValueOrDefault(hour);
            hours[hour] = (answers + (fate.IsUsed ? 1 : 0), cost + fate.Amount.Micros);
        }

        return [.. hours.Select(static hour => new RehearsalHour(new DateTimeOffset(hour.Key * TimeSpan.TicksPerHour, TimeSpan.Zero), hour.Value.Answers, new MicroAmount(hour.Value.Cost)))];
    }

    private static MicroAmount Sum(IEnumerable<MicroAmount> amounts)
    {
        var sum = MicroAmount.Zero;
        foreach (var amount in amounts) sum += amount;
        return sum;
    }

    private static MicroAmount HalfEven(long micros, int parts)
    {
        var (quotient, rest) = Math.DivRem(micros, parts);
        var twice = rest * 2;
        return new MicroAmount(twice > parts || (twice == parts && quotient % 2 != 0) ? quotient + 1 : quotient);
    }
}
