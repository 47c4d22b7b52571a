using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Somebody of whom the page hears nothing.</summary>
public sealed class QuietTests
{
    private readonly List<string> _wrong = [];

    /// <summary>Five quiet minutes are asked about, and nothing is taken away by it. The page's clock is put forward; the server's is not.</summary>
    [Theory(Timeout = 120_000), Trait("Promise", "P20")]
    [InlineData("en", 1440)]
    [InlineData("ko", 390)]
    public async Task WhoIsQuietForFiveMinutes_IsAsked_AndMayPauseOrGoOn(string language, int width)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await world.CreateShortAsync("quiet", 2, TestContext.Current.CancellationToken, limitMs: 3_600_000, hardLimitMs: 7_200_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width);
        await kim.Page.Clock.InstallAsync();
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        var question = kim.Page.GetByText(kim.Say("Nothing was heard of you for five minutes.", "5분 동안 움직임이 없었습니다."));
        await QuietMinutesAsync(kim, 4);
        await Assertions.Expect(question).ToBeHiddenAsync();
        await QuietMinutesAsync(kim, 2);
        await Assertions.Expect(question).ToBeVisibleAsync();
        await kim.LookAsync($"quiet-{language}-{width}");
        await kim.Button("I am working", "작업 중입니다").ClickAsync();
        await Assertions.Expect(question).ToBeHiddenAsync();
        await Assertions.Expect(kim.Page.Locator("#strip")).ToContainTextAsync(kim.Say("full rate for", "전액"));

        await QuietMinutesAsync(kim, 6);
        await question.Locator("..").GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(kim.Page.Locator("#strip")).ToContainTextAsync(kim.Say("paused", "일시정지"));
        _wrong.ShouldBeEmpty();
    }

    private static async Task QuietMinutesAsync(Person kim, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++) await kim.Page.Clock.FastForwardAsync(60_000);
    }
}
