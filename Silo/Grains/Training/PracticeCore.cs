using System.Text.Json;
using Distribution.Contracts.Training;

namespace Distribution.Grains.Training;

/// <summary>Compares an answer with what a right one says; for practice and for gold tasks. Pure.</summary>
public static class PracticeCore
{
    /// <summary>The questions that were answered wrong or not at all.</summary>
    public static IReadOnlyList<string> Wrong(IReadOnlyList<ExpectedAnswer> expected, JsonElement answer) =>
        [.. expected.Where(wanted => !IsRight(wanted, answer)).Select(static wanted => wanted.Question)];

    private static bool IsRight(ExpectedAnswer wanted, JsonElement answer)
    {
        foreach (var part in wanted.Question.Split('.'))
        {
            if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(part, out answer)) return false;
        }

        foreach (var value in wanted.AnyOf) if (IsEqual(value, answer, wanted.Tolerance)) return true;
        return false;
    }

    private static bool IsEqual(JsonElement wanted, JsonElement given, double tolerance) => (wanted.ValueKind, given.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(wanted.GetDouble() - given.GetDouble()) <= tolerance,
        (JsonValueKind.String, JsonValueKind.String) =>
            string.Equals(wanted.GetString()!.Trim(), given.GetString()!.Trim(), StringComparison.OrdinalIgnoreCase),
        // A grade is a score, or the score with its reason.
        (JsonValueKind.Number, JsonValueKind.Object) => given.TryGetProperty("score", out var score) && IsEqual(wanted, score, tolerance),
        (JsonValueKind.Array, JsonValueKind.Array) => IsSameSet(wanted, given, tolerance),
        _ => JsonElement.DeepEquals(wanted, given),
    };

    private static bool IsSameSet(JsonElement wanted, JsonElement given, double tolerance)
    {
        if (wanted.GetArrayLength() != given.GetArrayLength()) return false;
        var left = given.EnumerateArray().ToList();
        foreach (var item in wanted.EnumerateArray())
        {
            var at = left.FindIndex(other => IsEqual(item, other, tolerance));
            if (at < 0) return false;
            left.RemoveAt(at);
        }

        return true;
    }
}
