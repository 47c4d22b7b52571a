using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Imports.Reading;

namespace Distribution.Grains.Imports;

/// <summary>
/// A question, or a part of one ("scores.clarity"), whose right answer a file knows. Files are written by people: an option may be named
/// by its label, a list be a text.
/// </summary>
internal sealed record GoldQuestion(Question Question, string? Part)
{
    private const char Between = '|';

    /// <summary>As it stands in a mapping and in what is expected.</summary>
    public string Name => Part is null ? Question.Id : $"{Question.Id}.{Part}";

    /// <summary>What a mapping names, or null when the type asks nothing of that name.</summary>
    public static GoldQuestion? Find(TaskTypeDocument type, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (id, part) = dot < 0 ? (name, null) : (name[..dot], name[(dot + 1)..]);
        return type.Questions.FirstOrDefault(question => question.Id == id) is { } found && (part is null || HasPart(found, part))
            ? new GoldQuestion(found, part)
            : null;
    }

    /// <summary>
    /// The answers of which any is right: none where the row says nothing, null where it says what can't be read. Whether they may stand
    /// in an answer is for the question to say.
    /// </summary>
    public IReadOnlyList<JsonNode>? Read(RowValue value)
    {
        if (Json(value) is not { } said) return [];
        if (Part is not null) return Number(said) is { } part ? [part] : null;
        return Question switch
        {
            ChoiceQuestion { Multiple: false } choice => AnyOf(choice.Options, said),
            ChoiceQuestion choice => List(choice.Options, said),
            RankingQuestion ranking => List(ranking.Options, said),
            ScaleQuestion or NumbersQuestion or RubricQuestion => Parsed(said) is JsonObject parts ? [parts] : null,
            TextQuestion { PerItemOf: not null } or SpansQuestion or RubricDraftQuestion => Parsed(said) is JsonArray items ? [items] : null,
            _ => [said is JsonValue text && text.GetValueKind() == JsonValueKind.String ? said : said.ToJsonString()],
        };
    }

    private static bool HasPart(Question question, string part) => question switch
    {
        ScaleQuestion scale => scale.Axes.Any(axis => axis.Id == part),
        NumbersQuestion numbers => numbers.Fields.Any(field => field.Id == part),
        RubricQuestion { Field: null } rubric => rubric.Criteria.Any(criterion => criterion.Id == part),
        RubricQuestion => part.Length > 0,
        _ => false,
    };

    /// <summary>The value; null where there is none.</summary>
    private static JsonNode? Json(RowValue value)
    {
        if (value.Text is { } text) return string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text.Trim());
        return value.Json.ValueKind switch
        {
            JsonValueKind.String => string.IsNullOrWhiteSpace(value.Json.GetString()) ? null : JsonValue.Create(value.Json.GetString()!.Trim()),
            JsonValueKind.Array when value.Json.GetArrayLength() == 0 => null,
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => JsonNode.Parse(value.Json.GetRawText()),
        };
    }

    private static JsonValue? Number(JsonNode said)
    {
        var text = said is JsonValue value ? value.ToString() : null;
        return decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : null;
    }

    /// <summary>A text as the JSON that it holds, or as it is.</summary>
    private static JsonNode? Parsed(JsonNode said)
    {
        if (said is not JsonValue value || value.GetValueKind() != JsonValueKind.String) return said;
        try
        {
            return JsonNode.Parse(value.GetValue<string>(), documentOptions: new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<JsonNode>? AnyOf(IReadOnlyList<Option> options, JsonNode said)
    {
        var named = Items(options, said).Select(item => Named(options, item)).ToList();
        return named.Contains(null) ? null : [.. named.Select(static option => JsonValue.Create(option!))];
    }

    private static IReadOnlyList<JsonNode>? List(IReadOnlyList<Option> options, JsonNode said)
    {
        var list = new JsonArray();
        foreach (var item in Items(options, said))
        {
            // An element may be an array of equals.
            if (item is JsonArray equals)
            {
                var named = equals.Select(each => Named(options, each)).ToList();
                if (named.Contains(null)) return null;
                list.Add(new JsonArray([.. named.Select(static option => JsonValue.Create(option!))]));
            }
            else if (Named(options, item) is { } option)
            {
                list.Add(JsonValue.Create(option));
            }
            else
            {
                return null;
            }
        }

        return [list];
    }

    private static IEnumerable<JsonNode?> Items(IReadOnlyList<Option> options, JsonNode said)
    {
        if (said is JsonArray given) return given;
        var text = said.ToString();
        if (text.StartsWith('[') && Parsed(said) is JsonArray written) return written;
        return Named(options, said) is not null ? [said] : text.Split(Between, StringSplitOptions.TrimEntries).Select(static part => JsonValue.Create(part));
    }

    /// <summary>An option by its value, or by its label in either language; case says nothing.</summary>
    private static string? Named(IReadOnlyList<Option> options, JsonNode? said)
    {
        if (said is not JsonValue) return null;
        var text = said.ToString();
        return (options.FirstOrDefault(option => option.Value == text)
            ?? options.FirstOrDefault(option => Is(option.Value) || Is(option.Label.En) || Is(option.Label.Ko)))?.Value;

        bool Is(string name) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
    }
}
