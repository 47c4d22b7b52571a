using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Whether the questions of a type can be answered.</summary>
internal static class QuestionValidator
{
    public static void Check(TaskTypeDocument type, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        errors.Require(type.Questions.Count is > 0 and <= 50, "/questions", "OutOfRange", "A type asks 1 to 50 questions.");
        errors.RequireNames(type.Questions.Select(static question => question.Id), "/questions", "id");
        for (var i = 0; i < type.Questions.Count; i++) CheckOne(type.Questions[i], $"/questions/{i}", fields, errors);
    }

    private static void CheckOne(Question question, string at, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        switch (question)
        {
            case ChoiceQuestion choice:
                CheckChoice(choice, at, errors);
                break;
            case ScaleQuestion scale:
                CheckCount(scale.Axes.Count, 1, $"{at}/axes", errors);
                errors.RequireNames(scale.Axes.Select(static axis => axis.Id), $"{at}/axes", "id");
                errors.Require(
                    scale.Min < scale.Max && scale.Max - (long)scale.Min <= 100, $"{at}/max", "OutOfRange",
                    "The highest score is above the lowest, by at most 100.");
                break;
            case RankingQuestion ranking:
                CheckCount(ranking.Options.Count, 2, $"{at}/options", errors);
                errors.RequireNames(ranking.Options.Select(static option => option.Value), $"{at}/options", "value");
                break;
            case TextQuestion text:
                errors.Require(
                    text.MinLength >= 0 && text.MaxLength >= Math.Max(1, text.MinLength), $"{at}/maxLength", "OutOfRange",
                    "The longest is at least the shortest, and 1.");
                if (text.PerItemOf is { } items) CheckField(items, PayloadKind.Texts, $"{at}/perItemOf", fields, errors);
                break;
            case EditQuestion edit:
                CheckField(edit.Field, PayloadKind.Text, $"{at}/field", fields, errors);
                errors.Require(edit.MaxLength >= 1, $"{at}/maxLength", "OutOfRange", "1 or more.");
                break;
            case SpansQuestion spans:
                CheckSpans(spans, at, fields, errors);
                break;
            case RubricQuestion rubric:
                CheckRubric(rubric, at, fields, errors);
                break;
            case RubricDraftQuestion draft:
                errors.Require(
                    draft.MinCriteria >= 1 && draft.MaxCriteria >= draft.MinCriteria && draft.MaxCriteria <= 200, $"{at}/maxCriteria",
                    "OutOfRange", "1 to 200, the most at least the least.");
                errors.Require(draft.MaxPoints is >= 1 and <= 1000, $"{at}/maxPoints", "OutOfRange", "1 to 1,000.");
                break;
            case NumbersQuestion numbers:
                CheckNumbers(numbers, at, errors);
                break;
            default:
                throw new InvalidOperationException($"No rules for questions of type {question.GetType().Name}.");
        }
    }

    private static void CheckChoice(ChoiceQuestion choice, string at, ErrorList errors)
    {
        CheckCount(choice.Options.Count, 2, $"{at}/options", errors);
        errors.RequireNames(choice.Options.Select(static option => option.Value), $"{at}/options", "value");
        var most = choice.MaxChoices == 0 ? choice.Options.Count : choice.MaxChoices;
        errors.Require(
            !choice.Multiple || (choice.MinChoices >= 0 && most >= Math.Max(1, choice.MinChoices) && most <= choice.Options.Count),
            $"{at}/maxChoices", "OutOfRange", "Between the least number of choices and the number of options.");
    }

    private static void CheckSpans(SpansQuestion spans, string at, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        CheckField(spans.Field, PayloadKind.Text, $"{at}/field", fields, errors);
        CheckCount(spans.Labels.Count, 1, $"{at}/labels", errors);
        errors.RequireNames(spans.Labels.Select(static label => label.Value), $"{at}/labels", "value");
        errors.Require(spans.MaxSpans is >= 1 and <= 5000, $"{at}/maxSpans", "OutOfRange", "1 to 5,000.");
        for (var i = 0; i < spans.SourceRequiredFor.Count; i++)
        {
            var label = spans.SourceRequiredFor[i];
            errors.Require(
                spans.Labels.Any(known => known.Value == label), $"{at}/sourceRequiredFor/{i}", "UnknownLabel",
                $"There is no label \"{label}\".");
        }
    }

    private static void CheckRubric(RubricQuestion rubric, string at, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        if (rubric.Field is { } field) CheckField(field, PayloadKind.Rubric, $"{at}/field", fields, errors);
        errors.Require(
            rubric.Field is null == rubric.Criteria.Count > 0, $"{at}/criteria", "OneOfTwo",
            "Criteria come from a payload field or stand here: one of the two.");
        errors.RequireNames(rubric.Criteria.Select(static criterion => criterion.Id), $"{at}/criteria", "id");
        for (var i = 0; i < rubric.Criteria.Count; i++)
            errors.Require(
                rubric.Criteria[i].Points is >= -1000 and <= 1000 and not 0, $"{at}/criteria/{i}/points", "OutOfRange",
                "-1,000 to 1,000, not 0.");
    }

    private static void CheckNumbers(NumbersQuestion numbers, string at, ErrorList errors)
    {
        CheckCount(numbers.Fields.Count, 1, $"{at}/fields", errors);
        errors.RequireNames(numbers.Fields.Select(static field => field.Id), $"{at}/fields", "id");
        for (var i = 0; i < numbers.Fields.Count; i++)
        {
            var field = numbers.Fields[i];
            errors.Require(
                field.Min is null || field.Max is null || field.Min <= field.Max, $"{at}/fields/{i}/max", "OutOfRange",
                "The most is at least the least.");
        }
    }

    private static void CheckCount(int count, int least, string at, ErrorList errors) =>
        errors.Require(count >= least && count <= 100, at, "OutOfRange", $"{least} to 100 of them.");

    private static void CheckField(string name, PayloadKind kind, string at, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        if (!fields.TryGetValue(name, out var field))
            errors.Add(at, "UnknownField", $"The payload has no field \"{name}\".");
        else
            errors.Require(field.Kind == kind, at, "WrongKind", $"The field \"{name}\" is of kind {field.Kind}; this needs {kind}.");
    }
}
