using System.Buffers;
using System.Text;
using Distribution.Contracts.Imports;

namespace Distribution.Grains.Imports.Reading;

/// <summary>
/// Reads one array of JSON objects. Brackets and quotes decide where an element ends, so a bad element is reported and the next one
/// read; the serializer's own streaming would stop at the first, and name no line.
/// </summary>
internal sealed class JsonArrayReader(Stream stream, ImportOptions options) : IRowReader
{
    private readonly ByteSource _source = new(stream);
    private readonly JsonRow _row = new(options);
    private long _line = 1;
    private int _column;
    private bool _isInside, _isEnded, _needsComma;

    public ValueTask<ImportError?> OpenAsync(IReadOnlyList<RowSource> sources, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ImportError?>(null);

    public async ValueTask<SourceRow?> ReadAsync(CancellationToken cancellationToken)
    {
        _row.Dispose();
        if (_isEnded) return null;
        while (true)
        {
            var next = await PeekAsync(cancellationToken);
            if (next < 0) return Stop("UnexpectedEnd", "The array is not closed.");
            if (!_isInside)
            {
                if (next != '[') return Stop("NotAnArray", "The file is one JSON array of objects.");
                _isInside = true;
                Advance(1);
            }
            else if (next == ']')
            {
                Advance(1);
                _isEnded = true;
                return await PeekAsync(cancellationToken) < 0 ? null : Stop("TrailingData", "Something follows the array.");
            }
            else if (next == ',' && _needsComma)
            {
                _needsComma = false;
                Advance(1);
            }
            else if (_needsComma || next == ',')
            {
                return Stop("MalformedJson", _needsComma ? "A comma is missing." : "A comma is too many.");
            }
            else
            {
                _needsComma = true;
                return await ReadElementAsync(cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _row.Dispose();
        _source.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<SourceRow> ReadElementAsync(CancellationToken cancellationToken)
    {
        var (line, column, scan, isTooLong) = (_line, _column, default(ElementScan), false);
        while (true)
        {
            var window = _source.Window;
            var isWhole = scan.Run(window.Span);
            isTooLong |= scan.Position > options.MaxRowBytes;
            if (isWhole && !isTooLong)
            {
                _row.Set(window[..scan.Position], line, column);
                Advance(scan.Position);
                return _row;
            }

            if (isTooLong)
            {
                Advance(scan.Position);
                scan.Position = 0;
            }

            if (isWhole)
            {
                _row.Fail(line, column + 1, "RowTooLong", $"A row has at most {options.MaxRowBytes} bytes.", isFatal: false);
                return _row;
            }

            if (!await _source.ReadMoreAsync(cancellationToken)) return Stop("UnexpectedEnd", "The last row is not closed.", line, column);
        }
    }

    private async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _source.Window.Span.IndexOfAnyExcept(" \t\r\n"u8);
            Advance(at < 0 ? _source.Window.Length : at);
            if (at >= 0) return _source.Window.Span[0];
            if (!await _source.ReadMoreAsync(cancellationToken)) return -1;
        }
    }

    /// <summary>Consumes, and keeps count of lines and of the characters before the window on its first line.</summary>
    private void Advance(int count)
    {
        var passed = _source.Window.Span[..count];
        var lastLine = passed.LastIndexOf((byte)'\n');
        if (lastLine >= 0)
        {
            _line += passed.Count((byte)'\n');
            _column = 0;
            passed = passed[(lastLine + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(passed);
        _source.Consume(count);
    }

    private JsonRow Stop(string code, string message) => Stop(code, message, _line, _column);

    private JsonRow Stop(string code, string message, long line, int column)
    {
        _isEnded = true;
        _row.Fail(line, column + 1, code, message, isFatal: true);
        return _row;
    }

    /// <summary>Finds the end of one array element; goes on where it stopped when more bytes have come.</summary>
    private struct ElementScan
    {
        private static readonly SearchValues<byte> Structural = SearchValues.Create("\"{}[],"u8);

        private int _depth;
        private bool _inString, _isEscaped;

        public int Position { get; set; }

        /// <summary>True when the element ends at <see cref="Position"/>.</summary>
        public bool Run(ReadOnlySpan<byte> bytes)
        {
            while (Position < bytes.Length)
            {
                if (_inString)
                {
                    if (!PassString(bytes)) return false;
                    continue;
                }

                var next = bytes[Position..].IndexOfAny(Structural);
                if (next < 0)
                {
                    Position = bytes.Length;
                    return false;
                }

                Position += next;
                var c = bytes[Position];
                if (_depth == 0 && c is (byte)',' or (byte)']') return true;
                Position++;
                if (c == '"') _inString = true;
                else if (c is (byte)'{' or (byte)'[') _depth++;
                else if (c is (byte)'}' or (byte)']' && _depth > 0 && --_depth == 0) return true;
            }

            return false;
        }

        private bool PassString(ReadOnlySpan<byte> bytes)
        {
            while (Position < bytes.Length)
            {
                if (_isEscaped)
                {
                    _isEscaped = false;
                    Position++;
                    continue;
                }

                var next = bytes[Position..].IndexOfAny((byte)'"', (byte)'\\');
                Position = next < 0 ? bytes.Length : Position + next + 1;
                if (next < 0) return false;
                if (bytes[Position - 1] == '"')
                {
                    _inString = false;
                    return true;
                }

                _isEscaped = true;
            }

            return false;
        }
    }
}
