using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class PageTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/live.html")]
    public async Task Pages_AreServedAndHoldNoInlineScriptOrStyle(string path)
    {
        using var kim = _server.Connect();
        var page = await (await kim.GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldContain("<main id=\"main\"");
        page.Split("<script").Skip(1).ShouldAllBe(static script => script.Contains("src=\"") && script.Contains("\"></script>"));
        page.ShouldNotContain("style=");
        page.ShouldNotContain("onclick");
    }

    [Fact]
    public async Task SignalRsOwnClient_LiesBesideThePages()
    {
        using var kim = _server.Connect();
        var script = await (await kim.GetAsync("/lib/signalr.min.js")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        script.ShouldContain("HubConnectionBuilder");
    }
}
