using System.ComponentModel.DataAnnotations;

namespace Distribution.ServiceDefaults.Metrics;

/// <summary>What /metrics shows.</summary>
public sealed class MetricsOptions
{
    /// <summary>Label sets of one instrument. Default: 200; more fall together into one with overflow="true", so that a caller can't fill the memory.</summary>
    [Range(1, 100_000)]
    public int SeriesPerInstrumentMax { get; set; } = 200;

    /// <summary>Instruments in all. Default: 1,000, far more than there are; further ones are left out.</summary>
    [Range(1, 100_000)]
    public int InstrumentsMax { get; set; } = 1000;

    /// <summary>Meters whose names begin so are shown. Default: ours, ASP.NET Core's, the runtime's.</summary>
    [MinLength(1)]
    public string[] MeterPrefixes { get; set; } = ["Distribution", "Microsoft.AspNetCore", "System.Runtime"];
}
