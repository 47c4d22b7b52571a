using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts.Imports;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Grains.Imports.Reading;
using Distribution.Grains.TaskTypes;

namespace Distribution.Grains.Imports;

/// <summary>The right answer to a row's task: what is expected, as JSON, and why.</summary>
public sealed record RowGold(string ExpectedJson, string Explanation);

/// <summary>Reads the right answers that a file knows. What is expected must be an answer that a trainer could give.</summary>
internal sealed class GoldReader
{
    private const int MaxExplanation = 300;
    private readonly TaskTypeDocument _type;
    private readonly List<(GoldQuestion Question, RowSource Source)> _questions;
    private readonly RowSource? _explanation;

    public GoldReader(TaskTypeDocument type, ImportMapping mapping)
    {
        _type = type;
        _questions = [.. mapping.Gold.Select(gold => (GoldQuestion.Find(type, gold.Question)!, new RowSource(gold.Source)))];
        _explanation = mapping.GoldExplanation is { } source ? new RowSource(source) : null;
    }

    public IEnumerable<RowSource> Sources =>
        _questions.Select(static gold => gold.Source).Concat(_explanation is null ? [] : [_explanation]);

    /// <summary>What is wrong first; or the right answer, or null where the row knows none.</summary>
    public ImportError? Read(SourceRow row, ReadOnlyMemory<byte> payload, out RowGold? gold)
    {
        gold = null;
        if (_questions.Count == 0) return null;
        var expected = new List<ExpectedAnswer>();
        using var task = JsonDocument.Parse(payload);
        foreach (var (question, source) in _questions)
        {
            if (!row.TryGet(source, out var value)) continue;
            if (question.Read(value) is not { } right)
                return row.ErrorAt(source, "BadGold", $"The right answer to \"{question.Name}\" does not read{Choices(question.Question)}.");
            foreach (var answer in right)
            {
                if (Wrong(task.RootElement, question, answer) is { } wrong)
                    return row.ErrorAt(source, "BadGold", $"No trainer could answer \"{question.Name}\" like this: {wrong.Message}");
            }

            if (right.Count > 0) expected.AddRange(Expected(question, right));
        }

        if (expected.Count == 0) return null;
        var why = _explanation is not null && row.TryGet(_explanation, out var said) ? FieldWriter.AsText(said)?.Trim() ?? "" : "";
        if (why.Length > MaxExplanation) return row.ErrorAt(_explanation!, "TooLong", $"An explanation has at most {MaxExplanation} characters.");
        gold = new RowGold(JsonSerializer.Serialize(expected, ExpectedAnswersJsonContext.Default.ListExpectedAnswer), why);
        return null;
    }

    private AnswerError? Wrong(JsonElement payload, GoldQuestion question, JsonNode right)
    {
        var value = question.Part is null ? right.DeepClone() : new JsonObject { [question.Part] = right.DeepClone() };
        var answer = JsonSerializer.SerializeToElement(new JsonObject { [question.Question.Id] = value }, RowJsonContext.Default.JsonObject);
        return AnswerValidator.Validate(_type, payload, answer, isUnfinished: true) is [var first, ..] ? first : null;
    }

    /// <summary>Scores and numbers are compared one by one, everything else as a whole.</summary>
    private static IEnumerable<ExpectedAnswer> Expected(GoldQuestion question, IReadOnlyList<JsonNode> right) =>
        question.Part is null && right is [JsonObject parts]
            ? parts.Where(static part => part.Value is not null).Select(part => One($"{question.Question.Id}.{part.Key}", [Score(part.Value!)]))
            : [One(question.Name, right)];

    private static JsonNode Score(JsonNode grade) => grade is JsonObject { } whole && whole["score"] is { } score ? score : grade;

    private static ExpectedAnswer One(string question, IReadOnlyList<JsonNode> right) =>
        new() { Question = question, AnyOf = [.. right.Select(static node => JsonSerializer.SerializeToElement(node, RowJsonContext.Default.JsonNode))] };

    private static string Choices(Question question)
    {
        var options = question switch { ChoiceQuestion choice => choice.Options, RankingQuestion ranking => ranking.Options, _ => [] };
        return options.Count == 0 ? "" : $": one of {string.Join(", ", options.Select(static option => $"\"{option.Value}\""))} is needed";
    }
}

/// <summary>How values of a row are written as JSON.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonObject))]
[System.Text.Json.Serialization.JsonSerializable(typeof(JsonNode))]
internal sealed partial class RowJsonContext : System.Text.Json.Serialization.JsonSerializerContext;
