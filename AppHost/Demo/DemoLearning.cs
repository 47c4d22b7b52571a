using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Web.Agreements;
using Distribution.Web.Training;

namespace Distribution.AppHost.Demo;

/// <summary>The demo's contract, courses, guidelines and review policies, made over the API as a manager makes them.</summary>
internal static class DemoLearning
{
    public const string Contract = "demo-terms";

    /// <summary>What does not belong to one project. What is there already stays as it is.</summary>
    public static async Task SeedAsync(ApiClient manager, CancellationToken ct)
    {
        await manager.PostAsync<PublishedVersion>($"contracts/{Contract}/versions", DemoTexts.Document("contract"), ct);
        foreach (var project in DemoProject.All)
        {
            var title = new LocalText { Ko = project.Title.Split(" · ")[^1], En = project.Title.Split(" · ")[0] };
            await manager.PostAsync<QualificationVersion>(
                $"qualifications/{project.Id}/versions", new QualificationRequest(title, title, EarnedBy.Course, project.Id, null, 365), ct);
            await manager.PostAsync<PublishedVersion>($"courses/{project.Id}/versions", DemoTexts.Document($"course.{project.Id}"), ct);
        }

        await manager.PutAsync<ClassView>("classes/demo-class", new { name = "Demo class · 데모 반", courses = DemoProject.All.Select(static project => project.Id) }, ct);
    }

    /// <summary>Guidelines and reviews of one project.</summary>
    public static async Task SeedAsync(ApiClient manager, DemoProject project, CancellationToken ct)
    {
        await manager.PostAsync<PublishedVersion>($"projects/{project.Id}/guidelines", DemoTexts.Document($"guidelines.{project.Id}"), ct);
        await manager.PutAsync<ReviewPolicy>($"projects/{project.Id}/review-policy", new ReviewPolicy
        {
            SharePercent = 15,
            PayPerReview = new MicroAmount(400_000),
            AcceptBonus = new MicroAmount(50_000),
            Reserve = new MicroAmount(500_000_000),
        }, ct);
    }

    /// <summary>What a newcomer does before the first task of the project that asks for it: signs, learns, passes.</summary>
    public static async Task<bool> JoinAsync(ApiClient trainer, CancellationToken ct)
    {
        await SignAsync(trainer, ct);
        return await PassAsync(trainer, DemoProject.All[^1].Id, ct);
    }

    /// <summary>Reads and signs the contract.</summary>
    public static async Task SignAsync(ApiClient trainer, CancellationToken ct)
    {
        var text = await trainer.GetAsync<ContractView>($"contracts/{Contract}/versions/0", ct);
        await trainer.PostAsync<object>(
            $"contracts/{Contract}/versions/{text.Version}/signature", new SignRequest("Demo trainer", text.TextHash, Agreed: true), ct);
    }

    /// <summary>From the first lesson to the certificate.</summary>
    public static async Task<bool> PassAsync(ApiClient trainer, string course, CancellationToken ct)
    {
        var view = await trainer.GetAsync<CourseView>($"courses/{course}", ct);
        if (view.Card.Standing == CourseStanding.Passed) return true;
        await trainer.PostAsync<CourseProgress>($"courses/{course}/enrol", new { }, ct);
        foreach (var lesson in view.Lessons) await trainer.PostAsync<CourseProgress>($"courses/{course}/lessons/{lesson.Id}/read", new { }, ct);
        var quiz = await trainer.PostAsync<QuizView>($"courses/{course}/quiz", new { }, ct);
        var done = await trainer.PostAsync<QuizView>($"courses/{course}/quiz/{quiz.Attempt}/finish", new QuizAnswers(Right(course)), ct);
        return done.Result?.Passed ?? false;
    }

    /// <summary>The demo's people have learned well: they answer as the course's own document says.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Right(string course) =>
        DemoTexts.Document($"course.{course}").GetProperty("quiz").GetProperty("questions").EnumerateArray().ToDictionary(
            static question => question.GetProperty("id").GetString()!,
            static question => (IReadOnlyList<string>)[.. question.GetProperty("options").EnumerateArray()
                .Where(static option => option.TryGetProperty("isRight", out _)).Select(static option => option.GetProperty("id").GetString()!)]);
}
