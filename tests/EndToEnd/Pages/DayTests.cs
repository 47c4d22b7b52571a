using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>An end of one's own day, set by oneself.</summary>
public sealed class DayTests
{
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 180_000), Trait("Promise", "W14")]
    public async Task WhoHasWorkedAsLongAsTheyWished_IsToldSo_AndMayGoOn()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("day"), 4, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.SignUpAsync("kim");
        var day = kim.Page.Locator("section[aria-labelledby=my-day]");
        await day.Locator("select").SelectOptionAsync("360");
        // Wishes go to the server one after the other, and are shown before: the page is left when the last has been heard.
        await kim.Page.RunAndWaitForResponseAsync(
            () => day.GetByLabel("What I have learned first").PressAsync(" "), static reply => reply.Request.PostData?.Contains("\"leansToLearned\":true", StringComparison.Ordinal) == true);
        await Assertions.Expect(day.GetByLabel("What I have learned first")).ToBeCheckedAsync();
        await kim.Page.ReloadAsync();
        await Assertions.Expect(day.Locator("select")).ToHaveValueAsync("360");
        await Assertions.Expect(day.GetByLabel("What I have learned first")).ToBeCheckedAsync();
        await kim.LookAsync("day-en-1440");

        // The list begins at an hour; a program may wish for a minute, and a test has no hour.
        await kim.Page.EvaluateAsync("""
            fetch('/api/v1/work/wishes', { method: 'PUT', headers: { 'X-Distribution': '1', 'Content-Type': 'application/json' },
              body: JSON.stringify({ dailyMinutesMax: 1, leansToLearned: true }) })
            """);
        await kim.StartAsync("Short");
        await Assertions.Expect(kim.Page.Locator("#strip")).ToContainTextAsync("full rate for 08:5", new LocatorAssertionsToContainTextOptions { Timeout = 90_000 });
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        var told = kim.Page.Locator("section.card[role=status]");
        await Assertions.Expect(told).ToContainTextAsync("You have worked as long today as you wished to. Nothing is lost");
        await kim.LookAsync("day-done-en-1440");
        await told.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = "Go on today" }).ClickAsync();
        await kim.Page.Locator(".question").First.WaitForAsync();
        _wrong.ShouldBeEmpty();
    }
}
