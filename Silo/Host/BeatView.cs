using Distribution.Grains.Pay;

namespace Distribution.Host;

/// <summary>
/// What one silo knows of a cluster's beats. While it hears nothing it could write nothing either, and can't know whether anybody could: whoever
/// asks it then, as the first after a sleep does, is told of an outage from the last beat until now (docs/decisions/0012).
/// </summary>
/// <param name="time">Its monotonic side goes on while the machine sleeps.</param>
/// <param name="shortest">A shorter silence no clock would notice.</param>
public sealed class BeatView(TimeProvider time, TimeSpan shortest)
{
    private Heard? _heard;

    /// <summary>Whether a beat was heard so short a while ago.</summary>
    public bool IsHeardWithin(TimeSpan age) => Volatile.Read(ref _heard) is { } heard && time.GetElapsedTime(heard.Timestamp) < age;

    /// <summary>Takes what a beat was answered. Returns the newest outage if it was not known before.</summary>
    /// <param name="outages">All that are kept, in any order.</param>
    /// <param name="asked">The timestamp of <see cref="TimeProvider.GetTimestamp"/> when the beat was sent.</param>
    public Outage? Hear(IEnumerable<Outage> outages, long asked)
    {
        var before = Volatile.Read(ref _heard);
        Outage[] sorted = [.. outages.OrderBy(static outage => outage.To)];
        Volatile.Write(ref _heard, new Heard(sorted, asked));
        return sorted is [.., var newest] && (before is null || before.Outages is [] || before.Outages[^1] != newest) ? newest : null;
    }

    /// <summary>The outages that end after <paramref name="from"/>, oldest first; the last may go on.</summary>
    public IReadOnlyList<Outage> Since(DateTimeOffset from)
    {
        if (Volatile.Read(ref _heard) is not { } heard) return [];
        var outages = heard.Outages;
        Outage[] ended = outages.Length == 0 || outages[^1].To <= from ? [] : Array.FindAll(outages, outage => outage.To > from);
        var silence = time.GetElapsedTime(heard.Timestamp);
        if (silence < shortest) return ended;
        var now = time.GetUtcNow();
        return [.. ended, new Outage(now - silence, now)];
    }

    private sealed record Heard(Outage[] Outages, long Timestamp);
}
