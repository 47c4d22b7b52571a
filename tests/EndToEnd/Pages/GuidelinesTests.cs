using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Agreements;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>What good work is, read where the work is done.</summary>
public sealed class GuidelinesTests
{
    private readonly string _project = World.Name("guided");
    private readonly List<string> _wrong = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 180_000)]
    [InlineData("ko", 390, true)]
    [InlineData("en", 1440, false)]
    [Trait("Promise", "W2")]
    public async Task PublishedInTheMiddleOfATask_TheOldOnesStayBesideIt_AndTheNextTaskHasTheNew(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 4, Ct, limitMs: 600_000, hardLimitMs: 1_800_000);
        await PublishAsync(world, "A tie is allowed.", "비김을 골라도 됩니다.");
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        var guide = kim.Page.Locator("aside.guide");
        if (!await guide.IsVisibleAsync()) await kim.Button("Guidelines", "지침").First.ClickAsync();
        await Assertions.Expect(guide).ToContainTextAsync(kim.Say("A tie is allowed.", "비김을 골라도 됩니다."));

        await PublishAsync(world, "A tie is never allowed.", "비김을 고를 수 없습니다.");
        await kim.Page.ReloadAsync();
        await Assertions.Expect(guide).ToContainTextAsync(kim.Say("v1, pinned for this task", "v1"));
        await Assertions.Expect(guide).ToContainTextAsync(kim.Say("A tie is allowed.", "비김을 골라도 됩니다."));
        await guide.Locator("input[type=search]").FillAsync(kim.Say("one sentence", "한 문장"));
        await Assertions.Expect(guide.Locator("details")).ToHaveCountAsync(1);
        await Assertions.Expect(guide.Locator("details")).ToContainTextAsync(kim.Say("what differs", "무엇이 다른지"));
        await kim.LookAsync($"guidelines-beside-{language}-{width}");

        await guide.Locator("input[type=search]").FillAsync("");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        await Assertions.Expect(guide).ToContainTextAsync(kim.Say("A tie is never allowed.", "비김을 고를 수 없습니다."));
        _wrong.ShouldBeEmpty();
    }

    private Task<PublishedVersion> PublishAsync(World world, string english, string korean) => world.Manager.Api.PostAsync<PublishedVersion>($"projects/{_project}/guidelines", new
    {
        text = new
        {
            en = $"## Ties\n{english}\n\n## Reason\nOne sentence: what differs.",
            ko = $"## 비김\n{korean}\n\n## 이유\n한 문장으로, 무엇이 다른지 씁니다.",
        },
        mustBeChecked = false,
        check = Array.Empty<object>(),
    }, Ct);
}
