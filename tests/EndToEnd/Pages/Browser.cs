using System.Collections.Concurrent;
using Distribution.Load.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>The windows of one test in the Chromium of this machine; nothing is downloaded. All tests share one process of it: starting it costs more than most of them.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string KoreanFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

    /// <summary>How long a page may take to show what is expected, in milliseconds: with two other tests on two processors, five seconds were too few.</summary>
    private const float ExpectMs = 15_000;

    /// <summary>
    /// What a browser without a window needs not do. The last word on the command line counts, so these are Playwright's own, and before them pages of the
    /// address bar and processes for sites that nobody goes to: made for each person who comes, they took two thirds of a new context's processor time.
    /// </summary>
    private static readonly string[] Useless =
    [
        "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI", "SpareRendererForSitePerProcess",
        "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider", "GlobalMediaControls", "HttpsUpgrades", "LensOverlay", "MediaRouter",
        "PaintHolding", "ThirdPartyStoragePartitioning", "BlockOriginHeaderModificationOnRedirect", "AvoidCorsURLLoaderRestartOnRedirect", "Translate", "OptimizationHints",
        "NetworkTimeServiceQuerying", "AimEnabled",
    ];

    private static readonly string AxePath = Path.Combine(Repository.Root, "Web", "Client", "node_modules", "axe-core", "axe.min.js");
    private readonly IBrowser _browser;
    private readonly ConcurrentBag<IBrowserContext> _people = [];

    private Browser(IBrowser browser) => _browser = browser;

    /// <summary>What to install by name, or null.</summary>
    public static string? Missing =>
        Load.Support.Chromium.Missing is { } missing ? missing : !File.Exists(KoreanFont) ? "Install the Debian package fonts-noto-cjk." : null;

    public static async Task<Browser> StartAsync() => new(await Chromium.Started.Value);

    /// <summary>A person's own browser: language, window, colours, cookies.</summary>
    public async Task<IBrowserContext> PersonAsync(Uri server, string language, int width, string? cookies = null, bool isDark = false)
    {
        var person = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            Locale = language == "ko" ? "ko-KR" : "en-US",
            TimezoneId = "Asia/Seoul",
            StorageState = cookies,
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        _people.Add(person);
        return person;
    }

    /// <summary>What axe finds wrong with a page by WCAG 2.2 AA and good practice, a line each; and whether it runs out of its window.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string what)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(AxePath));
        var found = await page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
              .violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 200)} (${each.nodes.length})`)
            """);
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        return [.. found.Select(fault => $"{what}: {fault}"), .. over > 0 ? new[] { $"{what}: {over} px too wide" } : []];
    }

    /// <summary>Keeps what the page looks like, for people to look at.</summary>
    public static Task SaveAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}.png"),
        FullPage = true,
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people) await person.DisposeAsync();
    }

    /// <summary>The process, ended with the tests.</summary>
    public sealed class Chromium : IAsyncDisposable
    {
        private static IPlaywright? _playwright;

        public static Lazy<Task<IBrowser>> Started { get; } = new(LaunchAsync);

        public async ValueTask DisposeAsync()
        {
            if (Started.IsValueCreated) await (await Started.Value).DisposeAsync();
            _playwright?.Dispose();
        }

        private static async Task<IBrowser> LaunchAsync()
        {
            Assertions.SetDefaultExpectTimeout(ExpectMs);
            _playwright = await Playwright.CreateAsync();
            return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Load.Support.Chromium.Path,
                Args = [.. Load.Support.Chromium.Arguments, $"--disable-features={string.Join(',', Useless)}"],
            });
        }
    }
}
