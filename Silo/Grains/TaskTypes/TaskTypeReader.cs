using System.Text;
using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Reads a task type from JSON: the document, or everything that is wrong with it.</summary>
public static class TaskTypeReader
{
    /// <summary>The largest document, in UTF-16 units. A type is written by a person; more is a mistake.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Reads and validates.</summary>
    public static (TaskTypeDocument? Document, IReadOnlyList<DocumentError> Errors) Read(string json)
    {
        if (json.Length > MaxLength) return (null, [new DocumentError("", "TooLarge", $"A task type has at most {MaxLength} characters.")]);
        try
        {
            var document = JsonSerializer.Deserialize(json, TaskTypesJsonContext.Default.TaskTypeDocument);
            if (document is null) return (null, [new DocumentError("", "Empty", "The document is null.")]);
            var errors = TaskTypeValidator.Validate(document);
            return (errors.Count == 0 ? document : null, errors);
        }
        catch (JsonException error)
        {
            return (null, [new DocumentError(PointerOf(error.Path), "Malformed", Explain(error))]);
        }
    }

    /// <summary>Reads what was validated before it was stored; throws when it no longer reads.</summary>
    public static TaskTypeDocument ReadTrusted(string json)
    {
        var (document, errors) = Read(json);
        return document ?? throw new InvalidDataException($"A published task type does not read: {errors[0].Pointer}: {errors[0].Message}");
    }

    /// <summary>"$.questions[0].id" as "/questions/0/id".</summary>
    internal static string PointerOf(string? path)
    {
        if (path is null || path.Length <= 1) return "";
        var pointer = new StringBuilder(path.Length);
        for (var i = 1; i < path.Length;)
        {
            var isQuoted = path.AsSpan(i).StartsWith("['");
            var start = i + (isQuoted ? 2 : 1);
            var end = isQuoted ? path.IndexOf("']", start, StringComparison.Ordinal) : path.AsSpan(start).IndexOfAny('.', '[', ']') + start;
            if (end < start) end = path.Length;
            var part = path[start..end];
            pointer.Append('/').Append(part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            i = isQuoted ? end + 2 : end < path.Length && path[end] == ']' ? end + 1 : end;
        }

        return pointer.ToString();
    }

    private static string Explain(JsonException error)
    {
        var place = error.LineNumber is { } line ? $" (line {line + 1}, byte {error.BytePositionInLine + 1})" : "";
        var text = error.Message;
        // The serializer appends its own path and place; the pointer says it better.
        var tail = text.IndexOf(" Path: ", StringComparison.Ordinal);
        return (tail > 0 ? text[..tail] : text) + place;
    }
}
