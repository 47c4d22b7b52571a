using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class PageTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly DistributionServer _server = shared.Server;

    [Theory]
    [InlineData("/")]
    [InlineData("/manage")]
    public async Task Pages_AreServedAndHoldNoInlineScriptOrStyle(string path)
    {
        using var kim = _server.Connect();
        var page = await (await kim.GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("<div id=\"root\">");
        page.Split("<script").Skip(1).ShouldAllBe(static script => script.Contains("src=\"") && script.Contains("\"></script>"));
        page.ShouldNotContain("style=");
        page.ShouldNotContain("onclick");
    }

    [Theory]
    [InlineData("/work")]
    [InlineData("/manage/projects/one/data")]
    [InlineData("/earnings/2026-11/statement")]
    public async Task Sections_AreAddressesOfTheOnePage(string path)
    {
        using var kim = _server.Connect();
        var page = await kim.GetAsync(path);
        page.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("<div id=\"root\">");
    }

    [Fact]
    public async Task Parts_AreKeptForEverAndSentPacked_AndWhatIsNoPageIsNotFound()
    {
        using var kim = _server.Connect();
        var page = await (await kim.GetAsync("/")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var script = page.Split("src=\"")[1].Split('"')[0];
        var part = await kim.SendAsync(HttpMethod.Get, script, null, ("Accept-Encoding", "br"));
        part.Headers.CacheControl!.ToString().ShouldContain("immutable");
        part.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        (await kim.GetAsync("/workers").StatusAsync()).ShouldBe(404);
        (await kim.GetAsync("/assets/none.js").StatusAsync()).ShouldBe(404);
    }
}
