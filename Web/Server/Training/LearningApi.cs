using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Training;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Training;

/// <summary>Learning: lessons, practice, quiz, certificate, what is new. Only people learn, never keys.</summary>
internal static class LearningApi
{
    private const string What = "The course";

    public static void MapLearning(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/courses").WithTags("Learning").RequireAuthorization(Scope.Self).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListCourses").WithSummary("All courses: how far one is, and how much work waits behind each, at what rate");
        group.MapGet("/{course}", GetAsync).WithName("GetCourse").WithSummary("Lessons, practice and rules of the quiz, with one's own progress");
        group.MapPost("/{course}/enrol", EnrolAsync).WithName("EnrolInCourse").WithSummary("Begins; takes a paid seat where one is free");
        group.MapPost("/{course}/lessons/{lesson}/read", ReadAsync).WithName("MarkLessonRead");
        group.MapPost("/{course}/practice/{task}", PractiseAsync).WithName("AnswerPractice").WithSummary("Checks an answer; only the first one counts, hints follow wrong ones");
        group.MapPost("/{course}/quiz", StartAsync).WithName("StartQuiz").WithSummary("Begins an attempt, or shows the one that runs");
        group.MapGet("/{course}/quiz/{attempt:int:min(1)}", ShowAsync).WithName("GetQuizAttempt").WithSummary("The attempt; after its end with what was right and why");
        group.MapPut("/{course}/quiz/{attempt:int:min(1)}/answers", SaveAsync).WithName("SaveQuizAnswers").WithSummary("Saves answers while the attempt runs");
        group.MapPost("/{course}/quiz/{attempt:int:min(1)}/finish", FinishAsync).WithName("FinishQuiz")
            .WithSummary("Ends the attempt; passing grants the qualification, and pays where the course pays");
        group.MapGet("/{course}/certificate", CertificateAsync).WithName("GetCertificate");
        group.MapGet("/{course}/changes", ChangesAsync).WithName("GetCourseChanges").WithSummary("What is new since the version one has passed; 204 when nothing is");
        group.MapPost("/{course}/changes/{version:int:min(2)}", CheckChangesAsync).WithName("CheckCourseChanges").WithSummary("Answers the check of what is new; refused in the middle of a task");
    }

    private static async Task<Ok<IReadOnlyList<CourseCard>>> ListAsync(ClaimsPrincipal user, LearningService learning) =>
        TypedResults.Ok(await learning.ListCoursesAsync(user.Id()));

    private static async Task<Results<Ok<CourseView>, ProblemHttpResult>> GetAsync(string course, ClaimsPrincipal user, LearningService learning) =>
        await learning.FindCourseAsync(user.Id(), course) is { } view ? TypedResults.Ok(view) : Problems.NotFound(What);

    private static async Task<Results<Ok<CourseProgress>, ProblemHttpResult>> EnrolAsync(string course, ClaimsPrincipal user, IGrainFactory grains) =>
        Find(course, user, grains) is { } attempt ? (await attempt.EnrolAsync()).ToResult() : Problems.NotFound(What);

    private static async Task<Results<Ok<CourseProgress>, ProblemHttpResult>> ReadAsync(string course, string lesson, ClaimsPrincipal user, IGrainFactory grains) =>
        Find(course, user, grains) is { } attempt ? (await attempt.ReadLessonAsync(lesson)).ToResult() : Problems.NotFound(What);

    private static async Task<Results<Ok<PracticeAnswer>, ProblemHttpResult>> PractiseAsync(
        string course, string task, PracticeRequest request, ClaimsPrincipal user, IGrainFactory grains, ICourseLibrary library)
    {
        if (Find(course, user, grains) is not { } attempt) return Problems.NotFound(What);
        if (request.Answer.ValueKind != System.Text.Json.JsonValueKind.Object)
            return Problems.From(Refusal.Invalid("InvalidAnswer", "An answer is a JSON object by question id."));
        var reply = await attempt.PractiseAsync(task, request.Answer.GetRawText());
        if (!reply.IsOk) return Problems.From(reply.Refusal);
        var practised = (await library.FindAsync(course, 0))?.Document.Practice.FirstOrDefault(known => known.Id == task);
        if (practised is null) return Problems.NotFound("The practice task");
        var result = reply.Value;
        var isExplained = result.IsRight || result.Result.Tries > practised.Hints.Count;
        return TypedResults.Ok(new PracticeAnswer(
            result.IsRight, result.Counted, result.WrongQuestions, [.. practised.Hints.Take(result.HintsGiven)], isExplained ? practised.Explanation : null,
            isExplained ? practised.Expected : null, result.Result));
    }

    private static async Task<Results<Ok<QuizView>, ProblemHttpResult>> StartAsync(string course, ClaimsPrincipal user, IGrainFactory grains, LearningService learning) =>
        Find(course, user, grains) is { } attempt ? await ToResultAsync(course, attempt, await attempt.StartAsync(), learning) : Problems.NotFound(What);

    private static async Task<Results<Ok<QuizView>, ProblemHttpResult>> ShowAsync(
        string course, int attempt, ClaimsPrincipal user, IGrainFactory grains, LearningService learning)
    {
        if (Find(course, user, grains) is not { } grain) return Problems.NotFound(What);
        var progress = await grain.GetAsync();
        return progress.Attempts.FirstOrDefault(known => known.Number == attempt) is { } found && await learning.ShowAsync(course, found, progress) is { } view
            ? TypedResults.Ok(view)
            : Problems.NotFound("The attempt");
    }

    private static async Task<Results<Ok<QuizView>, ProblemHttpResult>> SaveAsync(
        string course, int attempt, QuizAnswers request, ClaimsPrincipal user, IGrainFactory grains, LearningService learning) =>
        Find(course, user, grains) is { } grain
            ? await ToResultAsync(course, grain, await grain.SaveAsync(attempt, request.Answers), learning)
            : Problems.NotFound(What);

    private static async Task<Results<Ok<QuizView>, ProblemHttpResult>> FinishAsync(
        string course, int attempt, QuizAnswers request, ClaimsPrincipal user, IGrainFactory grains, LearningService learning) =>
        Find(course, user, grains) is { } grain
            ? await ToResultAsync(course, grain, await grain.FinishAsync(attempt, request.Answers), learning)
            : Problems.NotFound(What);

    private static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> CertificateAsync(
        string course, ClaimsPrincipal user, IGrainFactory grains, ICourseLibrary library)
    {
        if (Find(course, user, grains) is not { } attempt || (await attempt.GetAsync()).Certificates is not [.., { } latest]) return Problems.NotFound("The certificate");
        if (await library.FindAsync(course, latest.CourseVersion) is not { } published) return Problems.NotFound("The certificate");
        var account = await grains.GetGrain<IAccountGrain>(user.Id().Value).GetAsync();
        return TypedResults.Ok(new CertificateView(latest, account?.DisplayName ?? "", published.Document.Title));
    }

    private static async Task<Results<Ok<CourseChangesView>, NoContent>> ChangesAsync(string course, ClaimsPrincipal user, LearningService learning) =>
        await learning.FindChangesAsync(user.Id(), course) is { } changes ? TypedResults.Ok(changes) : TypedResults.NoContent();

    private static async Task<Results<Ok<ChangesReply>, ProblemHttpResult>> CheckChangesAsync(
        string course, int version, QuizAnswers request, ClaimsPrincipal user, IGrainFactory grains) =>
        Find(course, user, grains) is { } attempt ? (await attempt.CheckChangesAsync(version, request.Answers)).ToResult() : Problems.NotFound(What);

    private static async Task<Results<Ok<QuizView>, ProblemHttpResult>> ToResultAsync(
        string course, IAttemptGrain grain, Outcome<QuizAttempt> attempt, LearningService learning)
    {
        if (!attempt.IsOk) return Problems.From(attempt.Refusal);
        return await learning.ShowAsync(course, attempt.Value, await grain.GetAsync()) is { } view ? TypedResults.Ok(view) : Problems.NotFound("The attempt");
    }

    private static IAttemptGrain? Find(string course, ClaimsPrincipal user, IGrainFactory grains) =>
        Names.IsName(course) ? grains.GetGrain<IAttemptGrain>($"{user.Id()}/{course}") : null;
}
