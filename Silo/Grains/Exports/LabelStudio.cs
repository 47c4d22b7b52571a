using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.Exports;

/// <summary>
/// A task with one answer in Label Studio's import form: data, and one annotation whose results name the question (from_name) and the field
/// that it is about (to_name). What Label Studio has no control for stands as a text of JSON.
/// </summary>
internal static class LabelStudio
{
    public static void Write(Utf8JsonWriter writer, ExportRecord record)
    {
        writer.WritePropertyName("data");
        record.Payload.WriteTo(writer);
        writer.WriteStartArray("annotations");
        writer.WriteStartObject();
        writer.WriteString("unique_id", record.AnswerId);
        writer.WriteString("completed_by", record.Contributor);
        writer.WriteString("created_at", record.SubmittedAt);
        writer.WriteNumber("lead_time", record.ActiveMs / 1000.0);
        writer.WriteStartArray("result");
        foreach (var question in record.Type.Questions)
            if (record.TryAnswer(question.Id, out var answer)) WriteAnswer(writer, record, question, answer);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartObject("meta");
        ShapeWriter.WriteProvenance(writer, record);
        writer.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter writer, ExportRecord record, Question question, JsonElement answer)
    {
        switch (question)
        {
            case ChoiceQuestion:
                WriteResult(writer, record, question.Id, null, "choices", value => WriteTexts(value, "choices", answer));
                break;
            case ScaleQuestion when answer.ValueKind == JsonValueKind.Object:
                foreach (var axis in answer.EnumerateObject().Where(static axis => axis.Value.ValueKind == JsonValueKind.Number))
                    WriteResult(writer, record, $"{question.Id}.{axis.Name}", null, "rating", value => WriteNumber(value, axis.Value));
                break;
            case SpansQuestion spans when answer.ValueKind == JsonValueKind.Array:
                foreach (var span in answer.EnumerateArray()) WriteResult(writer, record, question.Id, spans.Field, "labels", value => WriteSpan(value, record, spans, span));
                break;
            default:
                WriteResult(writer, record, question.Id, null, "textarea", value => WriteTexts(value, "text", answer));
                break;
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, ExportRecord record, string from, string? to, string type, Action<Utf8JsonWriter> value)
    {
        writer.WriteStartObject();
        writer.WriteString("from_name", from);
        writer.WriteString("to_name", to ?? record.Type.Payload[0].Name);
        writer.WriteString("type", type);
        writer.WriteStartObject("value");
        value(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, JsonElement answer)
    {
        writer.WriteStartArray(name);
        foreach (var one in answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray().ToArray() : [answer])
            writer.WriteStringValue(one.ValueKind == JsonValueKind.String ? one.GetString() : one.GetRawText());
        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, JsonElement number)
    {
        writer.WritePropertyName("rating");
        number.WriteTo(writer);
    }

    private static void WriteSpan(Utf8JsonWriter writer, ExportRecord record, SpansQuestion question, JsonElement span)
    {
        var (start, end) = (span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32());
        writer.WriteNumber("start", start);
        writer.WriteNumber("end", end);
        if (record.Payload.TryGetProperty(question.Field, out var text) && text.GetString() is { } whole && start >= 0 && end <= whole.Length && start < end)
            writer.WriteString("text", whole[start..end]);
        writer.WriteStartArray("labels");
        writer.WriteStringValue(span.GetProperty("label").GetString());
        writer.WriteEndArray();
    }
}
