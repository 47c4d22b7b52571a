using System.Diagnostics;
using System.Globalization;
using Distribution.Load.Support;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Somebody new, on a server that knows nobody yet, with published comparisons: from the first click to the first receipt.</summary>
public sealed class NewTrainerTests
{
    /// <summary>What people take: a click with finding its place, and a key. Reading the task is their work, and not counted.</summary>
    private static readonly TimeSpan Click = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan Key = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(3);
    private static readonly string File = Repository.Shared("data", "alpaca-eval-pairs.jsonl");
    private readonly List<string> _wrong = [];
    private TimeSpan _hands;

    [Theory(Timeout = 240_000), Trait("Promise", "W13")]
    [InlineData("ko", 390)]
    [InlineData("en", 1440)]
    public async Task FromSigningUpToTheFirstReceipt_TakesLessThanThreeMinutes(string language, int width)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        Assert.SkipUnless(System.IO.File.Exists(File), "The published pairs are not beside the repository: ../shared/data/alpaca-eval-pairs.jsonl");
        await using var world = await World.StartAsync(1);
        await using (var rows = System.IO.File.OpenRead(File))
            await world.CreateAsync("pairs", World.Settings("Published pairs"), rows, World.Mapping("instruction", "output_1", "output_2"), TestContext.Current.CancellationToken);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width);
        var clock = Stopwatch.StartNew();
        await SignUpAsync(kim);
        await WorkAsync(kim);
        await SeeTheReceiptAsync(kim);
        var (machine, person) = (clock.Elapsed, _hands + clock.Elapsed);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{language} {width} px: the pages took {machine.TotalSeconds:F1} s, the hands {_hands.TotalSeconds:F1} s, together {person.TotalSeconds:F1} s"));
        person.ShouldBeLessThan(AtMost);
        _wrong.ShouldBeEmpty();
    }

    private async Task SignUpAsync(Person kim)
    {
        await kim.Page.GotoAsync("/");
        await ClickAsync(kim.Button("I am new here", "처음 왔습니다"));
        foreach (var (field, text) in new[] { ("#email", "kim@trainers.example"), ("#password", Person.Password), ("#displayName", kim.Say("Sky Kim", "김하늘")) })
            await TypeAsync(kim.Page.Locator(field), text);
        await ClickAsync(kim.Page.Locator("form button[type=submit]"));
        await kim.Page.Locator("#can-do").WaitForAsync();
    }

    /// <summary>A project that asks for a qualification would lead through its course here; this one is open to everybody.</summary>
    private async Task WorkAsync(Person kim)
    {
        await ClickAsync(kim.Page.Locator("section.project").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = kim.Say("Start", "시작"), Exact = true }));
        await kim.Page.Locator(".question").First.WaitForAsync();
        await ClickAsync(kim.Page.Locator("label:has(input[value=b])"));
        await TypeAsync(kim.Page.Locator("#question-reason textarea").First, kim.Say("B answers what was asked.", "B가 물은 것에 답합니다."));
        await kim.LookAsync($"first-task-{kim.Say("en", "ko")}");
        await ClickAsync(kim.Button("Submit & next", "제출하고 다음"));
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say("Handed in. Paid $0", "제출했습니다. $0"));
    }

    private async Task SeeTheReceiptAsync(Person kim)
    {
        await ClickAsync(kim.Page.Locator(".fate a"));
        await Assertions.Expect(kim.Page.Locator("[data-recomputed=true]")).ToBeVisibleAsync();
        await Assertions.Expect(kim.Page.Locator(".lines li")).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = 20_000 });
        await kim.LookAsync($"first-receipt-{kim.Say("en", "ko")}");
    }

    private async Task ClickAsync(ILocator target)
    {
        _hands += Click;
        await target.First.ClickAsync();
    }

    private async Task TypeAsync(ILocator field, string text)
    {
        _hands += Click + (Key * text.Length);
        await field.FillAsync(text);
    }
}
