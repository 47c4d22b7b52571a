using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Distribution.Contracts.Imports;

namespace Distribution.Grains.Imports.Reading;

/// <summary>A row that is one JSON object. The bytes belong to the reader and change with the next row.</summary>
internal sealed class JsonRow(ImportOptions options) : SourceRow, IDisposable
{
    private readonly JsonDocumentOptions _parse = new() { MaxDepth = options.MaxDepth, AllowDuplicateProperties = false };
    private ReadOnlyMemory<byte> _bytes;
    private long _line;
    private int _columnBefore;
    private JsonDocument? _document;

    /// <summary>Takes the row's bytes, which start after <paramref name="columnBefore"/> characters of their first line.</summary>
    public void Set(ReadOnlyMemory<byte> bytes, long line, int columnBefore)
    {
        Dispose();
        (_bytes, _line, _columnBefore, Error, IsFatal) = (bytes, line, columnBefore, null, false);
        if (!Utf8.IsValid(bytes.Span))
        {
            Error = At(FirstInvalid(bytes.Span), "", "InvalidUtf8", "The row is not UTF-8.");
            return;
        }

        try
        {
            _document = JsonDocument.Parse(bytes, _parse);
            if (_document.RootElement.ValueKind != JsonValueKind.Object)
                Error = At(FirstToken(bytes.Span), "$", "NotAnObject", $"A row is a JSON object; this is {Kind(_document.RootElement)}.");
        }
        catch (JsonException error)
        {
            Error = Explain(error);
        }
    }

    /// <summary>Makes the row one that could not be read.</summary>
    public void Fail(long line, int column, string code, string message, bool isFatal)
    {
        Dispose();
        (IsFatal, Error) = (isFatal, new ImportError(line, column, "", code, message));
    }

    public override bool TryGet(RowSource source, out RowValue value)
    {
        var element = _document!.RootElement;
        foreach (var step in source.Steps)
        {
            var isThere = step.Index >= 0
                ? element.ValueKind == JsonValueKind.Array && step.Index < element.GetArrayLength()
                : element.ValueKind == JsonValueKind.Object && element.TryGetProperty(step.Member, out _);
            if (!isThere)
            {
                value = default;
                return false;
            }

            element = step.Index >= 0 ? element[step.Index] : element.GetProperty(step.Member);
        }

        value = new RowValue(element, null);
        return element.ValueKind != JsonValueKind.Null;
    }

    public override ImportError ErrorAt(RowSource source, string code, string message) =>
        At(JsonPlace.Find(_bytes.Span, source.Steps, options.MaxDepth), source.Name, code, message);

    public void Dispose()
    {
        _document?.Dispose();
        _document = null;
    }

    private ImportError Explain(JsonException error)
    {
        if (JsonPlace.FirstDeeperThan(_bytes.Span, options.MaxDepth) is var deep and >= 0)
            return At(deep, "", "TooDeep", $"Objects and arrays nest more than {options.MaxDepth} deep.");
        if (JsonPlace.FirstDuplicate(_bytes.Span, options.MaxDepth) is var (at, name) && at >= 0)
            return At(at, name, "DuplicateMember", $"\"{name}\" is there twice.");
        var offset = JsonPlace.OffsetOf(_bytes.Span, error.LineNumber ?? 0, error.BytePositionInLine ?? 0);
        var tail = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return At(offset, error.Path ?? "", "MalformedJson", tail > 0 ? error.Message[..tail] : error.Message);
    }

    private ImportError At(int offset, string source, string code, string message)
    {
        var before = _bytes.Span[..Math.Clamp(offset, 0, _bytes.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[lineStart..]) + 1 + (lineStart == 0 ? _columnBefore : 0);
        return new ImportError(_line + before.Count((byte)'\n'), column, source, code, message);
    }

    private static int FirstToken(ReadOnlySpan<byte> bytes) => Math.Max(0, bytes.IndexOfAnyExcept(" \t\r\n"u8));

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => element.GetRawText(),
    };
}
