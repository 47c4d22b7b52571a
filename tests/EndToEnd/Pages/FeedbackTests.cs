using Distribution.Contracts.Reviews;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>What a trainer hears of their work, and what they can answer: a fix, an appeal, a doubt about a line.</summary>
public sealed class FeedbackTests
{
    private readonly List<string> _wrong = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 240_000)]
    [InlineData("ko", 390, true)]
    [InlineData("en", 1440, false)]
    [Trait("Promise", "R11"), Trait("Promise", "W10")]
    public async Task ReturnedWork_IsFixed_Rejected_AndAppealed_WithReasonsAndDates(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await LearningWorld.PublishAsync(world, Ct);
        await LearningWorld.ReviewAllAsync(world, Ct);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await AnswerAsync(kim);
        await LearningWorld.JudgeAsync(world, Verdict.Returned, Ct, new ReviewReason("It does not say what differs.", "Reason", "reason"));

        await kim.Page.GotoAsync("/feedback");
        await Assertions.Expect(kim.Page.Locator(".returned .time-left")).ToContainTextAsync(kim.Say("left", "남음"));
        await kim.LookInAllSizesAsync($"feedback-{language}-{width}");
        await kim.Page.Locator(".returned a").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".reasons")).ToContainTextAsync("It does not say what differs.");
        await kim.Page.Locator(".cited > summary").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".cited")).ToContainTextAsync(kim.Say("One sentence: what differs.", "한 문장으로, 무엇이 다른지 씁니다."));
        await kim.LookInAllSizesAsync($"returned-{language}-{width}");

        // What is typed into a fix is kept on the device until it is handed in.
        await kim.Page.Locator(".fix textarea").First.FillAsync("A names the time; B does not.");
        await kim.Page.ReloadAsync();
        await Assertions.Expect(kim.Page.Locator(".fix textarea").First).ToHaveValueAsync("A names the time; B does not.");
        await kim.Button("Hand in the fix", "고친 답변 제출").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("h1")).ToContainTextAsync(kim.Say("with a reviewer", "검토 중"));

        await LearningWorld.JudgeAsync(world, Verdict.Rejected, Ct, new ReviewReason("The time is wrong.", "Facts", null));
        await kim.Page.ReloadAsync();
        await kim.Page.Locator(".appeal > summary").ClickAsync();
        await kim.Page.Locator(".appeal textarea").FillAsync("The time stands in the question itself.");
        await kim.Button("Send the appeal", "이의 제기 보내기").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("#appeal")).ToContainTextAsync(kim.Say("waits for an answer", "답변 대기"));
        await kim.LookInAllSizesAsync($"appealed-{language}-{width}");

        await DoubtAsync(kim, $"{language}-{width}");
        _wrong.ShouldBeEmpty();
    }

    [Fact(Timeout = 240_000), Trait("Promise", "T16")]
    public async Task ChangedCourse_ShowsItsDifference_AndAsksOnlyForThat()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await LearningWorld.PublishAsync(world, Ct);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, "ko", 390);
        await kim.SignUpAsync("kim");
        await LearningWorld.PassByProgramAsync(kim);
        await LearningWorld.PublishChangedCourseAsync(world, Ct);
        await kim.Page.GotoAsync("/learning");
        await kim.Page.Locator(".course-card").First.WaitForAsync();
        await kim.LookInAllSizesAsync("learning-ko-390");
        await kim.Page.Locator("a[href$='/changes']").First.ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".line-diff .added")).ToContainTextAsync("이제 비김에도 이유를 씁니다.");
        await Assertions.Expect(kim.Page.Locator(".line-diff .removed")).ToContainTextAsync("고르기 어렵다는 이유만으로");
        await kim.LookInAllSizesAsync("changes-ko-390");
        await kim.Page.Locator("input[value=yes]").CheckAsync();
        await kim.Button("Check", "확인").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("#step-title")).ToHaveTextAsync("최신 버전까지 확인했습니다.");
        await kim.Page.Locator("a[href$='/certificate']").First.ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".certificate")).ToContainTextAsync("demo-compare v2");
        _wrong.ShouldBeEmpty();
    }

    private static async Task AnswerAsync(Person kim)
    {
        await kim.StartAsync("Short");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say("Handed in", "제출했습니다"));
    }

    private static async Task DoubtAsync(Person kim, string look)
    {
        await kim.Page.GotoAsync("/earnings");
        await kim.Page.Locator(".lines summary").First.ClickAsync();
        await kim.Button("Doubt this line", "이 내역에 이의 제기").ClickAsync();
        await kim.Page.Locator(".dispute textarea").FillAsync(kim.Say("The page stood still for a minute.", "화면이 1분 동안 멈춰 있었습니다."));
        await kim.Button("Send", "보내기").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".dispute-filed")).ToContainTextAsync(kim.Say("at the latest", "늦어도"));
        await kim.LookInAllSizesAsync($"doubted-{look}");
    }
}
