using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Distribution.Tests.Integration;

/// <summary>Webhooks over real sockets, to a listener that keeps what it is sent.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Signature, byte[] Body)> _heard = new();
    private WebApplication _listener = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _listener = builder.Build();
        _listener.MapPost("/hook", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            _heard.Enqueue((http.Request.Headers["X-Distribution-Signature"].ToString(), body.ToArray()));
            return Results.Ok();
        });
        _listener.MapPost("/away", static () => Results.Redirect("/hook"));
        await _listener.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _listener.DisposeAsync();

    [Fact, Trait("Promise", "M16")]
    public async Task Project_ThatIsWorkedDrainedAndExported_IsToldWithValidSignatures()
    {
        await using var server = await DistributionServer.StartAsync(("Webhooks:AllowPrivate", "true"), ("Webhooks:AllowHttp", "true"));
        using var owner = await server.OpenProjectAsync("p1", "a", "b");
        var made = await owner.PostAsync("projects/p1/webhooks", new { url = Url("/hook"), events = new[] { "task.closed", "project.drained", "project.status", "export.ready" } }).JsonAsync();
        var secret = made.GetProperty("secret").GetString()!;
        var id = made.GetProperty("webhook").GetProperty("id").GetString();
        (await owner.PostAsync($"projects/p1/webhooks/{id}/ping").JsonAsync()).GetProperty("status").GetInt32().ShouldBe(200);
        using var kim = await server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync("p1");
        await owner.PutAsync("projects/p1/status", new { status = "draining" }).JsonAsync();
        await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("done")).JsonAsync();
        await owner.PostAsync("projects/p1/exports/snapshots").JsonAsync();
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!Types().Contains("project.drained") && DateTime.UtcNow < deadline) await Task.Delay(100, TestContext.Current.CancellationToken);
        Types().ShouldBe(["ping", "project.status", "task.closed", "export.ready", "project.drained"], ignoreOrder: true);
        foreach (var (signature, body) in _heard)
        {
            var parts = signature.Split(',');
            var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{parts[0][2..]}."), .. body]);
            parts[1].ShouldBe($"v1={Convert.ToHexStringLower(mac)}");
            Encoding.UTF8.GetString(body).ShouldNotContain(kim.Account.Value);
        }

        (await owner.GetAsync("projects/p1/webhooks").JsonAsync()).GetRawText().ShouldNotContain(secret);
        (await owner.GetAsync("projects/p1/changes?words=webhook").JsonAsync()).GetProperty("changes").GetArrayLength().ShouldBe(1);
    }

    /// <summary>The door that a server must not be made to knock at: its own, by number, by name, and by way of a redirect.</summary>
    [Fact, Trait("Promise", "M17")]
    public async Task PrivateAddresses_AreRefused_WhenTheyAreNamedAndWhenTheyAreResolved()
    {
        await using var server = await DistributionServer.StartAsync(("Webhooks:AllowHttp", "true"));
        using var owner = await server.OpenProjectAsync("p1", "a");
        string[] events = ["task.closed"];
        (await owner.PostAsync("projects/p1/webhooks", new { url = Url("/hook"), events }).ProblemAsync()).ShouldBe((400, "PrivateUrl"));
        (await owner.PostAsync("projects/p1/webhooks", new { url = "http://localhost:1/hook", events }).ProblemAsync()).ShouldBe((400, "PrivateUrl"));

        // The machine's own name says nothing of where it leads.
        var named = $"http://{Dns.GetHostName()}:{new Uri(Url("/")).Port}/hook";
        var made = await owner.PostAsync("projects/p1/webhooks", new { url = named, events }).JsonAsync();
        var attempt = await owner.PostAsync($"projects/p1/webhooks/{made.GetProperty("webhook").GetProperty("id").GetString()}/ping").JsonAsync();
        attempt.GetProperty("error").GetString().ShouldBeOneOf("the address is private", "no connection");
        _heard.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "M17")]
    public async Task Redirects_AreNotFollowed()
    {
        await using var server = await DistributionServer.StartAsync(("Webhooks:AllowPrivate", "true"), ("Webhooks:AllowHttp", "true"));
        using var owner = await server.OpenProjectAsync("p1", "a");
        var made = await owner.PostAsync("projects/p1/webhooks", new { url = Url("/away"), events = new[] { "task.closed" } }).JsonAsync();
        var attempt = await owner.PostAsync($"projects/p1/webhooks/{made.GetProperty("webhook").GetProperty("id").GetString()}/ping").JsonAsync();
        (attempt.GetProperty("status").GetInt32(), attempt.GetProperty("error").GetString()).ShouldBe((302, "HTTP 302"));
        _heard.ShouldBeEmpty();
    }

    private string Url(string path) => _listener.Urls.First() + path;

    private List<string> Types() => [.. _heard.SelectMany(static each => JsonDocument.Parse(each.Body).RootElement.GetProperty("events").EnumerateArray())
        .Select(static each => each.GetProperty("type").GetString()!)];
}
