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
    /// <summary>What would end the session, would take away what the others are about, or asks for a code that was drawn.</summary>
    private static readonly string[] Apart = ["SignOut", "SignOutEverywhere", "RemoveApiKey", "RemoveCredential", "RemoveWebhook", "JoinClass"];

    private static readonly string[] Strangers = [Roles.Trainer, Roles.Reviewer, Roles.Manager];
    private SweptWorld _world = null!;
    private List<(string Id, string Method, string Path)> _operations = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await SweptWorld.StartAsync();
        var document = await _world.Owner.GetAsync("/openapi/v1.json").JsonAsync();
        _operations = [.. document.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(operation => (
            operation.Value.GetProperty("operationId").GetString()!, operation.Name.ToUpperInvariant(), path.Name["/api/v1/".Length..])))];
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

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
        using var nobody = _world.Server.Connect();
        foreach (var operation in _operations.Where(static operation => ReachTable.Operations[operation.Id].Reach != Reach.Open))
            (await SendAsync(nobody, operation, Target.Others)).Status.ShouldBe(401, operation.Id);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryOperation_OnWhatBelongsToOthers_ChangesNothingAndLooksLikeMissing()
    {
        var before = await SettledPictureAsync();
        var asked = 0;
        foreach (var role in Strangers)
        {
            using var stranger = await _world.Server.ConnectAsAsync(role);
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

        asked.ShouldBeGreaterThan(350);
        (await PictureAsync()).ShouldBe(before);
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryOperation_OnOnesOwn_IsReached()
    {
        // Last what an administrator does to the others: it ends their sessions.
        foreach (var operation in _operations.OrderBy(static operation => ReachTable.Operations[operation.Id].Reach == Reach.Admin)
            .ThenBy(static operation => operation.Id != "ReleaseReview"))
        {
            var reach = ReachTable.Operations[operation.Id].Reach;
            if (reach is Reach.Open || Apart.Contains(operation.Id)) continue;
            var (status, text) = reach switch
            {
                Reach.Project or Reach.Managing => await SendAsync(_world.Owner, operation, Target.Others),
                Reach.Admin => await SendAsync(_world.Admin, operation, Target.Others),
                Reach.Reviewing or Reach.ReviewingById => await SendAsync(_world.Judge, operation, Target.Others),
                Reach.OwnById when operation.Path.StartsWith("assignments/", StringComparison.Ordinal) => await SendAsOwnerOfALeaseAsync(operation),
                _ => await SendAsync(_world.Victim, operation, Target.Others),
            };
            // A well-formed call may still be refused for what it says; it may not be told that it is not allowed, or that nothing is there.
            status.ShouldNotBeOneOf([401, 403, 404, 405, 500], $"{operation}: {text}");
            // The claim that the verdict is for: the desk's third, after the world's two.
            if (operation.Id == "ReleaseReview") await _world.Judge.PostAsync("reviews/claims", new { project = SweptWorld.Name }).JsonAsync();
            if (operation.Id == "SetProjectStatus") await _world.Owner.PutAsync($"projects/{SweptWorld.Name}/status", new { status = "live" }).JsonAsync();
        }
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryProjectOperation_ByAnAdministrator_IsReached()
    {
        // What would take away what the others are about comes last.
        foreach (var operation in _operations.Where(static operation => ReachTable.Operations[operation.Id].Reach == Reach.Project).OrderBy(static operation => Apart.Contains(operation.Id)))
        {
            (await SendAsync(_world.Admin, operation, Target.Others)).Status.ShouldNotBeOneOf([401, 403, 404, 405, 500], operation.Id);
            (await SendAsync(_world.Admin, operation, Target.Missing)).Status.ShouldBe(404, operation.Id);
        }
    }

    /// <summary>A link or an image on any page can make a browser send a GET with its cookie.</summary>
    [Fact]
    [Trait("Promise", "S2")]
    public async Task EveryGet_WritesNothing()
    {
        var gets = _operations.Where(static operation => operation.Method == "GET").ToList();
        // The first reading lets what follows the history catch up with it: that is no doing of whoever reads.
        await ReadAllAsync();
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        var before = _world.Server.Storage.Writes;
        await ReadAllAsync();
        _world.Server.Storage.Writes.ShouldBe(before);

        async Task ReadAllAsync()
        {
            foreach (var client in (Client[])[_world.Owner, _world.Victim, _world.Judge, _world.Admin])
                foreach (var operation in gets) await SendAsync(client, operation, Target.Others);
        }
    }

    [Fact]
    [Trait("Promise", "S6")]
    public async Task EveryHubMethod_OnWhatBelongsToOthers_FindsNothing()
    {
        var before = await SettledPictureAsync();
        foreach (var name in HubMethods().Where(static name => ReachTable.HubMethods[name].Reach is Reach.OwnById or Reach.Project))
        {
            var (reach, more) = ReachTable.HubMethods[name];
            using var stranger = await _world.Server.ConnectAsAsync(Roles.Manager);
            await using var hub = await HubConnection.OpenAsync(stranger, HubOf(name));
            var others = await hub.InvokeAsync(name.Split('.')[1], [reach == Reach.Project ? SweptWorld.Name : _world.Lease.Id, .. more]);
            var missing = await hub.InvokeAsync(name.Split('.')[1], [reach == Reach.Project ? "nothing" : $"{stranger.Account}.77", .. more]);
            others.GetRawText().ShouldBe(missing.GetRawText(), name);
            if (others.ValueKind == JsonValueKind.Object) others.GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(404, name);
        }

        using var trainer = await _world.Server.ConnectAsAsync(Roles.Trainer);
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
        Reach.Reviewing => role == Roles.Trainer ? 403 : null,
        Reach.ReviewingById => role == Roles.Trainer ? 403 : 404,
        _ => null,
    };

    private enum Target
    {
        Others,
        Missing,
    }

    private async Task<(int Status, string Text)> SendAsOwnerOfALeaseAsync((string Id, string Method, string Path) operation)
    {
        using var trainer = await _world.Server.ConnectAsAsync(Roles.Trainer);
        var lease = await trainer.LeaseAsync(SweptWorld.Name);
        if (operation.Id == "GetDraft") await trainer.PutAsync($"assignments/{lease.Id}/draft", new { version = 1, body = "x" }).JsonAsync();
        if (operation.Id == "GetReceipt") await trainer.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("done")).JsonAsync();
        var body = operation.Id == "Submit" ? lease.Answer("done") : ReachTable.Operations[operation.Id].Body;
        return await SendAsync(trainer, operation.Method, _world.PathOf(operation.Path, lease), body);
    }

    private Task<(int Status, string Text)> SendAsync(Client client, (string Id, string Method, string Path) operation, Target target) => SendAsync(
        client, operation.Method, target == Target.Others ? _world.PathOf(operation.Path) : SweptWorld.MissingPathOf(operation.Path), ReachTable.Operations[operation.Id].Body);

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

    /// <summary>The picture once what the world itself began has come to rest: the history hears of it a moment later, on a busy machine some moments.</summary>
    private async Task<string> SettledPictureAsync()
    {
        var (picture, last) = (await PictureAsync(), "");
        while (picture != last)
        {
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            (picture, last) = (await PictureAsync(), picture);
        }

        return picture;
    }

    /// <summary>Everything that a stranger might have changed.</summary>
    private async Task<string> PictureAsync()
    {
        var task = await _world.Owner.GetAsync($"projects/{SweptWorld.Name}/tasks/{TaskId()}").JsonAsync();
        var answers = task.GetProperty("answers").EnumerateArray().Select(static answer =>
            $"{answer.GetProperty("assignment").GetProperty("id")} {answer.GetProperty("assignment").GetProperty("status")} {answer.GetProperty("submission")}");
        var seen = new List<string>();
        foreach (var (client, path) in Seen()) seen.Add((await client.GetAsync(path).JsonAsync()).GetRawText());
        return string.Join('\n', [.. answers, .. seen]);
    }

    private IEnumerable<(Client Client, string Path)> Seen()
    {
        var (owner, victim, admin) = (_world.Owner, _world.Victim, _world.Admin);
        string[] owners =
        [
            $"projects/{SweptWorld.Name}", $"projects/{SweptWorld.Name}/review-policy", $"projects/{SweptWorld.Name}/gold", $"projects/{SweptWorld.Name}/disputes",
            $"projects/{SweptWorld.Name}/reviews", $"projects/{SweptWorld.Name}/guidelines/versions/0", $"classes/{SweptWorld.Name}/progress",
            $"courses/{SweptWorld.Name}/versions/0", $"qualifications/{SweptWorld.Name}/versions", $"projects/{SweptWorld.Name}/reviews/{_world.Reviewed.Id}",
            $"projects/{SweptWorld.Name}/steering",
            $"projects/{SweptWorld.Name}/webhooks",
        ];
        string[] victims = ["accounts/me/keys", $"assignments/{_world.Lease.Id}/draft", "credentials", "work/standing", "work/classes", "earnings/disputes", "earnings/payouts"];
        return
        [
            .. owners.Select(path => (owner, path)), .. victims.Select(path => (victim, path)), (admin, $"admin/accounts/{victim.Account}"), (admin, "contracts"),
        ];
    }

    private int TaskId() => Contracts.TaskId.Parse(_world.Lease.Task).Number;
}
