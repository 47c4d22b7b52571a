using Distribution.Contracts.Tasks;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Out of a task without an answer, or with half of one: always with a reason, always paid, never with a trap.</summary>
public sealed class WaysOutTests
{
    private readonly string _project = World.Name("out");
    private readonly List<string> _wrong = [];

    [Theory(Timeout = 180_000), Trait("Promise", "W12")]
    [InlineData("en", 1440, false)]
    [InlineData("ko", 390, true)]
    public async Task SkippingReportingAndHandingInUnfinished_ReachTheManagerWithTheirReason_AndArePaid(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 4, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await OutByAsync(kim, ("Skip", "건너뛰기"), "tooLong", "Skipped. Paid $0", "건너뛰었습니다");
        await OutByAsync(kim, ("Report", "신고"), "broken", "Reported. A manager will look at it. Paid $0", "신고했습니다. 담당자가 확인합니다");
        await kim.StartAsync("Short");
        await kim.Page.Locator("textarea").First.FillAsync("Half of a thought");
        await kim.GiveBackAsync("Submit unfinished", "미완성 제출", "noTime");
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say("Handed in. Paid $0", "제출했습니다. $0"));

        var answers = await AnswersAsync(world);
        answers.ShouldContain(static answer => answer.Assignment.Status == AssignmentStatus.Skipped && answer.Reason!.StartsWith("Too long for now"));
        answers.ShouldContain(static answer => answer.Assignment.Status == AssignmentStatus.Skipped && answer.Reason!.StartsWith("It is displayed wrongly"));
        var unfinished = answers.Single(static answer => answer.Submission is { Unfinished: true }).Submission!;
        unfinished.UnfinishedReason.ShouldBe("I have to leave");
        unfinished.Inline!.ShouldContain("Half of a thought");
        answers.ShouldAllBe(static answer => answer.Receipt!.Amount.Micros > 0);
        _wrong.ShouldBeEmpty();
    }

    /// <summary>Who wishes to stop after this one gets no next one, and nobody else waits for it.</summary>
    [Fact(Timeout = 120_000), Trait("Promise", "W12")]
    public async Task WhoStopsAfterThisTask_GetsNoNextOne()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 3, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.Page.Keyboard.PressAsync("b");
        await Assertions.Expect(kim.Button("Submit & break", "")).ToBeVisibleAsync();
        await kim.SubmitAsync();
        await kim.Page.Locator("#can-do").WaitForAsync();
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync("Handed in. Paid");
        (await world.Manager.CountAsync(_project, TestContext.Current.CancellationToken)).Ready.ShouldBe(2);
        _wrong.ShouldBeEmpty();
    }

    /// <summary>An hour and a half without a break; slower than before; much faster than before. "Not now" is an answer for a while.</summary>
    [Theory(Timeout = 120_000), Trait("Promise", "W12")]
    [InlineData(30, 5, 5, "You have worked for an hour and a half")]
    [InlineData(14, 1, 3, "Your last tasks took longer")]
    [InlineData(14, 3, 1, "Your last tasks went much faster")]
    public async Task Break_IsProposedByThePace_AndMayBeDeclined(int tasks, int usualMinutes, int lastMinutes, string said)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 3, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.SignUpAsync("kim");
        await kim.Page.EvaluateAsync("""
            ([tasks, usual, last]) => {
              let at = Date.now();
              const done = [];
              for (let i = tasks - 1; i >= 0; i--) {
                const ms = (i >= tasks - 4 ? last : usual) * 60_000;
                done.unshift({ at, ms, type: 'compare-two-answers' });
                at -= ms + 1_000;
              }
              localStorage.setItem('pace', JSON.stringify(done));
            }
            """, new[] { tasks, usualMinutes, lastMinutes });
        await kim.StartAsync("Short");
        var notice = kim.Page.Locator("section[aria-label='A break']");
        await Assertions.Expect(notice).ToContainTextAsync(said);
        await kim.LookAsync($"break-{lastMinutes}-{tasks}");
        await notice.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = "Not now" }).ClickAsync();
        await kim.Page.ReloadAsync();
        await kim.Page.Locator(".question").First.WaitForAsync();
        await Assertions.Expect(notice).ToHaveCountAsync(0);
        _wrong.ShouldBeEmpty();
    }

    /// <summary>Reviews of a whole month are told by the server's answer here; what the page makes of them is its own.</summary>
    [Fact(Timeout = 120_000), Trait("Promise", "W12")]
    public async Task Break_IsProposed_WhenFewerAnswersAreAccepted()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 2, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        var items = string.Join(',', Enumerable.Range(0, 8).Select(static i => $$"""{"id":"v{{i}}","at":"2026-11-22T0{{i}}:00:00Z","verdict":"{{(i < 5 ? "rejected" : "accepted")}}","wrongQuestions":[]}"""));
        await kim.Page.RouteAsync("**/api/v1/work/feedback", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = """{"items":[""" + items + """],"months":[],"level":{"level":2,"judged":60,"accuracyPermille":920}}""",
        }));
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await Assertions.Expect(kim.Page.Locator("section[aria-label='A break']")).ToContainTextAsync("Fewer of your last answers were accepted");
        _wrong.ShouldBeEmpty();
    }

    private static async Task OutByAsync(Person kim, (string English, string Korean) way, string reason, string english, string korean)
    {
        await kim.StartAsync("Short");
        await kim.Button(way.English, way.Korean).First.ClickAsync();
        await kim.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await kim.LookAsync($"out-{reason}-{kim.Say("en", "ko")}");
        await kim.Page.Keyboard.PressAsync("Escape");
        await kim.GiveBackAsync(way.English, way.Korean, reason);
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say(english, korean));
    }

    private async Task<IReadOnlyList<AnswerView>> AnswersAsync(World world)
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => world.Manager.TaskAsync(_project, number, TestContext.Current.CancellationToken)));
        return [.. tasks.SelectMany(static task => task.Answers).Where(static answer => answer.Receipt is not null)];
    }
}
