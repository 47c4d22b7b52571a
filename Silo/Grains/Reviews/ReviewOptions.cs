using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Reviews;

/// <summary>The limits of reviewing.</summary>
public sealed class ReviewOptions
{
    /// <summary>
    /// Answers that wait at one desk. Default: 300, some 40 KB of the 64 KB that one state may have; what comes after them stays in the
    /// history and is read when there is room.
    /// </summary>
    [Range(1, 400)]
    public int WaitingMax { get; set; } = 300;

    /// <summary>Claims of one project at once. Default: 60; each is some 200 bytes of the same state.</summary>
    [Range(1, 80)]
    public int ClaimsMax { get; set; } = 60;

    /// <summary>Gold tasks of one project. Default: 5,000, about a megabyte that is written anew with every imported segment that has some.</summary>
    [Range(1, 10_000)]
    public int GoldMax { get; set; } = 5000;

    /// <summary>Items of feedback that one person's record keeps. Default: 150, some 45 KB; older ones are in the history.</summary>
    [Range(10, 180)]
    public int FeedbackKept { get; set; } = 150;

    /// <summary>Months and projects whose accuracy one record keeps. Default: 120.</summary>
    [Range(12, 150)]
    public int MonthsKept { get; set; } = 120;

    /// <summary>Events read from the history in one turn. Default: 1,000; more are read in the next one.</summary>
    [Range(10, 1000)]
    public int EventsPerTurn { get; set; } = 1000;

    /// <summary>How often a desk reads the history by itself, for gold tasks and old claims. Default: 1 min, the shortest a reminder can be.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The wait before what a verdict owes is delivered again. Default: 5 s.</summary>
    public TimeSpan DeliveryRetry { get; set; } = TimeSpan.FromSeconds(5);
}
