using System.Globalization;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class AccessTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly object Settings = new
    {
        title = "Compare",
        taskTypeId = "compare-two-answers",
        rates = new { generalist = "15000000" },
        payPolicy = new { form = "marginal", steps = new[] { new { fromActiveMs = 0, numerator = 1, denominator = 1 } }, fixedAmount = "0" },
    };

    private readonly DistributionServer _server = shared.Server;
    private readonly string _project = SharedServer.Name("p");

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "/status")]
    [InlineData("PUT", "/budget")]
    [InlineData("GET", "/tasks/1")]
    [InlineData("POST", "/tasks/1/unstick")]
    [InlineData("GET", "/stuck")]
    [InlineData("GET", "/history")]
    [InlineData("GET", "/live")]
    [InlineData("GET", "/queue")]
    [Trait("Promise", "S1")]
    public async Task Project_OfAnotherManager_LooksLikeNone(string method, string path)
    {
        using var owner = await CreateAsync();
        using var stranger = await _server.ConnectAsAsync(Roles.Manager);
        object? body = method == "GET" ? null : new { status = "live", total = "1" };
        var foreign = await stranger.SendAsync(new HttpMethod(method), $"projects/{_project}{path}", body).ProblemAsync();
        var missing = await stranger.SendAsync(new HttpMethod(method), $"projects/none{path}", body).ProblemAsync();
        (foreign, missing).ShouldBe(((404, "NotFound"), (404, "NotFound")));
        using var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        (await trainer.SendAsync(new HttpMethod(method), $"projects/{_project}{path}", body).StatusAsync()).ShouldBe(403);
        using var nobody = _server.Connect();
        (await nobody.SendAsync(new HttpMethod(method), $"projects/{_project}{path}", body).ProblemAsync()).ShouldBe((401, "SignInNeeded"));
    }

    [Fact]
    public async Task Project_IsChangedOnlyFromTheVersionThatWasSeen()
    {
        using var owner = await CreateAsync();
        (await owner.PutAsync($"projects/{_project}", Settings).ProblemAsync()).ShouldBe((428, "IfMatchNeeded"));
        (await owner.SendAsync(HttpMethod.Put, $"projects/{_project}", Settings, ("If-Match", "\"1\"")).JsonAsync())
            .GetProperty("settings").GetProperty("version").GetInt32().ShouldBe(2);
        (await owner.SendAsync(HttpMethod.Put, $"projects/{_project}", Settings, ("If-Match", "\"1\"")).ProblemAsync()).ShouldBe((409, "VersionConflict"));
        using var other = await _server.ConnectAsAsync(Roles.Manager);
        (await other.PostAsync("projects", new { id = _project, settings = Settings, budget = "0" }).ProblemAsync()).ShouldBe((409, "IdTaken"));
    }

    [Fact]
    public async Task Project_Live_IsListedForTrainersWithTheirRate()
    {
        using var owner = await CreateAsync();
        using var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        (await trainer.PutAsync($"work/lines/{_project}", new { }).ProblemAsync()).ShouldBe((404, "NotFound"));
        await owner.PutAsync($"projects/{_project}/status", new { status = "live" }).JsonAsync();
        var open = await trainer.GetAsync("work/projects").JsonAsync();
        open.EnumerateArray().Single(project => project.GetProperty("id").GetString() == _project).GetProperty("hourlyRate").GetString().ShouldBe("15000000");
        (await owner.GetAsync("projects").JsonAsync()).GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "beat")]
    [InlineData("POST", "pause")]
    [InlineData("POST", "resume")]
    [InlineData("POST", "submit")]
    [InlineData("POST", "release")]
    [InlineData("POST", "skip")]
    [InlineData("POST", "report")]
    [InlineData("GET", "draft")]
    [InlineData("PUT", "draft")]
    [InlineData("GET", "content")]
    [InlineData("GET", "receipt?task={0}/1")]
    [Trait("Promise", "S1")]
    public async Task Assignment_OfAnotherTrainer_LooksLikeNone(string method, string path)
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        using var manager = await _server.OpenProjectAsync(_project, "a", "b");
        var lease = await kim.LeaseAsync(_project);
        lease.Id.ShouldBe($"{kim.Account}.1");
        object? body = method == "GET" ? null : new
        {
            fence = lease.Fence,
            isActive = true,
            idleMs = 0,
            submissionId = "12345678",
            task = lease.Task,
            body = path == "draft" ? (object)"x" : new { },
            version = 1,
            reason = "why",
        };
        foreach (var id in (string[])[$"{kim.Account}.1", "none.1", "1", ".1", $"{lee.Account}.x"])
            (await lee.SendAsync(new HttpMethod(method), $"assignments/{id}/{string.Format(CultureInfo.InvariantCulture, path, _project)}", body).ProblemAsync()).ShouldBe((404, "NotFound"), id);
    }

    private async Task<Client> CreateAsync()
    {
        var owner = await _server.ConnectAsAsync(Roles.Manager);
        await owner.PostAsync("projects", new { id = _project, settings = Settings, budget = "1000000000" }).JsonAsync();
        return owner;
    }
}
