using Distribution.Load.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>The Chromium of this machine, driven; nothing is downloaded.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";
    private const string KoreanFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>What to install by name, or null.</summary>
    public static string? Missing =>
        !File.Exists(Executable) ? "Install the Debian package chromium." : !File.Exists(KoreanFont) ? "Install the Debian package fonts-noto-cjk." : null;

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new Browser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        }));
    }

    /// <summary>A person's own browser: language, window, cookies.</summary>
    public async Task<IBrowserContext> PersonAsync(Uri server, string language, int width, string? cookies = null) =>
        await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(), Locale = language == "ko" ? "ko-KR" : "en-US", TimezoneId = "Asia/Seoul", StorageState = cookies,
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 },
        });

    /// <summary>Keeps what the page looks like, for people to look at.</summary>
    public static Task SaveAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}.png"), FullPage = true,
    });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
