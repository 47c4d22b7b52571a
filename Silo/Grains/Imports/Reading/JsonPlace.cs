using System.Text.Json;

namespace Distribution.Grains.Imports.Reading;

/// <summary>Where something stands in a row's JSON. Used only to report errors.</summary>
internal static class JsonPlace
{
    /// <summary>The offset of the value at a path, or of the deepest step that is there.</summary>
    public static int Find(ReadOnlySpan<byte> json, IReadOnlyList<PathStep> steps, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        if (!reader.Read()) return 0;
        var found = (int)reader.TokenStartIndex;
        foreach (var step in steps)
        {
            if (!(step.Index >= 0 ? EnterItem(ref reader, step.Index) : EnterMember(ref reader, step.Member))) break;
            found = (int)reader.TokenStartIndex;
        }

        return found;
    }

    /// <summary>The first bracket that nests deeper than allowed, or -1. Reads broken JSON too.</summary>
    public static int FirstDeeperThan(ReadOnlySpan<byte> json, int maxDepth)
    {
        var (depth, inString) = (0, false);
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (inString)
            {
                if (c == '\\') i++;
                else if (c == '"') inString = false;
            }
            else if (c == '"') inString = true;
            else if (c is (byte)'{' or (byte)'[' && ++depth > maxDepth) return i;
            else if (c is (byte)'}' or (byte)']') depth--;
        }

        return -1;
    }

    /// <summary>The first member whose name its object has already; offset -1 when there is none, or the JSON breaks first.</summary>
    public static (int Offset, string Name) FirstDuplicate(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        var names = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject) names.Push(new HashSet<string>(StringComparer.Ordinal));
                else if (reader.TokenType == JsonTokenType.EndObject) names.Pop();
                else if (reader.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(reader.GetString()!)) return (
                    (int)reader.TokenStartIndex, reader.GetString()!);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Broken before any duplicate: the parser's own error names the place.
            return (-1, "");
        }

        return (-1, "");
    }

    /// <summary>The offset of a byte of a line, both from 0.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> bytes, long line, long byteInLine)
    {
        var at = 0;
        for (; line > 0; line--)
        {
            var next = bytes[at..].IndexOf((byte)'\n');
            if (next < 0) break;
            at += next + 1;
        }

        return (int)Math.Min(bytes.Length, at + byteInLine);
    }

    private static bool EnterMember(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(member);
            reader.Read();
            if (isWanted) return true;
            reader.Skip();
        }

        return false;
    }

    private static bool EnterItem(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index) return true;
            reader.Skip();
        }

        return false;
    }
}
