using Distribution.Contracts.TaskTypes;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Training;

/// <summary>What became of a publication: the version, or everything that is wrong with the document.</summary>
[GenerateSerializer, Immutable, Alias("CoursePublication")]
public sealed record CoursePublication([property: Id(0)] DocumentHead? Published, [property: Id(1)] IReadOnlyList<DocumentError> Errors);

/// <summary>The paid seats of a course: how many there are, and how many are taken or were paid.</summary>
[GenerateSerializer, Immutable, Alias("CourseSeats")]
public sealed record CourseSeats([property: Id(0)] int Total, [property: Id(1)] int Taken);

/// <summary>A course: its versions and its paid seats. Key: its id.</summary>
public interface ICourseGrain : IGrainWithStringKey
{
    /// <summary>Publishes the next version; the latest document again is answered as it was.</summary>
    Task<Outcome<CoursePublication>> PublishAsync(WorkerId by, string document);

    /// <summary>A version, or the latest for 0; null when there is none.</summary>
    [ReadOnly]
    Task<DocumentVersion?> GetAsync(int version);

    /// <summary>All versions, oldest first.</summary>
    [ReadOnly]
    Task<IReadOnlyList<DocumentHead>> ListAsync();

    /// <summary>The seats of the latest version.</summary>
    [ReadOnly]
    Task<CourseSeats> GetSeatsAsync();

    /// <summary>Takes a paid seat for a person, or keeps the one they have; false when none is left or the course pays nothing. Idempotent.</summary>
    Task<bool> TakeSeatAsync(WorkerId worker);

    /// <summary>The seat was used: it is paid, and never free again. Idempotent.</summary>
    Task UseSeatAsync(WorkerId worker);
}

/// <summary>Published courses, read and kept: a version never changes.</summary>
public interface ICourseLibrary
{
    /// <summary>A version, or the latest for 0; null when there is none.</summary>
    Task<PublishedCourse?> FindAsync(string course, int version);
}

/// <summary>A version, read.</summary>
public sealed record PublishedCourse(string Id, DocumentHead Head, CourseDocument Document);

/// <summary>A question of an attempt, with its options in the order of that attempt.</summary>
[GenerateSerializer, Immutable, Alias("AskedQuestion")]
public sealed record AskedQuestion([property: Id(0)] string Id, [property: Id(1)] IReadOnlyList<string> Options);

/// <summary>One try at a quiz. What is asked, and in which order, was drawn by <paramref name="Seed"/> and is kept; the clock is the server's.</summary>
[GenerateSerializer, Immutable, Alias("QuizAttempt")]
public sealed record QuizAttempt(
    [property: Id(0)] int Number, [property: Id(1)] int CourseVersion, [property: Id(2)] long Seed, [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] DateTimeOffset EndsAt)
{
    /// <summary>The options chosen, by question; only the latest two attempts keep them.</summary>
    [Id(5)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Answers
    {
        get;
        init => field = value ?? new Dictionary<string, IReadOnlyList<string>>();
    } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>When it ended, by hand or by the clock; null while it runs.</summary>
    [Id(6)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Questions answered right.</summary>
    [Id(7)] public int Right { get; init; }

    /// <summary>Questions asked.</summary>
    [Id(8)] public int Total { get; init; }

    /// <summary>Whether that was enough.</summary>
    [Id(9)] public bool Passed { get; init; }

    /// <summary>Ended by its clock: what was saved before counts.</summary>
    [Id(10)] public bool EndedByClock { get; init; }

    /// <summary>What is asked, in order; only the latest two attempts keep it.</summary>
    [Id(11)] public IReadOnlyList<AskedQuestion> Questions { get; init => field = value ?? []; } = [];
}

/// <summary>How a practice task went. Only the first answer counts.</summary>
[GenerateSerializer, Immutable, Alias("PracticeResult")]
public sealed record PracticeResult([property: Id(0)] bool FirstWasRight, [property: Id(1)] int Tries, [property: Id(2)] bool IsSolved);

/// <summary>What passing was worth. <paramref name="Id"/> names the certificate.</summary>
[GenerateSerializer, Immutable, Alias("Certificate")]
public sealed record Certificate(
    [property: Id(0)] string Id, [property: Id(1)] string Course, [property: Id(2)] int CourseVersion, [property: Id(3)] string CourseHash,
    [property: Id(4)] string Qualification, [property: Id(5)] int QualificationVersion, [property: Id(6)] int Right, [property: Id(7)] int Total,
    [property: Id(8)] DateTimeOffset PassedAt, [property: Id(9)] DateTimeOffset? ValidUntil, [property: Id(10)] MicroAmount Paid,
    [property: Id(11)] string? Currency, [property: Id(12)] bool ByChangesCheck);

/// <summary>How far a person is in a course.</summary>
[GenerateSerializer, Immutable, Alias("CourseProgress")]
public sealed record CourseProgress
{
    /// <summary>When they began; null before.</summary>
    [Id(0)] public DateTimeOffset? EnrolledAt { get; init; }

    /// <summary>Whether passing will pay: a seat was free when they began.</summary>
    [Id(1)] public bool HasPaidSeat { get; init; }

    /// <summary>Lessons read, of whatever version.</summary>
    [Id(2)] public IReadOnlyList<string> LessonsRead { get; init; } = [];

    /// <summary>Practice by task.</summary>
    [Id(3)] public IReadOnlyDictionary<string, PracticeResult> Practice { get; init; } = new Dictionary<string, PracticeResult>();

    /// <summary>The latest attempts, oldest first.</summary>
    [Id(4)] public IReadOnlyList<QuizAttempt> Attempts { get; init; } = [];

    /// <summary>Certificates, oldest first.</summary>
    [Id(5)] public IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>When the quiz may be tried next; null when now, or never again.</summary>
    [Id(6)] public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Tries left at the latest version.</summary>
    [Id(7)] public int TriesLeft { get; init; }
}

/// <summary>What came of an answer to a practice task.</summary>
[GenerateSerializer, Immutable, Alias("PracticeReply")]
public sealed record PracticeReply(
    [property: Id(0)] bool IsRight, [property: Id(1)] bool Counted, [property: Id(2)] IReadOnlyList<string> WrongQuestions, [property: Id(3)] int HintsGiven,
    [property: Id(4)] PracticeResult Result);

/// <summary>What came of the check of what is new.</summary>
[GenerateSerializer, Immutable, Alias("ChangesReply")]
public sealed record ChangesReply(
    [property: Id(0)] bool Passed, [property: Id(1)] IReadOnlyList<string> WrongQuestions, [property: Id(2)] Certificate? Certificate);

/// <summary>One person in one course; key "worker/course". The truth about lessons, practice, attempts, and what passing owes.</summary>
public interface IAttemptGrain : IGrainWithStringKey
{
    /// <summary>How far they are.</summary>
    Task<CourseProgress> GetAsync();

    /// <summary>Begins, and takes a paid seat where there is one; idempotent.</summary>
    Task<Outcome<CourseProgress>> EnrolAsync();

    /// <summary>A lesson was read.</summary>
    Task<Outcome<CourseProgress>> ReadLessonAsync(string lesson);

    /// <summary>Checks an answer (JSON) to a practice task.</summary>
    Task<Outcome<PracticeReply>> PractiseAsync(string task, string answer);

    /// <summary>Begins an attempt, or answers with the one that runs.</summary>
    Task<Outcome<QuizAttempt>> StartAsync();

    /// <summary>Saves answers while the attempt runs.</summary>
    Task<Outcome<QuizAttempt>> SaveAsync(int attempt, IReadOnlyDictionary<string, IReadOnlyList<string>> answers);

    /// <summary>Ends the attempt. After its time, what was saved before counts; again, it is answered as it was.</summary>
    Task<Outcome<QuizAttempt>> FinishAsync(int attempt, IReadOnlyDictionary<string, IReadOnlyList<string>> answers);

    /// <summary>Answers the check of what is new since the version that the person holds.</summary>
    Task<Outcome<ChangesReply>> CheckChangesAsync(int version, IReadOnlyDictionary<string, IReadOnlyList<string>> answers);
}

/// <summary>How a qualification is earned.</summary>
[GenerateSerializer, Alias("EarnedBy")]
public enum EarnedBy
{
    /// <summary>By passing a course's quiz.</summary>
    Course = 1,

    /// <summary>By a verified credential.</summary>
    Credential = 2,

    /// <summary>By the word of a manager.</summary>
    Grant = 3,
}

/// <summary>A qualification as its owner publishes it. Its version rises by one each time.</summary>
[GenerateSerializer, Immutable, Alias("QualificationText")]
public sealed record QualificationText(
    [property: Id(0)] string TitleKo, [property: Id(1)] string TitleEn, [property: Id(2)] string DescriptionKo, [property: Id(3)] string DescriptionEn,
    [property: Id(4)] EarnedBy EarnedBy, [property: Id(5)] string? Course, [property: Id(6)] string? Credential, [property: Id(7)] int ValidDays);

/// <summary>A version of a qualification.</summary>
[GenerateSerializer, Immutable, Alias("QualificationVersion")]
public sealed record QualificationVersion(
    [property: Id(0)] int Version, [property: Id(1)] QualificationText Text, [property: Id(2)] DateTimeOffset PublishedAt, [property: Id(3)] WorkerId By);

/// <summary>The versions of one qualification; key is its name.</summary>
public interface IQualificationGrain : IGrainWithStringKey
{
    /// <summary>Publishes the next version; the latest one again is answered as it was.</summary>
    Task<Outcome<QualificationVersion>> PublishAsync(WorkerId by, QualificationText text);

    /// <summary>All versions, oldest first.</summary>
    [ReadOnly]
    Task<IReadOnlyList<QualificationVersion>> ListAsync();
}
