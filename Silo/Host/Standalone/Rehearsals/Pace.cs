using System.Diagnostics;

namespace Distribution.Host.Standalone.Rehearsals;

/// <summary>Keeps a thread to a share of one core: it works for a while, then sleeps. Priorities of threads mean nothing on Linux.</summary>
/// <param name="percent">The share; 100 never sleeps.</param>
internal sealed class Pace(int percent)
{
    private static readonly TimeSpan Stretch = TimeSpan.FromMilliseconds(20);
    private long _began = Stopwatch.GetTimestamp();

    /// <summary>Sleeps if it is time to.</summary>
    public void Rest()
    {
        var worked = Stopwatch.GetElapsedTime(_began);
        if (percent >= 100 || worked < Stretch) return;
        Thread.Sleep(worked * ((100.0 - percent) / percent));
        _began = Stopwatch.GetTimestamp();
    }
}
