using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Integration;

public sealed class DescriptionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly DistributionServer _server = shared.Server;

    [Fact]
    public async Task OpenApi_NamesEveryRouteOnce()
    {
        using var kim = _server.Connect();
        var document = await kim.GetAsync("/openapi/v1.json").JsonAsync();
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(operation => (Path: path.Name, Method: operation.Name, operation.Value))).ToList();
        var ids = operations.Select(static operation => operation.Value.GetProperty("operationId").GetString()).ToList();
        ids.ShouldBeUnique();
        var routes = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static route => route.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal) && !route.RoutePattern.RawText.Contains("**"))
            .ToList();
        routes.Count.ShouldBe(operations.Count);
        ids.ShouldBe(routes.Select(static route => route.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName), ignoreOrder: true);
        foreach (var operation in operations) operation.Value.GetProperty("responses").TryGetProperty("default", out _).ShouldBeTrue(operation.Path);
    }

    [Fact]
    public async Task OpenApi_ShowsAmountsAndIdsAsStrings_AndEnumsByName()
    {
        using var kim = _server.Connect();
        var schemas = (await kim.GetAsync("/openapi/v1.json").JsonAsync()).GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("MicroAmount").GetProperty("type").GetString().ShouldBe("string");
        schemas.GetProperty("AssignmentId").GetProperty("type").GetString().ShouldBe("string");
        schemas.GetProperty("AssignmentStatus").GetProperty("enum").EnumerateArray().Select(static value => value.GetString()).ShouldContain("submittedLate");
    }

    /// <summary>
    /// docs/openapi.json is what the pages' types are made of. More may be served than is written there; what is written must be served so.
    /// DISTRIBUTION_WRITE_OPENAPI=1 writes it anew.
    /// </summary>
    [Fact]
    public async Task OpenApi_IsServedAsItIsWrittenDown()
    {
        using var kim = _server.Connect();
        var served = JsonNode.Parse((await kim.GetAsync("/openapi/v1.json").JsonAsync()).GetRawText())!.AsObject();
        served.Remove("servers");
        var path = Path.Combine(RepositoryRoot(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("DISTRIBUTION_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(path, Sorted(served)!.ToJsonString(Written) + "\n", TestContext.Current.CancellationToken);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        foreach (var part in new[] { "paths", "components/schemas" })
        {
            var there = At(served, part);
            At(written, part).Where(entry => !Covers(there[entry.Key], entry.Value)).Select(static entry => entry.Key)
                .ShouldBeEmpty($"{part} of docs/openapi.json are served otherwise: run this test with DISTRIBUTION_WRITE_OPENAPI=1, and see that the pages still fit.");
        }

        static JsonObject At(JsonNode document, string part) => part.Split('/').Aggregate(document, static (node, name) => node[name]!).AsObject();
    }

    [Fact]
    public void EveryRoute_AsksForAnAccount_ExceptTheWaysIn()
    {
        var open = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is null)
            .Select(static route => route.RoutePattern.RawText!).ToList();
        open.ShouldBe(
            [
                "/health", "/alive", "/metrics", "/openapi/{documentName}.json", "/api/v1/accounts/sign-up", "/api/v1/accounts/sign-in",
                "/api/v1/accounts/setup", "/api/v1/{**rest}",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Metrics_ArePrometheusText()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await kim.GetAsync("work/current").JsonAsync();
        var answer = await kim.GetAsync("/metrics");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.ShouldContain("http_route=\"/api/v1/work/current\"");
        text.ShouldContain("# TYPE http_server_active_requests gauge");
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(static line => line.StartsWith('#') || line.LastIndexOf(' ') > 0);
        text.ShouldNotContain(kim.Account.Value);
    }

    [Fact]
    public async Task Health_IsGreenWhileTheProcessRuns()
    {
        using var kim = _server.Connect();
        (await kim.GetAsync("/health").StatusAsync()).ShouldBe(200);
        (await kim.GetAsync("/alive").StatusAsync()).ShouldBe(200);
    }

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether all that is written is served, too. Words may change.</summary>
    private static bool Covers(JsonNode? served, JsonNode? written) => (served, written) switch
    {
        (JsonObject there, JsonObject here) => here.All(member => member.Key is "description" or "summary" || (there.ContainsKey(member.Key) && Covers(there[member.Key], member.Value))),
        (JsonArray there, JsonArray here) => here.All(item => there.Any(other => Covers(other, item))),
        _ => JsonNode.DeepEquals(served, written),
    };

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Distribution.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Distribution.sln is above the test's folder, but was not found.");
    }
}
