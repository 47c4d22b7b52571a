using System.Text.RegularExpressions;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Several people, each in a browser of their own, want the same task.</summary>
public sealed partial class RaceTests
{
    private readonly string _project = World.Name("race");
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 180_000), Trait("Promise", "W9")]
    public async Task OneTask_GoesToOneOfTwo_AndWhatTheOtherIsThenOffered_NoRefreshTakesAway()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await RaceAsync(claimWindowMs: 60_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await ComeAsync(browser, world, "kim", "en");
        await using var lee = await ComeAsync(browser, world, "lee", "ko");
        await Task.WhenAll(StartOf(kim).ClickAsync(), StartOf(lee).ClickAsync());
        var winner = (await Patience.UntilAsync(
            () => Task.FromResult(new[] { kim, lee }.FirstOrDefault(static person => Work().IsMatch(person.Page.Url))), static first => first is not null, TimeSpan.FromSeconds(20)))!;
        var loser = winner == kim ? lee : kim;
        await winner.Page.Locator(".question").First.WaitForAsync();
        await Assertions.Expect(Told(loser)).ToContainTextAsync(loser.Say("no task right now", "지금은 과제가 없습니다"));
        await loser.LookAsync("race-lost");

        await loser.Button("Tell me", "생기면 알려 주기").First.ClickAsync();
        await Assertions.Expect(loser.Page.Locator(".line-place").First).ToContainTextAsync(loser.Say("Place 1 of 1", "1명 중 1번째"));
        await winner.GiveBackAsync("Skip", "건너뛰기", "notMyField");
        await Assertions.Expect(loser.Page.Locator(".offer")).ToBeVisibleAsync();
        await loser.LookAsync("race-offer");

        await using var park = await ComeAsync(browser, world, "park", "en");
        await AskAndRefreshAsync(park, times: 5);
        await TakeInASecondTabAsync(loser);
        _wrong.ShouldBeEmpty();
    }

    [Fact(Timeout = 180_000), Trait("Promise", "W9")]
    public async Task OfferThatIsNotTaken_GoesToTheNextInLine_AndTheFirstKeepsTheirPlace()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await RaceAsync(claimWindowMs: 8_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await ComeAsync(browser, world, "kim", "en");
        await kim.StartAsync("Short");
        await using var lee = await ComeAsync(browser, world, "lee", "en");
        await using var park = await ComeAsync(browser, world, "park", "en");
        foreach (var person in (Person[])[lee, park])
        {
            await StartOf(person).ClickAsync();
            await person.Button("Tell me", "").First.ClickAsync();
            await person.Page.Locator(".line-place span").First.WaitForAsync();
        }

        await kim.GiveBackAsync("Skip", "", "notMyField");
        await Assertions.Expect(lee.Page.Locator(".offer")).ToBeVisibleAsync();
        // Twice missed, and the next in line has it.
        await Assertions.Expect(park.Page.Locator(".offer")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 40_000 });
        await Assertions.Expect(lee.Page.Locator(".offer")).ToBeHiddenAsync();
        await park.Page.Locator(".offer button").ClickAsync();
        await park.Page.Locator(".question").First.WaitForAsync();
        await lee.Page.ReloadAsync();
        await Assertions.Expect(lee.Page.Locator(".line-place").First).ToContainTextAsync("Place 1 of 1");
        _wrong.ShouldBeEmpty();
    }

    /// <summary>Asking and reloading as fast as a person can gets nobody ahead of who waits.</summary>
    private static async Task AskAndRefreshAsync(Person person, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await StartOf(person).ClickAsync();
            await Assertions.Expect(Told(person)).ToContainTextAsync("belongs to those who wait in line");
            await person.Page.ReloadAsync();
        }
    }

    /// <summary>The offer outlives a reload and stands in every tab; taken in one, the task is in all.</summary>
    private static async Task TakeInASecondTabAsync(Person offered)
    {
        await offered.Page.ReloadAsync();
        await Assertions.Expect(offered.Page.Locator(".offer")).ToBeVisibleAsync();
        var second = await offered.OpenTabAsync("/");
        await second.Locator(".offer button").ClickAsync();
        await second.Locator(".question").First.WaitForAsync();
        await Assertions.Expect(offered.Page).ToHaveURLAsync(Work());
        await offered.Page.Locator(".question").First.WaitForAsync();
    }

    private async Task<World> RaceAsync(long claimWindowMs)
    {
        var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 1, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000, claimWindowMs);
        return world;
    }

    private async Task<Person> ComeAsync(Browser browser, World world, string name, string language)
    {
        var person = await Person.ComeAsync(browser, world.Server.Address, _wrong, language);
        await person.SignUpAsync(name);
        return person;
    }

    private static ILocator Told(Person person) => person.Page.Locator("section.card[role=status]");

    private static ILocator StartOf(Person person) => person.Page.Locator("section.project")
        .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = person.Say("Start", "시작"), Exact = true });

    [GeneratedRegex("/work$")]
    private static partial Regex Work();
}
