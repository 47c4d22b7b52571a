using System.Diagnostics.Metrics;
using Distribution.ServiceDefaults.Metrics;
using Microsoft.Extensions.Options;

namespace Distribution.Tests.Integration;

public sealed class MetricsTests : IDisposable
{
    private readonly Meter _meter = new("Distribution.Test." + Guid.NewGuid().ToString("n"));
    private readonly MetricsCollector _collector;

    public MetricsTests() => _collector = new MetricsCollector(Options.Create(new MetricsOptions { SeriesPerInstrumentMax = 2, MeterPrefixes = [_meter.Name] }));

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Instruments_AreWrittenByTheirKinds()
    {
        await _collector.StartAsync(TestContext.Current.CancellationToken);
        _meter.CreateCounter<long>("jobs", description: "Jobs done").Add(3, new KeyValuePair<string, object?>("kind", "a\"b"));
        var open = _meter.CreateUpDownCounter<int>("open");
        open.Add(5);
        open.Add(-2);
        _meter.CreateObservableGauge("age", static () => 1.5, "s");
        _meter.CreateObservableCounter("seen", static () => 7L);
        var wait = _meter.CreateHistogram("wait", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in (double[])[0.5, 2, 9]) wait.Record(value);
        _collector.Collect();
        PrometheusText.Write(_collector.Collect()).ShouldBe("""
            # TYPE age_seconds gauge
            age_seconds 1.5
            # HELP jobs_total Jobs done
            # TYPE jobs_total counter
            jobs_total{kind="a\"b"} 3
            # TYPE open gauge
            open 3
            # TYPE seen_total counter
            seen_total 7
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="1"} 1
            wait_seconds_bucket{le="2"} 2
            wait_seconds_bucket{le="+Inf"} 3
            wait_seconds_sum 11.5
            wait_seconds_count 3

            """);
    }

    [Fact]
    public async Task Labels_BeyondTheLimit_FallTogether()
    {
        await _collector.StartAsync(TestContext.Current.CancellationToken);
        var counter = _meter.CreateCounter<long>("jobs");
        for (var i = 0; i < 10; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));
        var text = PrometheusText.Write(_collector.Collect());
        text.ShouldContain("jobs_total{overflow=\"true\"} 8");
        text.Split('\n').Count(static line => line.StartsWith("jobs_total", StringComparison.Ordinal)).ShouldBe(3);
    }
}
