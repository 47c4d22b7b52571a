using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>An experiment from its plan to what it found.</summary>
public sealed class ExperimentTests
{
    private readonly string _project = World.Name("tried");
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 240_000), Trait("Promise", "M39")]
    public async Task Experiment_IsPlannedStartedWatchedAndConcluded_InBothLanguagesFromPhoneToDesk()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.BorrowAsync(2);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await world.CreateShortAsync(_project, 120, ct, limitMs: 600_000, hardLimitMs: 1_800_000, by: room.Manager);
        await LookAsync(room, "#plan-title", "plan");
        await using var kim = await room.EnterAsync();
        var units = await PlanAsync(kim);
        await WorkAsync(world, units, ct);

        await kim.Page.ReloadAsync();
        await LookAsync(room, "[data-arm=control]", "running");
        await kim.Button("Take the look", "확인하기").ClickAsync();
        await kim.Page.Locator("[data-finding]").WaitForAsync();
        await kim.Page.Locator("[data-finding] summary").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("[data-beyond=true]")).ToContainTextAsync("more than chance");
        await LookAsync(room, "[data-finding]", "over");
        (await room.Manager.GetAsync(_project, ct)).Settings.Experiment.ShouldBeNull();
        _wrong.ShouldBeEmpty();
    }

    /// <summary>What the plan needs, and its start; answers how many units.</summary>
    private async Task<int> PlanAsync(Person kim)
    {
        var page = kim.Page;
        await page.GotoAsync($"/manage/projects/{_project}/experiments");
        await page.Locator("#title").FillAsync("Do people stay when it pays more?");
        await page.Locator("#rate-0").FillAsync("25");
        await page.Locator("#unit").SelectOptionAsync("task");
        await page.Locator("#measure").SelectOptionAsync("unusedShare");
        await page.Locator("#effect").FillAsync("60");
        await page.Locator("#spread").FillAsync("10");
        await page.Locator("#looks").FillAsync("2");
        await Assertions.Expect(kim.Button("Start", "시작")).ToBeDisabledAsync();
        await kim.Button("Work out the size", "크기 계산").ClickAsync();
        var size = page.Locator("[data-units]");
        var units = int.Parse((await size.GetAttributeAsync("data-units"))!, System.Globalization.CultureInfo.InvariantCulture);
        await kim.LookAsync("manage-experiments-size");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameString = "Start", Exact = true }).ClickAsync();
        await page.Locator("[data-experiment]").WaitForAsync();
        await Assertions.Expect(kim.Button("Take the look", "확인하기")).ToBeDisabledAsync();
        return units;
    }

    /// <summary>Whoever gets the better rate hands in, the others skip, until both variants have enough.</summary>
    private async Task WorkAsync(World world, int units, CancellationToken ct)
    {
        await using var trainer = world.Trainer(0);
        var usual = World.Settings("").Rates[RateTier.Generalist];
        var drawn = new Dictionary<bool, int>();
        for (var i = 0; i < 100 && (drawn.Count < 2 || drawn.Values.Min() < units); i++)
        {
            if ((await trainer.LeaseAsync(new LeaseRequest(new(_project), null, null), ct)).Assignment is not { } lease) break;
            // Nobody is told their variant; the rate tells it here.
            var isBetter = lease.Pins.HourlyRate != usual;
            drawn[isBetter] = drawn.GetValueOrDefault(isBetter) + 1;
            if (isBetter) await Crowd.HandInAsync(trainer, lease, new { better = "a" }, ct);
            else await trainer.SkipAsync(lease, "no", ct);
        }
    }

    private async Task LookAsync(ControlRoom room, string ready, string what)
    {
        foreach (var (language, width, isDark) in new[] { ("ko", 390, false), ("en", 1440, true) })
        {
            await using var kim = await room.EnterAsync(language, width, isDark);
            await kim.Page.GotoAsync($"/manage/projects/{_project}/experiments");
            await kim.Page.Locator(ready).First.WaitForAsync();
            if (what == "over") await kim.Page.Locator("[data-finding] summary").ClickAsync();
            await kim.LookAsync($"manage-experiments-{what}-{language}-{width}");
        }
    }
}
