using System.ComponentModel.DataAnnotations;

namespace Distribution.Embedded.Runtime;

/// <summary>The limits of the embedded runtime.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>How long a caller waits for an answer. Default: 30 s, as in Orleans; longer hides a hang, shorter turns a slow disk into unknown outcomes.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may idle. Default: 15 min, as in Orleans.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The step of the runtime's own clock: timeouts and ages are as exact as this. Default: 1 s.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Above this many activations the idle ones go early. Default: 200,000, about 1 GB of small grains.</summary>
    [Range(100, 10_000_000)]
    public int MaxActivations { get; set; } = 200_000;

    /// <summary>The age at which idle activations go when there are too many. Default: 10 s.</summary>
    public TimeSpan PressureCollectionAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Turns that one grain may take before others get the thread. Default: 64, some 50 µs of small turns.</summary>
    [Range(1, 100_000)]
    public int TurnsPerVisit { get; set; } = 64;

    /// <summary>Calls that may wait for one observer; more are dropped, since its host can't keep up. Default: 4,096.</summary>
    [Range(1, 1_000_000)]
    public int ObserverQueueLimit { get; set; } = 4096;

    /// <summary>How long a stop waits for running calls. Default: 10 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many activations of one grain may exist. Default: 1. The simulation sets 2, to show that ETags and fences, not the
    /// single activation, are what keeps state right.
    /// </summary>
    [Range(1, 8)]
    public int ActivationsPerGrain { get; set; } = 1;
}
