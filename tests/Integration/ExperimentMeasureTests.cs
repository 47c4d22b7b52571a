using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>Measures that only the answers tell, of answers that people really handed in, beside a count of the test's own.</summary>
public sealed class ExperimentMeasureTests : IAsyncLifetime
{
    private const string Project = "measured";
    private const int Tasks = 40;
    private const int Overlap = 3;

    // Chance draws the variant of each: with so many, neither is left without the three that a look needs.
    private const int Trainers = 24;
    private static readonly string[] Options = ["a", "b", "tie", "neither"];
    private readonly List<Given> _given = [];
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync(
        ("Rates:PerAccountPerSecond", "100000"), ("Rates:PerAccountBurst", "100000"), ("Rates:AnonymousPerSecond", "100000"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory, Trait("Promise", "M40")]
    [InlineData("task", "goldAccuracy")]
    [InlineData("trainer", "goldAccuracy")]
    [InlineData("task", "agreement")]
    [InlineData("trainer", "agreement")]
    public async Task Measure_IsThatOfTheAnswersThatWereHandedIn(string unit, string measure)
    {
        using var owner = await SetUpAsync();
        await owner.PostAsync($"projects/{Project}/experiments", new { id = "rated", plan = Plan(unit, measure) }).JsonAsync();
        var crowd = await Task.WhenAll(Enumerable.Range(0, Trainers).Select(_ => _server.ConnectAsAsync(Roles.Trainer)));
        var random = new Random(20_261_122);
        for (var round = 0; round < Tasks * Overlap / crowd.Length; round++)
            foreach (var trainer in crowd) await AnswerAsync(trainer, random);
        _given.Count.ShouldBe(Tasks * Overlap);
        foreach (var trainer in crowd) trainer.Dispose();

        var variants = await VariantsAsync(owner);
        variants.Values.Distinct().Count().ShouldBe(2, "both variants were drawn");
        var expected = Count(unit, measure, variants);
        await owner.EventuallyAsync($"projects/{Project}/experiments", view => view.GetProperty("progress").GetProperty("isDue").GetBoolean()
            && view.GetProperty("progress").GetProperty("arms").EnumerateArray().Sum(static arm => arm.GetProperty("observations").GetInt32()) == expected.Values.Sum(static arm => arm.Observations));
        var arms = (await owner.PostAsync($"projects/{Project}/experiments/rated/looks").JsonAsync()).GetProperty("looks")[0].GetProperty("arms").EnumerateArray().ToList();
        arms.Count.ShouldBe(2);
        foreach (var arm in arms)
        {
            var own = expected[arm.GetProperty("variant").GetString()!];
            (arm.GetProperty("units").GetInt32(), arm.GetProperty("observations").GetInt32()).ShouldBe((own.Units, own.Observations));
            arm.GetProperty("mean").GetDouble().ShouldBe(own.Mean, 1e-12);
        }

        // Chance may leave one of them hardly any right answer.
        expected.Values.ShouldContain(static arm => arm.Mean > 0.05 && arm.Mean < 0.95, "a measure that is all or nothing would prove little");
    }

    /// <summary>Row i of the file is task i; the first half of the rows know their answers, so that everybody meets some.</summary>
    private static string? GoldOf(int task) => task < Tasks / 2 ? Options[task % Options.Length] : null;

    /// <summary>By variant, by hand: the mean over units of the mean of what each of its answers shows.</summary>
    private Dictionary<string, (int Units, int Observations, double Mean)> Count(string unit, string measure, Dictionary<string, string> variants)
    {
        var sums = new Dictionary<(string Variant, string Unit), (double Sum, int Count)>();
        foreach (var answer in _given)
        {
            double value;
            if (measure == "goldAccuracy")
            {
                if (GoldOf(answer.Task) is not { } gold) continue;
                value = answer.Better == gold ? 1 : 0;
            }
            else
            {
                var (same, others) = (0, 0);
                foreach (var other in _given)
                {
                    if (other.Task != answer.Task || other.Assignment == answer.Assignment) continue;
                    others++;
                    if (other.Better == answer.Better) same++;
                }

                value = (double)same / others;
            }

            var key = (variants[answer.Assignment], unit == "task" ? $"{answer.Task}" : answer.Trainer);
            var (sum, count) = sums.GetValueOrDefault(key);
            sums[key] = (sum + value, count + 1);
        }

        return sums.GroupBy(static entry => entry.Key.Variant).ToDictionary(
            static arm => arm.Key, static arm => (arm.Count(), arm.Sum(static entry => entry.Value.Count), arm.Average(static entry => entry.Value.Sum / entry.Value.Count)));
    }

    private async Task<Client> SetUpAsync()
    {
        var owner = await _server.ConnectAsAsync(Roles.Manager);
        var settings = new
        {
            title = "Compare",
            taskTypeId = "compare-two-answers",
            overlap = Overlap,
            rates = new { generalist = "12000000" },
            payPolicy = new { form = "marginal", fixedAmount = "0", steps = new[] { new { fromActiveMs = 0, numerator = 1, denominator = 1 } } },
        };
        await owner.PostAsync("projects", new { id = Project, settings, budget = "100000000000" }).JsonAsync();
        const string Mapping = """
            {"externalId":"id","fields":[{"field":"prompt","source":"q"},{"field":"answerA","source":"a"},{"field":"answerB","source":"b"}],"gold":[{"question":"better","source":"gold"}]}
            """;
        var rows = Enumerable.Range(0, Tasks).Select(static i => JsonSerializer.Serialize(new { id = $"r{i}", q = $"question {i}", a = "one", b = "two", gold = GoldOf(i) }));
        var import = await owner.PutTextAsync($"projects/{Project}/imports/first?mapping={Uri.EscapeDataString(Mapping.Trim())}", string.Join('\n', rows), "application/x-ndjson").JsonAsync();
        import.GetProperty("import").GetProperty("gold").GetInt32().ShouldBe(Tasks / 2);
        await owner.PutAsync($"projects/{Project}/status", new { status = "live" }).JsonAsync();
        return owner;
    }

    private async Task AnswerAsync(Client trainer, Random random)
    {
        var reply = await trainer.PostAsync("work/lease", new { project = Project }).JsonAsync();
        reply.GetProperty("assignment").ValueKind.ShouldBe(JsonValueKind.Object, reply.GetRawText());
        var lease = Lease.Of(reply);
        var task = int.Parse(lease.Task.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

        // Half of the time the first option, so that people agree more often than chance has it.
        var better = random.Next(2) == 0 ? "a" : Options[random.Next(Options.Length)];
        var body = new { submissionId = "12345678", task = lease.Task, fence = lease.Fence, body = new { better, reason = $"Since {random.Next()}." } };
        await trainer.PostAsync($"assignments/{lease.Id}/submit", body).JsonAsync();
        _given.Add(new Given(lease.Id, trainer.Account.Value, task, better));
    }

    /// <summary>By assignment, as the project's history has it; it follows the answers within moments.</summary>
    private static async Task<Dictionary<string, string>> VariantsAsync(Client owner)
    {
        await owner.EventuallyAsync($"projects/{Project}/live", static live => live.GetProperty("totals").TryGetProperty("Submitted", out var all) && all.GetInt32() == Tasks * Overlap);
        var variants = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var (from, isEnd) = (0L, false); !isEnd;)
        {
            var page = await owner.GetAsync($"projects/{Project}/history?from={from}&take=500").JsonAsync();
            foreach (var happened in page.GetProperty("events").EnumerateArray())
                if (happened.GetProperty("kind").GetString() == "leased") variants[happened.GetProperty("assignment").GetString()!] = happened.GetProperty("detail").GetString()!.Split('/')[1];
            (from, isEnd) = (page.GetProperty("next").GetInt64(), page.GetProperty("isEnd").GetBoolean());
        }

        return variants;
    }

    private static object Plan(string unit, string measure) => new
    {
        title = "Are people right more often?",
        unit,
        measure,
        effect = 0.9,
        spread = 0.3,
        alpha = 0.05,
        power = 0.8,
        looks = 1,
        variants = new object[] { new { name = "control" }, new { name = "b", ratePercent = 25 } },
    };

    private sealed record Given(string Assignment, string Trainer, int Task, string Better);
}
