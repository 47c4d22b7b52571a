using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Distribution.Load;

/// <summary>Samples what is allocated, by type, from the runtime's own events (one sample per 100 KB): where the garbage of a cycle comes from.</summary>
internal sealed class AllocationListener : EventListener
{
    private const int GcKeyword = 1;
    private readonly ConcurrentDictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <summary>The types with the most bytes, in percent of all.</summary>
    public IReadOnlyDictionary<string, double> Top(int count)
    {
        var all = (double)_bytes.Values.Sum();
        return _bytes.OrderByDescending(static entry => entry.Value).Take(count).ToDictionary(static entry => entry.Key, entry => Math.Round(100 * entry.Value / all, 1));
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)GcKeyword);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true || eventData.Payload is null) return;
        var type = (string?)eventData.Payload[5] ?? "?";
        var amount = Convert.ToInt64(eventData.Payload[3], System.Globalization.CultureInfo.InvariantCulture);
        _bytes.AddOrUpdate(type, amount, (_, sum) => sum + amount);
    }
}
