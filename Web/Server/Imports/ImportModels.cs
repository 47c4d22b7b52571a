using System.ComponentModel.DataAnnotations;
using Distribution.Contracts.Imports;

namespace Distribution.Web.Imports;

/// <summary>The limits of uploads.</summary>
public sealed class UploadOptions
{
    /// <summary>
    /// The largest file. Default: 8 GiB. The server's general limit does not apply to imports, which are read as they come.
    /// </summary>
    [Range(1024, long.MaxValue)]
    public long FileBytesMax { get; set; } = 8L * 1024 * 1024 * 1024;

    /// <summary>The largest mapping. Default: 256 KiB.</summary>
    [Range(1024, 4 * 1024 * 1024)]
    public int MappingBytesMax { get; set; } = 256 * 1024;

    /// <summary>Errors shown in the answer itself; the rest is downloaded. Default: 50.</summary>
    [Range(1, 1000)]
    public int ErrorsShown { get; set; } = 50;
}

/// <summary>How an import ended, with the first errors by line and column.</summary>
public sealed record ImportReport(ImportView Import, IReadOnlyList<ImportError> Errors);
