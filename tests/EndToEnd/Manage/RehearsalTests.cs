using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>A change that is rehearsed before it is published.</summary>
public sealed class RehearsalTests
{
    private readonly string _project = World.Name("rehearsed");
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 240_000), Trait("Promise", "M32"), Trait("Promise", "M42")]
    public async Task Change_IsRehearsedOnWhatHappened_ThenPublished_InBothLanguagesFromPhoneToDesk()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.BorrowAsync(8);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await world.CreateShortAsync(_project, 60, ct, limitMs: 600_000, hardLimitMs: 1_800_000, by: room.Manager);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(trainer => Crowd.AnswerAsync(world, trainer, _project, 5, static _ => new { better = "a" }, ct)));
        await using (var kim = await room.EnterAsync()) await RehearseAndPublishAsync(kim, room, ct);

        foreach (var (language, width, isDark) in new[] { ("ko", 390, false), ("en", 390, true), ("ko", 1440, true), ("en", 1440, false) })
        {
            await using var kim = await room.EnterAsync(language, width, isDark);
            await kim.Page.GotoAsync($"/manage/projects/{_project}/rehearse");
            await kim.Page.Locator("[data-rehearsal=done]").WaitForAsync();
            await Assertions.Expect(kim.Page.Locator("[data-kept]")).ToContainTextAsync("$36.67");
            await kim.Page.Locator(".uplot").First.WaitForAsync();
            await kim.Page.Locator("summary", new PageLocatorOptions { HasText = kim.Say("What is assumed", "무엇을 가정하나요") }).ClickAsync();
            await kim.LookAsync($"manage-rehearse-{language}-{width}");
        }

        _wrong.ShouldBeEmpty();
    }

    private async Task RehearseAndPublishAsync(Person kim, ControlRoom room, CancellationToken ct)
    {
        var page = kim.Page;
        await page.GotoAsync($"/manage/projects/{_project}/rehearse");
        await page.Locator("#rate-generalist").FillAsync("nonsense");
        await Assertions.Expect(kim.Button("Rehearse", "돌려 보기")).ToBeDisabledAsync();
        await page.Locator("#rate-generalist").FillAsync("36.666666");
        await kim.Button("Rehearse", "돌려 보기").ClickAsync();
        await page.Locator("[data-check=exact]").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-check=exact]")).ToContainTextAsync("40 assignments");
        await Assertions.Expect(page.Locator("[data-effect=paidMore]")).ToContainTextAsync("40");
        await Assertions.Expect(page.Locator(".compared tbody tr").First.Locator("td").First).ToHaveTextAsync("40");

        // Nothing has changed yet; the button does it, through the ordinary way of a change.
        var before = (await room.Manager.GetAsync(_project, ct)).Settings;
        before.Rates.Values.Single().Micros.ShouldBe(18_333_333);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = "Publish this change" }).ClickAsync();
        await kim.LookAsync("manage-rehearse-publish");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = "Publish this change" }).ClickAsync();
        await page.GetByText("Published: the project is at version").WaitForAsync();
        var after = (await room.Manager.GetAsync(_project, ct)).Settings;
        (after.Version, after.Rates.Values.Single().Micros).ShouldBe((before.Version + 1, 36_666_666));
    }
}
