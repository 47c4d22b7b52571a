using System.Diagnostics.Metrics;

namespace Distribution.Load.CycleBench;

/// <summary>Counts the store's commits and their mean duration.</summary>
internal sealed class CommitListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private double _sum;

    public CommitListener()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Distribution.Storage") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(Take);
        _listener.Start();
    }

    public long Count { get; private set; }

    public double MeanMs => Count == 0 ? 0 : _sum / Count;

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (!instrument.Name.Contains("duration", StringComparison.Ordinal)) return;
        lock (_gate)
        {
            Count++;
            _sum += instrument.Unit == "s" ? value * 1000 : value;
        }
    }
}
