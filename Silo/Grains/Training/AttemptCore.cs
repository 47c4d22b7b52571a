using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;

namespace Distribution.Grains.Training;

/// <summary>What a decision sees besides the record.</summary>
/// <param name="Worker">Who learns.</param>
/// <param name="Course">The course's latest version, or the attempt's.</param>
/// <param name="Now">The server's time.</param>
/// <param name="ValidDays">How long the qualification lasts; 0 is for ever.</param>
public sealed record LearningSetting(WorkerId Worker, PublishedCourse Course, DateTimeOffset Now, int ValidDays);

/// <summary>The decisions of learning: lessons, practice, attempts, passing. Pure.</summary>
public static class AttemptCore
{
    /// <summary>Attempts that a record keeps; more than any course allows at one version.</summary>
    private const int AttemptsKept = 24;

    /// <summary>A submission that was sent in time may arrive this much later.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(5);

    /// <summary>How long before its end a qualification may be renewed by another attempt.</summary>
    private static readonly TimeSpan RenewalTime = TimeSpan.FromDays(30);

    /// <summary>Ends what has run out of time: what was saved counts. Every command does this first.</summary>
    public static AttemptState EndOverdue(AttemptState state, LearningSetting setting, string certificateId)
    {
        if (Running(state) is not { } running || setting.Now < running.EndsAt + OnTheWay) return state;
        return Finish(state, setting, running, running.EndsAt, endedByClock: true, certificateId);
    }

    /// <summary>The attempt that runs, or null.</summary>
    public static QuizAttempt? Running(AttemptState state) => state.Attempts is [.., { FinishedAt: null } last] ? last : null;

    /// <summary>Begins an attempt, or answers with the one that runs.</summary>
    public static (AttemptState Next, Outcome<QuizAttempt> Reply) Start(AttemptState state, LearningSetting setting, long seed)
    {
        if (Running(state) is { } running) return (state, running);
        if (WhyNot(state, setting) is { } refusal) return (state, refusal);
        var (quiz, now) = (setting.Course.Document.Quiz, setting.Now);
        var number = state.Attempts.Count == 0 ? 1 : state.Attempts[^1].Number + 1;
        var attempt = new QuizAttempt(number, setting.Course.Head.Version, seed, now, now.AddMilliseconds(quiz.TimeLimitMs)) { Questions = QuizCore.Draw(quiz, seed) };
        return (state with { Attempts = Keep([.. state.Attempts, attempt]) }, attempt);
    }

    /// <summary>Saves answers of the attempt that runs.</summary>
    public static (AttemptState Next, Outcome<QuizAttempt> Reply) Save(
        AttemptState state, int number, IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        if (Running(state) is not { } running || running.Number != number)
            return (state, Refusal.Conflict("AttemptEnded", "This attempt has ended; what was saved before its end counts."));
        var saved = QuizCore.Merge(running, answers);
        return (Replace(state, saved), saved);
    }

    /// <summary>Ends an attempt and scores it; an ended one is answered as it was.</summary>
    public static (AttemptState Next, Outcome<QuizAttempt> Reply) Finish(
        AttemptState state, LearningSetting setting, int number, IReadOnlyDictionary<string, IReadOnlyList<string>> answers, string certificateId)
    {
        if (state.Attempts.FirstOrDefault(attempt => attempt.Number == number) is not { } attempt) return (state, Refusal.NotFound("The attempt"));
        if (attempt.FinishedAt is not null) return (state, attempt);
        attempt = QuizCore.Merge(attempt, answers);
        var next = Finish(state, setting, attempt, setting.Now, endedByClock: false, certificateId);
        return (next, next.Attempts[^1]);
    }

    /// <summary>A lesson was read.</summary>
    public static Outcome<AttemptState> ReadLesson(AttemptState state, LearningSetting setting, string lesson)
    {
        if (setting.Course.Document.Lessons.All(known => known.Id != lesson)) return Refusal.NotFound("The lesson");
        return state.LessonsRead.Contains(lesson) ? state : state with { LessonsRead = [.. state.LessonsRead, lesson] };
    }

    /// <summary>An answer to a practice task: the first one counts.</summary>
    public static (AttemptState Next, PracticeReply Reply) Practise(AttemptState state, PracticeTask task, IReadOnlyList<string> wrong)
    {
        var before = state.Practice.GetValueOrDefault(task.Id);
        var isRight = wrong.Count == 0;
        var result = new PracticeResult(before?.FirstWasRight ?? isRight, (before?.Tries ?? 0) + 1, (before?.IsSolved ?? false) || isRight);
        var next = state with { Practice = new Dictionary<string, PracticeResult>(state.Practice) { [task.Id] = result } };
        return (next, new PracticeReply(isRight, before is null, wrong, isRight ? 0 : Math.Min(result.Tries, task.Hints.Count), result));
    }

    /// <summary>Answers the check of what is new in the version that follows the one held.</summary>
    public static (AttemptState Next, Outcome<ChangesReply> Reply) CheckChanges(
        AttemptState state, LearningSetting setting, IReadOnlyDictionary<string, IReadOnlyList<string>> answers, string certificateId)
    {
        var (document, version) = (setting.Course.Document, setting.Course.Head.Version);
        if (state.Certificates.FirstOrDefault(held => held.CourseVersion == version) is { } done) return (state, new ChangesReply(true, [], done));
        if (state.Certificates is not [.., { } latest] || latest.CourseVersion != version - 1 || document.Changes is not { } changes)
            return (state, Refusal.Conflict("QuizNeeded", "This version is reached by its quiz, or after the versions before it."));
        string[] wrong = [.. changes.Check.Where(question => !question.IsRight(answers.GetValueOrDefault(question.Id))).Select(static question => question.Id)];
        if (wrong.Length > 0) return (state, new ChangesReply(false, wrong, null));
        var next = Pass(state, setting, changes.Check.Count, changes.Check.Count, byCheck: true, certificateId);
        return (next, new ChangesReply(true, [], next.Certificates[^1]));
    }

    /// <summary>How far the person is.</summary>
    public static CourseProgress Describe(AttemptState state, LearningSetting setting) => new()
    {
        EnrolledAt = state.EnrolledAt,
        HasPaidSeat = state.HasSeat && !WasPaid(state),
        LessonsRead = state.LessonsRead,
        Practice = state.Practice,
        Attempts = state.Attempts,
        Certificates = state.Certificates,
        NextTryAt = NextTry(state, setting) is { } next && next > setting.Now ? next : null,
        TriesLeft = Math.Max(0, setting.Course.Document.Quiz.AttemptsMax - Failed(state, setting).Count),
    };

    private static Refusal? WhyNot(AttemptState state, LearningSetting setting)
    {
        var document = setting.Course.Document;
        if (state.Certificates.Any(held => held.CourseVersion == setting.Course.Head.Version && (held.ValidUntil is null || held.ValidUntil - setting.Now > RenewalTime)))
            return Refusal.Conflict("AlreadyPassed", "You have passed this version.");
        if (document.Quiz.LessonsFirst && document.Lessons.FirstOrDefault(lesson => !state.LessonsRead.Contains(lesson.Id)) is { } unread)
            return Refusal.Conflict("LessonsFirst", $"Read the lessons first: \"{unread.Id}\" is still to be read.");
        if (Failed(state, setting).Count >= document.Quiz.AttemptsMax)
            return Refusal.Conflict("NoTriesLeft", $"The quiz can be tried {document.Quiz.AttemptsMax} times at one version.");
        return NextTry(state, setting) is { } next && next > setting.Now
            ? Refusal.Conflict("RetakeLater", string.Create(CultureInfo.InvariantCulture, $"The quiz can be tried again from {next:O} on."))
            : null;
    }

    private static List<QuizAttempt> Failed(AttemptState state, LearningSetting setting) =>
        [.. state.Attempts.Where(attempt => attempt is { FinishedAt: not null, Passed: false } && attempt.CourseVersion == setting.Course.Head.Version)];

    private static DateTimeOffset? NextTry(AttemptState state, LearningSetting setting) =>
        Failed(state, setting) is [.., { } last] ? last.FinishedAt!.Value.AddMilliseconds(setting.Course.Document.Quiz.RetakeAfterMs) : null;

    private static AttemptState Finish(
        AttemptState state, LearningSetting setting, QuizAttempt attempt, DateTimeOffset at, bool endedByClock, string certificateId)
    {
        var scored = QuizCore.Score(attempt, setting.Course.Document.Quiz, at, endedByClock);
        state = Replace(state, scored);
        return scored.Passed ? Pass(state, setting, scored.Right, scored.Total, byCheck: false, certificateId) : state;
    }

    /// <summary>Passing: the certificate, and in the same record what it owes.</summary>
    private static AttemptState Pass(AttemptState state, LearningSetting setting, int right, int total, bool byCheck, string certificateId)
    {
        var (course, document, now) = (setting.Course, setting.Course.Document, setting.Now);
        var until = setting.ValidDays > 0 ? now.AddDays(setting.ValidDays) : (DateTimeOffset?)null;
        var pay = !byCheck && state.HasSeat && !WasPaid(state) ? document.Pay : null;
        var certificate = new Certificate(
            certificateId, course.Id, course.Head.Version, course.Head.Hash, document.Qualification, document.QualificationVersion, right, total, now, until,
            pay?.Amount ?? MicroAmount.Zero, pay?.Currency, byCheck);
        var holding = new Holding(
            HoldingKind.Qualification, document.Qualification, document.QualificationVersion, now, until, $"course/{course.Id}/{certificateId}");
        var credit = pay is null ? null : new CreditOrder(
            setting.Worker, now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture), $"training/{course.Id}", EntryKind.Training, pay.Amount,
            pay.Currency, null, now, course.Head.Hash, $"{document.Title.En}, version {course.Head.Version}");
        return state with { Certificates = [.. state.Certificates.TakeLast(49), certificate], Owed = new OwedPass(holding, credit) };
    }

    private static bool WasPaid(AttemptState state) => state.Certificates.Any(static certificate => certificate.Paid > MicroAmount.Zero);

    private static AttemptState Replace(AttemptState state, QuizAttempt changed) =>
        state with { Attempts = [.. state.Attempts.Select(attempt => attempt.Number == changed.Number ? changed : attempt)] };

    private static IReadOnlyList<QuizAttempt> Keep(IReadOnlyList<QuizAttempt> attempts) =>
        [.. attempts.Select((attempt, i) => i >= attempts.Count - 2
            ? attempt
            : attempt with { Answers = new Dictionary<string, IReadOnlyList<string>>(), Questions = [] }).TakeLast(AttemptsKept)];
}
