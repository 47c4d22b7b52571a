using System.Text;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>New work is heard and seen by who waits for it, as they wish; and what one could unlock is told with its rate and what is missing.</summary>
public sealed class AlertTests
{
    /// <summary>What the page does with sound and notifications is written down, since no test hears them; the page believes that nobody looks at it.</summary>
    private const string Ears = """
        window.heard = { notices: [], tones: 0 };
        window.Notification = class { static permission = 'granted'; static requestPermission = async () => 'granted';
          constructor(title, options) { heard.notices.push(`${title}: ${options.body}`); } };
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...when) { heard.tones++; return start.apply(this, when); };
        Object.defineProperty(document, 'hidden', { get: () => true });
        """;

    private readonly List<string> _wrong = [];

    [Theory(Timeout = 120_000), Trait("Promise", "W9")]
    [InlineData("en", "Sound", "Browser notification", "Work for you: A task is kept for you for some seconds.")]
    [InlineData("ko", "소리로 알림", "브라우저 알림", "새 작업이 있습니다: 잠시 동안 과제를 맡아 두었습니다.")]
    public async Task WhoWishes_HearsOfNewWorkBySoundAndNotification(string language, string sound, string notice, string told)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("alerts"), 1, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var lee = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await lee.SignUpAsync("lee");
        await lee.StartAsync("Short");
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, 390);
        await kim.Context.AddInitScriptAsync(Ears);
        await kim.SignUpAsync("kim");
        foreach (var wish in (string[])[sound, notice])
        {
            // The switch itself lies behind its picture, and comes back a moment later as what was wished.
            await kim.Page.GetByLabel(wish).PressAsync(" ");
            await Assertions.Expect(kim.Page.GetByLabel(wish)).ToBeCheckedAsync();
        }

        var before = await kim.Page.EvaluateAsync<int>("heard.tones");
        await kim.Button("Tell me", "생기면 알려 주기").First.ClickAsync();
        await kim.Page.Locator(".line-place span").First.WaitForAsync();

        await lee.GiveBackAsync("Skip", "", "notMyField");
        await Assertions.Expect(kim.Page.Locator(".offer")).ToBeVisibleAsync();
        (await kim.Page.EvaluateAsync<string[]>("heard.notices")).ShouldBe([told]);
        (await kim.Page.EvaluateAsync<int>("heard.tones")).ShouldBe(before + 2);
        (await kim.Page.TitleAsync()).ShouldStartWith("(1) ");
        _wrong.ShouldBeEmpty();
    }

    [Theory(Timeout = 120_000), Trait("Promise", "W9")]
    [InlineData("en", 1440, "Language: Korean", "Credential: law")]
    [InlineData("ko", 390, "언어: 한국어", "증명: law")]
    public async Task WhatOneCouldUnlock_IsToldWithItsRateItsVolumeAndWhatIsMissing(string language, int width, string first, string second)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        var ct = TestContext.Current.CancellationToken;
        await world.CreateShortAsync(World.Name("open"), 2, ct);
        await using var rows = new MemoryStream(Encoding.UTF8.GetBytes("{\"prompt\":\"a\",\"answerA\":\"b\",\"answerB\":\"c\"}\n{\"prompt\":\"d\",\"answerA\":\"e\",\"answerB\":\"f\"}\n"));
        var settings = World.Settings("Korean law") with { Needs = new Contracts.Projects.Needs(["lang:ko", "cred:law"], []) };
        await world.CreateAsync(World.Name("law"), settings, rows, World.Mapping("prompt", "answerA", "answerB"), ct);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width);
        await kim.SignUpAsync("kim");
        var law = kim.Page.Locator("section[aria-labelledby=could-do] section.project");
        await Assertions.Expect(law).ToContainTextAsync("Korean law");
        await Assertions.Expect(law).ToContainTextAsync("$18.33");
        await Assertions.Expect(law).ToContainTextAsync(kim.Say("2 tasks wait", "대기 2건"));
        foreach (var missing in (string[])[first, second]) await Assertions.Expect(law).ToContainTextAsync(missing);
        await Assertions.Expect(law.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = kim.Say("Start", "시작"), Exact = true })).ToHaveCountAsync(0);
        await kim.LookAsync($"unlock-{language}-{width}");
        _wrong.ShouldBeEmpty();
    }
}
