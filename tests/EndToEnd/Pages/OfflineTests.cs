using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Work;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>In the middle of typing the network goes, for minutes.</summary>
public sealed partial class OfflineTests
{
    private readonly string _project = World.Name("offline");
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 180_000), Trait("Promise", "W3")]
    public async Task TenMinutesOffline_OneTypesOn_AndOnReturnTheClocksAreRightAndTheAnswerGoesIn()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 2, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 3_600_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.Page.Clock.InstallAsync();
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await Text(kim).FillAsync("Before. ");
        await Assertions.Expect(kim.Page.Locator(".saved")).ToHaveAttributeAsync("data-saved", "yes");

        await kim.Context.SetOfflineAsync(true);
        await Text(kim).PressSequentiallyAsync("During, ");
        for (var minute = 0; minute < 10; minute++) await kim.Page.Clock.FastForwardAsync(60_000);
        await Assertions.Expect(kim.Page.GetByText("No connection. Keep typing")).ToBeVisibleAsync();
        await Assertions.Expect(kim.Page.Locator(".saved")).ToHaveTextAsync("kept on this device");
        await Text(kim).PressSequentiallyAsync("and after ten minutes.");
        await kim.LookAsync("offline-en-1440");

        // From here on the page's clock is left alone: a leap after the server's time was heard is no sleep, and would be shown as an error.
        await kim.Context.SetOfflineAsync(false);
        await Assertions.Expect(kim.Page.Locator(".saved")).ToHaveAttributeAsync("data-saved", "yes");
        await Assertions.Expect(kim.Page.GetByText("No connection. Keep typing")).ToBeHiddenAsync();
        await ExpectTrueClocksAsync(kim);
        (await Text(kim).InputValueAsync()).ShouldBe("Before. During, and after ten minutes.");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.SubmitAsync();
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync("Handed in. Paid");
        (await SubmittedAsync(world)).ShouldContain("Before. During, and after ten minutes.");
        _wrong.ShouldBeEmpty();
    }

    /// <summary>Whoever is away for longer than the grace has lost the lease, not the answer.</summary>
    [Fact(Timeout = 240_000), Trait("Promise", "W4")]
    public async Task AnswerThatComesTooLate_HearsThatSomebodyElseWasFaster_AndIsPaidForItsTime()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await world.CreateShortAsync(_project, 1, TestContext.Current.CancellationToken, limitMs: 600_000, hardLimitMs: 3_600_000);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, "ko");
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await kim.Page.Locator("input[value=a]").CheckAsync();
        await kim.Context.SetOfflineAsync(true);
        await kim.SubmitAsync();
        await Assertions.Expect(kim.Page.GetByText("다시 연결되는 대로 제출됩니다")).ToBeVisibleAsync();

        await AnsweredByAsync(world.Trainer(0));
        await kim.Context.SetOfflineAsync(false);
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync("그사이 다른 사람이 자리를 채웠습니다");
        await kim.LookAsync("superseded-ko-1440");
        _wrong.ShouldBeEmpty();
    }

    /// <summary>Waits for the grace to end, and answers what is free then.</summary>
    private async Task AnsweredByAsync(TrainerClient lee)
    {
        var ct = TestContext.Current.CancellationToken;
        var reply = await Patience.UntilAsync(
            () => lee.LeaseAsync(new LeaseRequest(new ProjectId(_project), null, null), ct), static reply => reply.Assignment is not null, TimeSpan.FromSeconds(150));
        var lease = reply.Assignment!;
        await lee.SubmitAsync(lease.Id, new SubmitRequest("lee-was-faster", lease.Task, lease.Fence, JsonSerializer.SerializeToElement(new { better = "b" })), ct);
    }

    /// <summary>The strip moves once a second; two of its looks are "right after".</summary>
    private static async Task ExpectTrueClocksAsync(Person kim)
    {
        var until = DateTimeOffset.Parse(
            await kim.Page.EvaluateAsync<string>("fetch('/api/v1/work/current').then(answer => answer.json()).then(now => now.assignment.submitUntil)"), CultureInfo.InvariantCulture);
        await Patience.UntilAsync(async () => until - DateTimeOffset.UtcNow - Left(await kim.Page.Locator("#strip").InnerTextAsync()), IsSmall, TimeSpan.FromSeconds(3));

        static bool IsSmall(TimeSpan error) => error.Duration() < TimeSpan.FromSeconds(2);
    }

    private static TimeSpan Left(string strip)
    {
        var shown = Clock().Match(strip);
        shown.Success.ShouldBeTrue(strip);
        return new TimeSpan(0, int.Parse(shown.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(shown.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private async Task<string> SubmittedAsync(World world)
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, 2).Select(number => world.Manager.TaskAsync(_project, number, TestContext.Current.CancellationToken)));
        return tasks.SelectMany(static task => task.Answers).Single(static answer => answer.Submission is not null).Submission!.Inline!;
    }

    private static ILocator Text(Person person) => person.Page.Locator("textarea").First;

    [GeneratedRegex(@"submit within (\d+):(\d\d)")]
    private static partial Regex Clock();
}
