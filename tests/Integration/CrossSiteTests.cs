using System.Net.WebSockets;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class CrossSiteTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly DistributionServer _server = shared.Server;
    private readonly string _email = SharedServer.Name("kim") + "@example.com";

    private string Ours => _server.Address.GetLeftPart(UriPartial.Authority);

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
        await kim.SignUpAsync(_email).JsonAsync();
        var body = new { email = _email, password = DistributionServer.Password };
        (await kim.SendAsync(HttpMethod.Post, "accounts/sign-in", body, ("X-Distribution", "")).ProblemAsync()).ShouldBe((403, "CrossSite"));
    }

    /// <summary>What a form of another page can send without asking: it must fail before anything happens, whatever the browser says of itself.</summary>
    [Theory]
    [InlineData("application/x-www-form-urlencoded", "current=x&next=y")]
    [InlineData("text/plain", "{\"displayName\":\"Owned\",\"timeZone\":\"UTC\",\"locale\":\"ko\"}")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"displayName\"\r\n\r\nOwned\r\n--x--")]
    [Trait("Promise", "S2")]
    public async Task Form_OfAnotherPage_ChangesNothing(string type, string body)
    {
        // A server of its own, because its writes are counted.
        await using var server = await DistributionServer.StartAsync();
        using var kim = await SignedInAsync(server);
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = kim.Cookies }) { BaseAddress = server.Address };
        var before = server.Storage.Writes;
        foreach (var (method, path) in new[] { ("POST", "accounts/sign-out-everywhere"), ("PUT", "work/profile"), ("POST", "work/lease"), ("POST", "accounts/me/keys") })
        {
            foreach (var origin in (string?[])["https://evil.example", "null", null])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path);
                request.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
                (await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden, $"{path} {origin}");
            }
        }

        server.Storage.Writes.ShouldBe(before);
        (await kim.GetAsync("accounts/me").StatusAsync()).ShouldBe(200);
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

    private async Task<Client> SignedInAsync(DistributionServer? server = null)
    {
        var kim = (server ?? _server).Connect();
        await kim.SignUpAsync(_email).JsonAsync();
        await kim.SignInAsync(_email).JsonAsync();
        return kim;
    }
}
