using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Integration;

public sealed class DescriptionTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

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
}
