using System.Text.Json.Serialization;
using Orleans;

namespace Distribution.Contracts.TaskTypes;

/// <summary>
/// A task type: what a task of this type holds, what its page shows and asks, and under which conditions people do it. A published
/// version never changes. Written as JSON; unknown members are errors, so that a typing mistake is found at once. Members with a
/// default are settable, since generated JSON code gives an init-only member that is absent null or 0 instead of its default.
/// </summary>
public sealed record TaskTypeDocument
{
    /// <summary>The type's lasting name: lower-case letters, digits and hyphens, for example "compare-two-answers".</summary>
    public required string Id { get; init; }

    /// <summary>From 1 up, without gaps.</summary>
    public required int Version { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalText Title { get; init; }

    /// <summary>What the work is, in a few sentences; Markdown.</summary>
    public LocalText? Instructions { get; init; }

    /// <summary>What the answers are for; shown to trainers before they consent.</summary>
    public required LocalText UseCase { get; init; }

    /// <summary>How carefully the work is handled: sets credentials, review share and consent text.</summary>
    public required RiskClass Risk { get; init; }

    /// <summary>The version of the consent text that trainers agree to; stands in every exported record.</summary>
    public int ConsentVersion { get; set; } = 1;

    /// <summary>The course that unlocks the type; null needs none.</summary>
    public string? UnlockingCourse { get; init; }

    /// <summary>The data of one task.</summary>
    public required IReadOnlyList<PayloadField> Payload { get; init; }

    /// <summary>What the page shows, in this order.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>What it asks, in this order.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>Keys beyond those of the options.</summary>
    public IReadOnlyList<Shortcut> Shortcuts { get; set; } = [];

    /// <summary>The limits.</summary>
    public TaskTypeLimits Limits { get; set; } = new();

    /// <summary>What a breaking version means for tasks that wait and drafts that are being written; for the managers who use the type.</summary>
    public LocalText? Migration { get; init; }

    /// <summary>How answers become training data; a shape that is not named here can't be exported.</summary>
    public ExportMapping? Export { get; init; }
}

/// <summary>A text in the languages of the house; both are required.</summary>
public sealed record LocalText
{
    /// <summary>Korean.</summary>
    public required string Ko { get; init; }

    /// <summary>English.</summary>
    public required string En { get; init; }
}

/// <summary>How carefully a type's work is handled.</summary>
[GenerateSerializer, Alias("RiskClass"), JsonConverter(typeof(CamelEnumConverter<RiskClass>))]
public enum RiskClass
{
    /// <summary>Everyday content.</summary>
    Low = 1,

    /// <summary>Wrong answers can mislead: facts, code, advice.</summary>
    Medium = 2,

    /// <summary>Law, medicine, safety: verified credentials and more review.</summary>
    High = 3,
}

/// <summary>The limits of a type. Sizes are UTF-8 bytes.</summary>
public sealed record TaskTypeLimits
{
    /// <summary>The largest payload. Default: 256 KiB.</summary>
    public int PayloadBytes { get; set; } = 256 * 1024;

    /// <summary>The largest answer. Default: 256 KiB.</summary>
    public int AnswerBytes { get; set; } = 256 * 1024;

    /// <summary>The suggested active time at full rate; a project sets its own. Default: 10 min.</summary>
    public long SuggestedLimitMs { get; set; } = 10 * 60_000;
}

/// <summary>A key and what it does: an action of the page, or the focus of a question.</summary>
public sealed record Shortcut
{
    /// <summary>For example "Ctrl+Enter" or "q".</summary>
    public required string Key { get; init; }

    /// <summary>"submit", "skip", "pause", or "focus:" and a question's id.</summary>
    public required string Action { get; init; }
}

/// <summary>One field of a task's payload.</summary>
public sealed record PayloadField
{
    /// <summary>The field's name in the payload.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required PayloadKind Kind { get; init; }

    /// <summary>Whether each task must have it.</summary>
    public bool Required { get; set; } = true;

    /// <summary>The longest text, or each text of several, in UTF-16 units; 0 leaves it to the payload's limit.</summary>
    public int MaxLength { get; init; }
}

/// <summary>What a payload field holds.</summary>
[JsonConverter(typeof(CamelEnumConverter<PayloadKind>))]
public enum PayloadKind
{
    /// <summary>A text.</summary>
    Text = 1,

    /// <summary>A number.</summary>
    Number = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>Several texts.</summary>
    Texts = 4,

    /// <summary>A conversation: an array of {role, content}; roles are system, user, assistant, tool.</summary>
    Messages = 5,

    /// <summary>An array of rows, each an array of texts, numbers, booleans or nulls; the first is the head.</summary>
    Table = 6,

    /// <summary>An image: an https address, or "blob:" and a hash.</summary>
    Image = 7,

    /// <summary>Criteria: an array of {id, text, points}.</summary>
    Rubric = 8,

    /// <summary>Any JSON.</summary>
    Json = 9,
}

/// <summary>Something shown, bound to a payload field.</summary>
public sealed record Block
{
    /// <summary>How it is shown.</summary>
    public required BlockKind Kind { get; init; }

    /// <summary>The payload field that it shows.</summary>
    public required string Field { get; init; }

    /// <summary>For <see cref="BlockKind.Diff"/>: the field on the other side.</summary>
    public string? Against { get; init; }

    /// <summary>For <see cref="BlockKind.Code"/>: the language to colour.</summary>
    public string? Language { get; init; }

    /// <summary>A heading.</summary>
    public LocalText? Title { get; init; }

    /// <summary>Blocks of one group stand side by side where there is room.</summary>
    public string? Group { get; init; }

    /// <summary>Folded until asked for.</summary>
    public bool IsFolded { get; init; }
}

/// <summary>How a field is shown.</summary>
[JsonConverter(typeof(CamelEnumConverter<BlockKind>))]
public enum BlockKind
{
    /// <summary>As it is.</summary>
    Text = 1,

    /// <summary>As Markdown.</summary>
    Markdown = 2,

    /// <summary>As turns of a conversation.</summary>
    Conversation = 3,

    /// <summary>As code.</summary>
    Code = 4,

    /// <summary>As the difference between two fields.</summary>
    Diff = 5,

    /// <summary>As an image.</summary>
    Image = 6,

    /// <summary>As a table.</summary>
    Table = 7,
}
