using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>The whole way without a mouse, at twice the size, and without motion.</summary>
public sealed class KeyboardTests
{
    private const int TabsMax = 80;
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 240_000), Trait("Promise", "W10")]
    public async Task WholePath_FromSigningUpToTheReceipt_GoesWithKeysAlone()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("keys"), 6, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        var keys = kim.Page.Keyboard;
        await kim.Page.GotoAsync("/");
        await kim.Page.Locator("form").WaitForAsync();
        await keys.PressAsync("Tab");
        await Assertions.Expect(kim.Page.Locator(".skip-link")).ToBeFocusedAsync();
        await SignUpAsync(kim);

        await TabToAsync(kim, "section.project button");
        await keys.PressAsync("Enter");
        await kim.Page.Locator(".question").First.WaitForAsync();
        await LookAroundAsync(kim);
        await WriteAndHandInAsync(kim);
        await GoOutByAsync(kim, "s", "notMyField", "Skipped. Paid");
        await GoOutByAsync(kim, "Shift+R", "broken", "Reported. A manager will look at it.");
        await GoOutByAsync(kim, "u", "noTime", "Handed in. Paid");
        await TabToAsync(kim, ".fate a");
        await keys.PressAsync("Enter");
        await Assertions.Expect(kim.Page.Locator("[data-recomputed=true]")).ToBeVisibleAsync();
        _wrong.ShouldBeEmpty();
    }

    /// <summary>1440 × 900 at 200 %, and 1280 at 400 % (WCAG 1.4.10): nothing runs out of its window, and what has the focus is seen.</summary>
    [Theory(Timeout = 180_000), Trait("Promise", "W10")]
    [InlineData("en", 720, 450)]
    [InlineData("ko", 720, 450)]
    [InlineData("ko", 320, 512)]
    public async Task Enlarged_NothingRunsOutOfItsWindow_AndWhatHasTheFocusIsSeen(string language, int width, int height)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("zoom"), 2, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width);
        await kim.Page.SetViewportSizeAsync(width, height);
        await kim.SignUpAsync("kim");
        await kim.LookAsync($"zoom-queue-{language}-{width}");
        await kim.StartAsync("Short");
        await kim.LookAsync($"zoom-task-{language}-{width}");
        foreach (var hidden in await HiddenWithFocusAsync(kim)) _wrong.Add($"zoom {language} {width}: {hidden}");
        _wrong.ShouldBeEmpty();
    }

    [Fact(Timeout = 120_000), Trait("Promise", "W10")]
    public async Task WhoWishesNoMotion_SeesNone()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("still"), 2, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        await kim.SignUpAsync("kim");
        (await MovingAsync(kim)).ShouldBeEmpty();
        await kim.StartAsync("Short");
        await kim.Page.Keyboard.PressAsync("?");
        await kim.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        (await MovingAsync(kim)).ShouldBeEmpty();
    }

    /// <summary>What a screen reader is told of the work screen, by role and name.</summary>
    [Theory(Timeout = 120_000), Trait("Promise", "W10")]
    [InlineData("en", "Task", "Clocks and pay", "Your answer", "Submit & next")]
    [InlineData("ko", "과제", "시간과 보수", "내 답변", "제출하고 다음")]
    public async Task WorkScreen_HasNamesForAScreenReader(string language, string task, string clocks, string answer, string submit)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("names"), 2, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await Assertions.Expect(kim.Page.GetByRole(AriaRole.Main)).ToMatchAriaSnapshotAsync($"""
            - article "{task}":
              - heading [level=1]
              - timer "{clocks}":
                - progressbar
                - status
              - complementary:
                - searchbox
              - form "{answer}":
                - group "{answer}":
                  - region:
                    - heading [level=3]
                    - radiogroup:
                      - radio
                  - region:
                    - textbox
              - button "{submit}"
            """);
        _wrong.ShouldBeEmpty();
    }

    private static async Task SignUpAsync(Person kim)
    {
        var keys = kim.Page.Keyboard;
        await TabToAsync(kim, "button:has-text('I am new here')");
        await keys.PressAsync("Enter");
        foreach (var (field, text) in new[] { ("#email", $"{World.Name("kim")}@trainers.example"), ("#password", Person.Password), ("#displayName", "Sky Kim") })
        {
            await TabToAsync(kim, field);
            await keys.TypeAsync(text);
        }

        await keys.PressAsync("Enter");
        await kim.Page.Locator("#can-do").WaitForAsync();
    }

    /// <summary>The help sheet, the pause and the guidelines.</summary>
    private static async Task LookAroundAsync(Person kim)
    {
        var (page, keys) = (kim.Page, kim.Page.Keyboard);
        await keys.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Submit and take the next task");
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await keys.PressAsync("p");
        await Assertions.Expect(page.Locator("#strip")).ToContainTextAsync("paused");
        await keys.PressAsync("p");
        await Assertions.Expect(page.Locator("#strip")).ToContainTextAsync("full rate for");
        var before = await page.Locator(".guide").CountAsync();
        await keys.PressAsync("g");
        await Assertions.Expect(page.Locator(".guide")).ToHaveCountAsync(1 - before);
    }

    private static async Task WriteAndHandInAsync(Person kim)
    {
        var (page, keys) = (kim.Page, kim.Page.Keyboard);
        await keys.PressAsync("1");
        await Assertions.Expect(page.Locator("input[value=a]")).ToBeCheckedAsync();
        await keys.PressAsync("r");
        // While one writes, letters are letters.
        await keys.TypeAsync("ps: gu?");
        await Assertions.Expect(page.Locator("#question-reason textarea").First).ToHaveValueAsync("ps: gu?");
        await keys.PressAsync("Control+Enter");
        await Assertions.Expect(page.Locator(".fate")).ToContainTextAsync("Handed in. Paid");
    }

    /// <summary>Skips, reports, or hands in unfinished: a key, a reason by arrows, Enter; then the next task, if there is none yet.</summary>
    private static async Task GoOutByAsync(Person kim, string key, string reason, string told)
    {
        var (page, keys) = (kim.Page, kim.Page.Keyboard);
        if (!page.Url.EndsWith("/work", StringComparison.Ordinal))
        {
            await TabToAsync(kim, "section.project button");
            await keys.PressAsync("Enter");
        }

        await page.Locator(".question").First.WaitForAsync();
        await keys.PressAsync(key);
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.WaitForAsync();
        await TabToAsync(kim, "[role=dialog] input[type=radio]");
        await keys.PressAsync("Space");
        while (!await dialog.Locator($"input[value={reason}]").IsCheckedAsync()) await keys.PressAsync("ArrowDown");
        await TabToAsync(kim, "[role=dialog] button[type=submit]");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".fate")).ToContainTextAsync(told);
    }

    /// <summary>Goes on with the tab key until something has the focus, and sees that it shows.</summary>
    private static async Task TabToAsync(Person kim, string selector)
    {
        for (var i = 0; i < TabsMax; i++)
        {
            if (await kim.Page.Locator(selector).EvaluateAllAsync<bool>("all => all.includes(document.activeElement)")) return;
            await kim.Page.Keyboard.PressAsync("Tab");
        }

        throw new ShouldAssertException($"{TabsMax} tabs did not lead to {selector}.");
    }

    /// <summary>Goes through the page by the tab key; answers what had the focus and was covered, or not in the window.</summary>
    private static async Task<List<string>> HiddenWithFocusAsync(Person kim)
    {
        var hidden = new List<string>();
        await kim.Page.Locator("body").FocusAsync();
        for (var i = 0; i < TabsMax; i++)
        {
            await kim.Page.Keyboard.PressAsync("Tab");
            var (name, seen) = (await kim.Page.EvaluateAsync<string>("document.activeElement?.outerHTML.slice(0, 120)"), await kim.Page.EvaluateAsync<bool>("""
                () => {
                  const element = document.activeElement;
                  if (!element || element === document.body) return true;
                  const box = (element.closest('label') ?? element).getBoundingClientRect();
                  const inside = [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y => [box.left + box.width * x, box.top + box.height * y]))
                    .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
                  return inside.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (element.contains(top) || top.contains(element) && !top.matches('header, footer') || element.closest('label')?.contains(top)); });
                }
                """));
            if (!seen) hidden.Add(name);
        }

        return [.. hidden.Distinct()];
    }

    private static Task<string[]> MovingAsync(Person kim) => kim.Page.EvaluateAsync<string[]>("""
        () => [
          ...document.getAnimations().filter(each => each.effect?.getComputedTiming().activeDuration > 0).map(each => `animation ${each.effect?.target?.outerHTML.slice(0, 80)}`),
          ...[...document.querySelectorAll('body *')].filter(each => getComputedStyle(each).transitionDuration.split(',').some(time => parseFloat(time) > 0.01))
            .map(each => `transition ${each.outerHTML.slice(0, 80)}`),
        ]
        """);
}
