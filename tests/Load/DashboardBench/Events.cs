namespace Distribution.Load.DashboardBench;

/// <summary>
/// When each answer was acknowledged, and what a dashboard said when. The n-th answer is on a dashboard when that says n or more: nothing of the
/// product is asked but what its users see.
/// </summary>
internal sealed class Events
{
    private readonly Lock _gate = new();
    private readonly List<DateTime> _acknowledged = [];

    /// <summary>How many so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _acknowledged.Count;
        }
    }

    public void Acknowledge()
    {
        var now = DateTime.UtcNow;
        lock (_gate) _acknowledged.Add(now);
    }

    /// <summary>From the acknowledgement of each answer between two counts to its sighting; those that were never seen count until <paramref name="end"/>.</summary>
    public IEnumerable<TimeSpan> Latencies(Sightings sightings, int from, int to, DateTime end)
    {
        List<DateTime> acknowledged;
        lock (_gate) acknowledged = [.. _acknowledged];
        acknowledged.Sort();
        var seen = sightings.All();
        var next = 0;
        for (var n = from; n < Math.Min(to, acknowledged.Count); n++)
        {
            while (next < seen.Count && seen[next].Count <= n) next++;
            var at = next < seen.Count ? seen[next].At : end;
            // A push may overtake the answer's own reply.
            yield return at > acknowledged[n] ? at - acknowledged[n] : TimeSpan.Zero;
        }
    }
}

/// <summary>What one dashboard said: the answers so far, and when.</summary>
internal sealed class Sightings
{
    private readonly Lock _gate = new();
    private readonly List<(DateTime At, long Count)> _all = [];

    public void See(DateTime at, long count)
    {
        lock (_gate) _all.Add((at, count));
    }

    public IReadOnlyList<(DateTime At, long Count)> All()
    {
        lock (_gate) return [.. _all];
    }
}
