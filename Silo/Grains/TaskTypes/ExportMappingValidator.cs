using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Whether the exports of a type can be made from its payload and answers.</summary>
internal static class ExportMappingValidator
{
    public static void Check(TaskTypeDocument type, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        if (type.Export is not { } export) return;
        if (export.Preference is { } preference) CheckPreference(type, preference, fields, errors);
        if (export.Messages is { } messages)
        {
            CheckPrompt(messages.Prompt, "/export/messages/prompt", fields, errors);
            CheckQuestion(type, messages.Question, "/export/messages/question", static q => q is TextQuestion or EditQuestion, errors);
        }

        if (export.Reward is { } reward) CheckScore(type, reward, "/export/reward", static q =>
            q is ScaleQuestion or NumbersQuestion, fields, errors);
        if (export.Rubric is { } rubric) CheckScore(type, rubric, "/export/rubric", static q => q is RubricQuestion, fields, errors);
    }

    private static void CheckPreference(
        TaskTypeDocument type, PreferenceMapping mapping, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        const string at = "/export/preference";
        CheckPrompt(mapping.Prompt, $"{at}/prompt", fields, errors);
        CheckQuestion(type, mapping.Question, $"{at}/question", static q =>
            q is ChoiceQuestion { Multiple: false } or RankingQuestion or EditQuestion, errors);
        var question = type.Questions.FirstOrDefault(q => q.Id == mapping.Question);
        if (question is EditQuestion)
        {
            errors.Require(
                mapping.Candidates.Count == 0, $"{at}/candidates", "NotAllowed", "An edit's candidates are the text before and after.");
            return;
        }

        errors.Require(mapping.Candidates.Count >= 2, $"{at}/candidates", "OutOfRange", "A preference is between two or more.");
        var options = question switch { ChoiceQuestion choice => choice.Options, RankingQuestion ranking => ranking.Options, _ => [] };
        foreach (var (value, field) in mapping.Candidates.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            errors.Require(
                options.Any(option => option.Value == value), $"{at}/candidates/{value}", "UnknownOption",
                $"The question has no option \"{value}\".");
            errors.Require(
                fields.TryGetValue(field, out var bound) && bound.Kind is PayloadKind.Text or PayloadKind.Messages,
                $"{at}/candidates/{value}", "UnknownField", $"\"{field}\" is no text or conversation of the payload.");
        }
    }

    private static void CheckScore(
        TaskTypeDocument type, ScoreMapping mapping, string at, Func<Question, bool> fits, Dictionary<string, PayloadField> fields,
            ErrorList errors)
    {
        CheckPrompt(mapping.Prompt, $"{at}/prompt", fields, errors);
        CheckPrompt(mapping.Completion, $"{at}/completion", fields, errors);
        CheckQuestion(type, mapping.Question, $"{at}/question", fits, errors);
    }

    private static void CheckPrompt(string name, string at, Dictionary<string, PayloadField> fields, ErrorList errors) =>
        errors.Require(
            fields.TryGetValue(name, out var field) && field.Kind is PayloadKind.Text or PayloadKind.Messages or PayloadKind.Texts,
            at, "UnknownField", $"\"{name}\" is no text or conversation of the payload.");

    private static void CheckQuestion(TaskTypeDocument type, string id, string at, Func<Question, bool> fits, ErrorList errors) =>
        errors.Require(
            type.Questions.Any(question => question.Id == id && fits(question)), at, "UnknownQuestion",
            $"\"{id}\" is no question of a kind that this shape can use.");
}
