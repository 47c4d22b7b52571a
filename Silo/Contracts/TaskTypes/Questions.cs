using System.Text.Json.Serialization;

namespace Distribution.Contracts.TaskTypes;

/// <summary>Something asked. An answer is one JSON object whose members are named by the questions' ids.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ChoiceQuestion), "choice")]
[JsonDerivedType(typeof(ScaleQuestion), "scale")]
[JsonDerivedType(typeof(RankingQuestion), "ranking")]
[JsonDerivedType(typeof(TextQuestion), "text")]
[JsonDerivedType(typeof(EditQuestion), "edit")]
[JsonDerivedType(typeof(SpansQuestion), "spans")]
[JsonDerivedType(typeof(RubricQuestion), "rubric")]
[JsonDerivedType(typeof(RubricDraftQuestion), "rubricDraft")]
[JsonDerivedType(typeof(NumbersQuestion), "numbers")]
public abstract record Question
{
    /// <summary>The answer's member name.</summary>
    public required string Id { get; init; }

    /// <summary>The question.</summary>
    public required LocalText Title { get; init; }

    /// <summary>What helps to answer it.</summary>
    public LocalText? Help { get; init; }

    /// <summary>Whether an answer without it is unfinished.</summary>
    public bool Required { get; set; } = true;
}

/// <summary>One of several options (a string), or some of them (an array of strings).</summary>
public sealed record ChoiceQuestion : Question
{
    /// <summary>What can be chosen.</summary>
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>Whether several may be chosen; the answer is then an array.</summary>
    public bool Multiple { get; init; }

    /// <summary>With <see cref="Multiple"/>: at least so many when answered.</summary>
    public int MinChoices { get; set; } = 1;

    /// <summary>With <see cref="Multiple"/>: at most so many; 0 is all.</summary>
    public int MaxChoices { get; init; }
}

/// <summary>Something to choose, with the key that chooses it.</summary>
public sealed record Option
{
    /// <summary>What stands in the answer.</summary>
    public required string Value { get; init; }

    /// <summary>What the page shows.</summary>
    public required LocalText Label { get; init; }

    /// <summary>The key that chooses it.</summary>
    public string? Key { get; init; }
}

/// <summary>A score on each axis: an object from axis id to a whole number, or null where "not applicable" is allowed.</summary>
public sealed record ScaleQuestion : Question
{
    /// <summary>The axes.</summary>
    public required IReadOnlyList<Axis> Axes { get; init; }

    /// <summary>The lowest score.</summary>
    public int Min { get; set; } = 1;

    /// <summary>The highest score.</summary>
    public int Max { get; set; } = 5;

    /// <summary>Whether an axis may be marked as not applicable.</summary>
    public bool AllowsNotApplicable { get; init; }
}

/// <summary>One axis of a scale.</summary>
public sealed record Axis
{
    /// <summary>The axis' name in the answer.</summary>
    public required string Id { get; init; }

    /// <summary>What the page shows.</summary>
    public required LocalText Label { get; init; }

    /// <summary>What the lowest score means.</summary>
    public LocalText? Low { get; init; }

    /// <summary>What the highest score means.</summary>
    public LocalText? High { get; init; }
}

/// <summary>An order, best first: an array of values; where ties are allowed, an element may be an array of equals.</summary>
public sealed record RankingQuestion : Question
{
    /// <summary>What is ranked. Values that name payload fields rank those.</summary>
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>Whether two may be equal.</summary>
    public bool AllowsTies { get; init; }
}

/// <summary>A text; with <see cref="PerItemOf"/> an array of texts, one for each text of that payload field.</summary>
public sealed record TextQuestion : Question
{
    /// <summary>The shortest answer, in UTF-16 units.</summary>
    public int MinLength { get; init; }

    /// <summary>The longest answer, in UTF-16 units.</summary>
    public int MaxLength { get; set; } = 20_000;

    /// <summary>Whether it is Markdown, with a preview.</summary>
    public bool Markdown { get; init; }

    /// <summary>A payload field of texts: one answer for each, as in the turns of a conversation.</summary>
    public string? PerItemOf { get; init; }
}

/// <summary>A payload text, corrected: the whole new text. The page shows the difference.</summary>
public sealed record EditQuestion : Question
{
    /// <summary>The payload field to correct.</summary>
    public required string Field { get; init; }

    /// <summary>The longest answer, in UTF-16 units.</summary>
    public int MaxLength { get; set; } = 50_000;

    /// <summary>Whether leaving the text as it is counts as an answer.</summary>
    public bool AllowsUnchanged { get; set; } = true;
}

/// <summary>
/// Marked parts of a payload text: an array of {start, end, label, source?, note?}; offsets in UTF-16 units, end excluded.
/// </summary>
public sealed record SpansQuestion : Question
{
    /// <summary>The payload field of kind text.</summary>
    public required string Field { get; init; }

    /// <summary>What a part can be marked as.</summary>
    public required IReadOnlyList<Option> Labels { get; init; }

    /// <summary>Labels for which a source must be named.</summary>
    public IReadOnlyList<string> SourceRequiredFor { get; set; } = [];

    /// <summary>At most so many. Default: 200.</summary>
    public int MaxSpans { get; set; } = 200;

    /// <summary>Whether parts may overlap.</summary>
    public bool AllowsOverlap { get; init; }
}

/// <summary>Scores by criterion: an object from criterion id to a number, or to {score, reason}.</summary>
public sealed record RubricQuestion : Question
{
    /// <summary>The payload field of kind rubric; or null, and the criteria are the type's own.</summary>
    public string? Field { get; init; }

    /// <summary>The type's own criteria.</summary>
    public IReadOnlyList<Criterion> Criteria { get; set; } = [];

    /// <summary>Whether each score needs a reason.</summary>
    public bool RequiresReasons { get; init; }
}

/// <summary>One criterion of a rubric.</summary>
public sealed record Criterion
{
    /// <summary>Its name in the answer.</summary>
    public required string Id { get; init; }

    /// <summary>What is looked at.</summary>
    public required LocalText Label { get; init; }

    /// <summary>The most points.</summary>
    public required int Points { get; init; }
}

/// <summary>A rubric to write: an array of {text, points}.</summary>
public sealed record RubricDraftQuestion : Question
{
    /// <summary>At least so many criteria.</summary>
    public int MinCriteria { get; set; } = 1;

    /// <summary>At most so many criteria.</summary>
    public int MaxCriteria { get; set; } = 30;

    /// <summary>The most points of one; the least is its negative, for what an answer must not do.</summary>
    public int MaxPoints { get; set; } = 10;
}

/// <summary>Numbers by name: an object from id to a number.</summary>
public sealed record NumbersQuestion : Question
{
    /// <summary>Which numbers.</summary>
    public required IReadOnlyList<NumberField> Fields { get; init; }
}

/// <summary>One number asked for.</summary>
public sealed record NumberField
{
    /// <summary>Its name in the answer.</summary>
    public required string Id { get; init; }

    /// <summary>What the page shows.</summary>
    public required LocalText Label { get; init; }

    /// <summary>The least; null has none.</summary>
    public decimal? Min { get; init; }

    /// <summary>The most; null has none.</summary>
    public decimal? Max { get; init; }

    /// <summary>Whether it must be whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>For example "s" or "%".</summary>
    public string? Unit { get; init; }
}
