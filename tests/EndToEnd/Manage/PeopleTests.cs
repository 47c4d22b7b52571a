using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>Who works in a project, and what other systems are told of it.</summary>
public sealed class PeopleTests
{
    private readonly string _project = World.Name("crowd");
    private readonly List<string> _wrong = [];

    [Theory(Timeout = 240_000), Trait("Promise", "M14"), Trait("Promise", "M16"), Trait("Promise", "M18"), Trait("Promise", "M41")]
    [InlineData("en", 1440, false)]
    [InlineData("ko", 390, true)]
    public async Task Manager_SeesTheDistributions_WritesToOne_AndTestsAWebhook(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.BorrowAsync(6);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await world.CreateShortAsync(_project, 60, ct, limitMs: 600_000, hardLimitMs: 1_800_000, by: room.Manager);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(trainer => Crowd.AnswerAsync(world, trainer, _project, 2 + trainer, static _ => new { better = "a" }, ct)));
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        await kim.Page.Locator(".fate").WaitForAsync();

        await using var lee = await room.EnterAsync(language, width, isDark);
        await lee.Page.GotoAsync($"/manage/projects/{_project}/people");
        await Assertions.Expect(lee.Page.Locator("[data-person]")).ToHaveCountAsync(7);
        await lee.Page.Locator("[data-chart=pace] .uplot").WaitForAsync();
        await lee.LookAsync($"manage-people-{language}-{width}");
        var row = lee.Page.Locator("[data-person]", new PageLocatorOptions { HasText = kim.Say("Sky Kim", "김하늘") });
        await lee.Page.Locator("#message-who").FillAsync(kim.Say("sky", "하늘"));
        await lee.Page.Locator("[data-account]").WaitForAsync();
        await lee.Page.Locator("#message-who").PressAsync("ArrowDown");
        await lee.Page.Locator("#message-who").PressAsync("Enter");
        await Assertions.Expect(row.Locator("input")).ToBeCheckedAsync();
        await lee.Page.Locator("[data-person] input").First.CheckAsync();
        await Assertions.Expect(lee.Page.Locator(".message-form")).ToContainTextAsync(kim.Say("Sky Kim", "김하늘"));
        await lee.LookAsync($"manage-message-{language}-{width}");
        await lee.Page.Locator("[data-person] input").First.UncheckAsync();
        await lee.Page.Locator("#message-ko").FillAsync("설명이 아주 좋았습니다.");
        await lee.Page.Locator("#message-en").FillAsync("Your reasons were very good.");
        await lee.Button("Send to 1", "1명에게 보내기").ClickAsync();
        await Assertions.Expect(kim.Page.Locator(".told")).ToContainTextAsync(kim.Say("Your reasons were very good.", "설명이 아주 좋았습니다."));
        await kim.LookAsync($"trainer-message-{language}-{width}");

        await lee.Page.GotoAsync($"/manage/projects/{_project}/webhooks");
        await lee.Page.Locator("#webhook-url").FillAsync("https://127.0.0.1/hook");
        await lee.Button("Add it", "더하기").ClickAsync();
        await Assertions.Expect(lee.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("private networks");
        _wrong.RemoveAll(static wrong => wrong.Contains("status of 400", StringComparison.Ordinal));
        await lee.Page.Locator("#webhook-url").FillAsync("https://hooks.invalid/distribution");
        await lee.Button("Add it", "더하기").ClickAsync();
        await Assertions.Expect(lee.Page.Locator(".hook-secret")).ToContainTextAsync("whsec_");
        await lee.Button("Send a test", "시험 보내기").ClickAsync();
        await Assertions.Expect(lee.Page.Locator("[data-webhook]")).ToContainTextAsync(lee.Say("Not heard", "받지 못함"));
        await Assertions.Expect(lee.Page.Locator("[data-delivery]")).ToHaveCountAsync(1);
        await lee.LookAsync($"manage-webhooks-{language}-{width}");
        _wrong.ShouldBeEmpty();
    }
}
