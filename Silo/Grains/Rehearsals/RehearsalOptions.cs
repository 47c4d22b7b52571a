using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Rehearsals;

/// <summary>How much a rehearsal may take.</summary>
public sealed class RehearsalOptions
{
    /// <summary>Assignments of one rehearsal. Default: 20,000, some twenty seconds and a hundred megabytes; more is refused before anything runs.</summary>
    [Range(1, 1_000_000)]
    public int AssignmentsMax { get; set; } = 20_000;

    /// <summary>Events of the history that are read for one. Default: 5,000,000; a longer history is refused.</summary>
    [Range(1000, 1_000_000_000)]
    public long EventsMax { get; set; } = 5_000_000;

    /// <summary>The longest one may take. Default: 2 minutes; then it is stopped, and has no figures.</summary>
    public TimeSpan LongestRun { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The most of one core that a replay takes, in percent. Default: 75; the rest, and all other cores, are for those who work.</summary>
    [Range(10, 100)]
    public int CorePercent { get; set; } = 75;

    /// <summary>Tasks asked for at once while the past is read. Default: 16, so that those who work do not wait for it.</summary>
    [Range(1, 1000)]
    public int ReadsAtOnce { get; set; } = 16;

    /// <summary>Rehearsals that may wait. Default: 8.</summary>
    [Range(1, 1000)]
    public int WaitingMax { get; set; } = 8;

    /// <summary>
    /// Rehearsals of a project that are kept, over restarts too. Default: 10, of which the oldest goes; 12 is the most, since the head of
    /// each may have 4 KB of the 64 KB that one state may have.
    /// </summary>
    [Range(1, 12)]
    public int KeptPerProject { get; set; } = 10;

    /// <summary>The longest stretch. Default: 31 days.</summary>
    public TimeSpan LongestStretch { get; set; } = TimeSpan.FromDays(31);
}
