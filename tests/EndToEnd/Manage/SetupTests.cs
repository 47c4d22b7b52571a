using System.Text.Json;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>A project set up with all that the form asks, tried in a pilot, and opened.</summary>
public sealed class SetupTests
{
    private const int Trainers = 3;
    private readonly List<string> _wrong = [];

    [Theory(Timeout = 300_000), Trait("Promise", "M21"), Trait("Promise", "M22"), Trait("Promise", "M23"), Trait("Promise", "M24"), Trait("Promise", "M41"), Trait("Promise", "Q49"), Trait("Promise", "T12")]
    [InlineData("en")]
    [InlineData("ko")]
    public async Task Project_IsSetUpWithEverything_TriedInAPilot_AndOpened(string language)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(Trainers);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await using var kim = await room.EnterAsync(language);
        await WizardAsync(kim);
        var settings = (await room.Manager.GetAsync("tea", ct)).Settings;
        settings.Needs.Soft.ShouldHaveSingleItem().ShouldBe(new Contracts.Projects.SoftNeed("lang:ko", 0));
        settings.RateRule.ShouldBe(new Contracts.Projects.RateRule(1_800_000, 900_000, 10, 40, 600_000));
        settings.Use!.PurposeEn.ShouldBe("A tea shop's helper");
        settings.ClosesAt.ShouldNotBeNull();

        await PilotAsync(kim, world, ct);
        await QualityAsync(kim, world);
        await LookAsync(room, language);
        await kim.Page.GotoAsync("/manage/projects/tea/pilot");
        await kim.Page.Locator("#pilot-open").ClickAsync();
        await kim.Page.Locator("[data-figure=active]").WaitForAsync();
        (await Crowd.AnswerAsync(world, 2, "tea", 2, static _ => new { better = "b" }, ct)).ShouldBeEmpty("what is new in the guidelines is checked first");
        await ReadAsync(world, ct);
        (await Crowd.AnswerAsync(world, 2, "tea", 2, static _ => new { better = "b" }, ct)).Count.ShouldBe(2, "open to all");
        _wrong.ShouldBeEmpty();
    }

    /// <summary>The check that was written in the browser, wrong at first.</summary>
    private static async Task ReadAsync(World world, CancellationToken ct)
    {
        await using var trainer = world.Trainer(2);
        var question = (await trainer.Api.GetAsync<JsonElement>("work/projects/tea/guidelines/0", ct)).GetProperty("check")[0].GetProperty("id").GetString()!;
        (await SayAsync("b")).ShouldBeFalse();
        (await SayAsync("a")).ShouldBeTrue();

        async Task<bool> SayAsync(string option) => (await trainer.Api.PostAsync<JsonElement>(
            "work/projects/tea/guidelines/2/check", new { answers = new Dictionary<string, string[]> { [question] = [option] } }, ct)).GetProperty("passed").GetBoolean();
    }

    private static async Task WizardAsync(Person kim)
    {
        var page = kim.Page;
        await page.GotoAsync("/manage/new");
        await page.Locator("[data-type=compare-two-answers]").ClickAsync();
        await NextAsync(kim);
        await page.Locator("#title").FillAsync("Tea");
        await page.Locator("#purpose").FillAsync("A tea shop's helper");
        await page.Locator("#risk").SelectOptionAsync("high");
        await Assertions.Expect(page.Locator("[role=status]", new PageLocatorOptions { HasText = "cred:" })).ToBeVisibleAsync();
        await page.Locator("#risk").SelectOptionAsync("medium");
        await kim.LookAsync($"setup-basics-{kim.Say("en", "ko")}-1440");
        await NextAsync(kim);
        await page.Locator("#overlap").FillAsync("2");
        await kim.Button("Add a step", "단계 추가").ClickAsync();
        await page.GetByLabel(kim.Say("Tag 1", "꼬리표 1"), new PageGetByLabelOptions { Exact = true }).FillAsync("lang:ko");
        await page.GetByLabel(kim.Say("Minutes for tag 1", "꼬리표 1의 시간(분)")).FillAsync("0");
        await NextAsync(kim);
        await Assertions.Expect(page.Locator("#review-share")).ToHaveValueAsync("30");
        await page.Locator("#review-share").FillAsync("20");
        await NextAsync(kim);
        await page.Locator("#rule").CheckAsync();
        foreach (var (name, value) in new[] { ("ageMin", "30"), ("step", "10"), ("everyMin", "10"), ("most", "40") }) await page.Locator($"#rule-{name}").FillAsync(value);
        await Assertions.Expect(page.GetByText(kim.Say("After 30 min", "30분 기다리면"))).ToBeVisibleAsync();
        await kim.LookAsync($"setup-pay-{kim.Say("en", "ko")}-1440");
        await NextAsync(kim);
        await page.Locator("#budget").FillAsync("500");
        await page.Locator("#closesAt").FillAsync("2031-01-01T18:00");
        // Nothing of it is lost with the page.
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = kim.Say("Budget and hours", "예산과 기간") }).ClickAsync();
        await Assertions.Expect(page.Locator("#closesAt")).ToHaveValueAsync("2031-01-01T18:00");
        await kim.Button("Make the project", "프로젝트 만들기").ClickAsync();
        var file = Path.Combine(Path.GetTempPath(), $"tea-{Guid.NewGuid():N}.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 8).Select(static i => JsonSerializer.Serialize(
            new { id = $"x{i}", prompt = $"Which tea? {i}", answerA = "Green.", answerB = "Black.", gold = i switch { 1 => "A is better", 2 => "oolong", _ => "" }, gold_reason = "Green is brewed cooler." })));
        await page.Locator("#import-file").SetInputFilesAsync(file);
        await GoldAsync(kim);
        await kim.Button("Bring them in", "올리기").ClickAsync();
        await page.Locator("[data-imported='7']").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-imported]")).ToContainTextAsync(kim.Say("1 of them are gold", "1개는 골드 작업"));
        await Assertions.Expect(page.Locator("[data-imported] tbody tr")).ToContainTextAsync("gold");
        File.Delete(file);
        await NextAsync(kim);
        await kim.Button("A pilot first", "시범 운영 먼저").ClickAsync();
    }

    /// <summary>The right answers that the file knows are found, shown in the trainer's form, and what is wrong with them is told before it is sent.</summary>
    private static async Task GoldAsync(Person kim)
    {
        var page = kim.Page;
        await Assertions.Expect(page.Locator("#gold-better")).ToHaveValueAsync("gold");
        await Assertions.Expect(page.Locator("#gold-why")).ToHaveValueAsync("gold_reason");
        await page.Locator("[data-gold='1'][data-gold-wrong='1']").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-gold-wrong]")).ToContainTextAsync("oolong");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = kim.Say("Next row", "다음 줄") }).ClickAsync();
        await Assertions.Expect(page.Locator(".task-preview input[value=a]")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator(".gold-mark")).ToContainTextAsync("brewed cooler");
        await kim.LookAsync($"setup-gold-{kim.Say("en", "ko")}-1440");
    }

    /// <summary>By name, with keys alone; who has never worked here is found by the whole e-mail.</summary>
    private static async Task PickAsync(Person kim, ILocator field, string typed, string account)
    {
        await field.ClickAsync();
        await field.FillAsync(typed);
        await kim.Page.Locator($"[data-account='{account}']").WaitForAsync();
        await kim.LookAsync($"setup-pick-{kim.Say("en", "ko")}-1440");
        await field.PressAsync("ArrowDown");
        await field.PressAsync("Enter");
    }

    /// <summary>Two people, three tasks, two answers each; they agree on two of three.</summary>
    private static async Task PilotAsync(Person kim, World world, CancellationToken ct)
    {
        var page = kim.Page;
        await page.Locator("#pilot-people").FillAsync("2");
        await page.Locator("#pilot-tasks").FillAsync("3");
        await kim.LookAsync($"setup-pilot-before-{kim.Say("en", "ko")}-1440");
        await page.Locator("#pilot-start").ClickAsync();
        await page.Locator("[data-round='1']").WaitForAsync();
        (await Crowd.AnswerAsync(world, 0, "tea", 5, static _ => new { better = "a" }, ct)).Count.ShouldBe(3);
        (await Crowd.AnswerAsync(world, 1, "tea", 5, static task => new { better = task == 0 ? "b" : "a" }, ct)).Count.ShouldBe(3);
        (await Crowd.AnswerAsync(world, 2, "tea", 5, static _ => new { better = "a" }, ct)).ShouldBeEmpty("there is no place for a third");
        await page.Locator("[data-answers='6']").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-figure=agreement]")).ToHaveTextAsync("67%");
        await kim.LookAsync($"setup-pilot-{kim.Say("en", "ko")}-1440");
    }

    private static async Task QualityAsync(Person kim, World world)
    {
        var page = kim.Page;
        await page.GotoAsync("/manage/projects/tea/quality");
        await page.Locator("#guidelines-text").FillAsync("# Tea\n\nHot is right.");
        await Assertions.Expect(page.Locator(".preview")).ToContainTextAsync("Hot is right.");
        await page.Locator("#guidelines-publish").ClickAsync();
        await Assertions.Expect(page.Locator("#guidelines-title")).ToContainTextAsync("v1");
        await page.Locator("#review-share").FillAsync("5");
        await page.Locator("#review-save").ClickAsync();
        await page.Locator("[data-lacking='reviewShare']").WaitForAsync();
        await page.Locator("#review-share").FillAsync("20");
        await page.Locator("#review-save").ClickAsync();
        await page.Locator("[data-lacking]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await page.Locator("#gold-task").FillAsync("4");
        await kim.Button("Show it", "보기").ClickAsync();
        await Assertions.Expect(page.Locator(".task-preview")).ToContainTextAsync("Which tea? 5");
        await page.Locator(".task-preview .question input[type=radio]").First.CheckAsync();
        await page.Locator("#gold-save").ClickAsync();
        await page.Locator("[data-gold='2']").WaitForAsync();
        await PickAsync(kim, page.Locator("#terms-account"), world.Trainers[2].Account, world.Trainers[2].Account);
        await page.Locator("#terms-rate").FillAsync("40");
        await page.Locator("#terms-save").ClickAsync();
        await Assertions.Expect(page.Locator($"[data-terms='{world.Trainers[2].Account}']")).ToContainTextAsync("$40.00");
        await kim.LookAsync($"setup-quality-{kim.Say("en", "ko")}-1440");
        await CheckAsync(kim);
    }

    /// <summary>A version that must be read, with a question that must be answered right before the next task.</summary>
    private static async Task CheckAsync(Person kim)
    {
        var page = kim.Page;
        await page.Locator("#guidelines-text").FillAsync("# Tea\n\nHot is right. Cold is wrong.");
        await page.Locator("#guidelines-must").CheckAsync();
        await kim.Button("Add a question", "문항 추가").ClickAsync();
        await page.Locator("[data-lacks='2']").WaitForAsync();
        await Assertions.Expect(page.Locator("#guidelines-publish")).ToBeDisabledAsync();
        var question = page.Locator("[data-question]");
        await question.GetByLabel(kim.Say("Question", "문항"), new LocatorGetByLabelOptions { Exact = true }).FillAsync("Is cold tea right?");
        await question.GetByLabel(kim.Say("Option 1", "보기 1"), new LocatorGetByLabelOptions { Exact = true }).FillAsync("No");
        await question.GetByLabel(kim.Say("Option 2", "보기 2"), new LocatorGetByLabelOptions { Exact = true }).FillAsync("Yes");
        await Assertions.Expect(page.Locator(".quiz-question")).ToContainTextAsync("Is cold tea right?");
        await kim.LookAsync($"setup-check-{kim.Say("en", "ko")}-1440");
        await page.Locator("#guidelines-publish").ClickAsync();
        await Assertions.Expect(page.Locator("#guidelines-title")).ToContainTextAsync("v2");
        await page.ReloadAsync();
        await page.Locator("#guidelines-must").CheckAsync();
        await kim.Button("Take the questions of version 2", "2판의 문항 가져오기").ClickAsync();
        await Assertions.Expect(page.Locator(".quiz-question")).ToContainTextAsync("Is cold tea right?");
        await page.Locator("#guidelines-must").UncheckAsync();
    }

    private static async Task LookAsync(ControlRoom room, string language)
    {
        await using var kim = await room.EnterAsync(language, 390, isDark: true);
        foreach (var (section, ready) in new[] { ("quality", "#terms-title"), ("pilot", "[data-answers]"), ("settings", "#budget-title") })
        {
            await kim.Page.GotoAsync($"/manage/projects/tea/{section}");
            await kim.Page.Locator(ready).WaitForAsync();
            await kim.LookAsync($"setup-{section}-{language}-390");
        }
    }

    private static Task NextAsync(Person kim) => kim.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = kim.Say("Next", "다음"), Exact = true }).ClickAsync();
}
