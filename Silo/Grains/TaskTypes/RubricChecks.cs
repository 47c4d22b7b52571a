using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Scores by criterion, and rubrics to write.</summary>
internal static class RubricChecks
{
    private static readonly string[] DraftMembers = ["text", "points"];
    private const int MaxText = 4000;

    /// <summary>The criteria that a task of this type is graded by, with their points.</summary>
    public static Dictionary<string, int> CriteriaOf(RubricQuestion question, JsonElement payload)
    {
        if (question.Field is not { } field) return question.Criteria.ToDictionary(static criterion => criterion.Id, static criterion =>
            criterion.Points, StringComparer.Ordinal);
        return payload.TryGetProperty(field, out var criteria) && criteria.ValueKind == JsonValueKind.Array
            ? criteria.EnumerateArray()
                .ToDictionary(static one => one.GetProperty("id").GetString()!, static one =>
                one.GetProperty("points").GetInt32(), StringComparer.Ordinal)
            : [];
    }

    public static void Check(RubricQuestion question, JsonElement payload, JsonElement value, AnswerCheck check)
    {
        var criteria = CriteriaOf(question, payload);
        if (!QuestionChecks.RequireObject(value, check) || !QuestionChecks.OnlyKnown(value, criteria.Keys, check)) return;
        foreach (var (id, points) in criteria.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            if (value.TryGetProperty(id, out var grade) && grade.ValueKind != JsonValueKind.Null)
                CheckGrade(question, id, points, grade, check);
            else
                check.RequireWhenFinished(!question.Required, "Missing", $"The criterion \"{id}\" is still to be graded.");
        }
    }

    /// <summary>The score in a grade, which is a number or {score, reason}.</summary>
    public static bool TryScore(JsonElement grade, out decimal score)
    {
        score = 0;
        if (grade.ValueKind == JsonValueKind.Object && !grade.TryGetProperty("score", out grade)) return false;
        return grade.ValueKind == JsonValueKind.Number && grade.TryGetDecimal(out score);
    }

    private static void CheckGrade(RubricQuestion question, string id, int points, JsonElement grade, AnswerCheck check)
    {
        if (!check.Require(
            TryScore(grade, out var score), "WrongKind", $"The grade of \"{id}\" is a number, or {{\"score\", \"reason\"}}.")) return;
        check.Require(
            score >= Math.Min(0, points) && score <= Math.Max(0, points), "OutOfRange",
            $"\"{id}\" gives {Math.Min(0, points)} to {Math.Max(0, points)} points.");
        var hasReason = grade.ValueKind == JsonValueKind.Object && grade.TryGetProperty("reason", out var reason)
            && reason.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(reason.GetString());
        check.RequireWhenFinished(!question.RequiresReasons || hasReason, "ReasonMissing", $"The grade of \"{id}\" needs a reason.");
    }

    public static void CheckDraft(RubricDraftQuestion question, JsonElement value, AnswerCheck check)
    {
        if (!check.Require(value.ValueKind == JsonValueKind.Array, "WrongKind", "An array of criteria is needed.")) return;
        var count = value.GetArrayLength();
        check.Require(count <= question.MaxCriteria, "TooMany", $"At most {question.MaxCriteria} criteria.");
        check.RequireWhenFinished(count >= question.MinCriteria, "TooFew", $"At least {question.MinCriteria} criteria.");
        foreach (var criterion in value.EnumerateArray())
        {
            if (!QuestionChecks.RequireObject(criterion, check) || !QuestionChecks.OnlyKnown(criterion, DraftMembers, check)) return;
            var text = criterion.TryGetProperty("text", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
            check.RequireWhenFinished(!string.IsNullOrWhiteSpace(text), "TextMissing", "A criterion has no text.");
            check.Require(text.Length <= MaxText, "TooLong", $"A criterion has at most {MaxText} characters.");
            var hasPoints = criterion.TryGetProperty("points", out var points) && points.ValueKind != JsonValueKind.Null;
            check.RequireWhenFinished(hasPoints, "PointsMissing", "A criterion has no points.");
            if (hasPoints) check.Require(
                points.ValueKind == JsonValueKind.Number && points.TryGetInt32(out var most) && Math.Abs((long)most) <= question.MaxPoints
                && most != 0, "OutOfRange", $"Points are whole, not 0, at most {question.MaxPoints} either way.");
        }
    }
}
