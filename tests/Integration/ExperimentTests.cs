using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>An experiment from its plan to its end, over the API.</summary>
public sealed class ExperimentTests : IAsyncLifetime
{
    private const string Project = "tried";
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync(
        ("Rates:PerAccountPerSecond", "100000"), ("Rates:PerAccountBurst", "100000"), ("Rates:AnonymousPerSecond", "100000"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Promise", "M38")]
    public async Task Experiment_IsPlanned_Watched_LookedAtWhenDue_AndConcluded()
    {
        using var owner = await _server.OpenProjectAsync(Project, [.. Enumerable.Range(0, 120).Select(static i => $"text {i}")]);
        var plan = Plan("task", "unusedShare", effect: 0.6, spread: 0.1, looks: 2);
        var schedule = await owner.PostAsync($"projects/{Project}/experiments/plan", plan).JsonAsync();
        var units = schedule.GetProperty("unitsPerArm").GetInt32();
        units.ShouldBeInRange(6, 20);
        schedule.GetProperty("boundaries")[0].GetDouble().ShouldBe(2.963, 0.002);
        (await owner.GetAsync($"projects/{Project}/experiments").JsonAsync()).GetProperty("experiments").GetArrayLength().ShouldBe(0, "a plan starts nothing");

        await owner.PostAsync($"projects/{Project}/experiments", new { id = "dear", plan }).JsonAsync();
        (await owner.PostAsync($"projects/{Project}/experiments", new { id = "other", plan }).ProblemAsync()).ShouldBe((409, "ExperimentRuns"));
        (await owner.PostAsync($"projects/{Project}/experiments/dear/looks").ProblemAsync()).ShouldBe((409, "TooEarly"));
        (await ChangeAsync(owner, limitMs: 3_000_000)).ShouldBe((409, "ExperimentRuns"));

        // Under the dear variant all hand in, under the control all skip: nobody needs the second look.
        using var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        var drawn = new Dictionary<string, int>();
        for (var i = 0; i < 60 && drawn.GetValueOrDefault("dear/control") < units || drawn.GetValueOrDefault("dear/b") < units; i++)
        {
            var reply = await trainer.PostAsync("work/lease", new { project = Project }).JsonAsync();
            var lease = Lease.Of(reply);
            var pins = reply.GetProperty("assignment").GetProperty("pins");
            (pins.GetProperty("variant").ValueKind, pins.GetProperty("shown").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null), "who works is not told to which variant");
            var variant = pins.GetProperty("hourlyRate").GetString() == "15000000" ? "dear/b" : "dear/control";
            drawn[variant] = drawn.GetValueOrDefault(variant) + 1;
            pins.GetProperty("hourlyRate").GetString().ShouldBe(variant == "dear/b" ? "15000000" : "12000000");
            pins.GetProperty("limitMs").GetInt64().ShouldBe(variant == "dear/b" ? 900_000 : 600_000);
            if (variant == "dear/b") await trainer.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("an answer")).JsonAsync();
            else await trainer.PostAsync($"assignments/{lease.Id}/skip", new { fence = lease.Fence, reason = "no" }).JsonAsync();
        }

        var before = await owner.EventuallyAsync($"projects/{Project}/experiments", static view => view.GetProperty("progress").GetProperty("isDue").GetBoolean());
        before.GetProperty("progress").GetProperty("arms").EnumerateArray().ShouldAllBe(static arm => arm.GetProperty("mean").ValueKind == JsonValueKind.Null, "nobody peeks");
        var ended = await owner.PostAsync($"projects/{Project}/experiments/dear/looks").JsonAsync();
        ended.GetProperty("status").GetString().ShouldBe("concluded");
        var look = ended.GetProperty("looks")[0];
        var contrast = look.GetProperty("contrasts")[0];
        (contrast.GetProperty("difference").GetDouble(), contrast.GetProperty("method").GetString(), contrast.GetProperty("isBeyond").GetBoolean()).ShouldBe((-1, "Newcombe", true));
        contrast.GetProperty("high").GetDouble().ShouldBeLessThan(0);

        // Ended, it draws nothing more; every step stands in the project's log.
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        var after = await trainer.PostAsync("work/lease", new { project = Project }).JsonAsync();
        after.GetProperty("assignment").GetProperty("pins").GetProperty("variant").ValueKind.ShouldBe(JsonValueKind.Null);
        (await owner.PostAsync($"projects/{Project}/experiments/dear/looks").ProblemAsync()).ShouldBe((409, "ExperimentOver"));
        var details = (await owner.GetAsync($"projects/{Project}/history?take=1000").JsonAsync()).GetProperty("events").EnumerateArray()
            .Select(static happened => happened.GetProperty("detail").GetString() ?? "").ToList();
        foreach (var (variant, leases) in drawn) details.Count(detail => detail == variant).ShouldBe(leases, "the project's history says which");
        var log = details.Where(static detail => detail.Contains("experiment dear", StringComparison.Ordinal)).ToList();
        log.Count.ShouldBe(3);
        (log[0].Contains("started"), log[1].Contains("look 1 of 2"), log[2].Contains("concluded")).ShouldBe((true, true, true), string.Join('\n', log));
    }

    [Fact]
    [Trait("Promise", "M38")]
    public async Task Experiment_StoppedByItsManager_HasNoResult_AndTheNextMayBegin()
    {
        using var owner = await _server.OpenProjectAsync(Project, "a", "b");
        var plan = Plan("trainer", "handlingTime", effect: 60_000, spread: 90_000, looks: 3);
        await owner.PostAsync($"projects/{Project}/experiments", new { id = "first", plan }).JsonAsync();
        (await owner.PostAsync($"projects/{Project}/experiments", new { id = "first", plan }).JsonAsync()).GetProperty("status").GetString().ShouldBe("running", "asking twice starts one");
        var stopped = await owner.PostAsync($"projects/{Project}/experiments/first/stop", new { reason = "A mistake of ours" }).JsonAsync();
        (stopped.GetProperty("status").GetString(), stopped.GetProperty("reason").GetString(), stopped.GetProperty("looks").GetArrayLength()).ShouldBe(("stopped", "A mistake of ours", 0));
        (await owner.GetAsync($"projects/{Project}").JsonAsync()).GetProperty("settings").GetProperty("experiment").ValueKind.ShouldBe(JsonValueKind.Null);
        await owner.PostAsync($"projects/{Project}/experiments", new { id = "second", plan }).JsonAsync();
        (await owner.GetAsync($"projects/{Project}/experiments").JsonAsync()).GetProperty("experiments").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("task", "unusedShare", 1.5, 0.1, 2)]
    [InlineData("task", "handlingTime", 0, 60_000, 2)]
    [InlineData("task", "handlingTime", 60_000, 60_000, 11)]
    [InlineData("task", "handlingTime", 1, 60_000_000, 2)]
    [Trait("Promise", "M35")]
    public async Task Plan_ThatCannotBe_IsRefusedByName(string unit, string measure, double effect, double spread, int looks)
    {
        using var owner = await _server.OpenProjectAsync(Project, "a");
        var (status, code) = await owner.PostAsync($"projects/{Project}/experiments/plan", Plan(unit, measure, effect, spread, looks)).ProblemAsync();
        (status, code is "InvalidExperiment" or "TooManyUnits").ShouldBe((400, true), code);
    }

    private static object Plan(string unit, string measure, double effect, double spread, int looks) => new
    {
        title = "Do people stay when it pays more?",
        unit,
        measure,
        effect,
        spread,
        alpha = 0.05,
        power = 0.8,
        looks,
        variants = new object[] { new { name = "control" }, new { name = "b", ratePercent = 25, limitMs = 900_000 } },
    };

    private static async Task<(int, string)> ChangeAsync(Client owner, long limitMs)
    {
        var settings = System.Text.Json.Nodes.JsonNode.Parse((await owner.GetAsync($"projects/{Project}").JsonAsync()).GetProperty("settings").GetRawText())!;
        settings["limitMs"] = limitMs;
        settings["hardLimitMs"] = limitMs;
        return await owner.SendAsync(HttpMethod.Put, $"projects/{Project}", settings, ("If-Match", $"\"{settings["version"]}\"")).ProblemAsync();
    }
}
