using System.Text.Json;
using Distribution.Contracts.History;
using Distribution.Contracts.Workers;
using Distribution.Load.Support;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Pairs;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>From an empty database and a published file to data that models are trained on, by what a manager clicks and what a crowd does.</summary>
[Collection(Crowds.Name)]
public sealed class FromFileToTrainingDataTests
{
    private const int Trainers = 300;
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 420_000), Trait("Promise", "M7"), Trait("Promise", "M8"), Trait("Promise", "M9")]
    public async Task PublishedPairs_ThroughTheWizardAndACrowdOf300_BecomePreferencePairsThatAgreeLineByLine()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var file = Repository.Shared("data", "alpaca-eval-pairs.jsonl");
        Assert.SkipUnless(File.Exists(file), "The published pairs are missing: put alpaca-eval-pairs.jsonl into ../shared/data, beside the repository.");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(Trainers);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await using var kim = await room.EnterAsync("ko");
        await WizardAsync(kim, "compare-two-answers", "Published pairs", file, 805);
        await kim.Page.GotoAsync("/manage/projects/published-pairs");

        var journal = new Acknowledgements(805);
        await Task.WhenAll(world.Trainers.Select((account, i) => new PairTrainer(world.Http, account, i, new("published-pairs"), journal).WorkAsync(ct)));
        await Assertions.Expect(kim.Page.Locator("[data-state=closed]")).ToHaveTextAsync("805", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await kim.LookAsync("manage-crowd-ko-1440");
        await AllIsWrittenDownAsync(room, "published-pairs", 805, ct);
        await PairsAgreeAsync(await DownloadAsync(kim, "published-pairs", "preference"), journal, file);
        await LookAsync(room, "published-pairs");

        // Three hundred at once may be more than this machine can do: then the page is asked to come back, and does.
        _wrong.RemoveAll(static wrong => wrong.Contains("status of 503", StringComparison.Ordinal));
        _wrong.ShouldBeEmpty();
    }

    [Fact(Timeout = 240_000), Trait("Promise", "M7"), Trait("Promise", "M8")]
    public async Task PublishedQuestions_OfSeveralTurns_BecomeConversationsThatAgreeLineByLine()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var file = Repository.Shared("data", "mt-bench-questions.jsonl");
        Assert.SkipUnless(File.Exists(file), "The published questions are missing: put mt-bench-questions.jsonl into ../shared/data, beside the repository.");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(10);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await using var kim = await room.EnterAsync();
        await WizardAsync(kim, "multi-turn-conversation", "Published questions", file, 80);
        var given = await Task.WhenAll(world.Trainers.Select((_, i) => ReplyAsync(world, i, ct)));
        var expected = given.SelectMany(static each => each).ToDictionary(static each => each.Task, static each => each.Messages);
        expected.Count.ShouldBe(80);
        await AllIsWrittenDownAsync(room, "published-questions", 80, ct);
        var lines = await DownloadAsync(kim, "published-questions", "messages");
        lines.Count.ShouldBe(80);
        foreach (var line in lines)
        {
            var messages = line.GetProperty("messages").EnumerateArray().Select(static turn => (turn.GetProperty("role").GetString()!, turn.GetProperty("content").GetString()!)).ToList();
            messages.ShouldBe(expected[line.GetProperty("provenance").GetProperty("task").GetString()!]);
        }

        _wrong.ShouldBeEmpty();
    }

    /// <summary>Type, name, clocks, pay, budget; then the file, whose columns the page finds by their names; then open.</summary>
    private static async Task WizardAsync(Person kim, string type, string title, string file, int tasks)
    {
        var page = kim.Page;
        await page.GotoAsync("/manage/new");
        await page.Locator($"[data-type={type}]").ClickAsync();
        await page.Locator(".task-preview .question").First.WaitForAsync();
        await kim.LookAsync($"manage-wizard-type-{type}");
        await NextAsync(kim);
        await page.Locator("#title").FillAsync(title);
        await NextAsync(kim);
        await NextAsync(kim);
        await NextAsync(kim);
        await page.Locator("#rate-generalist").FillAsync("6");
        await Assertions.Expect(page.Locator("[data-below=true]")).ToBeVisibleAsync();
        await page.Locator("#rate-generalist").FillAsync("18");
        await Assertions.Expect(page.Locator("[data-below=false]")).ToBeVisibleAsync();
        await kim.LookAsync($"manage-wizard-pay-{type}");
        await NextAsync(kim);
        await page.Locator("#budget").FillAsync("50000");
        await kim.Button("Make the project", "프로젝트 만들기").ClickAsync();
        await page.Locator("#import-file").SetInputFilesAsync(file);
        await page.Locator(".mapping").WaitForAsync();
        await page.Locator(".task-preview .question").First.WaitForAsync();
        await kim.LookAsync($"manage-wizard-import-{type}");
        await kim.Button("Bring them in", "올리기").ClickAsync();
        await page.Locator($"[data-imported='{tasks}']").WaitForAsync();
        await NextAsync(kim);
        await kim.Button("Open the project", "프로젝트 열기").ClickAsync();
        await page.Locator("[data-figure=active]").WaitForAsync();
    }

    private static Task NextAsync(Person kim) => kim.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = kim.Say("Next", "다음"), Exact = true }).ClickAsync();

    /// <summary>An export has what the history has, which hears of an answer a moment after the trainer.</summary>
    private static async Task AllIsWrittenDownAsync(ControlRoom room, string project, int answers, CancellationToken ct) => await Patience.UntilAsync(
        async () => (await room.Manager.HistoryAsync(project, ct)).Count(static e => e.Kind == EventKind.Submitted), count => count >= answers, TimeSpan.FromSeconds(30));

    /// <summary>The file that the page's button saves, as its lines.</summary>
    private static async Task<List<JsonElement>> DownloadAsync(Person kim, string project, string shape)
    {
        await kim.Page.GotoAsync($"/manage/projects/{project}/data");
        await kim.Page.Locator($"[data-shape={shape}]").ClickAsync();
        await kim.Page.Locator("pre.lines-preview").First.WaitForAsync();
        var download = await kim.Page.RunAndWaitForDownloadAsync(() => kim.Page.Locator("[data-download]").ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!);
        return [.. lines.Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>
    /// TRL's preference data with an explicit prompt: each record has prompt, chosen and rejected, all texts (or all conversations, which these
    /// are not). Each says what the trainer of its task chose, of the row that the task was made of; ties and "neither" make none.
    /// </summary>
    private static Task PairsAgreeAsync(List<JsonElement> lines, Acknowledgements journal, string file)
    {
        var rows = File.ReadLines(file).Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static row => (Text(row, "instruction"), Text(row, "output_1"), Text(row, "output_2"))).ToHashSet();
        var verdicts = journal.All.ToDictionary(static one => one.Task.ToString(), static one => JsonDocument.Parse(one.Body).RootElement.GetProperty("better").GetString());
        foreach (var line in lines)
        {
            line.EnumerateObject().Select(static member => member.Name).ShouldBe(["prompt", "chosen", "rejected", "provenance"]);
            var (prompt, chosen, rejected) = (Text(line, "prompt"), Text(line, "chosen"), Text(line, "rejected"));
            verdicts.Remove(Text(line.GetProperty("provenance"), "task"), out var verdict).ShouldBeTrue("each task once");
            rows.ShouldContain(verdict == "a" ? (prompt, chosen, rejected) : (prompt, rejected, chosen));
            verdict.ShouldBeOneOf("a", "b");
        }

        verdicts.Values.ShouldAllBe(static verdict => verdict == "tie" || verdict == "neither");
        lines.Count.ShouldBeGreaterThan(300);
        return Task.CompletedTask;
    }

    private static async Task<List<(string Task, List<(string, string)> Messages)>> ReplyAsync(World world, int trainer, CancellationToken ct)
    {
        await using var client = world.Trainer(trainer);
        var done = new List<(string, List<(string, string)>)>();
        while ((await client.LeaseAsync(new LeaseRequest(new("published-questions"), null, null), ct)).Assignment is { } lease)
        {
            var turns = (await client.ContentAsync(lease.Id, ct)).Payload.GetProperty("turns").EnumerateArray().Select(static turn => turn.GetString()!).ToList();
            var replies = turns.Select((_, i) => $"{lease.Task}의 {i + 1}번째 답: \"{trainer}\"").ToList();
            await Crowd.HandInAsync(client, lease, new { replies }, ct);
            done.Add((lease.Task.ToString(), [.. turns.Zip(replies).SelectMany(static pair => new[] { ("user", pair.First), ("assistant", pair.Second) })]));
        }

        return done;
    }

    private static async Task LookAsync(ControlRoom room, string project)
    {
        foreach (var (language, width, isDark) in new[] { ("ko", 390, true), ("en", 1440, false) })
        {
            await using var kim = await room.EnterAsync(language, width, isDark);
            foreach (var (page, ready) in new[] { ("data", "[data-card=answers]"), ("tasks", "#log-title"), ("settings", "#budget-title"), ("import", ".drop") })
            {
                await kim.Page.GotoAsync($"/manage/projects/{project}/{page}");
                await kim.Page.Locator(ready).WaitForAsync();
                await kim.LookAsync($"manage-{page}-{language}-{width}");
            }

            await kim.Page.GotoAsync("/manage/programs");
            await kim.Page.Locator("[data-operation=SetProjectBudget] summary").ClickAsync();
            await kim.Page.Locator("#key-name").FillAsync($"{language} {width}");
            await kim.Button("Make a key", "키 만들기").ClickAsync();
            await kim.Page.Locator(".new-key").WaitForAsync();
            await kim.LookAsync($"manage-programs-{language}-{width}");
        }
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
