using System.Net.Http.Headers;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class JoiningTests : IAsyncLifetime
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. new byte[100]];
    private DistributionServer _server = null!;
    private Client _manager = null!;
    private Client _kim = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync(("Web:DocumentBytesMax", "2000"));
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
    public async Task Profile_LanguagesMeetNeeds_AndWhatIsWrongIsRefused()
    {
        await _manager.NeedAsync("p1", "lang:ko");
        (await ProfileAsync(timeZone: "Mars/Olympus").ProblemAsync()).ShouldBe((400, "BadTimeZone"));
        (await ProfileAsync(languages: ["korean!"]).ProblemAsync()).ShouldBe((400, "BadLanguages"));
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        var profile = await ProfileAsync(languages: ["ko", "en"]).JsonAsync();
        (profile.GetProperty("timeZone").GetString(), profile.GetProperty("fields")[0].GetString()).ShouldBe(("Asia/Seoul", "Korean law"));
        await _kim.LeaseAsync("p1");
    }

    [Fact]
    [Trait("Promise", "T11")]
    public async Task Credential_IsWhatItsBytesSay_AndOnlyItsPeopleOpenIt()
    {
        await _manager.NeedAsync("p1", "cred:law");
        var id = await AddCredentialAsync(_kim);
        (await _kim.PostAsync($"credentials/{id}/submit").ProblemAsync()).ShouldBe((409, "NoDocuments"));
        (await UploadAsync(id, "<html>"u8.ToArray(), "text.pdf").ProblemAsync()).ShouldBe((400, "UnknownKind"));
        (await UploadAsync(id, [.. Pdf, .. new byte[2000]], "big.pdf").ProblemAsync()).ShouldBe((413, "TooLarge"));
        var document = (await UploadAsync(id, Pdf, "../licence.html").JsonAsync()).GetProperty("documents")[0];
        (document.GetProperty("mediaType").GetString(), document.GetProperty("name").GetString()).ShouldBe(("application/pdf", "licence.html"));
        var path = $"documents/{document.GetProperty("id").GetString()}";
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        (await lee.GetAsync($"credentials/{id}/{path}").ProblemAsync()).ShouldBe((404, "NotFound"));
        (await lee.PostAsync($"verification/credentials/{_kim.Account}/{id}/{path}").StatusAsync()).ShouldBe(403);
        (await _manager.PostAsync($"verification/credentials/{_kim.Account}/{id}/{path}").ProblemAsync()).ShouldBe((404, "NotFound"));

        await _kim.PostAsync($"credentials/{id}/submit").JsonAsync();
        (await UploadAsync(id, [.. Pdf, 1], "more.pdf").ProblemAsync()).ShouldBe((409, "NotOpen"));
        var file = await _manager.PostAsync($"verification/credentials/{_kim.Account}/{id}/{path}");
        (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType).ShouldBe(("application/pdf", "attachment"));
        (await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Pdf);
        (await _kim.GetAsync("credentials").JsonAsync())[0].GetProperty("openings")[0].GetProperty("by").GetString().ShouldBe(_manager.Account.Value);

        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        (await DecideAsync(_kim.Account.Value, id, "verified").JsonAsync()).GetProperty("status").GetString().ShouldBe("verified");
        (await _manager.GetAsync("verification/credentials").JsonAsync()).GetArrayLength().ShouldBe(0);
        var lease = await _kim.LeaseAsync("p1");
        await DecideAsync(_kim.Account.Value, id, "revoked").JsonAsync();
        (await _kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync()).GetProperty("fate").GetString().ShouldBe("submitted");
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
    }

    [Theory]
    [InlineData(1, WriteFault.Before)]
    [InlineData(1, WriteFault.After)]
    [InlineData(2, WriteFault.Before)]
    [InlineData(2, WriteFault.After)]
    [InlineData(4, WriteFault.After)]
    [Trait("Promise", "T11")]
    public async Task Credential_Verified_GivesWhatItEarns_WhicheverWriteFails(int write, WriteFault fault)
    {
        await _manager.PostAsync("qualifications/lawyer/versions", new
        {
            title = LearningSetup.Text("Lawyer"),
            description = LearningSetup.Text("Knows law"),
            earnedBy = "credential",
            credential = "law",
        }).JsonAsync();
        var id = await AddCredentialAsync(_kim);
        await UploadAsync(id, Pdf, "licence.pdf").JsonAsync();
        await _kim.PostAsync($"credentials/{id}/submit").JsonAsync();
        _server.Storage.FailWrite(write, fault);
        await DecideAsync(_kim.Account.Value, id, "verified");
        await DecideAsync(_kim.Account.Value, id, "verified");
        var standing = await _kim.EventuallyAsync(
            "work/standing", static standing => standing.GetProperty("needs").EnumerateArray().Count(static need => need.GetString() is "qual:lawyer" or "cred:law") == 2);
        standing.GetProperty("standing").GetProperty("holdings").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    [Trait("Promise", "T11")]
    public async Task Credential_OfOnesOwn_IsDecidedBySomebodyElse()
    {
        var id = await AddCredentialAsync(_manager);
        await UploadAsync(id, Pdf, "licence.pdf", _manager).JsonAsync();
        await _manager.PostAsync($"credentials/{id}/submit").JsonAsync();
        (await DecideAsync(_manager.Account.Value, id, "verified").ProblemAsync()).ShouldBe((409, "OwnCredential"));
    }

    [Fact]
    [Trait("Promise", "T12")]
    public async Task Guidelines_ArePinnedAtTheLease_AndACheckStopsTheNextOne()
    {
        await _manager.PostAsync("projects/p1/guidelines", Guidelines("Read both.")).JsonAsync();
        var first = await _kim.LeaseAsync("p1");
        await _manager.PostAsync("projects/p1/guidelines", Guidelines("Read both.\nThen the facts.", mustBeChecked: true)).JsonAsync();
        (await PinnedAsync(first)).GetProperty("version").GetInt32().ShouldBe(1);
        (await CheckAsync("yes").ProblemAsync()).ShouldBe((409, "AtWork"));
        await _kim.PostAsync($"assignments/{first.Id}/submit", first.Answer("fine")).JsonAsync();
        var missing = (await _kim.EventuallyAsync("work/projects", static all => all[0].GetProperty("missing").GetArrayLength() == 1))[0].GetProperty("missing")[0];
        (missing.GetProperty("kind").GetString(), missing.GetProperty("version").GetInt32()).ShouldBe(("guidelines", 2));
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("needsNotMet");
        var diff = await _kim.GetAsync("work/projects/p1/guidelines/2/changes").JsonAsync();
        diff.GetProperty("en").EnumerateArray().Select(static line => line.GetProperty("kind").GetString()).ShouldBe(["same", "added"]);
        var current = await _kim.GetAsync("work/projects/p1/guidelines/0").JsonAsync();
        current.GetProperty("check")[0].GetProperty("rightOptions").ValueKind.ShouldBe(JsonValueKind.Null);
        (await CheckAsync("no").JsonAsync()).GetProperty("passed").GetBoolean().ShouldBeFalse();
        (await CheckAsync("yes").JsonAsync()).GetProperty("passed").GetBoolean().ShouldBeTrue();
        var second = await _kim.LeaseAsync("p1");
        (await PinnedAsync(second)).GetProperty("version").GetInt32().ShouldBe(2);
        (await PinnedAsync(first)).GetProperty("text").GetProperty("en").GetString().ShouldBe("Read both.");
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        (await lee.GetAsync($"assignments/{first.Id}/guidelines?task={first.Task}").ProblemAsync()).ShouldBe((404, "NotFound"));
        using var stranger = await _server.ConnectAsAsync(Roles.Manager);
        (await stranger.PostAsync("projects/p1/guidelines", Guidelines("Mine")).ProblemAsync()).ShouldBe((404, "NotFound"));
    }

    [Fact]
    [Trait("Promise", "T13")]
    public async Task Class_ShowsProgressOfThoseWhoConsent_UntilTheyLeave()
    {
        await _manager.PublishCourseAsync("compare");
        var made = await _manager.PutAsync("classes/spring", new { name = "Spring", courses = new[] { "compare" } }).JsonAsync();
        var code = made.GetProperty("code").GetString();
        (await _kim.PostAsync("work/classes/spring", new { code = "wrong", consent = true }).ProblemAsync()).ShouldBe((404, "NotFound"));
        (await _kim.PostAsync("work/classes/spring", new { code, consent = false }).ProblemAsync()).ShouldBe((400, "NoConsent"));
        await _kim.PostAsync("work/classes/spring", new { code, consent = true }).JsonAsync();
        await _kim.PassAsync("compare");
        var course = (await _manager.GetAsync("classes/spring/progress").JsonAsync()).GetProperty("members")[0].GetProperty("courses")[0];
        (course.GetProperty("lessonsRead").GetInt32(), course.GetProperty("bestPercent").GetInt32(), course.GetProperty("passedVersion").GetInt32()).ShouldBe((2, 100, 1));
        using var stranger = await _server.ConnectAsAsync(Roles.Manager);
        (await stranger.GetAsync("classes/spring/progress").ProblemAsync()).ShouldBe((404, "NotFound"));
        (await stranger.PutAsync("classes/spring", new { name = "Mine", courses = Array.Empty<string>() }).ProblemAsync()).ShouldBe((409, "IdTaken"));
        (await _kim.GetAsync("work/classes").JsonAsync())[0].GetProperty("name").GetString().ShouldBe("Spring");
        (await _kim.SendAsync(HttpMethod.Delete, "work/classes/spring").StatusAsync()).ShouldBe(204);
        (await _manager.GetAsync("classes/spring/progress").JsonAsync()).GetProperty("members").GetArrayLength().ShouldBe(0);
    }

    private static object Guidelines(string text, bool mustBeChecked = false) => new
    {
        text = new { ko = text, en = text },
        mustBeChecked,
        check = mustBeChecked ? [LearningSetup.Question("facts")] : Array.Empty<object>(),
    };

    private static async Task<string> AddCredentialAsync(Client client) =>
        (await client.PostAsync("credentials", new { kind = "law", title = "Attorney", issuer = "Korean Bar" }).JsonAsync()).GetProperty("id").GetString()!;

    private Task<HttpResponseMessage> ProfileAsync(string timeZone = "Asia/Seoul", string[]? languages = null) =>
        _kim.PutAsync("work/profile", new { displayName = "Kim", timeZone, locale = "ko", languages, fields = new[] { "Korean law" } });

    private Task<HttpResponseMessage> UploadAsync(string credential, byte[] content, string name, Client? client = null)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return (client ?? _kim).SendContentAsync(HttpMethod.Post, $"credentials/{credential}/documents?name={Uri.EscapeDataString(name)}", body);
    }

    private Task<HttpResponseMessage> DecideAsync(string account, string credential, string status) =>
        _manager.PostAsync($"verification/credentials/{account}/{credential}/decision", new { status, reason = "Looked at it" });

    private async Task<JsonElement> PinnedAsync(Lease lease) => await _kim.GetAsync($"assignments/{lease.Id}/guidelines?task={lease.Task}").JsonAsync();

    private Task<HttpResponseMessage> CheckAsync(string option) => _kim.PostAsync(
        "work/projects/p1/guidelines/2/check", new { answers = new Dictionary<string, string[]> { ["facts"] = [option] } });
}
