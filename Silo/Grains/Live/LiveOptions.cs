using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Live;

/// <summary>The limits of the live figures.</summary>
public sealed class LiveOptions
{
    /// <summary>How long changes gather before watchers hear of them. Default: 250 ms; faster is flicker.</summary>
    public TimeSpan Beat { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a watch lasts unless it is renewed. Default: 2 minutes.</summary>
    public TimeSpan WatchLength { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most watchers of one project. Default: 1,000; web hosts watch, not browsers.</summary>
    [Range(1, 100_000)]
    public int WatchersMax { get; set; } = 1_000;

    /// <summary>Events after which the figures are stored. Default: 1,000: one page of history to read after a crash.</summary>
    [Range(1, 1_000_000)]
    public int StoreEvery { get; set; } = 1_000;

    /// <summary>Open leases above which the figures are not stored, so the record stays below storage's limit. Default: 10,000, some 20 KB.</summary>
    [Range(1, 10_000)]
    public int StoredOpenMax { get; set; } = 10_000;

    /// <summary>Without a sign of life for so long who is at work counts as silent. Default: 90 s, three beats of the page.</summary>
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Answers of less active time are noted as hurried, in milliseconds. Default: 2,000: nobody reads a task and answers it sooner.</summary>
    [Range(0, 3_600_000)]
    public long HurriedMs { get; set; } = 2_000;

    /// <summary>So are those of less than this part of the median of the project's answers, in percent. Default: 10.</summary>
    [Range(0, 100)]
    public int HurriedPercent { get; set; } = 10;

    /// <summary>Answers before the median says anything. Default: 50.</summary>
    [Range(1, 1_000_000)]
    public int MedianFrom { get; set; } = 50;

    /// <summary>The most trainers that are noted in a project, those with the most hurried answers. Default: 40, some 10 KB of the record.</summary>
    [Range(1, 60)]
    public int HurriedTrainersMax { get; set; } = 40;
}
