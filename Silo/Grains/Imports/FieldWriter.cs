using System.Globalization;
using System.Text.Json;
using Distribution.Contracts.Imports;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Imports.Reading;
using Distribution.Grains.TaskTypes;

namespace Distribution.Grains.Imports;

/// <summary>Converts a source value to a payload field's kind and writes it.</summary>
internal static class FieldWriter
{
    /// <summary>Writes the member, or tells why the value does not fit; what was written by then is void.</summary>
    public static DocumentError? Write(Utf8JsonWriter writer, BoundField field, RowValue value)
    {
        writer.WritePropertyName(field.Field.Name);
        var conversion = field.Mapping.Convert == Conversion.Auto ? Natural(field.Field.Kind, value) : field.Mapping.Convert;
        return conversion switch
        {
            Conversion.Text => WriteText(writer, field.Field, value),
            Conversion.Number => WriteNumber(writer, value),
            Conversion.Boolean => WriteBoolean(writer, value),
            Conversion.Array => WriteArray(writer, field, value),
            Conversion.Messages => WriteMessages(writer, field.Field, value),
            Conversion.Json or Conversion.Auto => WriteJson(writer, field.Field, value),
            _ => throw new InvalidOperationException($"No rules for conversion {conversion}."),
        };
    }

    /// <summary>A text, number or boolean as text; null for anything else.</summary>
    public static string? AsText(RowValue value) => value.Text ?? value.Json.ValueKind switch
    {
        JsonValueKind.String => value.Json.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Json.GetRawText(),
        _ => null,
    };

    private static Conversion Natural(PayloadKind kind, RowValue value) => kind switch
    {
        PayloadKind.Number => Conversion.Number,
        PayloadKind.Boolean => Conversion.Boolean,
        PayloadKind.Text or PayloadKind.Image => value.Text is null ? Conversion.Auto : Conversion.Text,
        PayloadKind.Texts => Conversion.Array,
        PayloadKind.Messages => Conversion.Messages,
        PayloadKind.Table or PayloadKind.Rubric => Conversion.Json,
        // Any JSON: a text of a CSV file that is JSON by accident stays a text unless the mapping says otherwise.
        _ => value.Text is null ? Conversion.Auto : Conversion.Text,
    };

    private static DocumentError? WriteText(Utf8JsonWriter writer, PayloadField field, RowValue value)
    {
        var text = AsText(value) ?? value.Json.GetRawText();
        if (field.MaxLength > 0 && text.Length > field.MaxLength) return Wrong("TooLong", $"At most {field.MaxLength} characters.");
        if (field.Kind is not (PayloadKind.Text or PayloadKind.Json or PayloadKind.Image)) return Wrong(
            "WrongKind", $"A text is no {field.Kind}.");
        writer.WriteStringValue(text);
        return field.Kind != PayloadKind.Image || PayloadValidator.IsImage(text) ? null : Wrong("BadImage", PayloadValidator.ImageRule);
    }

    private static DocumentError? WriteNumber(Utf8JsonWriter writer, RowValue value)
    {
        if (value.Text is null && value.Json.ValueKind == JsonValueKind.Number)
        {
            value.Json.WriteTo(writer);
            return null;
        }

        // A decimal keeps the digits that the file had; a double would not.
        if (!decimal.TryParse(AsText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return Wrong(
            "NotANumber", "A number is needed, with a point for decimals.");
        writer.WriteNumberValue(number);
        return null;
    }

    private static DocumentError? WriteBoolean(Utf8JsonWriter writer, RowValue value)
    {
        bool? truth = AsText(value)?.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => true,
            "FALSE" or "NO" or "0" => false,
            _ => null,
        };
        if (truth is not { } known) return Wrong("NotABoolean", "true, false, yes, no, 1 or 0 is needed.");
        writer.WriteBooleanValue(known);
        return null;
    }

    private static DocumentError? WriteArray(Utf8JsonWriter writer, BoundField field, RowValue value)
    {
        if (value.Text is null && value.Json.ValueKind == JsonValueKind.Array) return WriteJson(writer, field.Field, value);
        if (AsText(value) is not { } text) return Wrong("WrongKind", "An array, or a text to split, is needed.");
        if (text.AsSpan().TrimStart().StartsWith("[")) return WriteJson(writer, field.Field, new RowValue(default, text));
        if (field.Field.Kind is not (PayloadKind.Texts or PayloadKind.Json)) return Wrong(
            "WrongKind", $"A list of texts is no {field.Field.Kind}.");
        writer.WriteStartArray();
        foreach (var part in text.Split(field.Mapping.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (field.Field.MaxLength > 0 && part.Length > field.Field.MaxLength) return Wrong(
                "TooLong", $"At most {field.Field.MaxLength} characters each.");
            writer.WriteStringValue(part);
        }

        writer.WriteEndArray();
        return null;
    }

    private static DocumentError? WriteMessages(Utf8JsonWriter writer, PayloadField field, RowValue value)
    {
        if (field.Kind is not (PayloadKind.Messages or PayloadKind.Json)) return Wrong("WrongKind", $"A conversation is no {field.Kind}.");
        var text = value.Text ?? (value.Json.ValueKind == JsonValueKind.String ? value.Json.GetString() : null);
        if (text is null || (value.Text is not null && text.AsSpan().TrimStart().StartsWith("["))) return WriteJson(writer, field, value);
        if (field.MaxLength > 0 && text.Length > field.MaxLength) return Wrong("TooLong", $"At most {field.MaxLength} characters.");
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("role", "user");
        writer.WriteString("content", text);
        writer.WriteEndObject();
        writer.WriteEndArray();
        return null;
    }

    private static DocumentError? WriteJson(Utf8JsonWriter writer, PayloadField field, RowValue value)
    {
        if (value.Text is not { } text) return WriteChecked(writer, field, value.Json);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            return WriteChecked(writer, field, document.RootElement);
        }
        catch (JsonException error)
        {
            return Wrong("MalformedJson", $"The field is no JSON: {error.Message}");
        }
    }

    private static DocumentError? WriteChecked(Utf8JsonWriter writer, PayloadField field, JsonElement element)
    {
        if (PayloadValidator.CheckField(field, element) is { } wrong) return wrong;
        element.WriteTo(writer);
        return null;
    }

    private static DocumentError Wrong(string code, string message) => new("", code, message);
}
