using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Experiments;

/// <summary>The limits of experiments.</summary>
public sealed class ExperimentOptions
{
    /// <summary>Experiments of a project that are remembered. Default: 8, at most some 40 KB of one record.</summary>
    [Range(1, 10)]
    public int KeptPerProject { get; set; } = 8;

    /// <summary>Units that a plan may ask for in each variant. Default: 1,000,000; a plan that needs more looks for too little.</summary>
    [Range(10, 10_000_000)]
    public int UnitsPerArmMax { get; set; } = 1_000_000;

    /// <summary>Events that are read for a look. Default: 5,000,000; a longer experiment is refused by name.</summary>
    [Range(1000, 1_000_000_000)]
    public long EventsMax { get; set; } = 5_000_000;

    /// <summary>Tasks asked for at once while answers are compared. Default: 16, so that those who work do not wait for it.</summary>
    [Range(1, 1000)]
    public int ReadsAtOnce { get; set; } = 16;
}
