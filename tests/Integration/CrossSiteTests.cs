using System.Net.WebSockets;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class CrossSiteTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    private string Ours => _server.Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("X-Distribution", "")]
    [InlineData("X-Distribution", "0")]
    [Trait("Promise", "S2")]
    public async Task ChangingRequest_FromAnotherSite_IsRefused(string header, string value)
    {
        using var kim = await SignedInAsync();
        (await kim.SendAsync(HttpMethod.Post, "accounts/sign-out", null, (header, value)).ProblemAsync()).ShouldBe((403, "CrossSite"));
        (await kim.GetAsync("accounts/me").StatusAsync()).ShouldBe(200);
    }

    [Fact]
    [Trait("Promise", "S2")]
    public async Task ChangingRequest_FromOurPages_IsTaken()
    {
        using var kim = await SignedInAsync();
        (await kim.SendAsync(HttpMethod.Post, "accounts/sign-out", null, ("Origin", Ours), ("Sec-Fetch-Site", "same-origin")).StatusAsync()).ShouldBe(204);
    }

    [Fact]
    [Trait("Promise", "S2")]
    public async Task ChangingRequest_WithABearer_NeedsNoHeader()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        (await kim.SendAsync(HttpMethod.Post, "accounts/sign-out", null, ("X-Distribution", "")).StatusAsync()).ShouldBe(204);
    }

    [Fact]
    [Trait("Promise", "S2")]
    public async Task SignIn_FromAnotherSite_IsRefused()
    {
        using var kim = _server.Connect();
        await kim.SignUpAsync("kim@example.com").JsonAsync();
        var body = new { email = "kim@example.com", password = DistributionServer.Password };
        (await kim.SendAsync(HttpMethod.Post, "accounts/sign-in", body, ("X-Distribution", "")).ProblemAsync()).ShouldBe((403, "CrossSite"));
    }

    [Theory]
    [InlineData("work", "https://evil.example")]
    [InlineData("work", "null")]
    [InlineData("work", null)]
    [InlineData("live", "https://evil.example")]
    [InlineData("live", null)]
    [Trait("Promise", "S2")]
    public async Task Hub_OpenedByCookieFromAnotherOrigin_IsRefusedBeforeTheUpgrade(string hub, string? origin)
    {
        using var kim = await SignedInAsync();
        await Should.ThrowAsync<WebSocketException>(() => HubConnection.OpenAsync(kim, hub, origin));
    }

    [Fact]
    [Trait("Promise", "S2")]
    public async Task Hub_OpenedByOurPage_IsTaken()
    {
        using var kim = await SignedInAsync();
        await using var hub = await HubConnection.OpenAsync(kim, "work", Ours);
        var epoch = (await kim.GetAsync("work/current").JsonAsync()).GetProperty("epoch").GetString();
        (await hub.InvokeAsync("Watch")).GetProperty("epoch").GetString().ShouldBe(epoch);
    }

    [Fact]
    [Trait("Promise", "S2")]
    public async Task Hub_WithABearerFromAForeignPage_IsRefused()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await Should.ThrowAsync<WebSocketException>(() => HubConnection.OpenAsync(kim, "work", "https://evil.example"));
        await using var program = await HubConnection.OpenAsync(kim, "work");
    }

    [Fact]
    [Trait("Promise", "S2")]
    public async Task Hub_WithoutASession_IsRefused()
    {
        using var nobody = _server.Connect();
        await Should.ThrowAsync<WebSocketException>(() => HubConnection.OpenAsync(nobody, "work", Ours));
    }

    [Theory]
    [InlineData("/api/v1/accounts/me")]
    [InlineData("/health")]
    [InlineData("/nothing")]
    public async Task EveryAnswer_CarriesTheSecurityHeaders(string path)
    {
        using var kim = _server.Connect();
        var answer = await kim.GetAsync(path);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single().ShouldBe("same-origin");
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    private async Task<Client> SignedInAsync()
    {
        var kim = _server.Connect();
        await kim.SignUpAsync("kim@example.com").JsonAsync();
        await kim.SignInAsync("kim@example.com").JsonAsync();
        return kim;
    }
}
