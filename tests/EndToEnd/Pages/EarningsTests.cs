using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>From a task handed in to the line of the book and its receipt, recomputed where the trainer sits.</summary>
public sealed class EarningsTests
{
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 120_000), Trait("Promise", "W6")]
    public async Task EachLine_OpensAReceiptThatTheBrowserRecomputes_AndWhoseHashIsTheLedgers()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(World.Name("paid"), 2, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 1_800_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, "ko", 390);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.Button("Submit & next", "제출하고 다음").ClickAsync();
        await kim.Page.Locator(".fate a").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("[data-recomputed=true]")).ToBeVisibleAsync();
        await kim.Page.Locator(".lines summary").First.ClickAsync();
        await Assertions.Expect(kim.Page.Locator("[data-hash=hashFits]")).ToBeVisibleAsync();
        await kim.LookAsync("earnings-ko-390");
        _wrong.ShouldBeEmpty();
    }
}
