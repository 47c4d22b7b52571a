using Distribution.Contracts.Imports;

namespace Distribution.Grains.Imports.Reading;

/// <summary>Reads one JSON object a line. A bad line is reported and the next one read; blank lines are skipped.</summary>
internal sealed class JsonlReader(Stream stream, ImportOptions options) : IRowReader
{
    private readonly ByteSource _source = new(stream);
    private readonly JsonRow _row = new(options);
    private long _line;

    public ValueTask<ImportError?> OpenAsync(IReadOnlyList<RowSource> sources, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImportError?>(null);

    public async ValueTask<SourceRow?> ReadAsync(CancellationToken cancellationToken)
    {
        _row.Dispose();
        while (true)
        {
            var length = await FindLineAsync(cancellationToken);
            if (length is null) return null;
            _line++;
            if (length < 0)
            {
                _row.Fail(_line, 1, "RowTooLong", $"A row has at most {options.MaxRowBytes} bytes.", isFatal: false);
                return _row;
            }

            var line = _source.Window[..length.Value];
            _source.Consume(length.Value);
            if (line.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) continue;
            _row.Set(line, _line, columnBefore: 0);
            return _row;
        }
    }

    public ValueTask DisposeAsync()
    {
        _row.Dispose();
        _source.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The length of the next line with its end, -1 for one that was too long and is skipped, null at the end.</summary>
    private async ValueTask<int?> FindLineAsync(CancellationToken cancellationToken)
    {
        var (searched, isTooLong, hasAny) = (0, false, false);
        while (true)
        {
            var window = _source.Window;
            hasAny |= window.Length > 0;
            var newline = window.Span[searched..].IndexOf((byte)'\n');
            if (newline >= 0 && !isTooLong && searched + newline <= options.MaxRowBytes) return searched + newline + 1;
            if (newline >= 0)
            {
                _source.Consume(searched + newline + 1);
                return -1;
            }

            isTooLong |= window.Length > options.MaxRowBytes;
            searched = isTooLong ? 0 : window.Length;
            if (isTooLong) _source.Consume(window.Length);
            if (await _source.ReadMoreAsync(cancellationToken)) continue;
            if (isTooLong) return -1;
            return hasAny && _source.Window.Length > 0 ? _source.Window.Length : null;
        }
    }
}
