using Distribution.Contracts.Imports;
using Distribution.Grains.Imports.Reading;

namespace Distribution.Grains.Imports;

/// <summary>The reader of each format. Readers leave the stream open.</summary>
public static class RowReaders
{
    /// <summary>A reader.</summary>
    public static IRowReader Create(Stream stream, ImportFormat format, ImportMapping mapping, ImportOptions options) => format switch
    {
        ImportFormat.Jsonl => new JsonlReader(stream, options),
        ImportFormat.Json => new JsonArrayReader(stream, options),
        ImportFormat.Csv => new CsvRowReader(stream, mapping.CsvSeparator, options),
        _ => throw new InvalidOperationException($"No reader for the format {format}."),
    };
}
