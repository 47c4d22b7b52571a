using System.Buffers;
using System.Text.Json;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Grains.TaskTypes;

/// <summary>Whether a payload holds what its type says. Import, tests and the editor of tasks ask the same.</summary>
public static class PayloadValidator
{
    /// <summary>What names an image, in words.</summary>
    public const string ImageRule = "An image is an https address, or \"blob:\" and a hash.";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Everything that is wrong, by JSON pointer into the payload.</summary>
    public static IReadOnlyList<DocumentError> Validate(TaskTypeDocument type, JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object) return [new DocumentError("", "NotAnObject", "A payload is a JSON object.")];
        var errors = new ErrorList();
        foreach (var field in type.Payload)
        {
            if (!payload.TryGetProperty(field.Name, out var value) || value.ValueKind == JsonValueKind.Null)
                errors.Require(!field.Required, $"/{field.Name}", "Missing", $"\"{field.Name}\" is required.");
            else
                Check(field, value, $"/{field.Name}", errors);
        }

        foreach (var member in payload.EnumerateObject())
            errors.Require(
                type.Payload.Any(field => member.NameEquals(field.Name)), $"/{member.Name}", "Unknown",
                $"The type has no field \"{member.Name}\".");
        return errors.Errors;
    }

    /// <summary>What is wrong with one field's value first; null when nothing is.</summary>
    public static DocumentError? CheckField(PayloadField field, JsonElement value)
    {
        var errors = new ErrorList();
        Check(field, value, "", errors);
        return errors.Errors.Count == 0 ? null : errors.Errors[0];
    }

    private static void Check(PayloadField field, JsonElement value, string at, ErrorList errors)
    {
        switch (field.Kind)
        {
            case PayloadKind.Text:
                CheckText(field, value, at, errors);
                break;
            case PayloadKind.Image:
                if (CheckText(field, value, at, errors)) errors.Require(IsImage(value.GetString()!), at, "BadImage", ImageRule);
                break;
            case PayloadKind.Number:
                errors.Require(value.ValueKind == JsonValueKind.Number, at, "WrongKind", "A number is needed.");
                break;
            case PayloadKind.Boolean:
                errors.Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, at, "WrongKind", "true or false is needed.");
                break;
            case PayloadKind.Texts:
                Each(value, at, errors, (item, place) => CheckText(field, item, place, errors));
                break;
            case PayloadKind.Messages:
                Each(value, at, errors, (item, place) => CheckMessage(field, item, place, errors));
                break;
            case PayloadKind.Table:
                Each(value, at, errors, (row, place) => Each(row, place, errors, (cell, where) =>
                    errors.Require(
                        cell.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array), where, "WrongKind",
                        "A cell is a text, a number, true, false or null.")));
                break;
            case PayloadKind.Rubric:
                CheckRubric(value, at, errors);
                break;
            case PayloadKind.Json:
                break;
            default:
                throw new InvalidOperationException($"No rules for payload kind {field.Kind}.");
        }
    }

    private static void Each(JsonElement array, string at, ErrorList errors, Action<JsonElement, string> check)
    {
        if (!errors.Require(array.ValueKind == JsonValueKind.Array, at, "WrongKind", "An array is needed.")) return;
        if (!errors.Require(array.GetArrayLength() > 0, at, "Empty", "At least one is needed.")) return;
        var index = 0;
        foreach (var item in array.EnumerateArray()) check(item, $"{at}/{index++}");
    }

    private static bool CheckText(PayloadField field, JsonElement value, string at, ErrorList errors)
    {
        if (!errors.Require(value.ValueKind == JsonValueKind.String, at, "WrongKind", "A text is needed.")) return false;
        // The raw length bounds the decoded one from above, so short texts are never decoded.
        if (field.MaxLength == 0 || value.GetRawTextLength() <= field.MaxLength) return true;
        return errors.Require(value.GetString()!.Length <= field.MaxLength, at, "TooLong", $"At most {field.MaxLength} characters.");
    }

    private static void CheckMessage(PayloadField field, JsonElement message, string at, ErrorList errors)
    {
        if (!errors.Require(message.ValueKind == JsonValueKind.Object, at, "WrongKind", "A turn is {\"role\", \"content\"}.")) return;
        var isKnown = message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String
            && role.GetString() is "system" or "user" or "assistant" or "tool";
        errors.Require(isKnown, $"{at}/role", "BadRole", "A role is system, user, assistant or tool.");
        if (errors.Require(
            message.TryGetProperty("content", out var content), $"{at}/content", "Missing", "A turn has a content.")) CheckText(
            field, content, $"{at}/content", errors);
    }

    private static void CheckRubric(JsonElement value, string at, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Each(value, at, errors, (criterion, place) =>
        {
            if (!errors.Require(
                criterion.ValueKind == JsonValueKind.Object, place, "WrongKind", "A criterion is {\"id\", \"text\", \"points\"}.")) return;
            var id = criterion.TryGetProperty("id", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
            errors.Require(
                ErrorList.IsName(id) && seen.Add(id), $"{place}/id", "BadName",
                "Each criterion has an id of its own: letters, digits, '_' and '-'.");
            errors.Require(
                criterion.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String, $"{place}/text", "Missing",
                "A criterion has a text.");
            errors.Require(
                criterion.TryGetProperty("points", out var points) && points.ValueKind == JsonValueKind.Number
                    && points.TryGetInt32(out var most) && most is >= -1000 and <= 1000 and not 0,
                $"{place}/points", "OutOfRange", "Points are a whole number, -1,000 to 1,000, not 0.");
        });
    }

    private static int GetRawTextLength(this JsonElement text) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(text).Length;

    /// <summary>Whether a text can name an image.</summary>
    public static bool IsImage(string address) =>
        (address.StartsWith("blob:", StringComparison.Ordinal) && address.Length == 5 + 64 && address.AsSpan(5)
            .IndexOfAnyExcept(HexDigits) < 0)
        || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps);
}
