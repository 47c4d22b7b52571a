using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Whether a task type makes sense: every reference meets something of the right kind, every limit can be kept.</summary>
public static class TaskTypeValidator
{
    private static readonly string[] PlainActions = ["submit", "skip", "pause"];

    /// <summary>Everything that is wrong, in the document's order.</summary>
    public static IReadOnlyList<DocumentError> Validate(TaskTypeDocument type)
    {
        var errors = new ErrorList();
        CheckHead(type, errors);
        var fields = CheckPayload(type, errors);
        CheckBlocks(type, fields, errors);
        QuestionValidator.Check(type, fields, errors);
        CheckShortcuts(type, errors);
        ExportMappingValidator.Check(type, fields, errors);
        return errors.Errors;
    }

    private static void CheckHead(TaskTypeDocument type, ErrorList errors)
    {
        errors.Require(
            type.Id.Length is > 0 and <= 64 && char.IsAsciiLetterLower(type.Id[0])
                && type.Id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            "/id", "BadName", "An id has 1 to 64 lower-case letters, digits and hyphens, and starts with a letter.");
        errors.Require(type.Version >= 1, "/version", "OutOfRange", "Versions start at 1.");
        errors.Require(type.ConsentVersion >= 1, "/consentVersion", "OutOfRange", "Versions start at 1.");
        errors.Require(
            type.UnlockingCourse is null || ErrorList.IsName(type.UnlockingCourse), "/unlockingCourse", "BadName",
            "A course id has letters, digits, '_' and '-'.");
        errors.Require(
            type.Limits.PayloadBytes is >= 1024 and <= 4 * 1024 * 1024, "/limits/payloadBytes", "OutOfRange", "From 1 KiB to 4 MiB.");
        errors.Require(
            type.Limits.AnswerBytes is >= 1024 and <= 4 * 1024 * 1024, "/limits/answerBytes", "OutOfRange", "From 1 KiB to 4 MiB.");
        errors.Require(
            type.Limits.SuggestedLimitMs is >= 1000 and <= 86_400_000, "/limits/suggestedLimitMs", "OutOfRange",
            "From one second to one day.");
    }

    private static Dictionary<string, PayloadField> CheckPayload(TaskTypeDocument type, ErrorList errors)
    {
        errors.Require(type.Payload.Count is > 0 and <= 100, "/payload", "OutOfRange", "A payload has 1 to 100 fields.");
        errors.RequireNames(type.Payload.Select(static field => field.Name), "/payload", "name");
        for (var i = 0; i < type.Payload.Count; i++)
            errors.Require(type.Payload[i].MaxLength >= 0, $"/payload/{i}/maxLength", "OutOfRange", "0 or more.");
        return type.Payload.DistinctBy(static field => field.Name).ToDictionary(static field => field.Name, StringComparer.Ordinal);
    }

    private static void CheckBlocks(TaskTypeDocument type, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        errors.Require(type.Blocks.Count is > 0 and <= 100, "/blocks", "OutOfRange", "A page shows 1 to 100 blocks.");
        for (var i = 0; i < type.Blocks.Count; i++)
        {
            var (block, at) = (type.Blocks[i], $"/blocks/{i}");
            CheckBound(block.Kind, block.Field, $"{at}/field", fields, errors);
            if (block.Kind == BlockKind.Diff)
            {
                if (errors.Require(block.Against is not null, $"{at}/against", "Missing", "A diff names the field on its other side."))
                    CheckBound(block.Kind, block.Against!, $"{at}/against", fields, errors);
            }
            else
            {
                errors.Require(block.Against is null, $"{at}/against", "NotAllowed", "Only a diff has another side.");
            }

            errors.Require(
                block.Language is null || block.Kind == BlockKind.Code, $"{at}/language", "NotAllowed", "Only code has a language.");
        }
    }

    private static void CheckBound(BlockKind kind, string field, string at, Dictionary<string, PayloadField> fields, ErrorList errors)
    {
        if (!fields.TryGetValue(field, out var bound))
            errors.Add(at, "UnknownField", $"The payload has no field \"{field}\".");
        else
            errors.Require(Shows(kind, bound.Kind), at, "WrongKind", $"A block of kind {kind} can't show a field of kind {bound.Kind}.");
    }

    private static bool Shows(BlockKind block, PayloadKind field) => block switch
    {
        BlockKind.Text =>
            field is PayloadKind.Text or PayloadKind.Texts or PayloadKind.Number or PayloadKind.Boolean or PayloadKind.Json or PayloadKind.Rubric,
        BlockKind.Markdown => field is PayloadKind.Text or PayloadKind.Texts,
        BlockKind.Conversation => field is PayloadKind.Messages or PayloadKind.Texts,
        BlockKind.Code => field is PayloadKind.Text or PayloadKind.Json,
        BlockKind.Diff => field == PayloadKind.Text,
        BlockKind.Image => field == PayloadKind.Image,
        BlockKind.Table => field is PayloadKind.Table or PayloadKind.Rubric,
        _ => throw new InvalidOperationException($"No rules for blocks of kind {block}."),
    };

    private static void CheckShortcuts(TaskTypeDocument type, ErrorList errors)
    {
        var questions = type.Questions.Select(static question => question.Id).ToHashSet(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < type.Shortcuts.Count; i++)
        {
            var (shortcut, at) = (type.Shortcuts[i], $"/shortcuts/{i}");
            errors.Require(shortcut.Key.Length is > 0 and <= 32, $"{at}/key", "BadKey", "A key has 1 to 32 characters.");
            errors.Require(keys.Add(shortcut.Key), $"{at}/key", "Duplicate", $"\"{shortcut.Key}\" is there twice.");
            var isKnown = Array.IndexOf(PlainActions, shortcut.Action) >= 0
                || (shortcut.Action.StartsWith("focus:", StringComparison.Ordinal)
                    && questions.Contains(shortcut.Action["focus:".Length..]));
            errors.Require(isKnown, $"{at}/action", "UnknownAction", "\"submit\", \"skip\", \"pause\", or \"focus:\" and a question's id.");
        }

        CheckOptionKeys(type, keys, errors);
    }

    private static void CheckOptionKeys(TaskTypeDocument type, HashSet<string> keys, ErrorList errors)
    {
        for (var i = 0; i < type.Questions.Count; i++)
        {
            if (type.Questions[i] is not ChoiceQuestion choice) continue;
            for (var j = 0; j < choice.Options.Count; j++)
            {
                if (choice.Options[j].Key is { } key)
                    errors.Require(
                        key.Length is > 0 and <= 32 && keys.Add(key), $"/questions/{i}/options/{j}/key", "Duplicate",
                        $"The key \"{key}\" is taken or empty.");
            }
        }
    }
}
