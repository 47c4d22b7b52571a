using System.Diagnostics.Metrics;

namespace Distribution.ServiceDefaults.Metrics;

/// <summary>How an instrument's values add up.</summary>
public enum SeriesKind
{
    /// <summary>Only rises.</summary>
    Counter = 1,

    /// <summary>Rises and falls.</summary>
    Gauge = 2,

    /// <summary>Sum, count and buckets.</summary>
    Histogram = 3,
}

/// <summary>One label set of one instrument. Changed by any thread, under its own lock.</summary>
public sealed class Series(string labels, double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _sum;
    private long _count;

    /// <summary>The labels as they are written, without braces.</summary>
    public string Labels { get; } = labels;

    /// <summary>The upper bounds of the buckets; empty for what is no histogram.</summary>
    public IReadOnlyList<double> Bounds => bounds;

    /// <summary>Adds to the sum.</summary>
    public void Add(double value)
    {
        lock (_gate) _sum += value;
    }

    /// <summary>Replaces the sum: observable instruments tell totals.</summary>
    public void Set(double value)
    {
        lock (_gate) _sum = value;
    }

    /// <summary>Counts a value into its bucket.</summary>
    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(bounds, value);
        if (bucket < 0) bucket = ~bucket;
        lock (_gate)
        {
            _buckets[bucket]++;
            _sum += value;
            _count++;
        }
    }

    /// <summary>What it stands at.</summary>
    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_gate) return (_sum, _count, [.. _buckets]);
    }
}

/// <summary>One instrument with its series.</summary>
public sealed class Family(Instrument instrument, SeriesKind kind, bool isTotal, int seriesMax)
{
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] Plain = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000];
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly double[] _bounds = kind == SeriesKind.Histogram ? BoundsOf(instrument) : [];

    /// <summary>The instrument's own name.</summary>
    public string Name => instrument.Name;

    /// <summary>What it says about itself.</summary>
    public string Description => instrument.Description ?? "";

    /// <summary>Its unit, as OpenTelemetry writes it.</summary>
    public string Unit => instrument.Unit ?? "";

    /// <summary>How it adds up.</summary>
    public SeriesKind Kind => kind;

    /// <summary>All series in the order of their labels.</summary>
    public IReadOnlyList<Series> Series
    {
        get
        {
            lock (_gate) return [.. _series.Values.OrderBy(static series => series.Labels, StringComparer.Ordinal)];
        }
    }

    /// <summary>Takes one measurement.</summary>
    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(PrometheusText.Labels(tags));
        if (kind == SeriesKind.Histogram) series.Observe(value);
        else if (isTotal) series.Set(value);
        else series.Add(value);
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } advice } => [.. advice],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } advice } => [.. advice.Select(static bound => (double)bound)],
        _ => instrument.Unit == "s" ? Seconds : Plain,
    };

    private Series Find(string labels)
    {
        lock (_gate)
        {
            if (_series.TryGetValue(labels, out var series)) return series;
            if (_series.Count >= seriesMax) labels = PrometheusText.Overflow;
            if (_series.TryGetValue(labels, out series)) return series;
            return _series[labels] = new Series(labels, _bounds);
        }
    }
}
