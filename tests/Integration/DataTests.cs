using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>What managers bring in and take out.</summary>
public sealed class DataTests : IAsyncLifetime
{
    private const string Wrong = """
        {"id":"a","text":"good"}
        {"id":"b","text" "no colon"}
        {"id":"c"}
        {"id":"d","text":"good too"}
        """;

    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Promise", "Q31")]
    [Trait("Promise", "Q33")]
    public async Task Import_WithWrongRows_KeepsTheGoodOnesAndNamesTheOthersByLineAndColumn()
    {
        using var manager = await _server.ConnectAsAsync(Roles.Manager);
        await manager.CreateProjectAsync("p1");
        var report = await manager.ImportAsync("p1", "first", Wrong).JsonAsync();
        var import = report.GetProperty("import");
        import.GetProperty("added").GetInt64().ShouldBe(2);
        (import.GetProperty("counts").GetProperty("rows").GetInt64(), import.GetProperty("counts").GetProperty("rejected").GetInt64()).ShouldBe((4, 2));
        Places(report.GetProperty("errors").EnumerateArray()).ShouldBe(["2:18", "3:1 text"]);
        var file = await (await manager.GetAsync("projects/p1/imports/first/errors")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Places(file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement))
            .ShouldBe(["2:18", "3:1 text"]);
        (await manager.ImportAsync("p1", "again", Wrong).JsonAsync()).GetProperty("import").GetProperty("added").GetInt64().ShouldBe(0);
        (await manager.GetAsync("projects/p1").JsonAsync()).GetProperty("taskCount").GetInt32().ShouldBe(2);
    }

    [Fact]
    [Trait("Promise", "Q33")]
    public async Task Import_AllOrNothing_AddsNothingWhenOneRowIsWrong()
    {
        using var manager = await _server.ConnectAsAsync(Roles.Manager);
        await manager.CreateProjectAsync("p1");
        var answer = await manager.ImportAsync("p1", "first", Wrong, policy: "allOrNothing");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        ((int)answer.StatusCode, problem.GetProperty("code").GetString()).ShouldBe((422, "BadRows"));
        Places(problem.GetProperty("errors").EnumerateArray()).ShouldBe(["2:18", "3:1 text"]);
        (await manager.GetAsync("projects/p1").JsonAsync()).GetProperty("taskCount").GetInt32().ShouldBe(0);
        (await manager.GetAsync("projects/p1/imports/first").JsonAsync()).GetProperty("status").GetString().ShouldBe("refused");
    }

    [Fact]
    [Trait("Promise", "Q42")]
    public async Task Export_ReadOnFromACursor_GivesExactlyTheRest()
    {
        using var manager = await _server.OpenProjectAsync("p1", "a", "b", "c", "d");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        for (var i = 0; i < 3; i++) await AnswerAsync(kim, manager, "p1", i + 1);
        var snapshot = (await manager.PostAsync("projects/p1/exports/snapshots").JsonAsync()).GetProperty("snapshot").GetString();
        var address = $"projects/p1/exports/native?snapshot={snapshot}&withCursors=true";
        var whole = await LinesAsync(manager, address);
        whole.Length.ShouldBe(3);
        await AnswerAsync(kim, manager, "p1", 4);
        (await LinesAsync(manager, address)).ShouldBe(whole);
        for (var i = 0; i < whole.Length; i++)
        {
            var cursor = JsonDocument.Parse(whole[i]).RootElement.GetProperty("cursor").GetString();
            (await LinesAsync(manager, $"{address}&cursor={cursor}")).ShouldBe(whole[(i + 1)..]);
        }

        (await LinesAsync(manager, "projects/p1/exports/native")).Length.ShouldBe(4);
        (await manager.GetAsync($"{address}&cursor=here").ProblemAsync()).ShouldBe((400, "BadCursor"));
    }

    [Fact]
    [Trait("Promise", "Q40")]
    public async Task Export_NamesAContributorTheSameWithinAProjectAndOtherwiseInAnother()
    {
        using var manager = await _server.OpenProjectAsync("p1", "a", "b");
        using var other = await _server.OpenProjectAsync("p2", "a");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await AnswerAsync(kim, manager, "p1", 1);
        await AnswerAsync(kim, manager, "p1", 2);
        await AnswerAsync(kim, other, "p2", 1);
        string[] lines = [.. await LinesAsync(manager, "projects/p1/exports/native"), .. await LinesAsync(other, "projects/p2/exports/native")];
        var names = lines.Select(Contributor).ToList();
        names[0].ShouldStartWith("c_");
        names[1].ShouldBe(names[0]);
        names[2].ShouldNotBe(names[0]);
        lines.ShouldAllBe(line => !line.Contains(kim.Account.Value));
    }

    private static string Contributor(string line) => System.Text.RegularExpressions.Regex.Match(line, "\"contributor\":\"(.*?)\"").Groups[1].Value;

    private static IReadOnlyList<string> Places(IEnumerable<JsonElement> errors) => [.. errors.Select(static error =>
        $"{error.GetProperty("line")}:{error.GetProperty("column")} {error.GetProperty("source").GetString()}".TrimEnd())];

    private static async Task AnswerAsync(Client trainer, Client manager, string project, int total)
    {
        var lease = await trainer.LeaseAsync(project);
        await trainer.PostAsync($"assignments/{lease.Id}/submit", lease.Answer($"answer {total}")).JsonAsync();
        await manager.EventuallyAsync($"projects/{project}/live", live =>
            live.GetProperty("totals").TryGetProperty("Submitted", out var submitted) && submitted.GetInt64() == total);
    }

    private static async Task<string[]> LinesAsync(Client manager, string address)
    {
        var answer = await manager.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
