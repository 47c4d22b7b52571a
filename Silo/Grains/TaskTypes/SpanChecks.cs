using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Marked parts lie within the text, apart from each other, under a known label, with a source where one is due.</summary>
internal static class SpanChecks
{
    private static readonly string[] Members = ["start", "end", "label", "source", "note"];
    private const int MaxNote = 4000;

    public static void Check(SpansQuestion question, JsonElement payload, JsonElement value, AnswerCheck check)
    {
        if (!check.Require(value.ValueKind == JsonValueKind.Array, "WrongKind", "An array of marked parts is needed.")) return;
        if (!check.Require(value.GetArrayLength() <= question.MaxSpans, "TooMany", $"At most {question.MaxSpans} parts.")) return;
        var text = payload.TryGetProperty(question.Field, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString()!
            : "";
        var spans = new List<(int Start, int End)>();
        foreach (var span in value.EnumerateArray())
        {
            if (CheckOne(question, text, span, check) is not { } range) return;
            spans.Add(range);
        }

        if (question.AllowsOverlap) return;
        spans.Sort();
        for (var i = 1; i < spans.Count; i++)
        {
            if (!check.Require(
                spans[i].Start >= spans[i - 1].End, "Overlap", $"The parts at {spans[i - 1].Start} and {spans[i].Start} overlap.")) return;
        }
    }

    private static (int Start, int End)? CheckOne(SpansQuestion question, string text, JsonElement span, AnswerCheck check)
    {
        if (!QuestionChecks.RequireObject(span, check) || !QuestionChecks.OnlyKnown(span, Members, check)) return null;
        if (!check.Require(
            TryWhole(span, "start", out var start) & TryWhole(span, "end", out var end), "WrongKind",
            "A part has a whole start and end.")) return null;
        if (!check.Require(
            start >= 0 && start < end && end <= text.Length, "OutOfRange",
            $"{start} to {end} is no part of the text, which has {text.Length} characters.")) return null;
        if (!check.Require(
            !SplitsPair(text, start) && !SplitsPair(text, end), "SplitCharacter",
            $"{start} to {end} cuts a character in two.")) return null;
        var isKnown = span.TryGetProperty("label", out var label) && QuestionChecks.IsOneOf(question.Labels, label);
        if (!check.Require(isKnown, "UnknownLabel", $"The part at {start} needs one of the labels.")) return null;
        if (!check.Require(
            IsText(span, "source", out var source) & IsText(span, "note", out _), "WrongKind",
            $"Source and note are texts of at most {MaxNote} characters.")) return null;
        var needsSource = question.SourceRequiredFor.Contains(label.GetString()!, StringComparer.Ordinal);
        check.RequireWhenFinished(
            !needsSource || !string.IsNullOrWhiteSpace(source), "SourceMissing", $"The part at {start} needs a source.");
        return (start, end);
    }

    private static bool TryWhole(JsonElement span, string name, out int whole)
    {
        whole = 0;
        return span.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out whole);
    }

    private static bool IsText(JsonElement span, string name, out string? text)
    {
        text = null;
        if (!span.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return true;
        if (value.ValueKind != JsonValueKind.String) return false;
        text = value.GetString();
        return text!.Length <= MaxNote;
    }

    private static bool SplitsPair(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);
}
