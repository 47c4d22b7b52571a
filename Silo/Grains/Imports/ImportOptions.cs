using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Imports;

/// <summary>The limits of imports.</summary>
public sealed class ImportOptions
{
    /// <summary>The largest file. Default: 8 GiB, a million rows of 8 KiB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 8L * 1024 * 1024 * 1024;

    /// <summary>The longest row, in bytes (CSV: characters). Default: 1 MiB. Rows are read one at a time, so this bounds memory.</summary>
    [Range(64, 64 * 1024 * 1024)]
    public int MaxRowBytes { get; set; } = 1024 * 1024;

    /// <summary>The deepest nesting of a JSON row. Default: 32.</summary>
    [Range(1, 512)]
    public int MaxDepth { get; set; } = 32;

    /// <summary>The most columns of a CSV file. Default: 500.</summary>
    [Range(1, 10_000)]
    public int MaxColumns { get; set; } = 500;

    /// <summary>So many errors are kept and can be downloaded; all are counted. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxErrorsKept { get; set; } = 1000;

    /// <summary>The longest external id, in characters. Default: 512.</summary>
    [Range(1, 10_000)]
    public int MaxExternalIdLength { get; set; } = 512;

    /// <summary>Priorities lie within plus and minus this. Default: 1,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxPriority { get; set; } = 1000;

    /// <summary>Needs of one row. Default: 16.</summary>
    [Range(0, 100)]
    public int MaxExtraNeeds { get; set; } = 16;

    /// <summary>
    /// Segments that fill at the same time, one for each combination of priority and needs; beyond, the oldest goes out part filled.
    /// Default: 32.
    /// </summary>
    [Range(1, 1000)]
    public int MaxOpenGroups { get; set; } = 32;

    /// <summary>A segment goes out early at this size, so that its blob stays easy to hold. Default: 8 MiB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxSegmentBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The payloads of all filling segments together; beyond, the oldest goes out part filled. Default: 64 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public long MaxOpenBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most external ids of a project. Default: 20 million, 320 MB in memory while an import runs.</summary>
    [Range(1000, 100_000_000)]
    public int MaxIdsPerProject { get; set; } = 20_000_000;
}
