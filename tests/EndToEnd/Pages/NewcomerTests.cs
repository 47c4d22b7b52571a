using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>The way of a newcomer, led from one page to the next, to the first amount and its receipt.</summary>
public sealed class NewcomerTests
{
    private readonly List<string> _wrong = [];

    [Theory(Timeout = 240_000)]
    [InlineData("ko", 360, false)]
    [InlineData("en", 1440, true)]
    [Trait("Promise", "T15"), Trait("Promise", "T10"), Trait("Promise", "W10")]
    public async Task SignUp_ToTheFirstReceipt_OneNextStepAtATime(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await LearningWorld.PublishAsync(world, TestContext.Current.CancellationToken, asksForAll: true);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await kim.Page.Locator(".first-steps").WaitForAsync();
        await Assertions.Expect(kim.Page.Locator(".purpose")).ToContainTextAsync(LearningWorld.Purpose);
        await kim.LookInAllSizesAsync($"steps-{language}-{width}");

        await NextAsync(kim);
        await FillInProfileAsync(kim, $"{language}-{width}");
        await NextAsync(kim);
        await SignAsync(kim, $"{language}-{width}");
        await NextAsync(kim);
        await LearnAsync(kim, $"{language}-{width}");
        await PassAsync(kim, $"{language}-{width}");
        await NextAsync(kim);
        await CheckGuidelinesAsync(kim, $"{language}-{width}");
        await NextAsync(kim);
        await WorkAsync(kim, $"{language}-{width}");
        _wrong.ShouldBeEmpty();
    }

    [Theory(Timeout = 180_000)]
    [InlineData("ko", 390, true)]
    [InlineData("en", 1440, false)]
    [Trait("Promise", "T5"), Trait("Promise", "T6")]
    public async Task QuizThatIsFailed_IsExplained_AndTheNextTryOpensWhenItWasSaidTo(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await LearningWorld.PublishAsync(world, TestContext.Current.CancellationToken, retakeAfterMs: 15_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await LearningWorld.ReadByProgramAsync(kim);
        await kim.Page.GotoAsync($"/learning/{LearningWorld.Course}/quiz");
        await kim.Button("Start the quiz", "퀴즈 시작").ClickAsync();
        await kim.Page.Locator(".quiz-question").First.WaitForAsync();
        await Assertions.Expect(kim.Page.Locator(".is-right, .mark-right, .explanation")).ToHaveCountAsync(0);
        await kim.Button("Finish", "끝내기").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("#step-title")).ToHaveTextAsync(kim.Say("Not passed this time", "이번에는 합격하지 못했습니다"));
        var again = kim.Button("Try again", "다시 보기");
        await Assertions.Expect(again).ToBeDisabledAsync();
        await Assertions.Expect(kim.Page.Locator(".lack")).ToContainTextAsync(kim.Say("The next try opens at", "에 다시 볼 수 있습니다"));
        await Assertions.Expect(kim.Page.Locator(".explanation").First).ToBeVisibleAsync();
        await kim.LookInAllSizesAsync($"failed-{language}-{width}");
        await Assertions.Expect(again).ToBeEnabledAsync(new LocatorAssertionsToBeEnabledOptions { Timeout = 20_000 });
        await again.ClickAsync();
        await kim.Page.Locator(".quiz-question").First.WaitForAsync();
        _wrong.ShouldBeEmpty();
    }

    /// <summary>Whatever page ends a step names the next one.</summary>
    private static Task NextAsync(Person kim) => kim.Page.Locator(".next-step a").ClickAsync();

    private static async Task FillInProfileAsync(Person kim, string look)
    {
        await kim.Page.Locator("input[value=ko]").CheckAsync();
        await kim.LookInAllSizesAsync($"profile-{look}");
        await kim.Button("Save", "저장").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".next-name")).ToContainTextAsync(kim.Say("Contract", "계약"));
    }

    private static async Task SignAsync(Person kim, string look)
    {
        await Assertions.Expect(kim.Page.Locator("#tracked")).ToBeVisibleAsync();
        await Assertions.Expect(kim.Page.Locator(".uses")).ToContainTextAsync(LearningWorld.Purpose);
        await kim.LookInAllSizesAsync($"contract-{look}");
        await kim.Page.Locator(".sign input[type=checkbox]").CheckAsync();
        await kim.Page.Locator(".sign button[type=submit]").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".signed code")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9a-f]{64}$"));
        await Assertions.Expect(kim.Page.Locator(".next-name")).ToContainTextAsync(kim.Say("Qualification", "자격"));
        await kim.LookInAllSizesAsync($"signed-{look}");
    }

    private static async Task LearnAsync(Person kim, string look)
    {
        await kim.Page.Locator(".lesson").WaitForAsync();
        await kim.Page.Locator(".example > summary").ClickAsync();
        await kim.Page.Locator(".try-task input[value=b]").CheckAsync();
        await CheckTaskAsync(kim);
        await Assertions.Expect(kim.Page.Locator(".beside")).ToContainTextAsync(kim.Say("A good answer", "좋은 답"));
        await kim.LookInAllSizesAsync($"lesson-{look}");
        await kim.Button("Read, next lesson", "읽었음, 다음 수업").ClickAsync();
        await kim.Button("Read, to the practice", "읽었음, 연습으로").ClickAsync();

        await kim.Page.Locator(".practice input[value=b]").CheckAsync();
        await CheckTaskAsync(kim);
        await Assertions.Expect(kim.Page.Locator(".heard.wrong .hints li")).ToHaveCountAsync(1);
        await kim.Page.Locator(".practice input[value=a]").CheckAsync();
        await CheckTaskAsync(kim);
        await Assertions.Expect(kim.Page.Locator(".heard.right")).ToContainTextAsync(kim.Say("Only the first answer counts", "첫 번째 답만 기록됩니다"));
        await kim.LookInAllSizesAsync($"practice-{look}");
        await kim.Button("To the quiz", "퀴즈로").ClickAsync();
    }

    private static async Task CheckTaskAsync(Person kim)
    {
        var reason = kim.Page.Locator(".try-task textarea");
        if (await reason.CountAsync() > 0) await reason.First.FillAsync(kim.Say("It answers what was asked.", "물은 것에 답합니다."));
        await kim.Page.Locator(".try-task button[type=submit]").ClickAsync();
    }

    private static async Task PassAsync(Person kim, string look)
    {
        await kim.Page.Locator(".rules").WaitForAsync();
        await kim.LookInAllSizesAsync($"rules-{look}");
        await kim.Button("Start the quiz", "퀴즈 시작").ClickAsync();
        await kim.Page.Locator(".quiz-question").First.WaitForAsync();
        foreach (var (question, option) in LearningWorld.RightOptions())
        {
            var box = kim.Page.Locator($".quiz input[name='{question}'][value='{option}']");
            if (await box.CountAsync() > 0) await box.CheckAsync();
        }

        // What was chosen is on the server: a reload loses nothing.
        await Assertions.Expect(kim.Page.Locator(".step-foot")).ToContainTextAsync(kim.Say("Saved", "저장됨"));
        await kim.LookInAllSizesAsync($"quiz-{look}");
        await kim.Page.ReloadAsync();
        await kim.Page.Locator(".quiz-question input:checked").First.WaitForAsync();
        await kim.Button("Finish", "끝내기").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".score")).ToBeVisibleAsync();
        await Assertions.Expect(kim.Page.Locator("#step-title")).ToHaveTextAsync(kim.Say("Passed", "합격했습니다"));
        await kim.LookInAllSizesAsync($"passed-{look}");
        await kim.Page.Locator("a[href$='/certificate']").First.ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".certificate")).ToContainTextAsync($"{LearningWorld.Course} v1");
        await kim.LookInAllSizesAsync($"certificate-{look}");
        await kim.Page.GoBackAsync();
        await Assertions.Expect(kim.Page.Locator(".next-name")).ToContainTextAsync(kim.Say("guidelines", "지침"));
    }

    private static async Task CheckGuidelinesAsync(Person kim, string look)
    {
        await kim.Page.Locator("input[value=no]").CheckAsync();
        await kim.Button("Check", "확인").ClickAsync();
        await kim.Page.Locator(".quiz-question .lack").WaitForAsync();
        await kim.LookInAllSizesAsync($"guidelines-{look}");
        await kim.Page.Locator("input[value=yes]").CheckAsync();
        await kim.Button("Check", "확인").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".next-name")).ToContainTextAsync(kim.Say("Your first task", "첫 과제"));
    }

    private static async Task WorkAsync(Person kim, string look)
    {
        await kim.StartAsync("Short");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        await kim.Page.Locator(".fate a").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("[data-recomputed=true]")).ToBeVisibleAsync();
        await Assertions.Expect(kim.Page.Locator(".lines")).ToContainTextAsync(kim.Say("Training", "교육"));
        await kim.LookInAllSizesAsync($"first-receipt-{look}");
        await kim.Page.GotoAsync("/profile/tracking");
        await Assertions.Expect(kim.Page.Locator(".trace-of svg").First).ToBeVisibleAsync();
        await kim.LookInAllSizesAsync($"tracking-{look}");
    }
}
