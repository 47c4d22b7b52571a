using System.Text;
using System.Text.RegularExpressions;
using Distribution.AppHost.Demo;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>What a person sees, in a real browser: both languages, a phone and a desktop.</summary>
public sealed partial class PageTests
{
    private const string Password = "correct horse battery";
    private const string Project = "pages";
    private static readonly (string Language, int Width)[] Looks = [("ko", 390), ("ko", 1440), ("en", 390), ("en", 1440)];
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 240_000), Trait("Promise", "E7")]
    public async Task Person_SignsUpTakesATaskSeesBothClocksAndSubmits_WhileTheLivePageMoves()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        Assertions.SetDefaultExpectTimeout(20_000);
        await using var world = await World.StartAsync(1);
        await CreateAsync(world, ct);
        await using var browser = await Browser.StartAsync();
        var manager = await SetUpAsync(world, browser);
        foreach (var (language, width) in Looks) await LookAsync(world, browser, manager, language, width);
        _wrong.ShouldBeEmpty();
    }

    private async Task LookAsync(World world, Browser browser, string manager, string language, int width)
    {
        await using var own = await browser.PersonAsync(world.Server.Address, language, width);
        await using var managers = await browser.PersonAsync(world.Server.Address, language, width, manager);
        var page = Watch(await own.NewPageAsync());
        var live = Watch(await managers.NewPageAsync());
        await live.GotoAsync($"/live.html?project={Project}");
        await SignUpAsync(page, language, width);

        await page.Locator("main section button").First.ClickAsync();
        var strip = page.Locator("#strip");
        await Assertions.Expect(strip).ToHaveTextAsync(TwoClocks());
        await FitsAsync(page, $"task {language} {width}");
        await Browser.SaveAsync(page, $"task-{language}-{width}");

        // The dashboard knows of the lease already; the submission moves it on.
        await Assertions.Expect(live.Locator("#figures")).ToContainTextAsync(Number());
        await Expect(live.Locator("#connection"), language == "ko" ? "실시간" : "live");
        var before = await live.Locator("#figures").InnerTextAsync();
        await page.Locator("input[value=b]").CheckAsync();
        await page.Locator("form button").First.ClickAsync();
        await Expect(page.Locator("#status"), language == "ko" ? "제출했습니다" : "Handed in");
        await Patience.UntilAsync(() => live.Locator("#figures").InnerTextAsync(), now => now != before, TimeSpan.FromSeconds(10));
        await Browser.SaveAsync(page, $"next-{language}-{width}");
        await FitsAsync(live, $"live {language} {width}");
        await Browser.SaveAsync(live, $"live-{language}-{width}");
        (await live.Locator("#figures").InnerTextAsync()).ShouldNotContain("ProjectCreated", Case.Insensitive);
        (await page.Locator("main").InnerTextAsync()).ShouldContain(language == "ko" ? "답변 A" : "Answer A");
    }

    private async Task SignUpAsync(IPage page, string language, int width)
    {
        await page.GotoAsync("/");
        await page.Locator("main form button.plain").ClickAsync();
        await page.Locator("#email").FillAsync($"{language}{width}@trainers.example");
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("#displayName").FillAsync(language == "ko" ? "김하늘" : "Sky Kim");
        await Browser.SaveAsync(page, $"sign-up-{language}-{width}");
        await page.Locator("form button").First.ClickAsync();
        await page.Locator("main section.card h2").First.WaitForAsync();
        await FitsAsync(page, $"projects {language} {width}");
        await Browser.SaveAsync(page, $"projects-{language}-{width}");
    }

    /// <summary>The first administrator, by the link that the program prints; answers the cookies.</summary>
    private async Task<string> SetUpAsync(World world, Browser browser)
    {
        await using var own = await browser.PersonAsync(world.Server.Address, "en", 1440);
        var page = Watch(await own.NewPageAsync());
        await page.GotoAsync(SetupLink().Match(world.Server.Said).Value);
        await page.Locator("#email").FillAsync("admin@trainers.example");
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("form button").First.ClickAsync();
        await page.Locator("main section.card h2").First.WaitForAsync();
        return await own.StorageStateAsync();
    }

    private static async Task CreateAsync(World world, CancellationToken ct)
    {
        var rows = new StringBuilder();
        foreach (var line in DemoTexts.Lines("compare")) rows.AppendLine(line);
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(rows.ToString()));
        var settings = World.Settings("두 답변 비교 · Compare two answers");
        await world.CreateAsync(Project, settings, stream, World.Mapping("prompt", "answerA", "answerB"), ct);
    }

    /// <summary>Notes whatever the page complains of.</summary>
    private IPage Watch(IPage page)
    {
        page.PageError += (_, error) => _wrong.Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            // Whoever is not signed in yet is told so by a 401, which the browser itself writes down.
            if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal) && !message.Text.Contains("404", StringComparison.Ordinal))
                _wrong.Add($"{page.Url}: {message.Text}");
        };
        return page;
    }

    /// <summary>Nothing runs out of the window to the side.</summary>
    private async Task FitsAsync(IPage page, string what)
    {
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (over > 0) _wrong.Add($"{what}: {over} px too wide");
    }

    private static Task Expect(ILocator locator, string text) => Assertions.Expect(locator).ToContainTextAsync(text);

    [GeneratedRegex(@"(full rate for|전액 남은 시간) 0\d:\d\d.*(submit within|제출 남은 시간) [23]\d:\d\d.*USD")]
    private static partial Regex TwoClocks();

    [GeneratedRegex(@"[1-9]")]
    private static partial Regex Number();

    [GeneratedRegex(@"http://\S+#setup=\w+")]
    private static partial Regex SetupLink();
}
