using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Workers;
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

    [Fact, Trait("Promise", "M41")]
    public async Task Trainers_AreFoundByName_OfOnesOwnProjectsOnly_OrByTheWholeEMail()
    {
        using var kim = await NamedAsync("Kim Min-ji");
        using var lee = await NamedAsync("이민지");
        using var jose = await NamedAsync("José Núñez");
        using var stranger = await NamedAsync("Kim of elsewhere");
        foreach (var trainer in new[] { kim, lee }) await trainer.LeaseAsync("p1");
        await _owner.CreateProjectAsync("p2");
        await _owner.ImportAsync("p2", "first", "{\"id\":\"x\",\"text\":\"t\"}").JsonAsync();
        await _owner.PutAsync("projects/p2/status", new { status = "live" }).JsonAsync();
        await jose.LeaseAsync("p2");
        using var other = await _server.OpenProjectAsync("p3", "a");
        await stranger.LeaseAsync("p3");

        // Who works where follows the leases within moments.
        await _owner.EventuallyAsync("projects/p1/trainers?search=&ofProject=false", static found => found.GetArrayLength() == 3);
        (await NamesAsync("kim")).ShouldBe(["Kim Min-ji"]);
        (await NamesAsync("JI kim")).ShouldBe(["Kim Min-ji"]);
        (await NamesAsync("민지")).ShouldBe(["이민지"]);
        (await NamesAsync("josé NÚÑEZ")).ShouldBe(["José Núñez"]);
        (await NamesAsync("josé", ofProject: true)).ShouldBeEmpty();
        (await NamesAsync("")).ShouldBe(["Kim Min-ji", "이민지", "José Núñez"], ignoreOrder: true);
        var mail = await EMailAsync(stranger);
        (await NamesAsync(mail.ToUpperInvariant())).ShouldBe(["Kim of elsewhere"]);
        (await NamesAsync(mail[..^1])).ShouldBeEmpty();
        (await NamesAsync(mail, ofProject: true)).ShouldBeEmpty();
        (await NamesAsync(stranger.Account.Value)).ShouldBe(["Kim of elsewhere"]);
        (await NamesAsync(await EMailAsync(other))).ShouldBeEmpty("a manager is no trainer");
        (await other.GetAsync("projects/p1/trainers?search=kim").ProblemAsync()).ShouldBe((404, "NotFound"));

        async Task<IReadOnlyList<string>> NamesAsync(string search, bool ofProject = false)
        {
            var found = await _owner.GetAsync($"projects/p1/trainers?search={Uri.EscapeDataString(search)}&ofProject={(ofProject ? "true" : "false")}").JsonAsync();
            return [.. found.EnumerateArray().Select(static hit => hit.GetProperty("displayName").GetString()!)];
        }
    }

    [Fact, Trait("Promise", "M41"), Trait("Promise", "L15")]
    public async Task Preview_NamesWhomItReaches_AndARaiseSaysWhoKeepsTheirRate()
    {
        using var kim = await NamedAsync("Kim Min-ji");
        using var lee = await NamedAsync("이민지");
        await kim.LeaseAsync("p1");
        await _owner.PutAsync("projects/p1/terms/" + kim.Account, new { tier = "generalist", hourlyRate = "40000000" }).JsonAsync();
        var logged = await _owner.EventuallyAsync("projects/p1/changes?kind=rateChanged&words=Min-ji", static page => page.GetProperty("changes").GetArrayLength() == 1);
        logged.GetProperty("changes")[0].GetProperty("names").GetProperty(kim.Account.Value).GetString().ShouldBe("Kim Min-ji");
        await _server.Grains.GetGrain<ILineGrain>("p1").JoinAsync(lee.Account, []);
        var announce = new { id = "tell all of it", kind = "announce", text = new { ko = "쉬어 가세요", en = "" }, hours = 2 };
        var told = await EffectAsync(announce, 2);
        Names(told).ShouldBe(["Kim Min-ji", "이민지"]);
        var raise = await EffectAsync(new { id = "raise it by ten", kind = "raise", percent = 10 }, 1);
        (raise.GetProperty("leases").GetInt32(), raise.GetProperty("ownRates").GetInt32()).ShouldBe((1, 1));
        Names(raise).ShouldBe(["이민지"]);
        var message = await _owner.PostAsync("projects/p1/steering/preview", new { id = "to two people", kind = "message", trainers = new[] { kim.Account.Value, lee.Account.Value }, text = announce.text }).JsonAsync();
        (message.GetProperty("trainers").GetInt32(), Names(message)[0]).ShouldBe((1, "Kim Min-ji"), "who has never held a task of the project is not written to");

        static IReadOnlyList<string> Names(JsonElement effect) => [.. effect.GetProperty("named").EnumerateArray().Select(static trainer => trainer.GetProperty("displayName").GetString()!)];

        // The live figures follow the history within moments.
        async Task<JsonElement> EffectAsync(object order, int trainers)
        {
            for (var tries = 0; ; tries++)
            {
                var effect = await _owner.PostAsync("projects/p1/steering/preview", order).JsonAsync();
                if (effect.GetProperty("trainers").GetInt32() == trainers && effect.GetProperty("named").GetArrayLength() == trainers) return effect;
                tries.ShouldBeLessThan(100, effect.GetRawText());
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task<Client> NamedAsync(string name)
    {
        var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        await trainer.PutAsync("work/profile", new { displayName = name, timeZone = "Asia/Seoul", locale = "ko" }).JsonAsync();
        return trainer;
    }

    private async Task<string> EMailAsync(Client client) => (await _server.Grains.GetGrain<IAccountGrain>(client.Account.Value).GetAsync())!.Email;

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
