using Distribution.Contracts.Live;

namespace Distribution.Web.Live;

/// <summary>
/// Looks ahead from the answers of the last hour. Answers come in bursts, so their spread is taken from the minutes themselves: a count whose
/// variance is so many times its mean. Pure.
/// </summary>
public static class Forecasts
{
    /// <summary>Fewer minutes than this tell nothing.</summary>
    public const int MinutesMin = 3;

    private const int MinutesMax = 60;

    /// <summary>Nine times in ten a normal number is less than so many deviations above its mean.</summary>
    private const double NineInTen = 1.2816;

    private static readonly TimeSpan LongestAhead = TimeSpan.FromDays(3650);

    /// <summary>The forecast; null when nothing is left, nothing came in the hour, or too few minutes are known.</summary>
    public static Forecast? Of(IReadOnlyList<LivePoint> minutes, long remaining, DateTimeOffset now)
    {
        if (remaining <= 0 || minutes.Count == 0) return null;
        var counts = Counts(minutes, now);
        if (counts.Length < MinutesMin) return null;
        var mean = counts.Average();
        if (mean <= 0) return null;
        var variance = counts.Sum(count => (count - mean) * (count - mean)) / Math.Max(1, counts.Length - 1);
        var deviation = Math.Sqrt(Math.Max(variance, mean) / counts.Length);
        var slow = mean - (NineInTen * deviation);
        return new Forecast(
            remaining, mean * 60, After(now, remaining / (mean + (NineInTen * deviation))), After(now, remaining / mean), slow > 0 ? After(now, remaining / slow) : null);
    }

    /// <summary>Answers of each whole minute of the last hour, from the first minute that anything happened in; quiet minutes count as none.</summary>
    private static double[] Counts(IReadOnlyList<LivePoint> minutes, DateTimeOffset now)
    {
        var current = Minute(now);
        var first = Math.Max(current - MinutesMax, Minute(minutes[0].At));
        if (first >= current) return [];
        var counts = new double[current - first];
        foreach (var point in minutes)
            if (Minute(point.At) - first is >= 0 and var at && at < counts.Length) counts[at] += point.Submitted + point.Late;
        return counts;
    }

    private static long Minute(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 60_000;

    private static DateTimeOffset After(DateTimeOffset now, double minutes) =>
        minutes >= LongestAhead.TotalMinutes ? now + LongestAhead : now + TimeSpan.FromMinutes(minutes);
}
