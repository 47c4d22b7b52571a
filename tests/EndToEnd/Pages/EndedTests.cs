using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Tasks that end while their page is elsewhere. A class of its own, because it mostly waits for the grace.</summary>
public sealed class EndedTests
{
    private readonly string _project = World.Name("ends");
    private readonly List<string> _wrong = [];

    /// <summary>A task may end without its page: the words say whether it was given back elsewhere, or nothing was heard for longer than the grace.</summary>
    [Theory(Timeout = 180_000), Trait("Promise", "W4")]
    [InlineData("en", 1440, "This task has ended in another window.", "The task went back: nothing was heard of this page for 30s.")]
    [InlineData("ko", 390, "다른 창에서 이 과제가 끝났습니다.", "30초 동안 이 화면에서 신호가 없어 과제가 반환되었습니다.")]
    public async Task TaskThatEndedWithoutItsPage_SaysWhy(string language, int width, string elsewhere, string gone)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 3, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        var tab = await kim.OpenTabAsync("/work");
        await tab.Locator(".question").First.WaitForAsync();
        await kim.GiveBackAsync("Skip", "건너뛰기", "notMyField");
        await Assertions.Expect(tab.GetByRole(AriaRole.Alert)).ToContainTextAsync(elsewhere);
        await tab.CloseAsync();

        await kim.StartAsync("Short");
        await kim.Page.Locator("textarea").First.FillAsync("Half a word");
        await Assertions.Expect(kim.Page.Locator(".saved")).ToHaveAttributeAsync("data-saved", "yes");
        await kim.Context.SetOfflineAsync(true);
        await Patience.UntilAsync(
            () => world.Manager.CountAsync(_project, TestContext.Current.CancellationToken), static count => count.Ready == 3, TimeSpan.FromSeconds(90));
        await kim.Context.SetOfflineAsync(false);
        await Assertions.Expect(kim.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(gone);
        await Assertions.Expect(kim.Page.Locator("textarea").First).ToHaveValueAsync("Half a word");
        await kim.LookAsync($"gone-{language}-{width}");
        _wrong.ShouldBeEmpty();
    }
}
