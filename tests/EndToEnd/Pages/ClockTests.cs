using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>The clocks as they are told to a person, on a project with the shortest ones.</summary>
public sealed class ClockTests
{
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 120_000), Trait("Promise", "W4")]
    public async Task Step_IsToldInWordsBeforeItHappens_AndALateAnswerGetsItsFateInWords()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("short"), 3, TestContext.Current.CancellationToken, limitMs: 15_000, hardLimitMs: 40_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        var told = kim.Page.Locator("#strip p");
        await Assertions.Expect(told).ToContainTextAsync("the rate falls to $6.11 an hour", new LocatorAssertionsToContainTextOptions { Timeout = 15_000 });
        await kim.Page.Locator("textarea").First.FillAsync("Not chosen yet, so nothing is handed in by itself.");
        await Assertions.Expect(kim.Page.Locator("#strip")).ToContainTextAsync("reduced rate", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await Assertions.Expect(kim.Page.Locator("#strip .rate")).ToHaveTextAsync("$0.1019/min");
        await Assertions.Expect(told).ToContainTextAsync("The rate is now $6.11 an hour");

        await Assertions.Expect(kim.Page.GetByText("The time of this task ended at")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 50_000 });
        await kim.LookAsync("ended-en-1440");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.Button("Hand in late", "늦게라도 제출").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync("Handed in late, and used");
        _wrong.ShouldBeEmpty();
    }
}
