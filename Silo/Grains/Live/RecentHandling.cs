using Distribution.Contracts.Live;

namespace Distribution.Grains.Live;

/// <summary>The active times of the last answers, in tenths of a second.</summary>
internal sealed class RecentHandling(int[] stored)
{
    private const int Kept = 500;
    private const int Bins = 24;
    private readonly Queue<int> _tenths = new(stored.TakeLast(Kept));

    /// <summary>An answer was handed in.</summary>
    public void Add(long activeMs)
    {
        _tenths.Enqueue((int)Math.Min(int.MaxValue, activeMs / 100));
        if (_tenths.Count > Kept) _tenths.Dequeue();
    }

    /// <summary>To be stored.</summary>
    public int[] ToState() => [.. _tenths];

    /// <summary>To be shown. The bins reach a little beyond nine of ten, so that a few who forgot their tab do not flatten the picture.</summary>
    public HandlingTimes ToTimes()
    {
        if (_tenths.Count == 0) return new HandlingTimes(0, 0, 0, 0, []);
        int[] sorted = [.. _tenths];
        Array.Sort(sorted);
        var (p50, p90) = (At(sorted, 50), At(sorted, 90));
        var step = Nice(Math.Max(p90 * 3L / 2 / Bins, 10));
        var bins = new int[Bins];
        foreach (var tenths in sorted) bins[(int)Math.Min(Bins - 1, tenths / step)]++;
        return new HandlingTimes(sorted.Length, p50 * 100L, p90 * 100L, step * 100, bins);
    }

    /// <summary>The smallest time that so many of a hundred do not exceed.</summary>
    private static int At(int[] sorted, int percent) => sorted[Math.Max(0, ((sorted.Length * percent) + 99) / 100 - 1)];

    /// <summary>A width that people can read: 1, 2, 5, 10, 15, 30 seconds, or whole minutes.</summary>
    private static long Nice(long tenths)
    {
        foreach (var width in (ReadOnlySpan<long>)[10, 20, 50, 100, 150, 300, 600]) if (tenths <= width) return width;
        return (tenths + 599) / 600 * 600;
    }
}
