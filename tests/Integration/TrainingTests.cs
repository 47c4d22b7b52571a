using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class TrainingTests : IAsyncLifetime
{
    private DistributionServer _server = null!;
    private Client _manager = null!;
    private Client _kim = null!;

    private static string Month => DateTime.UtcNow.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync();
        _manager = await _server.OpenProjectAsync("p1", "first", "second", "third");
        _kim = await _server.ConnectAsAsync(Roles.Trainer);
    }

    public async ValueTask DisposeAsync()
    {
        _manager.Dispose();
        _kim.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "T1")]
    [Trait("Promise", "T2")]
    public async Task MissingQualification_IsNamedWithItsCourseAndTheWorkBehindIt_AndPassingOpensTheWork()
    {
        await _manager.PublishCourseAsync("compare");
        await _manager.NeedAsync("p1", "qual:compare-v1");
        var refused = await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync();
        refused.GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        var project = (await _kim.EventuallyAsync("work/projects", static all => all[0].GetProperty("missing").GetArrayLength() > 0))[0];
        var missing = project.GetProperty("missing")[0];
        (missing.GetProperty("kind").GetString(), missing.GetProperty("course").GetString(), missing.GetProperty("title").GetProperty("en").GetString())
            .ShouldBe(("qualification", "compare", "compare"));
        var course = (await _kim.GetAsync("courses").JsonAsync())[0];
        (course.GetProperty("waiting").GetInt32(), course.GetProperty("work")[0].GetProperty("hourlyRate").GetString(), course.GetProperty("standing").GetString())
            .ShouldBe((3, "12000000", "new"));
        var passed = await _kim.PassAsync("compare");
        passed.GetProperty("result").GetProperty("passed").GetBoolean().ShouldBeTrue();
        (await _kim.GetAsync("work/projects").JsonAsync())[0].GetProperty("missingNeeds").GetArrayLength().ShouldBe(0);
        await _kim.LeaseAsync("p1");
    }

    [Fact]
    [Trait("Promise", "T3")]
    public async Task Qualification_TakenBack_StopsTheNextLeaseAndNotTheRunningOne()
    {
        await _manager.PostAsync("qualifications/native/versions", new
        {
            title = LearningSetup.Text("Native"),
            description = LearningSetup.Text("Speaks it"),
            earnedBy = "grant",
        }).JsonAsync();
        await _manager.NeedAsync("p1", "qual:native");
        (await _manager.PutAsync($"qualifications/native/holders/{_kim.Account}", new { version = 1, reason = "An interview" }).StatusAsync()).ShouldBe(204);
        var lease = await _kim.LeaseAsync("p1");
        await _manager.PostAsync($"qualifications/native/holders/{_kim.Account}/revoke", new { reason = "A mistake of ours" }).StatusAsync();
        var done = await _kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync();
        done.GetProperty("fate").GetString().ShouldBe("submitted");
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        var held = (await _kim.GetAsync("work/standing").JsonAsync()).GetProperty("standing").GetProperty("holdings")[0];
        held.GetProperty("revokedReason").GetString().ShouldBe("A mistake of ours");
        using var other = await _server.ConnectAsAsync(Roles.Manager);
        (await other.PutAsync($"qualifications/native/holders/{_kim.Account}", new { version = 1, reason = "Why not" }).ProblemAsync()).ShouldBe((404, "NotFound"));
    }

    [Fact]
    [Trait("Promise", "T4")]
    public async Task Practice_CountsTheFirstAnswer_AndGivesHintsOneByOne()
    {
        await _manager.PublishCourseAsync("compare");
        var course = await _kim.GetAsync("courses/compare").JsonAsync();
        course.GetRawText().ShouldNotContain("\"isRight\"");
        course.GetProperty("practice")[0].TryGetProperty("expected", out _).ShouldBeFalse();
        var first = await PractiseAsync("no");
        (first.GetProperty("isRight").GetBoolean(), first.GetProperty("counted").GetBoolean(), first.GetProperty("hints").GetArrayLength()).ShouldBe((false, true, 1));
        first.GetProperty("explanation").ValueKind.ShouldBe(JsonValueKind.Null);
        (await PractiseAsync("nope")).GetProperty("hints").GetArrayLength().ShouldBe(2);
        var right = await PractiseAsync(" Hello ");
        (right.GetProperty("isRight").GetBoolean(), right.GetProperty("counted").GetBoolean()).ShouldBe((true, false));
        right.GetProperty("explanation").GetProperty("en").GetString().ShouldBe("Because");
        right.GetProperty("result").GetProperty("firstWasRight").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    [Trait("Promise", "T5")]
    [Trait("Promise", "T6")]
    public async Task Quiz_TellsNothingBeforeItsEnd_AndEverythingAfterIt()
    {
        await _manager.PublishCourseAsync("compare");
        (await _kim.PostAsync("courses/compare/quiz").ProblemAsync()).ShouldBe((409, "LessonsFirst"));
        await _kim.ReadLessonsAsync("compare");
        var attempt = await _kim.PostAsync("courses/compare/quiz").JsonAsync();
        var question = attempt.GetProperty("questions")[0];
        (question.GetProperty("isRight").ValueKind, question.GetProperty("rightOptions").ValueKind, question.GetProperty("explanation").ValueKind)
            .ShouldBe((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null));
        (await _kim.PostAsync("courses/compare/quiz").JsonAsync()).GetProperty("questions").GetRawText().ShouldBe(attempt.GetProperty("questions").GetRawText());
        var id = question.GetProperty("id").GetString()!;
        await _kim.PutAsync("courses/compare/quiz/1/answers", new { answers = new Dictionary<string, string[]> { [id] = ["no"], ["stranger"] = ["x"] } }).JsonAsync();
        var failed = await _kim.FinishQuizAsync("compare", attempt, "no");
        failed.GetProperty("result").GetProperty("passed").GetBoolean().ShouldBeFalse();
        failed.GetProperty("questions")[0].GetProperty("rightOptions")[0].GetString().ShouldBe("yes");
        failed.GetProperty("questions")[0].GetProperty("explanation").GetProperty("en").GetString().ShouldBe("Why " + id);
        (await _kim.FinishQuizAsync("compare", attempt)).GetProperty("result").GetProperty("right").GetInt32().ShouldBe(0);
        var second = await _kim.PostAsync("courses/compare/quiz").JsonAsync();
        second.GetProperty("attempt").GetInt32().ShouldBe(2);
        (await _kim.FinishQuizAsync("compare", second)).GetProperty("certificate").GetProperty("courseVersion").GetInt32().ShouldBe(1);
        (await _kim.PostAsync("courses/compare/quiz").ProblemAsync()).ShouldBe((409, "AlreadyPassed"));
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        (await lee.GetAsync("courses/compare/quiz/1").ProblemAsync()).ShouldBe((404, "NotFound"));
    }

    [Theory]
    [InlineData(1, WriteFault.Before)]
    [InlineData(1, WriteFault.After)]
    [InlineData(2, WriteFault.Before)]
    [InlineData(2, WriteFault.After)]
    [InlineData(3, WriteFault.Before)]
    [InlineData(3, WriteFault.After)]
    [InlineData(4, WriteFault.Before)]
    [InlineData(4, WriteFault.After)]
    [InlineData(5, WriteFault.After)]
    [Trait("Promise", "T7")]
    public async Task Passing_PaysExactlyOnce_WhicheverWriteFails(int write, WriteFault fault)
    {
        var course = LearningSetup.Course("compare");
        course["pay"] = new { amount = "2500000", currency = "USD", seats = 1 };
        await _manager.PublishCourseAsync("compare", course);
        await _kim.PostAsync("courses/compare/enrol").JsonAsync();
        await _kim.ReadLessonsAsync("compare");
        var attempt = await _kim.PostAsync("courses/compare/quiz").JsonAsync();
        _server.Storage.FailWrite(write, fault);
        try
        {
            await _kim.FinishQuizAsync("compare", attempt);
        }
        catch (ShouldAssertException)
        {
            // The answer was lost; the person tries again, as the page does.
            await _kim.FinishQuizAsync("compare", attempt);
        }

        var head = await _kim.EventuallyAsync($"ledger/{Month}", static head => head.GetProperty("entries").GetInt64() > 0);
        await _kim.FinishQuizAsync("compare", attempt);
        head = await _kim.GetAsync($"ledger/{Month}").JsonAsync();
        (head.GetProperty("entries").GetInt64(), head.GetProperty("balance").GetProperty("USD").GetString()).ShouldBe((1, "2500000"));
        (await _kim.GetAsync($"ledger/{Month}/entries").JsonAsync())[0].GetProperty("order").GetProperty("kind").GetString().ShouldBe("training");
        await _kim.EventuallyAsync("work/standing", static standing => Needs(standing).Contains("qual:compare-v1"));
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        (await lee.PostAsync("courses/compare/enrol").JsonAsync()).GetProperty("hasPaidSeat").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    [Trait("Promise", "T8")]
    public async Task NewVersion_AsksOnlyForWhatIsNew_AndNeverInTheMiddleOfATask()
    {
        await _manager.PublishCourseAsync("compare");
        await _manager.NeedAsync("p1", "qual:compare-v1");
        await _kim.PassAsync("compare");
        (await _kim.GetAsync("courses/compare/changes").StatusAsync()).ShouldBe(204);
        await _manager.PublishQualificationAsync("compare");
        var next = LearningSetup.Course("compare", version: 2);
        next["changes"] = new { summary = LearningSetup.Text("Ties count now"), check = new[] { LearningSetup.Question("new") } };
        await _manager.PostAsync("courses/compare/versions", next).JsonAsync();
        var lease = await _kim.LeaseAsync("p1");
        await _manager.NeedAsync("p1", "qual:compare-v2");

        var changes = await _kim.GetAsync("courses/compare/changes").JsonAsync();
        (changes.GetProperty("deferred").GetBoolean(), changes.GetProperty("toVersion").GetInt32()).ShouldBe((true, 2));
        changes.GetProperty("lessons")[0].GetProperty("en").EnumerateArray().Select(static line => $"{line.GetProperty("kind")} {line.GetProperty("text")}")
            .ShouldBe(["removed Version 1", "added Version 2"]);
        (await CheckAsync("yes").ProblemAsync()).ShouldBe((409, "AtWork"));
        (await _kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync()).GetProperty("fate").GetString().ShouldBe("submitted");
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        (await CheckAsync("no").JsonAsync()).GetProperty("wrongQuestions")[0].GetString().ShouldBe("new");
        (await CheckAsync("yes").JsonAsync()).GetProperty("certificate").GetProperty("courseVersion").GetInt32().ShouldBe(2);
        (await _kim.GetAsync("courses/compare/certificate").JsonAsync()).GetProperty("certificate").GetProperty("qualificationVersion").GetInt32().ShouldBe(2);
        await _kim.LeaseAsync("p1");
    }

    [Fact]
    [Trait("Promise", "T9")]
    public async Task WrongCourse_IsRefusedByPointer_AndNobodyGrantsWhatIsNotTheirs()
    {
        await _manager.PublishQualificationAsync("compare");
        var wrong = LearningSetup.Course("compare");
        wrong["quiz"] = LearningSetup.Quiz(0);
        var refused = await _manager.PostAsync("courses/compare/versions", wrong);
        ((int)refused.StatusCode).ShouldBe(422);
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("/quiz/questions");
        (await _manager.PostAsync("courses/other/versions", LearningSetup.Course("compare")).StatusAsync()).ShouldBe(422);
        await _manager.PostAsync("courses/compare/versions", LearningSetup.Course("compare")).JsonAsync();
        using var other = await _server.ConnectAsAsync(Roles.Manager);
        (await other.PostAsync("courses/compare/versions", LearningSetup.Course("compare")).ProblemAsync()).ShouldBe((409, "NameTaken"));
        (await other.GetAsync("courses/compare/versions/1").ProblemAsync()).ShouldBe((404, "NotFound"));
        (await _kim.PostAsync("courses/compare/versions", LearningSetup.Course("compare")).StatusAsync()).ShouldBe(403);
    }

    [Fact]
    [Trait("Promise", "T10")]
    public async Task Contract_NewVersion_IsNeededByTheNextLease_AndOldSignaturesStay()
    {
        await _manager.PostAsync("contracts/terms/versions", LearningSetup.Contract()).JsonAsync();
        await _manager.NeedAsync("p1", "contract:terms");
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        var text = await _kim.GetAsync("contracts/terms/versions/1").JsonAsync();
        (await SignAsync(text, agreed: false).ProblemAsync()).ShouldBe((400, "NotAgreed"));
        (await SignAsync(text, hash: new string('0', 64)).ProblemAsync()).ShouldBe((409, "TextChanged"));
        (await _kim.SignAsync("terms")).GetProperty("signedName").GetString().ShouldBe("Kim Minji");
        var lease = await _kim.LeaseAsync("p1");
        await _manager.PostAsync("contracts/terms/versions", LearningSetup.Contract("You own your words")).JsonAsync();
        await _kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync();
        var card = (await _kim.GetAsync("contracts").JsonAsync())[0];
        (card.GetProperty("currentVersion").GetInt32(), card.GetProperty("isSigned").GetBoolean()).ShouldBe((2, false));
        await _kim.EventuallyAsync("work/standing", static standing => !Needs(standing).Contains("contract:terms"));
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        (await SignAsync(text).JsonAsync()).GetProperty("version").GetInt32().ShouldBe(1);
        await _kim.SignAsync("terms");
        await _kim.LeaseAsync("p1");
        var signatures = (await _kim.GetAsync("work/standing").JsonAsync()).GetProperty("standing").GetProperty("signatures");
        signatures.EnumerateArray().Select(static signature => signature.GetProperty("version").GetInt32()).ShouldBe([1, 2]);
    }

    private static List<string?> Needs(JsonElement standing) => [.. standing.GetProperty("needs").EnumerateArray().Select(static need => need.GetString())];

    private Task<HttpResponseMessage> SignAsync(JsonElement text, bool agreed = true, string? hash = null) => _kim.PostAsync(
        $"contracts/terms/versions/{text.GetProperty("version").GetInt32()}/signature",
        new { signedName = "Kim Minji", textHash = hash ?? text.GetProperty("textHash").GetString(), agreed });

    private Task<JsonElement> PractiseAsync(string response) => _kim.PostAsync("courses/compare/practice/p1", new { answer = new { response } }).JsonAsync();

    private Task<HttpResponseMessage> CheckAsync(string option) =>
        _kim.PostAsync("courses/compare/changes/2", new { answers = new Dictionary<string, string[]> { ["new"] = [option] } });
}
