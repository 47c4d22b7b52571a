using System.Text;
using System.Text.RegularExpressions;
using Distribution.AppHost.Demo;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>What a person sees, in a real browser: both languages, a phone and a desktop, light and dark.</summary>
public sealed partial class PageTests
{
    private const string Project = "pages";
    private const string Title = "두 답변 비교 · Compare two answers";
    private static readonly (string Language, int Width, bool IsDark)[] Looks = [("ko", 360, false), ("en", 390, true), ("en", 1440, false), ("ko", 1440, true)];
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 240_000), Trait("Promise", "E7")]
    public async Task Person_SignsUpTakesATaskSeesBothClocksAndSubmits_WhileTheLivePageMoves()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1);
        await CreateAsync(world, TestContext.Current.CancellationToken);
        await using var browser = await Browser.StartAsync();
        var manager = await SetUpAsync(world, browser);
        foreach (var (language, width, isDark) in Looks) await LookAsync(world, browser, manager, language, width, isDark);
        _wrong.ShouldBeEmpty();
    }

    private async Task LookAsync(World world, Browser browser, string manager, string language, int width, bool isDark)
    {
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await using var managers = await browser.PersonAsync(world.Server.Address, language, width, manager);
        var live = Person.Watch(await managers.NewPageAsync(), _wrong);
        await live.GotoAsync($"/manage/projects/{Project}");
        await kim.Page.GotoAsync("/");
        await kim.Page.Locator("form").WaitForAsync();
        await kim.LookAsync($"sign-in-{language}-{width}");
        await kim.SignUpAsync($"{language}{width}");
        await kim.LookAsync($"queue-{language}-{width}");

        await kim.StartAsync(Title);
        await Assertions.Expect(kim.Page.Locator("#strip")).ToContainTextAsync(TwoClocks());
        await kim.LookAsync($"task-{language}-{width}");

        // The dashboard knows of the lease already; the submission moves it on.
        var figures = live.Locator("main");
        await Assertions.Expect(live.Locator("[data-figure=active]")).ToHaveTextAsync(Number());
        await Assertions.Expect(live.Locator(".link-state")).ToHaveTextAsync(language == "ko" ? "연결됨" : "Connected");
        var before = await figures.InnerTextAsync();
        var first = await kim.Page.Locator(".material").InnerTextAsync();
        await kim.Page.Locator("input[value=b]").CheckAsync();
        await kim.SubmitAsync();
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say("Handed in. Paid $0", "제출했습니다. $0"));
        (await kim.Page.Locator(".material").InnerTextAsync()).ShouldNotBe(first);
        await Patience.UntilAsync(() => figures.InnerTextAsync(), now => now != before, TimeSpan.FromSeconds(10));
        await kim.LookAsync($"next-{language}-{width}");
        await Browser.SaveAsync(live, $"live-{language}-{width}");
        (await kim.Page.Locator("main").InnerTextAsync()).ShouldContain(language == "ko" ? "답변 A" : "Answer A");
    }

    /// <summary>The first administrator, by the link that the program prints; answers the cookies.</summary>
    private async Task<string> SetUpAsync(World world, Browser browser)
    {
        await using var admin = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await admin.Page.GotoAsync(await world.SetupLinkAsync());
        await admin.Page.Locator("#email").FillAsync("admin@trainers.example");
        await admin.Page.Locator("#password").FillAsync(Person.Password);
        await admin.Page.Locator("form button[type=submit]").ClickAsync();
        await admin.Button("Sign out", "로그아웃").WaitForAsync();
        return await admin.Context.StorageStateAsync();
    }

    private static async Task CreateAsync(World world, CancellationToken ct)
    {
        var rows = new StringBuilder();
        foreach (var line in DemoTexts.Lines("compare")) rows.AppendLine(line);
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(rows.ToString()));
        await world.CreateAsync(Project, World.Settings(Title), stream, World.Mapping("prompt", "answerA", "answerB"), ct);
    }

    [GeneratedRegex(@"(full rate for|전액) 0\d:\d\d.*(submit within|제출) [23]\d:\d\d.*\$\d")]
    private static partial Regex TwoClocks();

    [GeneratedRegex(@"[1-9]")]
    private static partial Regex Number();
}
