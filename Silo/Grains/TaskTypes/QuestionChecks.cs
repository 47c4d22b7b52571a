using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>The form of an answer, by kind of question.</summary>
internal static class QuestionChecks
{
    public static void Check(Question question, JsonElement payload, JsonElement value, AnswerCheck check)
    {
        switch (question)
        {
            case ChoiceQuestion choice: CheckChoice(choice, value, check); break;
            case ScaleQuestion scale: CheckScale(scale, value, check); break;
            case RankingQuestion ranking: CheckRanking(ranking, value, check); break;
            case TextQuestion text: CheckTexts(text, payload, value, check); break;
            case EditQuestion edit: CheckEdit(edit, payload, value, check); break;
            case SpansQuestion spans: SpanChecks.Check(spans, payload, value, check); break;
            case RubricQuestion rubric: RubricChecks.Check(rubric, payload, value, check); break;
            case RubricDraftQuestion draft: RubricChecks.CheckDraft(draft, value, check); break;
            case NumbersQuestion numbers: CheckNumbers(numbers, value, check); break;
            default: throw new InvalidOperationException($"No rules for answers to {question.GetType().Name}.");
        }
    }

    private static void CheckChoice(ChoiceQuestion choice, JsonElement value, AnswerCheck check)
    {
        if (!choice.Multiple)
        {
            check.Require(IsOneOf(choice.Options, value), "UnknownOption", "One of the options is needed.");
            return;
        }

        if (!check.Require(value.ValueKind == JsonValueKind.Array, "WrongKind", "An array of options is needed.")) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in value.EnumerateArray())
        {
            if (!check.Require(IsOneOf(choice.Options, item), "UnknownOption", "Each choice is one of the options.")) return;
            if (!check.Require(seen.Add(item.GetString()!), "Duplicate", "An option is chosen twice.")) return;
        }

        check.Require(choice.MaxChoices == 0 || seen.Count <= choice.MaxChoices, "TooMany", $"At most {choice.MaxChoices}.");
        check.RequireWhenFinished(seen.Count >= choice.MinChoices, "TooFew", $"At least {choice.MinChoices}.");
    }

    private static void CheckScale(ScaleQuestion scale, JsonElement value, AnswerCheck check)
    {
        if (!RequireObject(value, check) || !OnlyKnown(value, scale.Axes.Select(static axis => axis.Id), check)) return;
        foreach (var axis in scale.Axes)
        {
            if (!value.TryGetProperty(axis.Id, out var score))
                check.RequireWhenFinished(!scale.Required, "Missing", $"\"{axis.Label.En}\" is still to be scored.");
            else if (score.ValueKind == JsonValueKind.Null)
                check.Require(scale.AllowsNotApplicable || check.IsUnfinished, "NotAllowed", $"\"{axis.Label.En}\" needs a score.");
            else
                check.Require(
                    score.ValueKind == JsonValueKind.Number && score.TryGetInt32(out var whole) && whole >= scale.Min
                    && whole <= scale.Max, "OutOfRange", $"\"{axis.Label.En}\" takes whole numbers from {scale.Min} to {scale.Max}.");
        }
    }

    private static void CheckRanking(RankingQuestion ranking, JsonElement value, AnswerCheck check)
    {
        if (!check.Require(value.ValueKind == JsonValueKind.Array, "WrongKind", "An array, best first, is needed.")) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var place in value.EnumerateArray())
        {
            var isTie = place.ValueKind == JsonValueKind.Array;
            if (isTie && !check.Require(ranking.AllowsTies, "NotAllowed", "Two can't be equal.")) return;
            foreach (var item in isTie ? place.EnumerateArray().ToArray() : [place])
            {
                if (!check.Require(IsOneOf(ranking.Options, item), "UnknownOption", "Each place is one of the options.")) return;
                if (!check.Require(seen.Add(item.GetString()!), "Duplicate", "An option is ranked twice.")) return;
            }
        }

        check.RequireWhenFinished(seen.Count == ranking.Options.Count, "TooFew", "Each option needs a place.");
    }

    private static void CheckTexts(TextQuestion text, JsonElement payload, JsonElement value, AnswerCheck check)
    {
        if (text.PerItemOf is not { } field)
        {
            CheckText(value, text.MinLength, text.MaxLength, check);
            return;
        }

        if (!check.Require(value.ValueKind == JsonValueKind.Array, "WrongKind", "An array of texts is needed.")) return;
        var wanted = payload.TryGetProperty(field, out var items) && items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : 0;
        var given = value.GetArrayLength();
        check.Require(given <= wanted, "TooMany", $"There are {wanted} to answer.");
        check.RequireWhenFinished(given >= wanted, "TooFew", $"There are {wanted} to answer.");
        foreach (var item in value.EnumerateArray())
        {
            if (!CheckText(item, text.MinLength, text.MaxLength, check)) return;
            check.RequireWhenFinished(!string.IsNullOrWhiteSpace(item.GetString()), "TooFew", "One of the texts is empty.");
        }
    }

    private static void CheckEdit(EditQuestion edit, JsonElement payload, JsonElement value, AnswerCheck check)
    {
        if (!CheckText(value, 0, edit.MaxLength, check) || edit.AllowsUnchanged) return;
        var isSame = payload.TryGetProperty(edit.Field, out var before) && before.ValueKind == JsonValueKind.String
            && value.ValueEquals(before.GetString());
        check.RequireWhenFinished(!isSame, "Unchanged", "The text is unchanged.");
    }

    private static bool CheckText(JsonElement value, int least, int most, AnswerCheck check)
    {
        if (!check.Require(value.ValueKind == JsonValueKind.String, "WrongKind", "A text is needed.")) return false;
        var length = value.GetString()!.Length;
        check.RequireWhenFinished(length >= least, "TooShort", $"At least {least} characters; there are {length}.");
        return check.Require(length <= most, "TooLong", $"At most {most} characters; there are {length}.");
    }

    private static void CheckNumbers(NumbersQuestion numbers, JsonElement value, AnswerCheck check)
    {
        if (!RequireObject(value, check) || !OnlyKnown(value, numbers.Fields.Select(static field => field.Id), check)) return;
        foreach (var field in numbers.Fields)
        {
            if (!value.TryGetProperty(field.Id, out var number) || number.ValueKind == JsonValueKind.Null)
                check.RequireWhenFinished(!numbers.Required, "Missing", $"\"{field.Label.En}\" is still to be filled in.");
            else if (number.ValueKind != JsonValueKind.Number || !number.TryGetDecimal(out var given))
                check.Fail("WrongKind", $"\"{field.Label.En}\" is a number.");
            else
                check.Require(
                    given >= (field.Min ?? given) && given <= (field.Max ?? given) && (!field.IsWhole || decimal.IsInteger(given)),
                    "OutOfRange", $"\"{field.Label.En}\" is {(field.IsWhole ? "a whole number" : "a number")}{Range(field)}.");
        }
    }

    private static string Range(NumberField field) => (field.Min, field.Max) switch
    {
        (null, null) => "",
        ({ } min, null) => $", at least {min}",
        (null, { } max) => $", at most {max}",
        ({ } min, { } max) => $" from {min} to {max}",
    };

    internal static bool RequireObject(JsonElement value, AnswerCheck check) =>
        check.Require(value.ValueKind == JsonValueKind.Object, "WrongKind", "An object is needed.");

    internal static bool OnlyKnown(JsonElement value, IEnumerable<string> known, AnswerCheck check)
    {
        var names = known.ToHashSet(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!names.Contains(member.Name)) return check.Fail("Unknown", $"There is no \"{member.Name}\" here.");
        }

        return true;
    }

    internal static bool IsOneOf(IReadOnlyList<Option> options, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && options.Any(option => value.ValueEquals(option.Value));
}
