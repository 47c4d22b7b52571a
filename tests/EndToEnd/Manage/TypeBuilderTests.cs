using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>A task type built by dragging and by keys, published, used, and changed so that it breaks.</summary>
public sealed class TypeBuilderTests
{
    private readonly List<string> _wrong = [];

    [Theory(Timeout = 240_000), Trait("Promise", "M25"), Trait("Promise", "M26")]
    [InlineData("en")]
    [InlineData("ko")]
    public async Task Type_IsBuiltByDraggingAndByKeys_PublishedUsedAndChanged(string language)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(1);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await using var kim = await room.EnterAsync(language);
        var page = kim.Page;
        await page.GotoAsync("/manage/types");
        await page.Locator("#new-type").FillAsync("Rate tea");
        await kim.Button("Begin", "시작하기").ClickAsync();
        await page.Locator("#type-use").FillAsync("For better tea");
        await DragAsync(page, "[data-add='new-block:markdown']", "[data-area=area-blocks] li");
        await Assertions.Expect(page.Locator("[data-area=area-blocks] li")).ToHaveCountAsync(2);
        await page.Locator("[data-add='new-question:scale']").PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-area=area-questions] li")).ToHaveCountAsync(2);
        await MoveByKeysAsync(page);
        await NameAsync(kim, "[data-part='q:scale_1']", "How good is it?");
        await NameAsync(kim, "[data-part='q:choice_1']", "Would you drink it?");
        await Assertions.Expect(page.Locator(".task-preview .question[data-kind=scale]")).ToContainTextAsync("How good is it?");
        await SavedAsync(page);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".task-preview .question").First).ToHaveAttributeAsync("data-kind", "scale");
        await Assertions.Expect(page.Locator("[data-errors]")).ToHaveCountAsync(0);
        await kim.LookAsync($"type-builder-{language}-1440");
        await PublishAsync(page, 1);

        // It is in the wizard at once, with the form that was seen.
        await page.GotoAsync("/manage/new");
        await page.Locator("[data-type=rate-tea]").ClickAsync();
        await Assertions.Expect(page.Locator(".task-preview .question")).ToHaveCountAsync(2);
        await ChangeAsync(kim);
        await LookAsync(room, language);
        _wrong.ShouldBeEmpty();
    }

    /// <summary>A heading is compatible; a question that goes is not, and needs its sentence.</summary>
    private static async Task ChangeAsync(Person kim)
    {
        var page = kim.Page;
        await page.GotoAsync("/manage/types/rate-tea");
        await NameAsync(kim, "[data-part='q:scale_1']", "How good is this tea?");
        await Assertions.Expect(page.Locator("[data-breaks='0']")).ToBeVisibleAsync();
        await page.Locator("[data-part='q:choice_1']").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = kim.Say("Remove", "삭제") }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-breaks='1']")).ToContainTextAsync("choice_1");
        await Assertions.Expect(page.Locator("#type-publish")).ToBeDisabledAsync();
        await page.Locator("#migration").FillAsync("Finish what waits with version 1.");
        await SavedAsync(page);
        await kim.LookAsync($"type-breaking-{kim.Say("en", "ko")}-1440");
        await PublishAsync(page, 2);
    }

    private static async Task DragAsync(IPage page, string from, string to)
    {
        await page.Locator(from).ScrollIntoViewIfNeededAsync();
        await page.EvaluateAsync("scrollTo(0, 0)");
        var (a, b) = ((await page.Locator(from).BoundingBoxAsync())!, (await page.Locator(to).First.BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(a.X + 20, a.Y + 10);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(a.X + 60, a.Y + 20, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.MoveAsync(b.X + 40, b.Y + 10, new MouseMoveOptions { Steps = 10 });
        await page.Mouse.UpAsync();
        // A click that follows a drag at once is taken for its end.
        await page.WaitForTimeoutAsync(200);
    }

    /// <summary>The last question, above the first, without a mouse.</summary>
    private static async Task MoveByKeysAsync(IPage page)
    {
        var handle = page.Locator("[data-part='q:scale_1'] .handle");
        // Each key has its effect when it has been said to who cannot see it.
        var said = page.Locator("[id^=DndLiveRegion]");
        await handle.FocusAsync();
        foreach (var key in (string[])["Space", "ArrowUp", "Space"])
        {
            var before = await said.TextContentAsync() ?? "";
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(said).Not.ToHaveTextAsync(before);
            await page.WaitForTimeoutAsync(200);
        }

        await Assertions.Expect(page.Locator("[data-area=area-questions] li").First).ToHaveAttributeAsync("data-part", "q:scale_1");
    }

    private static async Task NameAsync(Person kim, string part, string text)
    {
        await kim.Page.Locator($"{part} .part-name").ClickAsync();
        await kim.Page.Locator(part).GetByLabel(kim.Say("Question", "질문"), new LocatorGetByLabelOptions { Exact = true }).FillAsync(text);
        await kim.Page.Locator($"{part} .part-name").ClickAsync();
    }

    private static async Task PublishAsync(IPage page, int version)
    {
        await page.Locator("#type-publish").ClickAsync();
        await page.Locator($"[data-published='{version}']").WaitForAsync();
    }

    private static Task SavedAsync(IPage page) => page.Locator("[data-keeping=saved]").WaitForAsync();

    private static async Task LookAsync(ControlRoom room, string language)
    {
        await using var kim = await room.EnterAsync(language, 390, isDark: true);
        await kim.Page.GotoAsync("/manage/types");
        await kim.Page.Locator("[data-own-type]").WaitForAsync();
        await kim.LookAsync($"types-{language}-390");
        await kim.Page.GotoAsync("/manage/types/rate-tea");
        await kim.Page.Locator(".task-preview .question").First.WaitForAsync();
        await kim.Page.Locator("[data-part='q:scale_1'] .part-name").ClickAsync();
        await kim.LookAsync($"type-builder-{language}-390");
    }
}
