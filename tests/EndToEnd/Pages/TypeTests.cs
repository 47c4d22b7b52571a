using Distribution.Contracts.TaskTypes;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>Every built-in type, answered with its form in both languages, on a phone and a desktop, light and dark.</summary>
public sealed class TypeTests
{
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 480_000), Trait("Promise", "W5"), Trait("Promise", "W10")]
    public async Task EachBuiltInType_IsAnsweredWithItsForm_AndAxeFindsNothing()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        foreach (var type in TypeProjects.Types) await TypeProjects.CreateAsync(world, type, 2, TestContext.Current.CancellationToken);
        TaskTypeIds.BuiltIn.Except(TypeProjects.Types).ShouldBeEmpty("a type that nobody answers here");
        await using var browser = await Browser.StartAsync();
        await AllAsync(world, browser, "ko", 390, isDark: false);
        await AllAsync(world, browser, "en", 1440, isDark: true);
        _wrong.ShouldBeEmpty();
    }

    private async Task AllAsync(World world, Browser browser, string language, int width, bool isDark)
    {
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong, language, width, isDark);
        await kim.SignUpAsync($"{language}{width}");
        foreach (var type in TypeProjects.Types)
        {
            await kim.StartAsync(type);
            await TypeProjects.AnswerAsync(type, kim.Page);
            await kim.LookInAllSizesAsync($"type-{type}-{language}-{width}");
            await kim.SubmitAsync();
            await Assertions.Expect(kim.Page.Locator(".fate")).ToContainTextAsync(kim.Say("Handed in", "제출했습니다"));
        }

        await kim.LookInAllSizesAsync($"queue-after-{language}-{width}");
        await kim.Page.GotoAsync("/earnings");
        await kim.Page.Locator(".lines").WaitForAsync();
        await kim.LookInAllSizesAsync($"earnings-after-{language}-{width}");
    }
}
