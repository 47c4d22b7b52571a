using System.Text.Json;
using Distribution.Load.Support;
using Distribution.Tests.EndToEnd.Pages;
using Distribution.Tests.EndToEnd.Support;

namespace Distribution.Tests.EndToEnd.Manage;

/// <summary>Files brought in again: with the mistake mended, with a late line changed, and as they were.</summary>
public sealed class ImportTests
{
    private readonly string _project = World.Name("again");
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 120_000), Trait("Promise", "M27")]
    public async Task File_BroughtInAgain_AddsOnlyWhatIsNew_AndItsErrorsCanBeSaved()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.BorrowAsync();
        await using var browser = await Browser.StartAsync();
        var room = await ControlRoom.SetUpAsync(world, browser, _wrong, ct);
        await world.CreateShortAsync(_project, 1, ct, by: room.Manager);
        await using var kim = await room.EnterAsync();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "rows.jsonl");

        // A text that is a number is one kind of mistake that a mapping makes: every line is wrong, until another column is chosen.
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, 3).Select(static i => Row(i, "Which?")), ct);
        (await BringAsync(kim, path, ("prompt", "number"))).ShouldBe(0);
        await kim.LookAsync("import-errors-en-1440");
        var saved = await kim.Page.RunAndWaitForDownloadAsync(() => kim.Page.Locator("a[download]").ClickAsync());
        var errors = await File.ReadAllLinesAsync((await saved.PathAsync())!, ct);
        errors.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("line").GetInt64()).ShouldBe([1, 2, 3]);
        (await BringAsync(kim, path)).ShouldBe(3, "the same file, read otherwise, is another import");
        (await BringAsync(kim, path)).ShouldBe(3, "as it was: the same import, told again");

        // Same name, same size, and one sign differs beyond the first megabyte.
        var filler = Enumerable.Range(100, 1200).Select(static i => Row(i, new string('x', 1024))).ToList();
        await File.WriteAllLinesAsync(path, [.. filler, Row(11, "Late A")], ct);
        (await BringAsync(kim, path)).ShouldBe(1201);
        await File.WriteAllLinesAsync(path, [.. filler, Row(12, "Late B")], ct);
        (await BringAsync(kim, path)).ShouldBe(1, "one line of all is new");
        _wrong.ShouldBeEmpty();
    }

    private static string Row(int i, string prompt) => JsonSerializer.Serialize(new { id = $"x{i}", number = 7, prompt, answerA = "A", answerB = "B" });

    private async Task<int> BringAsync(Person kim, string path, (string Field, string Column)? otherwise = null)
    {
        await kim.Page.GotoAsync($"/manage/projects/{_project}/import");
        await kim.Page.Locator("#import-file").SetInputFilesAsync(path);
        await kim.Page.Locator(".mapping").WaitForAsync();
        if (otherwise is var (field, column)) await kim.Page.GetByLabel(field, new() { Exact = true }).SelectOptionAsync(column);
        await kim.Button("Bring them in", "올리기").ClickAsync();
        var done = kim.Page.Locator("[data-imported]");
        await done.WaitForAsync();
        return int.Parse((await done.GetAttributeAsync("data-imported"))!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
