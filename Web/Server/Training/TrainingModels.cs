using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;

namespace Distribution.Web.Training;

/// <summary>How far somebody is with a course.</summary>
public enum CourseStanding
{
    /// <summary>Not begun.</summary>
    New = 1,

    /// <summary>Begun, not passed.</summary>
    Learning = 2,

    /// <summary>The latest version is passed, and counts.</summary>
    Passed = 3,

    /// <summary>An earlier version is passed; there is something new.</summary>
    Outdated = 4,

    /// <summary>Passed, but its time is over.</summary>
    Expired = 5,
}

/// <summary>Work that a qualification opens.</summary>
/// <param name="Project">The project.</param>
/// <param name="Title">Its title.</param>
/// <param name="Ready">Tasks that wait there now.</param>
/// <param name="HourlyRate">What one would be paid.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record WaitingWork(ProjectId Project, string Title, int Ready, MicroAmount HourlyRate, string Currency);

/// <summary>A course in a list.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">The latest version.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Summary">What one can do afterwards.</param>
/// <param name="Minutes">How long it takes.</param>
/// <param name="Qualification">What passing grants.</param>
/// <param name="QualificationVersion">The version of it.</param>
/// <param name="Pay">What passing pays; null for nothing.</param>
/// <param name="Seats">Paid seats; null where passing pays nothing.</param>
/// <param name="Standing">How far one is.</param>
/// <param name="Work">The projects that ask for it, with what waits there.</param>
/// <param name="Waiting">Tasks that wait behind it in all.</param>
public sealed record CourseCard(
    string Id, int Version, LocalText Title, LocalText Summary, int Minutes, string Qualification, int QualificationVersion, CoursePay? Pay, CourseSeats? Seats,
    CourseStanding Standing, IReadOnlyList<WaitingWork> Work, int Waiting);

/// <summary>A course to learn from: everything but what the quiz and the practice must not tell.</summary>
public sealed record CourseView(
    CourseCard Card, IReadOnlyList<Lesson> Lessons, IReadOnlyList<PracticeView> Practice, QuizRules Quiz, CourseProgress Progress);

/// <summary>A practice task without its answer.</summary>
public sealed record PracticeView(string Id, string TaskTypeId, int TaskTypeVersion, JsonElement Payload, int Hints, PracticeResult? Result);

/// <summary>The rules of a quiz, shown before it begins.</summary>
public sealed record QuizRules(int Questions, int PassPercent, long TimeLimitMs, long RetakeAfterMs, int AttemptsMax, bool LessonsFirst);

/// <summary>An answer to a practice task: JSON by question, as for a real task.</summary>
public sealed record PracticeRequest(JsonElement Answer);

/// <summary>What came of it. Only the first answer counts; hints and, when it is solved or no hint is left, the explanation follow.</summary>
public sealed record PracticeAnswer(
    bool IsRight, bool Counted, IReadOnlyList<string> WrongQuestions, IReadOnlyList<LocalText> Hints, LocalText? Explanation,
    IReadOnlyList<ExpectedAnswer>? Expected, PracticeResult Result);

/// <summary>Chosen options by question.</summary>
public sealed record QuizAnswers([property: Required] IReadOnlyDictionary<string, IReadOnlyList<string>> Answers);

/// <summary>An attempt: its questions in its own order, and once it has ended, what was right and why. The clock is the server's.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="CourseVersion">The course's version.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndsAt">When it ends by itself; what was saved until then counts.</param>
/// <param name="ServerTime">The server's clock now.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
/// <param name="Questions">The questions.</param>
/// <param name="Result">The score; null while it runs.</param>
/// <param name="Certificate">What passing gave.</param>
public sealed record QuizView(
    int Attempt, int CourseVersion, DateTimeOffset StartedAt, DateTimeOffset EndsAt, DateTimeOffset ServerTime, DateTimeOffset? FinishedAt,
    IReadOnlyList<QuizQuestionView> Questions, QuizResult? Result, Certificate? Certificate);

/// <summary>A question. What is right and why is null while the attempt runs.</summary>
public sealed record QuizQuestionView(
    string Id, LocalText Text, bool ChooseMany, IReadOnlyList<QuizOptionView> Options, IReadOnlyList<string> Chosen, string? Lesson,
    bool? IsRight, IReadOnlyList<string>? RightOptions, LocalText? Explanation)
{
    /// <summary>As it is asked: nothing of what is right.</summary>
    public static QuizQuestionView Hidden(QuizQuestion question) =>
        Of(question, [.. question.Options.Select(static option => option.Id)], [], isOver: false);

    /// <summary>With its options in some order; what is right and why once it is over.</summary>
    public static QuizQuestionView Of(QuizQuestion question, IReadOnlyList<string> order, IReadOnlyList<string> chosen, bool isOver)
    {
        var options = question.Options.ToDictionary(static option => option.Id, StringComparer.Ordinal);
        return new QuizQuestionView(
            question.Id, question.Text, question.Options.Count(static option => option.IsRight) > 1,
            [.. order.Select(id => new QuizOptionView(id, options[id].Text))], chosen, question.Lesson,
            isOver ? question.IsRight(chosen) : null,
            isOver ? [.. question.Options.Where(static option => option.IsRight).Select(static option => option.Id)] : null,
            isOver ? question.Explanation : null);
    }
}

/// <summary>An option.</summary>
public sealed record QuizOptionView(string Id, LocalText Text);

/// <summary>A score.</summary>
public sealed record QuizResult(int Right, int Total, int PassPercent, bool Passed, bool EndedByClock, DateTimeOffset? NextTryAt, int TriesLeft);

/// <summary>A certificate with the words on it.</summary>
public sealed record CertificateView(Certificate Certificate, string Holder, LocalText CourseTitle);

/// <summary>What is new in a course since the version that one has passed.</summary>
/// <param name="Course">The course.</param>
/// <param name="FromVersion">The version held.</param>
/// <param name="ToVersion">The next version.</param>
/// <param name="Summary">What has changed and why; null when the whole quiz is needed.</param>
/// <param name="Lessons">The lessons that differ, line by line.</param>
/// <param name="Check">The questions; answer them all right to hold the new version.</param>
/// <param name="QuizNeeded">Whether only the whole quiz leads to the new version.</param>
/// <param name="Deferred">A task is being worked on: nothing is asked before it has ended.</param>
public sealed record CourseChangesView(
    string Course, int FromVersion, int ToVersion, LocalText? Summary, IReadOnlyList<LessonChange> Lessons, IReadOnlyList<QuizQuestionView> Check,
    bool QuizNeeded, bool Deferred);

/// <summary>How a lesson differs, in both languages.</summary>
public sealed record LessonChange(string Id, LocalText Title, IReadOnlyList<DiffLine> Ko, IReadOnlyList<DiffLine> En);

/// <summary>A line of a difference.</summary>
public sealed record DiffLine(DiffKind Kind, string Text);

/// <summary>What became of a line.</summary>
public enum DiffKind
{
    /// <summary>As before.</summary>
    Same = 1,

    /// <summary>Gone.</summary>
    Removed = 2,

    /// <summary>New.</summary>
    Added = 3,
}

/// <summary>A qualification as a trainer sees it.</summary>
/// <param name="Name">Its name, as in the need "qual:NAME".</param>
/// <param name="Version">The latest version.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Description">What it stands for.</param>
/// <param name="EarnedBy">How it is earned.</param>
/// <param name="Course">The course, where one earns it.</param>
/// <param name="Credential">The credential, where one earns it.</param>
/// <param name="ValidDays">How long it lasts; 0 is for ever.</param>
/// <param name="Held">What one holds of it, also when it ended; null for nothing.</param>
/// <param name="IsHeld">Whether it counts now, at the latest version.</param>
/// <param name="Work">The projects that ask for it.</param>
/// <param name="Waiting">Tasks that wait behind it in all.</param>
public sealed record QualificationCard(
    string Name, int Version, LocalText Title, LocalText Description, EarnedBy EarnedBy, string? Course, string? Credential, int ValidDays, Holding? Held,
    bool IsHeld, IReadOnlyList<WaitingWork> Work, int Waiting);

/// <summary>Publishes a version of a qualification.</summary>
public sealed record QualificationRequest(
    [property: Required] LocalText Title, [property: Required] LocalText Description, EarnedBy EarnedBy, [property: StringLength(40)] string? Course,
    [property: StringLength(40)] string? Credential, [property: Range(0, 3650)] int ValidDays = 0);

/// <summary>Gives a qualification by a manager's word.</summary>
public sealed record GrantRequest([property: Range(1, 50)] int Version, [property: Required, StringLength(300, MinimumLength = 3)] string Reason);

/// <summary>Takes something back.</summary>
public sealed record RevokeRequest([property: Required, StringLength(300, MinimumLength = 3)] string Reason);

/// <summary>A picture that was stored; write it as ![alt](picture:HASH).</summary>
public sealed record PictureView(string Hash, string MediaType, int Bytes);
