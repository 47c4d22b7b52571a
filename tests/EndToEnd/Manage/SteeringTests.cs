using System.Text.RegularExpressions;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>A manager intervenes in a project while somebody works on it, and that person sees it on their own page.</summary>
public sealed class SteeringTests
{
    private readonly string _project = World.Name("steered");
    private readonly List<string> _wrong = [];

    [Theory(Timeout = 240_000), Trait("Promise", "M10"), Trait("Promise", "M11"), Trait("Promise", "M13"), Trait("Promise", "M14"), Trait("Promise", "M15"), Trait("Promise", "M41"), Trait("Promise", "U2")]
    [InlineData("en", 1440, false)]
    [InlineData("ko", 390, true)]
    public async Task Manager_ExtendsAndTakesBack_WithThePreviewBefore_AndTheTrainerSeesBothAtOnce(string language, int width, bool isDark)
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.BorrowAsync(1);
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await world.CreateShortAsync(_project, 6, ct, limitMs: 600_000, hardLimitMs: 1_800_000, by: room.Manager);
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("Short");
        await Assertions.Expect(kim.Page.Locator("#strip")).ToContainTextAsync(Clock(9, 29));

        await using var lee = await room.EnterAsync(language, width, isDark);
        await lee.Page.GotoAsync($"/manage/projects/{_project}/steer");
        await lee.Page.Locator("[data-holder]").WaitForAsync();
        await lee.LookAsync($"manage-steer-{language}-{width}");
        await lee.Page.Locator("#extend-minutes").FillAsync("15");
        await lee.Button("More time…", "시간 더 주기…").ClickAsync();
        await Assertions.Expect(lee.Page.Locator("[data-effect=extend]")).ToContainTextAsync("$4.58");
        await lee.LookAsync($"manage-steer-preview-{language}-{width}");
        await Dialog(lee, "Give more time", "시간 더 주기").ClickAsync();
        await Assertions.Expect(kim.Page.Locator("#strip")).ToContainTextAsync(Clock(24, 44));
        await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say("The project gave everybody more time", "프로젝트가 모두에게 시간을 더 주었습니다"));
        await kim.LookAsync($"trainer-extended-{language}-{width}");

        await lee.Page.Locator("[data-holder] input").CheckAsync();
        await lee.Page.Locator("#release-reason").FillAsync(kim.Say("The source is being corrected.", "원문을 고치고 있습니다."));
        await lee.Button("Take 1 lease back…", "1건 회수…").ClickAsync();
        await lee.Page.Locator("[data-effect=release]").WaitForAsync();
        await Dialog(lee, "Take them back", "회수하기").ClickAsync();
        await Assertions.Expect(kim.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(kim.Say("The source is being corrected.", "원문을 고치고 있습니다."));
        await kim.LookAsync($"trainer-withdrawn-{language}-{width}");
        await kim.Button("Leave it", "나가기").ClickAsync();
        await kim.Page.Locator("#can-do").WaitForAsync();

        await PauseAndReopenAsync(lee);
        await RaiseAsync(lee, kim, world, ct);
        await AnnounceAsync(lee, kim);
        await lee.LookAsync($"manage-steered-{language}-{width}");
        _wrong.ShouldBeEmpty();
    }

    /// <summary>What can be undone has its way back in the list.</summary>
    private static async Task PauseAndReopenAsync(Person lee)
    {
        await lee.Page.Locator("[data-to=paused]").ClickAsync();
        await Dialog(lee, "Change the state", "상태 바꾸기").ClickAsync();
        await Assertions.Expect(lee.Page.Locator("h1 .tag")).ToContainTextAsync(lee.Say("Paused", "일시 중지"));
        await lee.Page.Locator("[data-action='3']").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = lee.Say("Undo", "되돌리기") }).ClickAsync();
        await Assertions.Expect(lee.Page.Locator("h1 .tag")).ToContainTextAsync(lee.Say("Live", "진행 중"));
        await Assertions.Expect(lee.Page.Locator("[data-action='3']")).ToContainTextAsync(lee.Say("undone", "되돌림"));
    }

    /// <summary>
    /// The dialog says whom it reaches and who keeps their rate; the queue page of somebody who could take the work follows by itself.
    /// </summary>
    private async Task RaiseAsync(Person lee, Person kim, World world, CancellationToken ct)
    {
        var project = kim.Page.Locator("section.project", new PageLocatorOptions { HasText = "Short" });
        await Assertions.Expect(project).ToContainTextAsync("$18.33");
        await using var other = world.Trainer(0);
        var lease = (await other.LeaseAsync(new LeaseRequest(new(_project), null, null), ct)).Assignment.ShouldNotBeNull();
        await lee.Page.Locator("#percent").FillAsync("20");
        await lee.Button("Raise…", "올리기…").ClickAsync();
        var effect = lee.Page.Locator("[data-effect=raise]");
        await Assertions.Expect(effect).ToContainTextAsync("$22.00");
        await Assertions.Expect(effect).ToContainTextAsync(lee.Say("1 task is being worked on: it keeps the rate that it began with.", "작업 중인 1건은 시작할 때의 단가 그대로입니다."));
        await Assertions.Expect(effect).ToContainTextAsync(lee.Say("Nobody waits in line now.", "지금 줄에서 기다리는 사람은 없습니다."));
        await lee.LookAsync($"manage-raise-{kim.Say("en", "ko")}");
        await Dialog(lee, "Raise the rate", "단가 올리기").ClickAsync();
        await Assertions.Expect(project).ToContainTextAsync("$22.00");
        var same = (await other.LeaseAsync(new LeaseRequest(new(_project), null, null), ct)).Assignment.ShouldNotBeNull();
        (same.Id, same.Pins.HourlyRate.Micros).ShouldBe((lease.Id, 18_333_333));
    }

    /// <summary>In both languages at once; it is on the trainer's page without being asked for, and stays away when it is put away.</summary>
    private async Task AnnounceAsync(Person lee, Person kim)
    {
        await lee.Page.Locator("#announce-ko").FillAsync("오늘 저녁 7시에 지침이 바뀝니다.");
        await lee.Page.Locator("#announce-en").FillAsync("The guidelines change at 7 pm today.");
        await lee.Button("Tell them…", "알리기…").ClickAsync();
        await Assertions.Expect(lee.Page.Locator("[data-effect=announce]")).ToContainTextAsync(kim.Say("They are: ", "대상: "));
        await lee.LookAsync($"manage-announce-{kim.Say("en", "ko")}");
        await Dialog(lee, "Tell them", "알리기").ClickAsync();
        var told = kim.Page.Locator(".told", new PageLocatorOptions { HasText = kim.Say("The guidelines change", "지침이 바뀝니다") });
        await told.WaitForAsync();
        await kim.LookAsync($"trainer-told-{kim.Say("en", "ko")}");
        await told.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(told).ToHaveCountAsync(0);
        await kim.Page.ReloadAsync();
        await kim.Page.Locator("#can-do").WaitForAsync();
        await kim.Page.Locator(".told").WaitForAsync();
        await Assertions.Expect(kim.Page.Locator(".told")).ToContainTextAsync(kim.Say("took a task back", "과제를 회수했습니다"));

        await lee.Page.GotoAsync($"/manage/projects/{_project}/log");
        await Assertions.Expect(lee.Page.Locator("[data-change]").First).ToContainTextAsync(kim.Say("Announced for 24 h", "24시간 공지"));
        await lee.Page.Locator("#changes-words").FillAsync(kim.Say("leases TAKEN back", "건 회수"));
        await Assertions.Expect(lee.Page.Locator("[data-change]")).ToHaveCountAsync(1);
        await lee.LookAsync($"manage-log-{kim.Say("en", "ko")}");
    }

    private static ILocator Dialog(Person person, string english, string korean) => person.Page.GetByRole(AriaRole.Dialog)
        .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameString = person.Say(english, korean), Exact = true });

    /// <summary>Both clocks, to the minute or the one before.</summary>
    private static Regex Clock(int full, int submit) => new($"(0?{full}|0?{full - 1}):\\d\\d.*(0?{submit}|0?{submit - 1}):\\d\\d");
}
