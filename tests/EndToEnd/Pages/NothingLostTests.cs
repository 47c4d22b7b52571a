using System.Diagnostics;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Somebody types, and then something goes wrong.</summary>
[Collection(Alone.Name)]
public sealed class NothingLostTests
{
    private const string Written = "A가 더 정확하고, B는 연도를 틀렸습니다.";
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 120_000), Trait("Promise", "W3")]
    public async Task WhatWasTyped_IsThereAfterAReloadInASecondTabAfterAKillAndAfterTimeOffline()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await world.CreateShortAsync("lost", 5, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        var clock = Stopwatch.StartNew();
        await kim.Page.Locator("textarea").First.FillAsync(Written);
        await Assertions.Expect(Saved(kim.Page)).ToHaveAttributeAsync("data-saved", "yes");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(6), "two seconds, on a busy machine");

        await kim.Page.ReloadAsync();
        await ExpectWrittenAsync(kim.Page, Written);

        var second = Person.Watch(await kim.Context.NewPageAsync(), _wrong);
        await second.GotoAsync("/work");
        await ExpectWrittenAsync(second, Written);
        await second.Locator("textarea").First.FillAsync(Written + " 2");
        await ExpectWrittenAsync(kim.Page, Written + " 2");
        await second.CloseAsync();
        await Assertions.Expect(Saved(kim.Page)).ToHaveAttributeAsync("data-saved", "yes");

        await world.KillAsync();
        await kim.Page.Locator("textarea").First.FillAsync(Written + " 3");
        await world.RestartAsync();
        await Assertions.Expect(Saved(kim.Page)).ToHaveAttributeAsync("data-saved", "yes");
        await kim.Page.ReloadAsync();
        await ExpectWrittenAsync(kim.Page, Written + " 3");

        await HandInOfflineAsync(kim);
        var task = await AnsweredAsync(world);
        task.Answers.ShouldHaveSingleItem().Submission!.Inline.ShouldNotBeNull().ShouldContain(Written + " 4");
        _wrong.ShouldBeEmpty();
    }

    /// <summary>Without a network one writes on and hands in; it arrives when the network is back, once.</summary>
    private static async Task HandInOfflineAsync(Person kim)
    {
        await kim.Context.SetOfflineAsync(true);
        await kim.Page.Locator("textarea").First.FillAsync(Written + " 4");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        await Assertions.Expect(kim.Page.GetByText("Your answer is kept on this device")).ToBeVisibleAsync();
        await kim.Context.SetOfflineAsync(false);
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync("Handed in. Paid");
    }

    private static async Task<Contracts.Tasks.TaskView> AnsweredAsync(World world)
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => world.Manager.TaskAsync("lost", number, TestContext.Current.CancellationToken)));
        return tasks.Single(static task => task.Answers.Any(static answer => answer.Submission is not null));
    }

    private static ILocator Saved(IPage page) => page.Locator(".saved");

    private static Task ExpectWrittenAsync(IPage page, string text) => Assertions.Expect(page.Locator("textarea").First).ToHaveValueAsync(text);
}
