using System.Globalization;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Earnings;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>The month as it goes to the file, or to a bank.</summary>
public sealed class StatementTests
{
    private readonly List<string> _wrong = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 180_000)]
    [InlineData("ko", 390, true)]
    [InlineData("en", 1440, false)]
    [Trait("Promise", "W16")]
    public async Task Statement_PrintsEveryLineDarkOnWhite_WithThePayoutAndTheLedgersHash(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.StartAsync(1, hasAdmin: true);
        await world.CreateShortAsync("paid", 4, Ct, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await Task.Delay(TimeSpan.FromSeconds(3), Ct);
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say("Handed in. Paid", "제출했습니다"));
        await PayOutAsync(world, await kim.Page.EvaluateAsync<string>("fetch('/api/v1/accounts/me').then(answer => answer.json()).then(me => me.id)"));

        await kim.Page.GotoAsync("/earnings");
        await Assertions.Expect(kim.Page.Locator(".payout")).ToContainTextAsync("bank-0001");
        await kim.LookAsync($"statement-{language}-{width}");
        await kim.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        (await kim.Page.Locator(".lines > li").CountAsync()).ShouldBeGreaterThanOrEqualTo(2, "what was earned, and what was paid out");
        await Assertions.Expect(kim.Page.Locator(".lines")).ToBeVisibleAsync();
        await Assertions.Expect(kim.Page.Locator(".hash code")).ToBeVisibleAsync();
        (await kim.Page.Locator("button:visible, nav:visible, a[download]:visible").AllInnerTextsAsync()).ShouldBeEmpty("nothing to press on paper");
        var (ink, paper) = (await ColourAsync(kim.Page, ".lines strong", "color"), await ColourAsync(kim.Page, ".lines", "backgroundColor"));
        ink.ShouldBeLessThan(100, "dark");
        paper.ShouldBeGreaterThan(230, "on white");
        var pdf = await kim.Page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = true });
        Encoding.ASCII.GetString(pdf, 0, 5).ShouldBe("%PDF-");
        await File.WriteAllBytesAsync(Path.Combine(Load.Support.Repository.Root, "artifacts", "screenshots", $"statement-{language}-{width}.pdf"), pdf, Ct);
        await Browser.SaveAsync(kim.Page, $"statement-print-{language}-{width}");
        _wrong.ShouldBeEmpty();
    }

    /// <summary>The mean of red, green and blue, 0 to 255; what is see-through is the paper's white.</summary>
    private static Task<double> ColourAsync(IPage page, string selector, string property) => page.EvaluateAsync<double>("""
        ([selector, property]) => {
          const parts = getComputedStyle(document.querySelector(selector))[property].match(/[\d.]+/g).map(Number);
          return parts[3] === 0 ? 255 : (parts[0] + parts[1] + parts[2]) / 3;
        }
        """, new[] { selector, property });

    private static async Task PayOutAsync(World world, string account)
    {
        var balance = await Patience.UntilAsync(
            async () => (await world.Admin!.GetAsync<JsonElement>($"admin/payouts/{account}", Ct)).GetProperty("balance").EnumerateObject().ToList(),
            static balance => balance.Count > 0, TimeSpan.FromSeconds(20));
        var amount = new MicroAmount(long.Parse(balance[0].Value.GetString()!, CultureInfo.InvariantCulture));
        await world.Admin!.PostAsync<JsonElement>($"admin/payouts/{account}", new PayoutRequest("bank-0001", amount, balance[0].Name), Ct);
    }
}
