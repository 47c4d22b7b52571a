using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Audit;

/// <summary>How much the background audit looks at. The defaults cost well under a hundredth of one processor.</summary>
public sealed class AuditOptions
{
    /// <summary>From the end of a pass to the next. Default: 5 min. Zero: no audit.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Projects a pass, in turn. Default: 10.</summary>
    [Range(1, 1000)]
    public int ProjectsPerPass { get; set; } = 10;

    /// <summary>Events of a project's history a pass; the next pass goes on behind them, and at the end begins anew. Default: 200.</summary>
    [Range(1, 1000)]
    public int EventsPerProject { get; set; } = 200;

    /// <summary>Ledgers recomputed a project and pass, of those that the events name. Default: 3.</summary>
    [Range(0, 100)]
    public int LedgersPerProject { get; set; } = 3;

    /// <summary>Entries of the longest ledger that is recomputed. Default: 2,000, a very busy month.</summary>
    [Range(200, 100_000)]
    public int LedgerEntriesMax { get; set; } = 2000;

    /// <summary>
    /// How old an event must be before its credit has to be in the book, or an overdue lease has to have ended. Default: 10 min: deliveries
    /// are tried again for a minute at most, and sweeps come every minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Settled { get; set; } = TimeSpan.FromMinutes(10);
}
