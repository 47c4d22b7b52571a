using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Distribution.Contracts.Exports;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.TaskTypes;

namespace Distribution.Grains.Exports;

/// <summary>Writes a record in a shape: no line, one, or several when an answer holds several pairs.</summary>
internal static class ShapeWriter
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> Write(ExportRecord record, ExportShape shape, TaskTypeDocument columns)
    {
        // An unfinished answer is work that is paid, not an example to learn from.
        // Nor is one that its type would not take: it was handed in when nothing could be refused.
        if (shape is not (ExportShape.Native or ExportShape.Csv or ExportShape.LabelStudio)
            && (record.IsUnfinished || AnswerValidator.Validate(record.Type, record.Payload, record.Answer, isUnfinished: false)
                .Count > 0)) return [];
        return shape switch
        {
            ExportShape.Native => [Line(writer => WriteNative(writer, record))],
            ExportShape.Preference => Preferences.Of(record).Select(pair => Line(writer => WritePair(writer, record, pair))),
            ExportShape.Messages => Messages(record),
            ExportShape.Reward => Scores(record, record.Type.Export?.Reward, "rewards"),
            ExportShape.Rubric => Scores(record, record.Type.Export?.Rubric, "grades"),
            ExportShape.Csv => [CsvTable.Row(record, columns)],
            ExportShape.Unpaired => Preferences.Of(record).SelectMany(pair => Unpaired(record, pair)),
            ExportShape.Spans => Spans(record),
            ExportShape.LabelStudio => [Line(writer => LabelStudio.Write(writer, record))],
            _ => throw new InvalidOperationException($"No writer for the shape {shape}."),
        };
    }

    /// <summary>The provenance: who, when, under which versions.</summary>
    public static void WriteProvenance(Utf8JsonWriter writer, ExportRecord record)
    {
        writer.WriteStartObject("provenance");
        writer.WriteString("task", record.Task.ToString());
        if (record.ExternalId is not null) writer.WriteString("externalId", record.ExternalId);
        writer.WriteString("answer", record.AnswerId);
        writer.WriteString("contributor", record.Contributor);
        writer.WriteString("taskType", record.Type.Id);
        writer.WriteNumber("taskTypeVersion", record.Type.Version);
        writer.WriteNumber("guidelineVersion", record.Assignment.Pins.GuidelineVersion);
        writer.WriteNumber("consentVersion", record.Type.ConsentVersion);
        writer.WriteString("leasedAt", record.Assignment.LeasedAt);
        writer.WriteString("submittedAt", record.SubmittedAt);
        writer.WriteNumber("activeMs", record.ActiveMs);
        writer.WriteBoolean("late", record.IsLate);
        writer.WriteBoolean("unfinished", record.IsUnfinished);
        if (record.Assignment.Pins.Variant is { } variant) writer.WriteString("experiment", variant);
        writer.WriteEndObject();
    }

    private static string Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Json);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteNative(Utf8JsonWriter writer, ExportRecord record)
    {
        writer.WritePropertyName("payload");
        record.Payload.WriteTo(writer);
        writer.WritePropertyName("answer");
        record.Answer.WriteTo(writer);
        WriteProvenance(writer, record);
    }

    private static void WritePair(
        Utf8JsonWriter writer, ExportRecord record, (JsonElement Prompt, JsonElement Chosen, JsonElement Rejected) pair)
    {
        WriteMember(writer, "prompt", pair.Prompt);
        WriteReply(writer, "chosen", pair.Prompt, pair.Chosen);
        WriteReply(writer, "rejected", pair.Prompt, pair.Rejected);
        WriteProvenance(writer, record);
    }

    private static IEnumerable<string> Unpaired(ExportRecord record, (JsonElement Prompt, JsonElement Chosen, JsonElement Rejected) pair)
    {
        foreach (var (completion, label) in new[] { (pair.Chosen, true), (pair.Rejected, false) })
        {
            yield return Line(writer =>
            {
                WriteMember(writer, "prompt", pair.Prompt);
                WriteReply(writer, "completion", pair.Prompt, completion);
                writer.WriteBoolean("label", label);
                WriteProvenance(writer, record);
            });
        }
    }

    /// <summary>A reply to a conversation is a turn of it: readers of training data take either texts or turns, never both in one record.</summary>
    private static void WriteReply(Utf8JsonWriter writer, string name, JsonElement prompt, JsonElement reply)
    {
        if (!IsConversation(prompt) || reply.ValueKind != JsonValueKind.String)
        {
            WriteMember(writer, name, reply);
            return;
        }

        writer.WriteStartArray(name);
        WriteTurn(writer, "assistant", reply);
        writer.WriteEndArray();
    }

    private static bool IsConversation(JsonElement prompt) =>
        prompt.ValueKind == JsonValueKind.Array && prompt.GetArrayLength() > 0 && prompt.EnumerateArray().All(static turn => turn.ValueKind == JsonValueKind.Object);

    private static IEnumerable<string> Spans(ExportRecord record)
    {
        foreach (var question in record.Type.Questions.OfType<SpansQuestion>())
        {
            if (!record.Payload.TryGetProperty(question.Field, out var text) || !record.TryAnswer(question.Id, out var spans)) continue;
            yield return Line(writer =>
            {
                WriteMember(writer, "text", text);
                WriteMember(writer, "spans", spans);
                WriteProvenance(writer, record);
            });
        }
    }

    private static IEnumerable<string> Messages(ExportRecord record)
    {
        if (record.Type.Export?.Messages is not { } mapping) return [];
        if (!record.Payload.TryGetProperty(mapping.Prompt, out var prompt) || !record.TryAnswer(mapping.Question, out var reply)) return [];
        return [Line(writer =>
        {
            writer.WriteStartArray("messages");
            WriteTurns(writer, prompt, reply);
            writer.WriteEndArray();
            WriteProvenance(writer, record);
        })];
    }

    private static void WriteTurns(Utf8JsonWriter writer, JsonElement prompt, JsonElement reply)
    {
        var replies = reply.ValueKind == JsonValueKind.Array ? reply.EnumerateArray().ToArray() : [reply];
        if (IsConversation(prompt))
        {
            foreach (var turn in prompt.EnumerateArray()) turn.WriteTo(writer);
            foreach (var one in replies) WriteTurn(writer, "assistant", one);
            return;
        }

        var turns = prompt.ValueKind == JsonValueKind.Array ? prompt.EnumerateArray().ToArray() : [prompt];
        for (var i = 0; i < turns.Length; i++)
        {
            WriteTurn(writer, "user", turns[i]);
            // Several turns and one reply: the reply is to the last.
            var at = replies.Length == turns.Length ? i : i - (turns.Length - replies.Length);
            if (at >= 0 && at < replies.Length) WriteTurn(writer, "assistant", replies[at]);
        }
    }

    private static void WriteTurn(Utf8JsonWriter writer, string role, JsonElement content)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        WriteMember(writer, "content", content);
        writer.WriteEndObject();
    }

    private static IEnumerable<string> Scores(ExportRecord record, ScoreMapping? mapping, string member)
    {
        if (mapping is null
            || !record.Payload.TryGetProperty(mapping.Prompt, out var prompt)
            || !record.Payload.TryGetProperty(mapping.Completion, out var completion)
            || !record.TryAnswer(mapping.Question, out var scores)) return [];
        return [Line(writer =>
        {
            WriteMember(writer, "prompt", prompt);
            WriteReply(writer, "completion", prompt, completion);
            WriteMember(writer, member, scores);
            if (record.Type.Questions.First(question => question.Id == mapping.Question) is RubricQuestion rubric) WriteSum(
                writer, record, rubric, scores);
            WriteProvenance(writer, record);
        })];
    }

    private static void WriteSum(Utf8JsonWriter writer, ExportRecord record, RubricQuestion rubric, JsonElement grades)
    {
        writer.WriteNumber(
            "points", grades.EnumerateObject().Sum(static grade => RubricChecks.TryScore(grade.Value, out var score) ? score : 0));
        writer.WriteNumber("maxPoints", RubricChecks.CriteriaOf(rubric, record.Payload).Values.Sum(static points => Math.Max(0, points)));
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
