using System.Globalization;
using System.IO.Compression;
using Distribution.Tests.EndToEnd.Support;
using Microsoft.Playwright;

namespace Distribution.Tests.EndToEnd.Pages;

/// <summary>What a browser loads that has nothing yet. Prints the figures.</summary>
public sealed class WeightTests
{
    private const int ScriptBytesMax = 200_000;

    /// <summary>Loaded for tasks with code only, language by language.</summary>
    private static readonly string[] Colours = ["/highlight-", "/python-"];
    private readonly List<string> _wrong = [];

    [Fact(Timeout = 120_000), Trait("Promise", "W8")]
    public async Task WorkScreen_LoadsAtMost200KilobytesOfScript_PackedAsItIsSent()
    {
        Assert.SkipUnless(Browser.Missing is null, Browser.Missing ?? "");
        await using var world = await World.BorrowAsync();
        await TypeProjects.CreateAsync(world, "compare-two-answers", 1, TestContext.Current.CancellationToken);
        await using var browser = await Browser.StartAsync();
        await using var kim = await Person.ComeAsync(browser, world.Server.Address, _wrong);
        await kim.SignUpAsync("kim");
        await kim.StartAsync("compare-two-answers");
        // Another browser of the same person: it has nothing yet.
        await using var first = await Person.ComeAsync(browser, world.Server.Address, _wrong, cookies: await kim.Context.StorageStateAsync());
        await first.Page.GotoAsync("/work");
        await first.Page.Locator("pre code.hljs").WaitForAsync();
        var ready = await first.Page.EvaluateAsync<double>("performance.now()");
        var scripts = await AllScriptsAsync(first.Page);
        var sent = scripts.Sum(static script => script.Sent);
        var gzip = 0L;
        foreach (var script in scripts.Where(static script => !Colours.Any(script.Name.Contains))) gzip += Gzip(await world.Http.GetByteArrayAsync(script.Name, TestContext.Current.CancellationToken));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first load of the work screen: drawn after {ready:F0} ms; {scripts.Length} scripts, {sent / 1000.0:F1} KB as sent, {gzip / 1000.0:F1} KB as gzip without the colours of code"));
        sent.ShouldBeInRange(50_000, ScriptBytesMax);
        gzip.ShouldBeLessThanOrEqualTo(ScriptBytesMax);
        _wrong.ShouldBeEmpty();
    }

    /// <summary>What was loaded when nothing more comes.</summary>
    private static async Task<Script[]> AllScriptsAsync(IPage page)
    {
        var before = -1;
        return await Patience.UntilAsync(
            () => page.EvaluateAsync<Script[]>("""
                () => new Promise(tell => setTimeout(tell, 500)).then(() => performance.getEntriesByType('resource').filter(each => each.name.endsWith('.js'))
                  .map(each => ({ name: each.name, sent: each.encodedBodySize })))
                """),
            scripts => before == (before = scripts.Length),
            TimeSpan.FromSeconds(20));
    }

    private static long Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(content);
        return packed.Length;
    }

    private sealed record Script
    {
        public string Name { get; init; } = "";

        public long Sent { get; init; }
    }
}
