using System.Reflection;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;
using Distribution.Web.Hubs;

namespace Distribution.Tests.Integration.Abuse;

/// <summary>
/// Every operation × every role × {own, another's, missing}. The operations come from the OpenAPI document and the hubs themselves, so
/// that a new one can't be forgotten.
/// </summary>
public sealed class SweepTests : IAsyncLifetime
{
    private const string Project = "swept";
    private static readonly string[] Strangers = [Roles.Trainer, Roles.Reviewer, Roles.Manager];
    private DistributionServer _server = null!;
    private Client _owner = null!;
    private Client _victim = null!;
    private Client _admin = null!;
    private Lease _lease = null!;
    private string _key = null!;
    private List<(string Id, string Method, string Path)> _operations = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync(("Rates:PerAccountPerSecond", "100000"), ("Rates:PerAccountBurst", "100000"), ("Rates:AnonymousPerSecond", "100000"));
        _owner = await _server.OpenProjectAsync(Project, [.. Enumerable.Range(0, 40).Select(static i => $"text {i}")]);
        _victim = await _server.ConnectAsAsync(Roles.Trainer);
        _admin = await _server.ConnectAsAsync(Roles.Admin);
        _lease = await _victim.LeaseAsync(Project);
        await _victim.PutAsync($"assignments/{_lease.Id}/draft", new { version = 1, body = "a secret draft" }).JsonAsync();
        var made = await _victim.PostAsync("accounts/me/keys", new { name = "ci", scopes = new[] { "work" } }).JsonAsync();
        _key = made.GetProperty("key").GetProperty("id").GetString()!;
        var document = await _owner.GetAsync("/openapi/v1.json").JsonAsync();
        _operations = [.. document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(operation => (
            operation.Value.GetProperty("operationId").GetString()!, operation.Name.ToUpperInvariant(), path.Name["/api/v1/".Length..])))];
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _victim.Dispose();
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "S6")]
    public void EveryOperationAndHubMethod_HasAReach()
    {
        _operations.Select(static operation => operation.Id).ShouldBe(ReachTable.Operations.Keys, ignoreOrder: true);
        HubMethods().ShouldBe(ReachTable.HubMethods.Keys, ignoreOrder: true);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryOperation_WithoutAnAccount_AsksToSignIn()
    {
        using var nobody = _server.Connect();
        foreach (var operation in _operations.Where(static operation => ReachTable.Operations[operation.Id].Reach != Reach.Open))
            (await SendAsync(nobody, operation, Target.Others)).Status.ShouldBe(401, operation.Id);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryOperation_OnWhatBelongsToOthers_ChangesNothingAndLooksLikeMissing()
    {
        var before = await PictureAsync();
        var asked = 0;
        foreach (var role in Strangers)
        {
            using var stranger = await _server.ConnectAsAsync(role);
            foreach (var operation in _operations)
            {
                var expected = Expected(ReachTable.Operations[operation.Id].Reach, role);
                if (expected is null) continue;
                var others = await SendAsync(stranger, operation, Target.Others);
                var missing = await SendAsync(stranger, operation, Target.Missing);
                others.Status.ShouldBe(expected.Value, $"{role} {operation}: {others.Text}");
                missing.ShouldBe(others, $"{role} {operation}");
                asked += 2;
            }
        }

        asked.ShouldBeGreaterThan(150);
        (await PictureAsync()).ShouldBe(before);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryOperation_OnOnesOwn_IsReached()
    {
        // Last what an administrator does to the others: it ends their sessions.
        foreach (var operation in _operations.OrderBy(static operation => ReachTable.Operations[operation.Id].Reach == Reach.Admin))
        {
            var reach = ReachTable.Operations[operation.Id].Reach;
            if (reach is Reach.Open || operation.Id is "SignOut" or "SignOutEverywhere" or "RemoveApiKey") continue;
            var (status, text) = reach switch
            {
                Reach.Project or Reach.Managing => await SendAsync(_owner, operation, Target.Others),
                Reach.Admin => await SendAsync(_admin, operation, Target.Others),
                Reach.OwnById => await SendAsOwnerOfALeaseAsync(operation),
                _ => await SendAsync(_victim, operation, Target.Others),
            };
            // A well-formed call may still be refused for what it says; it may not be told that it is not allowed, or that nothing is there.
            status.ShouldNotBeOneOf([401, 403, 404, 405, 500], $"{operation}: {text}");
            if (operation.Id == "SetProjectStatus") await _owner.PutAsync($"projects/{Project}/status", new { status = "live" }).JsonAsync();
        }
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryProjectOperation_ByAnAdministrator_IsReached()
    {
        foreach (var operation in _operations.Where(static operation => ReachTable.Operations[operation.Id].Reach == Reach.Project))
        {
            (await SendAsync(_admin, operation, Target.Others)).Status.ShouldNotBeOneOf([401, 403, 404, 405, 500], operation.Id);
            (await SendAsync(_admin, operation, Target.Missing)).Status.ShouldBe(404, operation.Id);
        }
    }

    /// <summary>A link or an image on any page can make a browser send a GET with its cookie.</summary>
    [Fact]
    [Trait("Promise", "S2")]
    public async Task EveryGet_WritesNothing()
    {
        var gets = _operations.Where(static operation => operation.Method == "GET").ToList();
        foreach (var operation in gets) await SendAsync(_victim, operation, Target.Others);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        var before = _server.Storage.Writes;
        foreach (var client in (Client[])[_owner, _victim, _admin])
            foreach (var operation in gets) await SendAsync(client, operation, Target.Others);
        _server.Storage.Writes.ShouldBe(before);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryHubMethod_OnWhatBelongsToOthers_FindsNothing()
    {
        var before = await PictureAsync();
        foreach (var name in HubMethods().Where(static name => ReachTable.HubMethods[name].Reach is Reach.OwnById or Reach.Project))
        {
            var (reach, more) = ReachTable.HubMethods[name];
            using var stranger = await _server.ConnectAsAsync(Roles.Manager);
            await using var hub = await HubConnection.OpenAsync(stranger, HubOf(name));
            var others = await hub.InvokeAsync(name.Split('.')[1], [reach == Reach.Project ? Project : _lease.Id, .. more]);
            var missing = await hub.InvokeAsync(name.Split('.')[1], [reach == Reach.Project ? "nothing" : $"{stranger.Account}.77", .. more]);
            others.GetRawText().ShouldBe(missing.GetRawText(), name);
            if (others.ValueKind == JsonValueKind.Object) others.GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(404, name);
        }

        using var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => HubConnection.OpenAsync(trainer, "live"));
        (await PictureAsync()).ShouldBe(before);
    }

    private static IEnumerable<string> HubMethods() => new[] { typeof(WorkHub), typeof(LiveHub) }.SelectMany(static hub => hub
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(static method => method.GetBaseDefinition().DeclaringType == method.DeclaringType).Select(method => $"{hub.Name}.{method.Name}"));

    private static string HubOf(string name) => name.StartsWith(nameof(WorkHub), StringComparison.Ordinal) ? "work" : "live";

    /// <summary>What a role must hear when the thing is another's; null where there is no such thing.</summary>
    private static int? Expected(Reach reach, string role) => reach switch
    {
        Reach.OwnById => 404,
        Reach.Project => role == Roles.Manager ? 404 : 403,
        Reach.Managing => role == Roles.Manager ? null : 403,
        Reach.Admin => 403,
        _ => null,
    };

    private enum Target
    {
        Others,
        Missing,
    }

    private async Task<(int Status, string Text)> SendAsOwnerOfALeaseAsync((string Id, string Method, string Path) operation)
    {
        using var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        var lease = await trainer.LeaseAsync(Project);
        if (operation.Id == "GetDraft") await trainer.PutAsync($"assignments/{lease.Id}/draft", new { version = 1, body = "x" }).JsonAsync();
        if (operation.Id == "GetReceipt") await trainer.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("done")).JsonAsync();
        var body = operation.Id == "Submit" ? lease.Answer("done") : ReachTable.Operations[operation.Id].Body;
        return await SendAsync(trainer, operation.Method, Path(operation.Path, lease.Id, lease.Task, "x"), body);
    }

    private async Task<(int Status, string Text)> SendAsync(Client client, (string Id, string Method, string Path) operation, Target target)
    {
        var path = target == Target.Others
            ? Path(operation.Path, _lease.Id, _lease.Task, _key)
            : Path(operation.Path.Replace("{project}", "nothing"), "wnobody.77", "nothing/0", "nothing");
        var (status, text) = await SendAsync(client, operation.Method, path, ReachTable.Operations[operation.Id].Body);
        return (status, text);
    }

    private static async Task<(int Status, string Text)> SendAsync(Client client, string method, string path, object? body)
    {
        using var response = path.Contains("/imports/", StringComparison.Ordinal) && method == "PUT"
            ? await client.ImportAsync(path.Split('/')[1], "first", "{\"id\":\"x0\",\"text\":\"text 0\"}")
            : await client.SendAsync(new HttpMethod(method), path, body, path.Contains("/projects/", StringComparison.Ordinal) || method != "PUT" ? [] : [("If-Match", "\"1\"")]);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return ((int)response.StatusCode, text.Length > 0 ? "something" : "");
        var problem = JsonDocument.Parse(text).RootElement;
        return ((int)response.StatusCode, string.Join(' ', problem.EnumerateObject().Where(static part => part.Name != "traceId").Select(static part => $"{part.Name}={part.Value}")));
    }

    private string Path(string template, string assignment, string task, string key) => template
        .Replace("{project}", Project).Replace("{assignment}", assignment).Replace("{key}", key).Replace("{month}", "2026-11").Replace("{number}", "0")
        .Replace("{import}", "first").Replace("{shape}", "native").Replace("{type}", "free-form").Replace("{version}", "1").Replace("{span}", "minutes")
        .Replace("{account}", _victim.Account.Value) + (template.EndsWith("/receipt", StringComparison.Ordinal) ? $"?task={Uri.EscapeDataString(task)}" : "");

    /// <summary>Everything that a stranger might have changed.</summary>
    private async Task<string> PictureAsync()
    {
        var task = await _owner.GetAsync($"projects/{Project}/tasks/{TaskId()}").JsonAsync();
        var answers = task.GetProperty("answers").EnumerateArray().Select(static answer =>
            $"{answer.GetProperty("assignment").GetProperty("id")} {answer.GetProperty("assignment").GetProperty("status")} {answer.GetProperty("submission")}");
        var keys = await _victim.GetAsync("accounts/me/keys").JsonAsync();
        return string.Join('\n',
        [
            (await _owner.GetAsync($"projects/{Project}").JsonAsync()).GetRawText(), .. answers, keys.GetRawText(),
            (await _victim.GetAsync($"assignments/{_lease.Id}/draft").JsonAsync()).GetRawText(),
            (await _admin.GetAsync($"admin/accounts/{_victim.Account}").JsonAsync()).GetRawText(),
        ]);
    }

    private int TaskId() => Contracts.TaskId.Parse(_lease.Task).Number;
}
