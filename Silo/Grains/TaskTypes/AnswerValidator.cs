using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>
/// Whether an answer is right in form. Asked when it is handed in; an unfinished one need not be complete, yet what is there must be
/// right.
/// </summary>
public static class AnswerValidator
{
    private const int MaxDepth = 16;

    /// <summary>Reads and validates an answer as it came from the client.</summary>
    public static IReadOnlyList<AnswerError> Validate(TaskTypeDocument type, JsonElement payload, string answer, bool isUnfinished)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(answer) > type.Limits.AnswerBytes)
            return [new AnswerError("", "TooLarge", $"An answer has at most {type.Limits.AnswerBytes} bytes.")];
        try
        {
            using var document = JsonDocument.Parse(
                answer, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return Validate(type, payload, document.RootElement, isUnfinished);
        }
        catch (JsonException error)
        {
            return [new AnswerError("", "Malformed", $"The answer is no JSON: {error.Message}")];
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate is found only when its string is read.
            return [new AnswerError("", "Malformed", "The answer has a text that is no Unicode.")];
        }
    }

    /// <summary>Validates an answer. With <paramref name="isUnfinished"/> nothing is required.</summary>
    public static IReadOnlyList<AnswerError> Validate(TaskTypeDocument type, JsonElement payload, JsonElement answer, bool isUnfinished)
    {
        if (answer.ValueKind != JsonValueKind.Object) return [new AnswerError(
            "", "NotAnObject", "An answer is a JSON object by question id.")];
        var errors = new List<AnswerError>();
        foreach (var question in type.Questions)
        {
            var check = new AnswerCheck(question.Id, isUnfinished, errors);
            if (answer.TryGetProperty(question.Id, out var value) && !IsBlank(value))
                QuestionChecks.Check(question, payload, value, check);
            else if (question.Required && !isUnfinished)
                check.Fail("Required", "This is still to be answered.");
        }

        foreach (var member in answer.EnumerateObject())
        {
            if (!type.Questions.Any(question => member.NameEquals(question.Id)))
                errors.Add(new AnswerError(member.Name, "Unknown", "The type asks no such question."));
        }

        return errors;
    }

    private static bool IsBlank(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().MoveNext(),
        _ => false,
    };
}

/// <summary>The check of one answer to one question.</summary>
internal readonly record struct AnswerCheck(string Question, bool IsUnfinished, List<AnswerError> Errors)
{
    /// <summary>Says what is wrong; returns false, so that a check can end with it.</summary>
    public bool Fail(string code, string message)
    {
        Errors.Add(new AnswerError(Question, code, message));
        return false;
    }

    public bool Require(bool holds, string code, string message) => holds || Fail(code, message);

    /// <summary>What only a finished answer must have.</summary>
    public void RequireWhenFinished(bool holds, string code, string message)
    {
        if (!IsUnfinished) Require(holds, code, message);
    }
}
