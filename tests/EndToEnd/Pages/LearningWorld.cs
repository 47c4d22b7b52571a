using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.AppHost.Demo;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Agreements;
using Distribution.Web.Reviews;
using Distribution.Web.Training;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>What a manager makes before newcomers come: a contract, a paid course, guidelines with a check, and a project that asks for all of it.</summary>
internal static class LearningWorld
{
    public const string Course = "demo-compare";
    public const string Contract = "terms";
    public const string Project = "paid";

    /// <summary>What the answers are for, in one of the languages only: its manager had no more time.</summary>
    public const string Purpose = "It teaches a model to compare.";

    private static readonly ProjectUse Use = new(RiskClass.Low, "", Purpose);

    private static readonly JsonElement Document = DemoTexts.Document($"course.{Course}");

    /// <summary>The options of the course's quiz that are right, as the values that its page has.</summary>
    public static IEnumerable<(string Question, string Option)> RightOptions() =>
        from question in Document.GetProperty("quiz").GetProperty("questions").EnumerateArray()
        from option in question.GetProperty("options").EnumerateArray()
        where option.TryGetProperty("isRight", out _)
        select (question.GetProperty("id").GetString()!, option.GetProperty("id").GetString()!);

    /// <summary>All of it; the project asks for nothing, or for everything that a newcomer has to do first.</summary>
    public static async Task PublishAsync(World world, CancellationToken ct, bool asksForAll = false, int? retakeAfterMs = null)
    {
        var api = world.Manager.Api;
        var title = new LocalText { Ko = "두 답변 비교", En = "Compare two answers" };
        await api.PostAsync<PublishedVersion>($"contracts/{Contract}/versions", DemoTexts.Document("contract"), ct);
        await api.PostAsync<QualificationVersion>($"qualifications/{Course}/versions", new QualificationRequest(title, title, EarnedBy.Course, Course, null, 365), ct);
        await api.PostAsync<PublishedVersion>($"courses/{Course}/versions", retakeAfterMs is { } wait ? WithRetakeAfter(wait) : Document, ct);
        var rows = string.Concat(Enumerable.Range(1, 6).Select(static i => $"{{\"prompt\":\"Which? {i}\",\"answerA\":\"This.\",\"answerB\":\"That.\"}}\n"));
        string[] needs = asksForAll ? ["lang:ko", $"contract:{Contract}", $"qual:{Course}-v1"] : [];
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(rows));
        await world.CreateAsync(Project, World.Settings("Short") with { Needs = new Needs(needs, []), Use = Use }, stream, World.Mapping("prompt", "answerA", "answerB"), ct);
        await api.PostAsync<PublishedVersion>($"projects/{Project}/guidelines", Guidelines(mustBeChecked: asksForAll), ct);
    }

    /// <summary>Every answer is reviewed.</summary>
    public static Task ReviewAllAsync(World world, CancellationToken ct) => world.Manager.Api.PutAsync<ReviewPolicy>($"projects/{Project}/review-policy", new ReviewPolicy
    {
        SharePercent = 100,
        PayPerReview = new MicroAmount(400_000),
        AcceptBonus = new MicroAmount(50_000),
        Reserve = new MicroAmount(100_000_000),
    }, ct);

    /// <summary>Judges the oldest answer that waits, as soon as there is one.</summary>
    public static async Task JudgeAsync(World world, Verdict verdict, CancellationToken ct, params ReviewReason[] reasons)
    {
        var project = new ProjectId(Project);
        var task = await Patience.UntilAsync(() => ClaimAsync(world.Manager.Api, project, ct), static task => task is not null, TimeSpan.FromSeconds(20));
        await world.Manager.Api.PostAsync<VerdictReply>(
            $"reviews/claims/{task!.Claim.Assignment}/verdict", new VerdictRequest(project, task.Claim.Fence, verdict, reasons), ct);
    }

    /// <summary>Reads all lessons as a program would, with the person's own session.</summary>
    public static async Task ReadByProgramAsync(Person person)
    {
        await SendAsync(person, "enrol", new { });
        foreach (var lesson in Document.GetProperty("lessons").EnumerateArray()) await SendAsync(person, $"lessons/{lesson.GetProperty("id").GetString()}/read", new { });
    }

    /// <summary>Learns and passes as a program would.</summary>
    public static async Task PassByProgramAsync(Person person)
    {
        await ReadByProgramAsync(person);
        await SendAsync(person, "quiz", new { });
        await SendAsync(person, "quiz/1/finish", new { answers = RightOptions().GroupBy(static right => right.Question).ToDictionary(static question => question.Key, static question => question.Select(static right => right.Option)) });
    }

    /// <summary>The course's second version: one lesson says something else, and a short check asks for it.</summary>
    public static async Task PublishChangedCourseAsync(World world, CancellationToken ct)
    {
        var changed = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Document.GetRawText())!;
        var lessons = Document.GetProperty("lessons").GetRawText().Replace("Don't choose a tie only because choosing is hard.", "A tie needs a reason of its own now.", StringComparison.Ordinal)
            .Replace("고르기 어렵다는 이유만으로 비김을 고르지 마세요.", "이제 비김에도 이유를 씁니다.", StringComparison.Ordinal);
        changed["lessons"] = JsonSerializer.Deserialize<JsonElement>(lessons);
        changed["changes"] = JsonSerializer.SerializeToElement(new { summary = Both("A tie needs a reason.", "비김에도 이유가 필요합니다."), check = new[] { Question("tie") } });
        await world.Manager.Api.PostAsync<PublishedVersion>($"courses/{Course}/versions", changed, ct);
    }

    private static JsonElement WithRetakeAfter(int ms)
    {
        var changed = JsonNode.Parse(Document.GetRawText())!;
        changed["quiz"]!["retakeAfterMs"] = ms;
        return JsonSerializer.SerializeToElement(changed);
    }

    private static async Task SendAsync(Person person, string path, object body)
    {
        var reply = await person.Context.APIRequest.PostAsync(
            $"/api/v1/courses/{Course}/{path}", new APIRequestContextOptions { DataObject = body, Headers = new Dictionary<string, string> { ["X-Distribution"] = "1" } });
        reply.Ok.ShouldBeTrue(await reply.TextAsync());
    }

    private static async Task<ReviewTask?> ClaimAsync(ApiClient api, ProjectId project, CancellationToken ct)
    {
        try
        {
            return await api.PostAsync<ReviewTask>("reviews/claims", new ClaimRequest(project), ct);
        }
        catch (ApiException error) when (error.Code == "NothingToReview")
        {
            return null;
        }
    }

    private static object Guidelines(bool mustBeChecked) => new
    {
        text = Both("# Guidelines\n\n## Facts\nWhat is wrong counts against it.\n\n## Reason\nOne sentence: what differs.", "# 지침\n\n## 사실\n틀린 말이 있으면 낮춥니다.\n\n## 이유\n한 문장으로, 무엇이 다른지 씁니다."),
        mustBeChecked,
        check = mustBeChecked ? [Question("facts")] : Array.Empty<object>(),
    };

    private static object Question(string id) => new
    {
        id,
        text = Both("Does a wrong fact count?", "틀린 말이 있으면?"),
        options = new object[] { new { id = "yes", text = Both("It counts against the answer", "그 답변을 낮춥니다"), isRight = true }, new { id = "no", text = Both("It does not matter", "상관없습니다") } },
        explanation = Both("Facts come first.", "사실이 먼저입니다."),
    };

    private static object Both(string en, string ko) => new { ko, en };
}
