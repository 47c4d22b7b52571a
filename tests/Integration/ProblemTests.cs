using System.Text;
using Distribution.Contracts.Accounts;
using Distribution.Grains.Accounts;
using Distribution.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Distribution.Tests.Integration;

public sealed class ProblemTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Refusals_BecomeStatusAndCode()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var manager = await _server.ConnectAsAsync(Roles.Manager);
        _server.Services.GetRequiredService<IOptions<AccountOptions>>().Value.ProjectsPerPartMax = 0;
        var busy = await manager.PostAsync("projects", new { id = "p1", settings = ProjectSetup.Settings(), budget = "0" });
        busy.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await Task.FromResult(busy).ProblemAsync()).ShouldBe((503, "CatalogFull"));
        (await kim.GetAsync("assignments/nobody.1/draft").ProblemAsync()).ShouldBe((404, "NotFound"));
        (await kim.GetAsync("nothing/here").ProblemAsync()).ShouldBe((404, "NotFound"));
        (await kim.SendAsync(HttpMethod.Put, "work/lease", new { }).ProblemAsync()).Status.ShouldBeOneOf(404, 405);
    }

    [Fact]
    public async Task Fault_TellsNothingOfItsInside()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        _server.Storage.FailWrite(1, WriteFault.Before);
        var answer = await kim.PutAsync("work/profile", new { displayName = "Kim", timeZone = "UTC", locale = "en" });
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("secret");
        (await Task.FromResult(answer).ProblemAsync()).ShouldBe((500, "Failed"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"project\": 7}")]
    [InlineData("{}")]
    public async Task Body_ThatIsNotTheExpectedJson_IsInvalid(string body)
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        (await PostRawAsync(kim, "work/lease", body)).Status.ShouldBe(400);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Body_TooLargeOrTooDeep_IsRefused()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        (await PostRawAsync(kim, "work/lease", "{\"project\": \"" + new string('a', 70_000) + "\"}")).ShouldBe((413, "TooLarge"));
        var deep = "{\"submissionId\":\"12345678\",\"task\":\"p1/1\",\"fence\":1,\"body\":" + new string('[', 10_000) + new string(']', 10_000) + "}";
        (await PostRawAsync(kim, $"assignments/{kim.Account}.1/submit", deep)).Status.ShouldBe(400);
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Requests_FarAboveThePace_AreToldToWait()
    {
        await using var strict = await DistributionServer.StartAsync(("Rates:PerAccountPerSecond", "1"), ("Rates:PerAccountBurst", "3"));
        using var kim = await strict.ConnectAsAsync(Roles.Trainer);
        for (var i = 0; i < 3; i++) (await kim.GetAsync("work/current").StatusAsync()).ShouldBe(200);
        var answer = await kim.GetAsync("work/current");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await Task.FromResult(answer).ProblemAsync()).ShouldBe((429, "TooManyRequests"));
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Options_OutOfRange_StopTheStart()
    {
        var error = await Should.ThrowAsync<Exception>(() => DistributionServer.StartAsync(("Web:DraftBytesMax", "70000")));
        error.Message.ShouldContain("DraftBytesMax");
    }

    private static async Task<(int Status, string Code)> PostRawAsync(Client client, string path, string body)
    {
        using var http = new HttpClient { BaseAddress = client.Server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);
        return await http.PostAsync("/api/v1/" + path, new StringContent(body, Encoding.UTF8, "application/json")).ProblemAsync();
    }
}
