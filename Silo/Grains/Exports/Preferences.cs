using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.Exports;

/// <summary>Which text is better than which, by one answer.</summary>
internal static class Preferences
{
    public static IEnumerable<(JsonElement Prompt, JsonElement Chosen, JsonElement Rejected)> Of(ExportRecord record)
    {
        if (record.Type.Export?.Preference is not { } mapping) return [];
        if (!record.Payload.TryGetProperty(mapping.Prompt, out var prompt)
            || !record.TryAnswer(mapping.Question, out var answer)) return [];
        return record.Type.Questions.First(question => question.Id == mapping.Question) switch
        {
            EditQuestion edit => OfEdit(record, edit, prompt, answer),
            ChoiceQuestion =>
                OfPlaces(
                [[answer.GetString()!],
                [.. mapping.Candidates.Keys.Where(value => value != answer.GetString()).Order(StringComparer.Ordinal)]], record, mapping,
                prompt),
            RankingQuestion => OfPlaces([.. answer.EnumerateArray().Select(Place)], record, mapping, prompt),
            _ => [],
        };
    }

    private static IEnumerable<(JsonElement, JsonElement, JsonElement)> OfEdit(
        ExportRecord record, EditQuestion edit, JsonElement prompt, JsonElement after)
    {
        // Unchanged means right as it was: there is nothing that it is better than.
        if (record.Payload.TryGetProperty(edit.Field, out var before) && !after.ValueEquals(before.GetString())) yield return (
            prompt, after, before);
    }

    /// <summary>Each value of an earlier place is better than each of a later one. A value without a field (a tie) makes no pair.</summary>
    private static IEnumerable<(JsonElement, JsonElement, JsonElement)> OfPlaces(
        string[][] places, ExportRecord record, PreferenceMapping mapping, JsonElement prompt)
    {
        for (var better = 0; better < places.Length; better++)
        {
            for (var worse = better + 1; worse < places.Length; worse++)
            {
                foreach (var chosen in places[better])
                {
                    foreach (var rejected in places[worse])
                    {
                        if (TryText(record, mapping, chosen, out var good)
                            && TryText(record, mapping, rejected, out var bad)) yield return (prompt, good, bad);
                    }
                }
            }
        }
    }

    private static bool TryText(ExportRecord record, PreferenceMapping mapping, string value, out JsonElement text)
    {
        text = default;
        return mapping.Candidates.TryGetValue(value, out var field) && record.Payload.TryGetProperty(field, out text);
    }

    private static string[] Place(JsonElement place) =>
        place.ValueKind == JsonValueKind.Array ? [.. place.EnumerateArray().Select(static item => item.GetString()!)]
            : [place.GetString()!];
}
