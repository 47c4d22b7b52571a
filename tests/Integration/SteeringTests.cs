using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>Steering over the API, with the trainers who feel it.</summary>
public sealed class SteeringTests : IAsyncLifetime
{
    private DistributionServer _server = null!;
    private Client _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync();
        _owner = await _server.OpenProjectAsync("p1", "a", "b", "c", "d");
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await _server.DisposeAsync();
    }

    [Fact, Trait("Promise", "M14")]
    public async Task Announcement_ReachesWhoCouldTakeTheWork_StaysUntilItIsPutAway_AndLeavesWhenItIsTakenBack()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        await hub.InvokeAsync("Watch");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        var order = new { id = "announce it", kind = "announce", text = new { ko = "쉬어 가세요", en = "Take a rest" }, hours = 2 };
        var effect = await _owner.PostAsync("projects/p1/steering/preview", order).JsonAsync();
        effect.GetProperty("canUndo").GetBoolean().ShouldBeTrue();
        (await kim.GetAsync("work/notices").JsonAsync()).GetArrayLength().ShouldBe(0);
        var action = await _owner.PostAsync("projects/p1/steering", order).JsonAsync();
        await hub.HeardAsync("Notice");
        var notice = (await kim.EventuallyAsync("work/notices", static notices => notices.GetArrayLength() == 1))[0];
        notice.GetProperty("text").GetProperty("ko").GetString().ShouldBe("쉬어 가세요");
        (await kim.PostAsync("work/notices/put-away", new { notice = notice.GetProperty("id").GetString() }).StatusAsync()).ShouldBe(204);
        (await kim.GetAsync("work/notices").JsonAsync()).GetArrayLength().ShouldBe(0);
        await lee.EventuallyAsync("work/notices", static notices => notices.GetArrayLength() == 1);
        await _owner.PostAsync($"projects/p1/steering/{action.GetProperty("number").GetInt32()}/undo").JsonAsync();
        await lee.EventuallyAsync("work/notices", static notices => notices.GetArrayLength() == 0);
    }

    [Fact, Trait("Promise", "M10"), Trait("Promise", "M14")]
    public async Task LeaseThatIsTakenBack_IsToldAtOnce_AndLiesInTheInboxForWhoWasAway()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync("p1");
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        await hub.InvokeAsync("Watch");
        await _owner.PostAsync("projects/p1/steering", Release("take it back", lease, "The source is wrong.")).JsonAsync();
        var push = await hub.PushedAsync("Push");
        push.GetProperty("kind").GetString().ShouldBe("withdrawn");
        push.GetProperty("assignment").GetProperty("reason").GetString().ShouldBe("The source is wrong.");
        var notice = (await kim.EventuallyAsync("work/notices", static notices => notices.GetArrayLength() == 1))[0];
        (notice.GetProperty("kind").GetString(), notice.GetProperty("text").GetProperty("en").GetString()).ShouldBe(("withdrawn", "The source is wrong."));
        var late = await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("too late")).JsonAsync();
        late.GetProperty("fate").GetString().ShouldBe("superseded");
        (await kim.PostAsync($"assignments/{lease.Id}/beat", new { fence = lease.Fence, isActive = true, idleMs = 0 }).StatusAsync()).ShouldBe(404);
    }

    [Fact, Trait("Promise", "M15")]
    public async Task AuditLog_HasWhoWhatBeforeAndAfter_NewestFirst_FilteredAndByPages()
    {
        for (var i = 1; i <= 40; i++) await _owner.PostAsync("projects/p1/steering", new { id = $"order number {i}", kind = "priority", priority = i }).JsonAsync();
        await _owner.PutAsync("projects/p1/status", new { status = "paused" }).JsonAsync();
        await _owner.EventuallyAsync("projects/p1/changes?take=1", static page => page.GetProperty("changes")[0].GetProperty("kind").GetString() == "projectStatusChanged");
        var (all, next) = (new List<JsonElement>(), (int?)null);
        do
        {
            var page = await _owner.GetAsync($"projects/p1/changes?take=7{(next is { } at ? $"&before={at}" : "")}").JsonAsync();
            all.AddRange(page.GetProperty("changes").EnumerateArray());
            next = page.GetProperty("next").ValueKind == JsonValueKind.Number ? page.GetProperty("next").GetInt32() : null;
        }
        while (next is not null);

        all.Select(static change => change.GetProperty("number").GetInt32()).ShouldBe(Enumerable.Range(1, all.Count).Reverse());
        all[0].GetProperty("what").GetString().ShouldBe("Live → Paused");
        all.ShouldAllBe(change => change.GetProperty("by").GetString() == _owner.Account.Value);
        all.Count(static change => change.GetProperty("what").GetString()!.Contains("priority 39 → 40", StringComparison.Ordinal)).ShouldBe(1);
        var found = await _owner.GetAsync("projects/p1/changes?kind=projectChanged&words=11 → 12").JsonAsync();
        found.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem().GetProperty("kind").GetString().ShouldBe("projectChanged");
        (await _owner.GetAsync("projects/p1/changes?by=nobody").JsonAsync()).GetProperty("changes").GetArrayLength().ShouldBe(0);
        (await _owner.GetAsync("projects/p1/changes?kind=7").ProblemAsync()).ShouldBe((400, "BadKind"));
    }

    private static object Release(string id, Lease lease, string reason) =>
        new { id, kind = "release", reason, leases = new[] { new { assignment = lease.Id, task = int.Parse(lease.Task.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture) } } };
}
