using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.History;

/// <summary>The limits of the history.</summary>
public sealed class HistoryOptions
{
    /// <summary>The most events of one call. A task owes a handful.</summary>
    public const int EventsPerCallMax = 50;

    /// <summary>How long events gather before a write. Default: 50 ms; charts don't need to be faster. Zero writes at once.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The head's tail in bytes from which on it becomes a chunk. Default: 12,000: larger rewrites more a flush, smaller makes more chunks.</summary>
    [Range(1, 12_000)]
    public int TailBytes { get; set; } = 12_000;

    /// <summary>Bytes of events of one write. Default: 24,000: with the tail before it still below storage's 64 KB.</summary>
    [Range(1_000, 24_000)]
    public int BatchBytes { get; set; } = 24_000;

    /// <summary>The longest event in bytes. Default: 4,000; what is longer belongs into a blob.</summary>
    [Range(200, 8_000)]
    public int EventBytesMax { get; set; } = 4_000;

    /// <summary>Chunks from which on they are merged into a blob. Default: 64.</summary>
    [Range(1, 64)]
    public int MergeChunks { get; set; } = 64;

    /// <summary>Bytes of chunks from which on they are merged. Default: 1 MB, which unzips in some milliseconds.</summary>
    [Range(1, 4_000_000)]
    public int MergeBytes { get; set; } = 1_000_000;

    /// <summary>Segments of 1,000 tasks whose last sequences stay in memory. Default: 64, a quarter of a megabyte.</summary>
    [Range(1, 10_000)]
    public int SeenSegmentsMax { get; set; } = 64;
}
