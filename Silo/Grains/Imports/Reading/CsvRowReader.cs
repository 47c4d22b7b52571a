using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Distribution.Contracts.Imports;

namespace Distribution.Grains.Imports.Reading;

/// <summary>
/// Reads separated values with a header. Fields may be quoted and hold line breaks; a row with a wrong number of fields is reported.
/// </summary>
internal sealed class CsvRowReader : IRowReader
{
    private readonly ImportOptions _options;
    private readonly CsvReader _reader;
    private readonly CsvSourceRow _row;
    private CsvMalformedReason? _malformed;
    private bool _isEnded;

    public CsvRowReader(Stream stream, char separator, ImportOptions options)
    {
        _options = options;
        _reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            // The header is read as a row, so that its own errors have places too.
            HasHeader = false,
            Separator = separator,
            TrackLineNumbers = true,
            MaxRecordSize = options.MaxRowBytes,
            IncludeValuesInExceptions = false,
            Encoding = Encoding.UTF8,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = record => _malformed = record.Reason,
        }, leaveOpen: true);
        _row = new CsvSourceRow(_reader);
    }

    public async ValueTask<ImportError?> OpenAsync(IReadOnlyList<RowSource> sources, CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken) is { } failed) return failed;
        if (_isEnded) return new ImportError(1, 1, "", "NoHeader", "The file is empty; its first line names the columns.");
        if (_row.WhyUnreadable(_malformed, _options) is { } unreadable) return unreadable;
        if (_reader.FieldCount > _options.MaxColumns) return _row.ErrorAt(
            _options.MaxColumns, "", "TooManyColumns", $"A file has at most {_options.MaxColumns} columns.");
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _reader.FieldCount; i++)
        {
            var name = _reader.GetString(i);
            if (!names.TryAdd(name, i)) return _row.ErrorAt(i, name, "DuplicateColumn", $"Two columns are named \"{name}\".");
        }

        foreach (var source in sources)
        {
            if (!names.TryGetValue(source.Name, out var column)) return _row.ErrorAt(
                0, source.Name, "UnknownColumn", $"The file has no column \"{source.Name}\".");
            source.Column = column;
        }

        _row.Columns = names.Count;
        return null;
    }

    public async ValueTask<SourceRow?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isEnded) return null;
        if (await NextAsync(cancellationToken) is { } failed)
        {
            // Where such a row ends can't be known: an open quote may have swallowed what follows.
            _isEnded = true;
            _row.Set(failed, isFatal: true);
            return _row;
        }

        if (_isEnded) return null;
        _row.Set(_row.WhyUnreadable(_malformed, _options), isFatal: _malformed == CsvMalformedReason.UnterminatedQuote);
        _isEnded = _row.IsFatal;
        return _row;
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async ValueTask<ImportError?> NextAsync(CancellationToken cancellationToken)
    {
        _malformed = null;
        try
        {
            _isEnded = !await _reader.ReadAsync(cancellationToken);
            return null;
        }
        catch (CsvFormatException error)
        {
            return new ImportError(
                error.LineNumber, 1, "", "RowTooLong", $"A row has at most {_options.MaxRowBytes} bytes; perhaps a quote is not closed.");
        }
    }
}

/// <summary>The row that the reader stands on.</summary>
internal sealed class CsvSourceRow(CsvReader reader) : SourceRow
{
    /// <summary>How many fields a row must have.</summary>
    public int Columns { get; set; }

    public void Set(ImportError? error, bool isFatal) => (Error, IsFatal) = (error, isFatal);

    /// <summary>Why the row's values can't be used, or null.</summary>
    public ImportError? WhyUnreadable(CsvMalformedReason? malformed, ImportOptions options)
    {
        if (reader.RawRecord.Length > options.MaxRowBytes) return ErrorAt(
            0, "", "RowTooLong", $"A row has at most {options.MaxRowBytes} bytes.");
        if (!Utf8.IsValid(reader.RawRecord)) return ErrorAt(
            First(static raw => !Utf8.IsValid(raw)), "", "InvalidUtf8", "The row is not UTF-8.");
        return malformed switch
        {
            null => Columns == 0 || reader.FieldCount == Columns
                ? null
                : ErrorAt(
                    Math.Min(reader.FieldCount, Columns), "", "WrongFieldCount",
                    $"The row has {reader.FieldCount} fields, the header {Columns}."),
            CsvMalformedReason.UnterminatedQuote =>
                ErrorAt(reader.FieldCount - 1, "", "UnclosedQuote", "A quote is not closed before the file ends."),
            _ => ErrorAt(
                First(IsMalformed), "", "MalformedCsv",
                "A quote stands where none may: a field with quotes is quoted, and quotes within it are doubled."),
        };
    }

    public override bool TryGet(RowSource source, out RowValue value)
    {
        var isThere = !reader.IsEmpty(source.Column);
        value = isThere ? new RowValue(default, reader.GetString(source.Column)) : default;
        return isThere;
    }

    public override ImportError ErrorAt(RowSource source, string code, string message) =>
        ErrorAt(source.Column, source.Name, code, message);

    /// <summary>An error at the nth field; one past the last is the row's end.</summary>
    public ImportError ErrorAt(int field, string source, string code, string message)
    {
        var raw = reader.RawRecord;
        var offset = 0;
        for (var i = 0; i < field; i++) offset += reader.GetRawSpan(i).Length + (i + 1 < reader.FieldCount ? 1 : 0);
        var before = raw[..Math.Min(offset, raw.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new ImportError(
            reader.LineNumber + before.Count((byte)'\n'), Encoding.UTF8.GetCharCount(before[lineStart..]) + 1, source, code, message);
    }

    private int First(Func<ReadOnlySpan<byte>, bool> isWrong)
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (isWrong(reader.GetRawSpan(i))) return i;
        }

        return 0;
    }

    /// <summary>A quote outside of quotes, or text after the closing one.</summary>
    private static bool IsMalformed(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'"')) return false;
        if (raw[0] != '"' || raw.Length < 2 || raw[^1] != '"') return true;
        var inside = raw[1..^1];
        for (var at = inside.IndexOf((byte)'"'); at >= 0; at = inside.IndexOf((byte)'"'))
        {
            if (at + 1 >= inside.Length || inside[at + 1] != '"') return true;
            inside = inside[(at + 2)..];
        }

        return false;
    }
}
