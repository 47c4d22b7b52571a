using System.Globalization;
using System.Text.Json;
using Distribution.Load.Support;
using Microsoft.Playwright;

namespace Distribution.Load.DashboardBench;

/// <summary>A dashboard as people have it: the page in Chromium, signed in by the first administrator's link; and the processor time of all its processes.</summary>
internal sealed class PageDashboard : IAsyncDisposable
{
    public const string Email = "manager@projects.example";
    public const string Password = "a long enough password";
    private const int ReadyMs = 30_000;

    private const string Watch = """
        () => {
          window.sightings = [];
          const look = () => {
            const shown = document.querySelector('[data-state=closed]')?.textContent?.replace(/\D/g, '');
            if (shown && shown !== window.lastSighting) window.sightings.push([performance.timeOrigin + performance.now(), Number(window.lastSighting = shown)]);
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
          look();
        }
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;

    private PageDashboard(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, _page) = (playwright, browser, page);

    /// <summary>Opens the browser and makes the first administrator.</summary>
    public static async Task<PageDashboard> OpenAsync(string link)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path,
            Args = Chromium.Arguments,
        });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { Locale = "en-US", ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        page.SetDefaultTimeout(ReadyMs);
        await page.GotoAsync(link);
        await page.Locator("#email").FillAsync(Email);
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).WaitForAsync();
        return new PageDashboard(playwright, browser, page);
    }

    /// <summary>Goes to the live project and notes from now on what it says.</summary>
    public async Task WatchAsync(Uri server, string project)
    {
        await _page.GotoAsync(new Uri(server, $"/manage/projects/{project}").ToString());
        await _page.Locator("[data-link=online]").WaitForAsync();
        await _page.Locator("[data-state=closed]").WaitForAsync();
        await _page.EvaluateAsync(Watch);
    }

    public async Task<Sightings> SightingsAsync()
    {
        var sightings = new Sightings();
        var seen = await _page.EvaluateAsync<JsonElement>("window.sightings");
        foreach (var pair in seen.EnumerateArray()) sightings.See(DateTime.UnixEpoch.AddMilliseconds(pair[0].GetDouble()), pair[1].GetInt64());
        return sightings;
    }

    /// <summary>Processor time so far of this program's browser, all its processes, and of those among them that draw pages.</summary>
    public static (TimeSpan All, TimeSpan Pages) ProcessorTime()
    {
        var (all, pages) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var process in System.Diagnostics.Process.GetProcessesByName("chromium"))
        {
            using (process)
            {
                try
                {
                    if (!IsOurs(process.Id)) continue;
                    var time = process.TotalProcessorTime;
                    all += time;
                    if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains("--type=renderer", StringComparison.Ordinal)) pages += time;
                }
                catch (Exception error) when (error is IOException or InvalidOperationException)
                {
                    // It has ended meanwhile.
                    continue;
                }
            }
        }

        return (all, pages);
    }

    /// <summary>Whether this program is among the parents of a process.</summary>
    private static bool IsOurs(int process)
    {
        while (process > 1 && process != Environment.ProcessId)
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            process = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }

        return process == Environment.ProcessId;
    }

    public Task SaveAsync(string path) => _page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
