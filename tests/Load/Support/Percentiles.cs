namespace Distribution.Load.Support;

/// <summary>Latencies from many tasks at once.</summary>
internal sealed class Percentiles
{
    private readonly Lock _gate = new();
    private readonly List<double> _all = [];

    public int Count
    {
        get
        {
            lock (_gate) return _all.Count;
        }
    }

    public void Add(TimeSpan latency)
    {
        lock (_gate) _all.Add(latency.TotalMilliseconds);
    }

    /// <summary>Forgets what came before: the warm-up.</summary>
    public void Clear()
    {
        lock (_gate) _all.Clear();
    }

    /// <summary>The latency that this share stays below; 0 when nothing was measured.</summary>
    public double At(double share)
    {
        lock (_gate)
        {
            if (_all.Count == 0) return 0;
            _all.Sort();
            return Math.Round(_all[Math.Min(_all.Count - 1, (int)(_all.Count * share))], 2);
        }
    }
}
