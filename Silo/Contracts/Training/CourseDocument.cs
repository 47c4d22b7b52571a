using System.Text.Json;
using System.Text.Json.Serialization;
using Distribution.Contracts.TaskTypes;

namespace Distribution.Contracts.Training;

/// <summary>
/// A course: lessons, practice on the very task types, and a timed quiz that grants a qualification. A published version never changes.
/// Ids are lower-case letters, digits and hyphens. Texts are Markdown; a picture is written as ![alt](picture:HASH).
/// </summary>
public sealed record CourseDocument
{
    /// <summary>What people call it.</summary>
    public required LocalText Title { get; init; }

    /// <summary>What one can do afterwards, in a few sentences.</summary>
    public required LocalText Summary { get; init; }

    /// <summary>The qualification that passing grants.</summary>
    public required string Qualification { get; init; }

    /// <summary>The version of it. 1 to 50.</summary>
    public required int QualificationVersion { get; init; }

    /// <summary>How long it takes, in minutes. 1 to 600.</summary>
    public int Minutes { get; set; } = 15;

    /// <summary>The lessons, in order. 1 to 50.</summary>
    public required IReadOnlyList<Lesson> Lessons { get; init; }

    /// <summary>Practice tasks, in order; none is right. At most 50.</summary>
    public IReadOnlyList<PracticeTask> Practice { get; set; } = [];

    /// <summary>The quiz.</summary>
    public required Quiz Quiz { get; init; }

    /// <summary>What passing pays; null pays nothing.</summary>
    public CoursePay? Pay { get; init; }

    /// <summary>What a holder of an earlier version has to learn instead of the whole; null asks for the whole quiz again.</summary>
    public CourseChanges? Changes { get; init; }
}

/// <summary>One lesson.</summary>
public sealed record Lesson
{
    /// <summary>Its name within the course.</summary>
    public required string Id { get; init; }

    /// <summary>What it is about.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The text.</summary>
    public required LocalText Body { get; init; }

    /// <summary>Tasks to try, with a model answer to compare one's own with.</summary>
    public IReadOnlyList<LessonExample> Examples { get; set; } = [];
}

/// <summary>A task of the very type, with a model answer. Trying it counts nowhere.</summary>
public sealed record LessonExample
{
    /// <summary>Its name within the course.</summary>
    public required string Id { get; init; }

    /// <summary>The task type.</summary>
    public required string TaskTypeId { get; init; }

    /// <summary>Its version; 0 is the latest.</summary>
    public int TaskTypeVersion { get; set; }

    /// <summary>The material.</summary>
    public required JsonElement Payload { get; init; }

    /// <summary>A good answer.</summary>
    public required JsonElement ModelAnswer { get; init; }

    /// <summary>Why it is good.</summary>
    public required LocalText Explanation { get; init; }
}

/// <summary>A task to practise on. Only the first answer counts; hints follow wrong ones.</summary>
public sealed record PracticeTask
{
    /// <summary>Its name within the course.</summary>
    public required string Id { get; init; }

    /// <summary>The task type.</summary>
    public required string TaskTypeId { get; init; }

    /// <summary>Its version; 0 is the latest.</summary>
    public int TaskTypeVersion { get; set; }

    /// <summary>The material.</summary>
    public required JsonElement Payload { get; init; }

    /// <summary>What a right answer says. At least one.</summary>
    public required IReadOnlyList<ExpectedAnswer> Expected { get; init; }

    /// <summary>Given one by one after wrong answers.</summary>
    public IReadOnlyList<LocalText> Hints { get; set; } = [];

    /// <summary>Shown with the right answer.</summary>
    public required LocalText Explanation { get; init; }
}

/// <summary>What a right answer says to one question of a task type.</summary>
public sealed record ExpectedAnswer
{
    /// <summary>The question's id; "scores.clarity" reaches into an object.</summary>
    public required string Question { get; init; }

    /// <summary>Any of these is right. Lists are compared without order.</summary>
    public required IReadOnlyList<JsonElement> AnyOf { get; init; }

    /// <summary>How far a number may be off. Default: 0.</summary>
    public double Tolerance { get; set; }
}

/// <summary>A timed quiz from a question bank.</summary>
public sealed record Quiz
{
    /// <summary>The bank. 1 to 300 questions.</summary>
    public required IReadOnlyList<QuizQuestion> Questions { get; init; }

    /// <summary>How many are drawn for one attempt; 0 draws all.</summary>
    public int Draw { get; set; }

    /// <summary>Right answers needed, in percent. 1 to 100. Default: 80.</summary>
    public int PassPercent { get; set; } = 80;

    /// <summary>How long an attempt lasts, in milliseconds. 30 seconds to 4 hours. Default: 15 minutes.</summary>
    public long TimeLimitMs { get; set; } = 15 * 60_000;

    /// <summary>The wait after a failed attempt, in milliseconds. 0 to 90 days. Default: 1 hour.</summary>
    public long RetakeAfterMs { get; set; } = 3_600_000;

    /// <summary>Attempts at one version. 1 to 20. Default: 5.</summary>
    public int AttemptsMax { get; set; } = 5;

    /// <summary>Whether all lessons must have been read before.</summary>
    public bool LessonsFirst { get; set; } = true;
}

/// <summary>A question with its options; more than one right option makes it "choose all that apply".</summary>
public sealed record QuizQuestion
{
    /// <summary>Its name within the course.</summary>
    public required string Id { get; init; }

    /// <summary>The question.</summary>
    public required LocalText Text { get; init; }

    /// <summary>2 to 10 options; shown in another order at each attempt.</summary>
    public required IReadOnlyList<QuizOption> Options { get; init; }

    /// <summary>Why; shown after the attempt.</summary>
    public required LocalText Explanation { get; init; }

    /// <summary>The lesson that teaches it.</summary>
    public string? Lesson { get; init; }

    /// <summary>Right when exactly the right options are chosen.</summary>
    public bool IsRight(IReadOnlyList<string>? chosen) => chosen is not null && Options.All(option => option.IsRight == chosen.Contains(option.Id));
}

/// <summary>An option.</summary>
public sealed record QuizOption
{
    /// <summary>Its name within the question.</summary>
    public required string Id { get; init; }

    /// <summary>What it says.</summary>
    public required LocalText Text { get; init; }

    /// <summary>Whether it is right.</summary>
    public bool IsRight { get; set; }
}

/// <summary>Paid training.</summary>
public sealed record CoursePay
{
    /// <summary>What passing pays. Above 0, at most 1,000.</summary>
    public required MicroAmount Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>How many people can be paid, which bounds what the course can cost. 1 to 1,000.</summary>
    public required int Seats { get; init; }
}

/// <summary>What is new in this version, and a short check of it.</summary>
public sealed record CourseChanges
{
    /// <summary>What has changed and why.</summary>
    public required LocalText Summary { get; init; }

    /// <summary>All of these must be answered right, in as many tries as it takes. At most 10; none asks only for a confirmation.</summary>
    public IReadOnlyList<QuizQuestion> Check { get; set; } = [];
}

/// <summary>How courses are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CourseDocument))]
public sealed partial class TrainingDocumentsJsonContext : JsonSerializerContext;

/// <summary>How expected answers are written as JSON by themselves, for gold tasks.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(List<ExpectedAnswer>))]
public sealed partial class ExpectedAnswersJsonContext : JsonSerializerContext;
