using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Ledger;

/// <summary>The limits of the ledger.</summary>
public sealed class LedgerOptions
{
    /// <summary>The most entries that one call may bring. A task owes a handful.</summary>
    public const int OrdersPerCallMax = 20;

    /// <summary>How long credits gather before a write. Default: 20 ms, so a fast trainer's credits share one; zero writes at once.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Entries in the head's tail from which on it moves into pages. Default: 20, which keeps the median head below 2 KB.</summary>
    [Range(1, 20)]
    public int TailMax { get; set; } = 20;

    /// <summary>Entries of one write. Default: 40: the longest tail (19 and 40 of the longest entries) stays below storage's 64 KB.</summary>
    [Range(20, 40)]
    public int BatchMax { get; set; } = 40;

    /// <summary>How long a new month waits between two questions whether the month before has closed. Default: 10 ms.</summary>
    public TimeSpan OpenRetry { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How many times it asks before the credits fail (and are tried again by who owes them). Default: 500, some 5 s.</summary>
    [Range(1, 100_000)]
    public int OpenTriesMax { get; set; } = 500;
}
