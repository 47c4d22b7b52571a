using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>What a manager settles before all are let in.</summary>
public sealed class SetupTests : IAsyncLifetime
{
    private DistributionServer _server = null!;
    private Client _manager = null!;
    private Client _kim = null!;
    private Client _lee = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync();
        _manager = await _server.ConnectAsAsync(Roles.Manager);
        (_kim, _lee) = (await _server.ConnectAsAsync(Roles.Trainer), await _server.ConnectAsAsync(Roles.Trainer));
        await _manager.CreateProjectAsync("p1", overlap: 2);
        var lines = Enumerable.Range(0, 6).Select(static i => JsonSerializer.Serialize(new { id = $"x{i}", text = $"text {i}" }));
        await _manager.ImportAsync("p1", "first", string.Join('\n', lines)).JsonAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (Client[])[_manager, _kim, _lee]) client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "M24"), Trait("Promise", "Q51")]
    public async Task Pilot_GivesItsTasksToItsPeopleAlone_AndIsReported_UntilAllAreLetIn()
    {
        (await _manager.GetAsync("projects/p1/pilot").StatusAsync()).ShouldBe(204);
        await _manager.PutAsync("projects/p1/pilot", new { trainers = Array.Empty<string>(), trainersMax = 1, tasks = 2 }).JsonAsync();
        await WorkAsync(_kim, 2);
        (await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("assignment").ValueKind.ShouldBe(JsonValueKind.Null, "two tasks, and no more");
        (await ReasonAsync(_lee)).ShouldBe("notOpen");
        (await _lee.GetAsync("work/projects").JsonAsync()).GetArrayLength().ShouldBe(0, "who has no place sees no project");
        var report = await _manager.EventuallyAsync("projects/p1/pilot", static view => view.GetProperty("answers").GetInt32() == 2);
        (report.GetProperty("people").GetInt32(), report.GetProperty("wanted").GetInt32(), report.GetProperty("isRunning").GetBoolean()).ShouldBe((1, 4, true));
        report.GetProperty("cost").GetString().ShouldNotBe("0");

        // The next round has other tasks; then all are let in.
        await _manager.PutAsync("projects/p1/pilot", new { trainers = new[] { _lee.Account.Value }, trainersMax = 1, tasks = 1 }).JsonAsync();
        (await ReasonAsync(_kim)).ShouldBe("notOpen");
        var lease = await _lee.LeaseAsync("p1");
        lease.Task.ShouldBe("p1/2");
        await _lee.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync();
        (await _manager.PutAsync("projects/p1/pilot", new { trainers = new[] { "nobody" }, trainersMax = 1, tasks = 1 }).ProblemAsync()).ShouldBe((400, "InvalidPilot"));
        await _manager.PutAsync("projects/p1/status", new { status = "live" }).JsonAsync();
        await WorkAsync(_kim, 1);
        (await _manager.PutAsync("projects/p1/pilot", new { trainers = Array.Empty<string>(), trainersMax = 1, tasks = 1 }).ProblemAsync()).ShouldBe((409, "AlreadyLive"));
    }

    [Fact]
    [Trait("Promise", "M22")]
    public async Task PersonalRate_IsWhatThePersonSeesAndIsPaid_AndStandsInTheHistory()
    {
        await _manager.PutAsync("projects/p1/status", new { status = "live" }).JsonAsync();
        await _manager.PutAsync($"projects/p1/terms/{_kim.Account}", new { tier = "expert", hourlyRate = "40000000", note = "Knows tea" }).JsonAsync();
        (await _kim.EventuallyAsync("work/projects", static all => all.GetArrayLength() > 0))[0].GetProperty("hourlyRate").GetString().ShouldBe("40000000");
        (await _lee.GetAsync("work/projects").JsonAsync())[0].GetProperty("hourlyRate").GetString().ShouldBe("12000000");
        var reply = await _kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync();
        reply.GetProperty("assignment").GetProperty("pins").GetProperty("hourlyRate").GetString().ShouldBe("40000000");
        var all = await _manager.GetAsync("projects/p1/terms").JsonAsync();
        (all.GetArrayLength(), all[0].GetProperty("note").GetString()).ShouldBe((1, "Knows tea"));
        await _manager.EventuallyAsync("projects/p1/history", static history => history.GetRawText().Contains("as everybody \\u2192 40000000 an hour", StringComparison.Ordinal)
            || history.GetRawText().Contains("as everybody → 40000000 an hour", StringComparison.Ordinal));
        await _manager.PutAsync($"projects/p1/terms/{_kim.Account}", new { tier = "generalist" }).JsonAsync();
        (await _manager.GetAsync("projects/p1/terms").JsonAsync()).GetArrayLength().ShouldBe(0);
        (await _manager.PutAsync("projects/p1/terms/nobody", new { tier = "expert" }).ProblemAsync()).ShouldBe((404, "NotFound"));
    }

    [Fact]
    [Trait("Promise", "M21")]
    public async Task Project_IsOpenBetweenItsHoursOnly()
    {
        await ChangeAsync(settings => settings["opensAt"] = DateTimeOffset.UtcNow.AddSeconds(2).ToString("O"));
        await _manager.PutAsync("projects/p1/status", new { status = "live" }).JsonAsync();
        (await ReasonAsync(_kim)).ShouldBe("notOpen");
        await _kim.EventuallyAsync("work/projects", static all => all.GetArrayLength() == 1);
        var lease = await _kim.LeaseAsync("p1");
        await ChangeAsync(settings => settings["closesAt"] = DateTimeOffset.UtcNow.AddSeconds(1).ToString("O"));
        await Task.Delay(1200, TestContext.Current.CancellationToken);
        (await ReasonAsync(_lee)).ShouldBe("notOpen");
        (await _kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync()).GetProperty("fate").GetString().ShouldBe("submitted", "what runs may finish");
    }

    [Fact]
    [Trait("Promise", "M21")]
    public async Task HighRisk_OpensOnlyWithReviewCredentialAndConsent()
    {
        await ChangeAsync(static settings => settings["use"] = new JsonObject { ["risk"] = "high", ["purposeKo"] = "약 안내", ["purposeEn"] = "Advice on drugs" });
        var risk = await _manager.GetAsync("projects/p1/risk").JsonAsync();
        risk.GetProperty("lacking").EnumerateArray().Select(static each => each.GetString()).ShouldBe(["reviewShare", "credential", "consent"]);
        (await _manager.PutAsync("projects/p1/status", new { status = "live" }).ProblemAsync()).ShouldBe((422, "RiskUnmet"));
        (await _manager.PutAsync("projects/p1/pilot", new { trainers = Array.Empty<string>(), trainersMax = 1, tasks = 1 }).ProblemAsync()).ShouldBe((422, "RiskUnmet"));
        await _manager.NeedAsync("p1", "cred:pharmacy", "contract:terms");
        await _manager.PutAsync("projects/p1/review-policy", new
        {
            sharePercent = 30,
            payPerReview = "500000",
            acceptBonus = "0",
            reserve = "10000000",
            claimMs = 600_000,
            fixMs = 86_400_000,
            appealDays = 7,
            answerDays = 9,
            needs = Array.Empty<string>(),
        }).JsonAsync();
        await _manager.PutAsync("projects/p1/status", new { status = "live" }).JsonAsync();
    }

    private async Task ChangeAsync(Action<JsonObject> change)
    {
        var view = await _manager.GetAsync("projects/p1").JsonAsync();
        var settings = JsonNode.Parse(view.GetProperty("settings").GetRawText())!.AsObject();
        change(settings);
        await _manager.SendAsync(HttpMethod.Put, "projects/p1", settings, ("If-Match", $"\"{settings["version"]}\"")).JsonAsync();
    }

    private static async Task WorkAsync(Client trainer, int tasks)
    {
        for (var i = 0; i < tasks; i++)
        {
            var lease = await trainer.LeaseAsync("p1");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            await trainer.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync();
        }
    }

    private static async Task<string> ReasonAsync(Client trainer) =>
        (await trainer.PostAsync("work/lease", new { project = "p1" }).JsonAsync()).GetProperty("noWork").GetProperty("reason").GetString()!;
}
