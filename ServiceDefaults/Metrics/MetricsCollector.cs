using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Distribution.ServiceDefaults.Metrics;

/// <summary>Listens to the process's meters and keeps their sums. The exporter packages do not restore everywhere, and this much is small.</summary>
public sealed class MetricsCollector : IHostedService, IDisposable
{
    private readonly MetricsOptions _options;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, Family> _families = [];
    private readonly Lock _observing = new();

    public MetricsCollector(IOptions<MetricsOptions> options)
    {
        _options = options.Value;
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => ((Family)family!).Measure((double)value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asks the observable instruments, then answers everything in the order of names.</summary>
    public IReadOnlyList<Family> Collect()
    {
        lock (_observing) _listener.RecordObservableInstruments();
        return [.. _families.Values.OrderBy(static family => family.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (!_options.MeterPrefixes.Any(prefix => instrument.Meter.Name.StartsWith(prefix, StringComparison.Ordinal))) return;
        if (_families.Count >= _options.InstrumentsMax) return;
        var type = instrument.GetType().Name;
        var kind = type.StartsWith("Histogram", StringComparison.Ordinal) ? SeriesKind.Histogram
            : type.Contains("UpDown", StringComparison.Ordinal) || type.Contains("Gauge", StringComparison.Ordinal) ? SeriesKind.Gauge
            : SeriesKind.Counter;
        var isTotal = instrument.IsObservable || type.StartsWith("Gauge", StringComparison.Ordinal);
        var family = _families.GetOrAdd(instrument, new Family(instrument, kind, isTotal, _options.SeriesPerInstrumentMax));
        listener.EnableMeasurementEvents(instrument, family);
    }
}
