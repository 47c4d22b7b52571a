using System.Globalization;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>A newcomer's way over the public API alone, on published pairs where they are at hand.</summary>
public sealed class FirstTaskTests
{
    private const string Mapping =
        """{"fields":[{"field":"prompt","source":"instruction"},{"field":"answerA","source":"output_1"},{"field":"answerB","source":"output_2"}]}""";

    private static readonly string[] OwnPairs =
    [
        """{"instruction":"How long should green tea steep?","output_1":"Two to three minutes.","output_2":"Tea has a long history."}""",
        """{"instruction":"우산이 뒤집히면?","output_1":"바람을 등지고 접으세요.","output_2":"비는 구름에서 내립니다."}""",
    ];

    [Fact]
    [Trait("Promise", "T14")]
    public async Task OwnPairs_FromSignUpToTheFirstCredit() => await WalkAsync(OwnPairs);

    [Fact]
    [Trait("Promise", "T14")]
    public async Task PublishedPairs_FromSignUpToTheFirstCredit()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distribution.sln"))) folder = folder.Parent;
        var file = Path.Combine(
            Environment.GetEnvironmentVariable("DISTRIBUTION_DATA") ?? Path.Combine(folder!.FullName, "../shared/data"), "alpaca-eval-pairs.jsonl");
        Assert.SkipUnless(File.Exists(file), "The published pairs are not at hand: set DISTRIBUTION_DATA to the folder that holds alpaca-eval-pairs.jsonl.");
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        await WalkAsync([.. lines.Where(static line => line.Length > 0).Take(50)]);
    }

    private static async Task WalkAsync(string[] pairs)
    {
        await using var server = await DistributionServer.StartAsync();
        using var manager = await server.ConnectAsAsync(Roles.Manager);
        await SetUpAsync(manager, pairs);
        using var newcomer = server.Connect();
        await newcomer.SignUpAsync("minji@example.com").JsonAsync();
        await newcomer.SignInAsync("minji@example.com").JsonAsync();
        await newcomer.PutAsync("work/profile", new { displayName = "Minji", timeZone = "Asia/Seoul", locale = "ko", languages = new[] { "ko", "en" } }).JsonAsync();

        var project = (await newcomer.GetAsync("work/projects").JsonAsync())[0];
        var missing = project.GetProperty("missing").EnumerateArray().Select(static need => need.GetProperty("kind").GetString()).ToList();
        missing.ShouldBe(["contract", "qualification", "guidelines"]);
        project.GetProperty("ready").GetInt32().ShouldBe(pairs.Length);
        await newcomer.SignAsync("terms");
        (await newcomer.PassAsync("compare")).GetProperty("certificate").GetProperty("paid").GetString().ShouldBe("1500000");
        (await newcomer.PostAsync("work/projects/pairs/guidelines/1/check", new { answers = new Dictionary<string, string[]> { ["facts"] = ["yes"] } }).JsonAsync())
            .GetProperty("passed").GetBoolean().ShouldBeTrue();

        var lease = await newcomer.LeaseAsync("pairs");
        var content = await newcomer.GetAsync($"assignments/{lease.Id}/content").JsonAsync();
        pairs.ShouldContain(line => JsonDocument.Parse(line).RootElement.GetProperty("instruction").GetString() == content.GetProperty("payload").GetProperty("prompt").GetString());
        await Task.Delay(200, TestContext.Current.CancellationToken);
        var done = await newcomer.PostAsync($"assignments/{lease.Id}/submit", new
        {
            submissionId = "first-answer",
            task = lease.Task,
            fence = lease.Fence,
            body = new { better = "a", reason = "It answers the question." },
        }).JsonAsync();
        done.GetProperty("fate").GetString().ShouldBe("submitted");
        var month = DateTime.UtcNow.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var entries = await newcomer.EventuallyAsync($"ledger/{month}/entries", static entries => entries.GetArrayLength() == 2);
        entries.EnumerateArray().Select(static entry => entry.GetProperty("order").GetProperty("kind").GetString()).ShouldBe(["training", "earned"]);
        var earned = entries[1].GetProperty("order").GetProperty("amount").GetString();
        (earned, long.Parse(earned!, CultureInfo.InvariantCulture) > 0).ShouldBe((done.GetProperty("paid").GetString(), true));
    }

    private static async Task SetUpAsync(Client manager, string[] pairs)
    {
        var course = LearningSetup.Course("compare");
        course["pay"] = new { amount = "1500000", currency = "USD", seats = 10 };
        await manager.PublishCourseAsync("compare", course);
        await manager.PostAsync("contracts/terms/versions", LearningSetup.Contract()).JsonAsync();
        await manager.PostAsync("projects", new
        {
            id = "pairs",
            settings = new
            {
                title = "Compare",
                taskTypeId = "compare-two-answers",
                rates = new { generalist = "15000000" },
                needs = new { hard = new[] { "lang:ko", "contract:terms", "qual:compare-v1" }, soft = Array.Empty<object>() },
                payPolicy = new { form = "marginal", fixedAmount = "0", steps = new[] { new { fromActiveMs = 0, numerator = 1, denominator = 1 } } },
            },
            budget = "1000000000",
        }).JsonAsync();
        await manager.PostAsync("projects/pairs/guidelines", new
        {
            text = LearningSetup.Text("# Facts\nWhat is wrong counts against it."),
            mustBeChecked = true,
            check = new[] { LearningSetup.Question("facts") },
        }).JsonAsync();
        var imported = await manager.PutTextAsync(
            $"projects/pairs/imports/first?mapping={Uri.EscapeDataString(Mapping)}", string.Join('\n', pairs), "application/x-ndjson").JsonAsync();
        imported.GetProperty("import").GetProperty("added").GetInt64().ShouldBe(pairs.Length);
        await manager.PutAsync("projects/pairs/status", new { status = "live" }).JsonAsync();
    }
}
