using System.Diagnostics;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>A project watched while people work on it.</summary>
[Collection(Alone.Name)]
public sealed class DashboardTests
{
    private const string Project = "watched";
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 240_000), Trait("Promise", "M6")]
    public async Task Dashboard_FollowsEachEventWithinASecond_InBothLanguagesFromPhoneToWall()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(8);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await world.CreateShortAsync(Project, 60, ct, limitMs: 600_000, hardLimitMs: 1_800_000, by: room.Manager);
        await world.CreateShortAsync("quiet", 5, ct, by: room.Manager);
        await using var kim = await room.EnterAsync();
        await kim.Page.GotoAsync("/manage");
        await kim.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameString = "Short" }).First.WaitForAsync();
        await kim.Page.GotoAsync($"/manage/projects/{Project}");
        await Assertions.Expect(kim.Page.Locator(".link-state")).ToHaveTextAsync("Connected");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(trainer => Crowd.AnswerAsync(world, trainer, Project, 5, static _ => new { better = "a" }, ct)));
        await Assertions.Expect(kim.Page.Locator("[data-state=closed]")).ToHaveTextAsync("30");
        await EventIsThereWithinASecondAsync(world, kim.Page, ct);
        await PausedIsTellApartAsync(world, kim.Page, ct);

        // A change of settings is a note in the chart, and the page has it without being loaded again.
        var view = await room.Manager.GetAsync(Project, ct);
        await room.Manager.ChangeAsync(Project, view.Settings with { Title = "Shorter", LimitMs = 300_000 }, ct);
        await Assertions.Expect(kim.Page.Locator("h1")).ToHaveTextAsync("Shorter");
        await kim.Page.Locator(".w8 summary").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".w8 .chart-table")).ToContainTextAsync("Full rate for");
        await LookAsync(room);
        _wrong.ShouldBeEmpty();
    }

    /// <summary>From the server's acknowledgement to the figure on the page.</summary>
    private static async Task EventIsThereWithinASecondAsync(World world, IPage page, CancellationToken ct)
    {
        await using var trainer = world.Trainer(6);
        await Assertions.Expect(page.Locator("[data-figure=active]")).ToHaveTextAsync("0");
        var lease = (await trainer.LeaseAsync(new LeaseRequest(new(Project), null, null), ct)).Assignment!;
        var clock = Stopwatch.StartNew();
        await Assertions.Expect(page.Locator("[data-figure=active]")).ToHaveTextAsync("1");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2), "one second, on a busy machine");
        await Crowd.HandInAsync(trainer, lease, new { better = "b" }, ct);
    }

    private static async Task PausedIsTellApartAsync(World world, IPage page, CancellationToken ct)
    {
        await using var trainer = world.Trainer(7);
        var lease = (await trainer.LeaseAsync(new LeaseRequest(new(Project), null, null), ct)).Assignment!;
        await trainer.PauseAsync(lease, ct);
        await Assertions.Expect(page.Locator("[aria-labelledby=people]")).ToContainTextAsync("1 pausing");
    }

    /// <summary>What was measured is over: all at once.</summary>
    private static Task LookAsync(ControlRoom room) => Task.WhenAll(
        LookAsync(room, "ko", 390, false), LookAsync(room, "en", 390, true), LookAsync(room, "ko", 1440, true), LookAsync(room, "en", 1440, false), LookAsync(room, "en", 2560, true));

    private static async Task LookAsync(ControlRoom room, string language, int width, bool isDark)
    {
        await using var kim = await room.EnterAsync(language, width, isDark);
        await kim.Page.GotoAsync("/manage");
        await kim.Page.Locator(".overview tbody tr").Nth(1).WaitForAsync();
        await kim.LookAsync($"manage-overview-{language}-{width}");
        await kim.Page.GotoAsync($"/manage/projects/{Project}{(width > 2000 ? "?wall=1" : "")}");
        await kim.Page.Locator("[data-figure=active]").WaitForAsync();
        await kim.Page.Locator(".uplot").First.WaitForAsync();
        await kim.LookAsync($"manage-live-{language}-{width}");
    }
}
