using System.Text.Json;
using System.Text.Json.Serialization;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Contracts.Imports;

/// <summary>How the columns of a file become payloads of a task type.</summary>
public sealed record ImportMapping
{
    /// <summary>One for each payload field that is filled.</summary>
    public required IReadOnlyList<FieldMapping> Fields { get; init; }

    /// <summary>
    /// The column or JSON path of the row's lasting id. A row whose id is already in the project is not added again. Without it the
    /// payload itself is the id: equal payloads are one task.
    /// </summary>
    public string? ExternalId { get; init; }

    /// <summary>The priority of all rows, higher first; or of those whose column says nothing.</summary>
    public int Priority { get; init; }

    /// <summary>The column or JSON path of a row's priority.</summary>
    public string? PriorityFrom { get; init; }

    /// <summary>Needs of all rows beyond the project's, for example "lang:ko".</summary>
    public IReadOnlyList<string> ExtraNeeds { get; set; } = [];

    /// <summary>The column or JSON path of a row's further needs: an array, or a text split at commas.</summary>
    public string? ExtraNeedsFrom { get; init; }

    /// <summary>
    /// Where right answers that are known come from, one for each question. A row in which one of them says something becomes a gold
    /// task; a row that is in the project already keeps what it has.
    /// </summary>
    public IReadOnlyList<GoldMapping> Gold { get; set; } = [];

    /// <summary>The column or JSON path of why the answer is right: at most 300 characters, told to who has answered.</summary>
    public string? GoldExplanation { get; init; }

    /// <summary>What separates the fields of a CSV file: a comma, a semicolon, a tab or a bar.</summary>
    public char CsvSeparator { get; set; } = ',';
}

/// <summary>Where one payload field comes from: a column or path, or a constant.</summary>
public sealed record FieldMapping
{
    /// <summary>The payload field.</summary>
    public required string Field { get; init; }

    /// <summary>A column of a CSV file, or a JSON path such as "choices[0].turns".</summary>
    public string? Source { get; init; }

    /// <summary>The same value for every row.</summary>
    public JsonElement? Constant { get; init; }

    /// <summary>How the source is converted.</summary>
    public Conversion Convert { get; set; } = Conversion.Auto;

    /// <summary>With <see cref="Conversion.Array"/>: splits a text. Default: a line break.</summary>
    public string Separator { get; set; } = "\n";
}

/// <summary>Where the right answer to one question comes from.</summary>
public sealed record GoldMapping
{
    /// <summary>The question's id; "scores.clarity" is one axis, number or criterion of it.</summary>
    public required string Question { get; init; }

    /// <summary>
    /// A column of a CSV file, or a JSON path. Options are named by their value or by their label; of a question with one choice, several
    /// (an array, or a text with "|" between them) are all right; lists are arrays, JSON, or texts with "|" between the items.
    /// </summary>
    public required string Source { get; init; }
}

/// <summary>How a source value becomes a payload value.</summary>
[JsonConverter(typeof(CamelEnumConverter<Conversion>))]
public enum Conversion
{
    /// <summary>As the payload field's kind asks.</summary>
    Auto = 0,

    /// <summary>Numbers and booleans as they are written; an object or array as its JSON.</summary>
    Text = 1,

    /// <summary>A number, also from a text.</summary>
    Number = 2,

    /// <summary>true and false, also from the texts true, false, yes, no, 1 and 0.</summary>
    Boolean = 3,

    /// <summary>An array; a text is split at the separator, or read as JSON when it starts with "[".</summary>
    Array = 4,

    /// <summary>A text is read as JSON.</summary>
    Json = 5,

    /// <summary>A conversation; a text becomes one turn of the user.</summary>
    Messages = 6,
}

/// <summary>The formats that can be imported.</summary>
[JsonConverter(typeof(CamelEnumConverter<ImportFormat>))]
public enum ImportFormat
{
    /// <summary>One JSON object a line.</summary>
    Jsonl = 1,

    /// <summary>One array of JSON objects.</summary>
    Json = 2,

    /// <summary>Comma-separated, RFC 4180, with a header.</summary>
    Csv = 3,
}

/// <summary>What happens to good rows when others are bad.</summary>
[JsonConverter(typeof(CamelEnumConverter<ImportPolicy>))]
public enum ImportPolicy
{
    /// <summary>Good rows are added, bad ones reported.</summary>
    KeepGood = 1,

    /// <summary>The whole file is checked first; one bad row refuses it.</summary>
    AllOrNothing = 2,
}
