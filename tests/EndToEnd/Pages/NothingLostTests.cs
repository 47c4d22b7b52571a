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

    /// <summary>The device is gone in the middle of a word: what is older than two seconds is on every other device.</summary>
    [Fact(Timeout = 180_000), Trait("Promise", "W3")]
    public async Task DeviceThatDies_LosesNothingOlderThanTwoSeconds()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await world.CreateShortAsync("device", 2, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 3_600_000);
        await using var browser = await Browser.StartAsync();
        string cookies, written, safe;
        await using (var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong))
        {
            await kim.SignUpAsync("kim");
            cookies = await kim.Context.StorageStateAsync();
            await kim.StartAsync("Short");
            (written, safe) = await TypeWithoutRestAsync(kim, TimeSpan.FromSeconds(6));
            await world.KillAsync();
        }

        await world.RestartAsync();
        await using var other = await Person.ComeAsync(browser, world.Server.Address, _wrong, cookies: cookies);
        await other.Page.GotoAsync("/work");
        await other.Page.Locator(".question").First.WaitForAsync();
        var kept = await Text(other).InputValueAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{written.Length} characters typed, {written.Length - kept.Length} lost with the device and the server");
        written.ShouldStartWith(kept);
        kept.ShouldStartWith(safe, Case.Sensitive, "what is older than two seconds");
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

    /// <summary>Types without a rest, for which a save that waits for one would never come. Answers what was written, and what of it two seconds earlier.</summary>
    private static async Task<(string Written, string Safe)> TypeWithoutRestAsync(Person kim, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var written = new List<(string Text, TimeSpan At)> { ("", TimeSpan.Zero) };
        await Text(kim).FocusAsync();
        for (var i = 0; clock.Elapsed < time; i++)
        {
            var letter = ((char)('a' + (i % 26))).ToString();
            await kim.Page.Keyboard.TypeAsync(letter);
            written.Add((written[^1].Text + letter, clock.Elapsed));
        }

        var end = clock.Elapsed;
        return (written[^1].Text, written.Last(each => end - each.At >= TimeSpan.FromSeconds(2)).Text);
    }

    private static ILocator Text(Person person) => person.Page.Locator("textarea").First;

    private static ILocator Saved(IPage page) => page.Locator(".saved");

    private static Task ExpectWrittenAsync(IPage page, string text) => Assertions.Expect(page.Locator("textarea").First).ToHaveValueAsync(text);
}
