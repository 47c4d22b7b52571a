using Distribution.Contracts;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;
using Distribution.Web.Projects;
using Orleans;

namespace Distribution.Web.Training;

/// <summary>Courses and qualifications as one trainer sees them: what they are, how far one is, what waits behind them.</summary>
public sealed class LearningService(IGrainFactory grains, ICourseLibrary library, OpenProjects open, TimeProvider time)
{
    /// <summary>All courses.</summary>
    public async Task<IReadOnlyList<CourseCard>> ListCoursesAsync(WorkerId me)
    {
        var names = await grains.GetGrain<IRegistryGrain>(RegistryKinds.Courses).ListAsync();
        var courses = await Task.WhenAll(names.Select(name => library.FindAsync(name, 0)));
        var (standing, work) = await AboutAsync(me);
        return await Task.WhenAll(courses.OfType<PublishedCourse>().Select(async course => await CardAsync(course, await Attempt(me, course.Id).GetAsync(), standing, work)));
    }

    /// <summary>A course to learn from, or null.</summary>
    public async Task<CourseView?> FindCourseAsync(WorkerId me, string name)
    {
        if (!Names.IsName(name) || await library.FindAsync(name, 0) is not { } course) return null;
        var progress = await Attempt(me, name).GetAsync();
        var (standing, work) = await AboutAsync(me);
        var document = course.Document;
        var practice = document.Practice.Select(task => new PracticeView(
            task.Id, task.TaskTypeId, task.TaskTypeVersion, task.Payload, task.Hints.Count, progress.Practice.GetValueOrDefault(task.Id)));
        var quiz = document.Quiz;
        var rules = new QuizRules(
            quiz.Draw == 0 ? quiz.Questions.Count : quiz.Draw, quiz.PassPercent, quiz.TimeLimitMs, quiz.RetakeAfterMs, quiz.AttemptsMax, quiz.LessonsFirst);
        return new CourseView(await CardAsync(course, progress, standing, work), document.Lessons, [.. practice], rules, progress);
    }

    /// <summary>All qualifications.</summary>
    public async Task<IReadOnlyList<QualificationCard>> ListQualificationsAsync(WorkerId me)
    {
        var names = await grains.GetGrain<IRegistryGrain>(RegistryKinds.Qualifications).ListAsync();
        var versions = await Task.WhenAll(names.Select(async name => (name, Versions: await grains.GetGrain<IQualificationGrain>(name).ListAsync())));
        var (standing, work) = await AboutAsync(me);
        return [.. versions.Where(static found => found.Versions.Count > 0).Select(found => Card(found.name, found.Versions[^1], standing, work))];
    }

    /// <summary>An attempt as its page shows it.</summary>
    public async Task<QuizView?> ShowAsync(string course, QuizAttempt attempt, CourseProgress progress)
    {
        if (await library.FindAsync(course, attempt.CourseVersion) is not { } published) return null;
        var quiz = published.Document.Quiz;
        var bank = quiz.Questions.ToDictionary(static question => question.Id, StringComparer.Ordinal);
        var isOver = attempt.FinishedAt is not null;
        var questions = attempt.Questions.Select(asked => QuizQuestionView.Of(bank[asked.Id], asked.Options, attempt.Answers.GetValueOrDefault(asked.Id) ?? [], isOver));
        var result = isOver
            ? new QuizResult(attempt.Right, attempt.Total, quiz.PassPercent, attempt.Passed, attempt.EndedByClock, progress.NextTryAt, progress.TriesLeft)
            : null;
        var certificate = attempt.Passed ? progress.Certificates.LastOrDefault(held => held.CourseVersion == attempt.CourseVersion && !held.ByChangesCheck) : null;
        return new QuizView(
            attempt.Number, attempt.CourseVersion, attempt.StartedAt, attempt.EndsAt, time.GetUtcNow(), attempt.FinishedAt, [.. questions], result, certificate);
    }

    /// <summary>What is new since the version that this person has passed; null when nothing is.</summary>
    public async Task<CourseChangesView?> FindChangesAsync(WorkerId me, string name)
    {
        if (!Names.IsName(name) || await library.FindAsync(name, 0) is not { } latest) return null;
        if ((await Attempt(me, name).GetAsync()).Certificates is not [.., { } held] || held.CourseVersion >= latest.Head.Version) return null;
        var isAtWork = (await grains.GetGrain<IWorkerGrain>(me.Value).GetSnapshotAsync()).Assignment is not null;
        if (await library.FindAsync(name, held.CourseVersion) is not { } before || await library.FindAsync(name, held.CourseVersion + 1) is not { } next) return null;
        var check = next.Document.Changes?.Check.Select(QuizQuestionView.Hidden);
        return new CourseChangesView(
            name, held.CourseVersion, next.Head.Version, next.Document.Changes?.Summary, Compare(before.Document, next.Document), [.. check ?? []],
            next.Document.Changes is null, isAtWork);
    }

    /// <summary>How far somebody is with a course.</summary>
    public static CourseStanding StandingOf(PublishedCourse course, CourseProgress progress, Standing standing, DateTimeOffset now)
    {
        var held = standing.Holdings.FirstOrDefault(holding => holding.Kind == HoldingKind.Qualification && holding.Name == course.Document.Qualification);
        if (held is not null && !held.Counts(now)) return CourseStanding.Expired;
        var isBehind = progress.Certificates is [.., { } latest] && latest.CourseVersion < course.Head.Version;
        if (held is not null) return held.Version >= course.Document.QualificationVersion && !isBehind ? CourseStanding.Passed : CourseStanding.Outdated;
        return progress.EnrolledAt is null && progress.LessonsRead.Count == 0 ? CourseStanding.New : CourseStanding.Learning;
    }

    private static List<LessonChange> Compare(CourseDocument before, CourseDocument after)
    {
        var changes = new List<LessonChange>();
        foreach (var lesson in after.Lessons)
        {
            var old = before.Lessons.FirstOrDefault(known => known.Id == lesson.Id)?.Body;
            if (old != lesson.Body)
                changes.Add(new LessonChange(lesson.Id, lesson.Title, LineDiff.Of(old?.Ko ?? "", lesson.Body.Ko), LineDiff.Of(old?.En ?? "", lesson.Body.En)));
        }

        foreach (var gone in before.Lessons.Where(lesson => after.Lessons.All(known => known.Id != lesson.Id)))
            changes.Add(new LessonChange(gone.Id, gone.Title, LineDiff.Of(gone.Body.Ko, ""), LineDiff.Of(gone.Body.En, "")));
        return changes;
    }

    private QualificationCard Card(string name, QualificationVersion latest, Standing standing, IReadOnlyList<OpenProject> work)
    {
        var text = latest.Text;
        var held = standing.Holdings.FirstOrDefault(holding => holding.Kind == HoldingKind.Qualification && holding.Name == name);
        var behind = Behind(name, work);
        return new QualificationCard(
            name, latest.Version, new() { Ko = text.TitleKo, En = text.TitleEn }, new() { Ko = text.DescriptionKo, En = text.DescriptionEn }, text.EarnedBy,
            text.Course, text.Credential, text.ValidDays, held, held is { } holding && holding.Version >= latest.Version && holding.Counts(time.GetUtcNow()),
            behind, behind.Sum(static project => project.Ready));
    }

    private static IReadOnlyList<WaitingWork> Behind(string qualification, IReadOnlyList<OpenProject> work) =>
    [
        .. work.Where(project => project.Needs.Any(need =>
            need.StartsWith(NeedTags.Qualification, StringComparison.Ordinal) && NeedTags.Split(need[NeedTags.Qualification.Length..]).Name == qualification))
            .Select(static project => new WaitingWork(project.Id, project.Title, project.Ready, project.HourlyRate, project.Currency)),
    ];

    private async Task<CourseCard> CardAsync(PublishedCourse course, CourseProgress progress, Standing standing, IReadOnlyList<OpenProject> work)
    {
        var document = course.Document;
        var behind = Behind(document.Qualification, work);
        var seats = document.Pay is null ? null : await grains.GetGrain<ICourseGrain>(course.Id).GetSeatsAsync();
        return new CourseCard(
            course.Id, course.Head.Version, document.Title, document.Summary, document.Minutes, document.Qualification, document.QualificationVersion, document.Pay,
            seats, StandingOf(course, progress, standing, time.GetUtcNow()), behind, behind.Sum(static project => project.Ready));
    }

    private async Task<(Standing Standing, IReadOnlyList<OpenProject> Work)> AboutAsync(WorkerId me)
    {
        var worker = grains.GetGrain<IWorkerGrain>(me.Value);
        return (await worker.GetStandingAsync(), await open.ForAsync(worker));
    }

    private IAttemptGrain Attempt(WorkerId me, string course) => grains.GetGrain<IAttemptGrain>($"{me}/{course}");
}
