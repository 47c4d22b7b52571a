using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;
using Distribution.Host.Standalone.Rehearsals;
using Distribution.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Integration;

/// <summary>Rehearsals of what happened on a real server, with people at the same time and a clock that nobody holds.</summary>
public sealed class RehearsalTests : IAsyncLifetime
{
    private const string Project = "rehearsed";
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync(
        ("Rates:PerAccountPerSecond", "100000"), ("Rates:PerAccountBurst", "100000"), ("Rates:AnonymousPerSecond", "100000"), ("Rehearsals:AssignmentsMax", "400"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Promise", "M30")]
    public async Task Rehearsal_OfARealCrowd_IsExact_AndAChangeShows()
    {
        using var owner = await WorkedAsync(trainers: 16, tasks: 60);
        var same = await RehearseAsync(owner, Settings());
        same.GetProperty("check").GetProperty("examples").EnumerateArray().Select(static example => example.GetRawText()).ShouldBeEmpty();
        same.GetProperty("check").GetProperty("differing").GetInt32().ShouldBe(0);
        same.GetProperty("check").GetProperty("compared").GetInt32().ShouldBeGreaterThan(120);
        same.GetProperty("changes").GetArrayLength().ShouldBe(0);
        Cost(same, "rehearsed").ShouldBe(Cost(same, "happened"));
        (await SpentAsync(owner)).ShouldBe(Cost(same, "happened"));

        var dearer = await RehearseAsync(owner, Settings(rate: "24000000"));
        dearer.GetProperty("changes")[0].GetProperty("setting").GetString().ShouldBe("rates");
        Math.Abs(Cost(dearer, "rehearsed") - (2 * Cost(dearer, "happened"))).ShouldBeLessThan(dearer.GetProperty("check").GetProperty("compared").GetInt32());
        (await SpentAsync(owner)).ShouldBe(Cost(same, "happened"), "a rehearsal costs nothing");
        var closed = (await owner.GetAsync($"projects/{Project}/live").JsonAsync()).GetProperty("totals").GetProperty("Closed").GetInt64();
        closed.ShouldBe(60);
        (await owner.GetAsync($"projects/{Project}/rehearsals").JsonAsync()).GetArrayLength().ShouldBe(2);
    }

    [Fact]
    [Trait("Promise", "M33")]
    public async Task Order_ThatIsWrongOrTooLarge_IsRefusedByName()
    {
        using var owner = await WorkedAsync(trainers: 2, tasks: 3);
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        (await StartAsync(owner, to, from, Settings()).ProblemAsync()).ShouldBe((400, "InvalidStretch"));
        (await StartAsync(owner, from.AddDays(-40), to, Settings()).ProblemAsync()).ShouldBe((400, "InvalidStretch"));
        (await StartAsync(owner, from, to, Settings(overlap: 99)).ProblemAsync()).ShouldBe((400, "InvalidSettings"));
        var nothing = await EndAsync(owner, await StartAsync(owner, from.AddDays(-9), to.AddDays(-8), Settings()).JsonAsync());
        (nothing.GetProperty("state").GetString(), nothing.GetProperty("problem").GetProperty("code").GetString()).ShouldBe(("failed", "NothingHappened"));
    }

    [Fact]
    [Trait("Promise", "M33")]
    public async Task Rehearsal_OneAtATime_IsCancelledByItsManager()
    {
        using var owner = await WorkedAsync(trainers: 8, tasks: 40);
        var all = new List<JsonElement>();
        for (var i = 0; i < 4; i++) all.Add(await StartAsync(owner, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), Settings()).JsonAsync());
        var last = all[^1].GetProperty("id").GetString();
        (await owner.SendAsync(HttpMethod.Delete, $"projects/{Project}/rehearsals/{last}").StatusAsync()).ShouldBe(200);
        (await EndAsync(owner, all[^1])).GetProperty("state").GetString().ShouldBe("cancelled");
        foreach (var one in all.SkipLast(1)) (await EndAsync(owner, one)).GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    [Trait("Promise", "M42")]
    public async Task Rehearsals_OutliveTheServersMemory_AndOneThatWasBrokenOffSaysSo()
    {
        using var owner = await WorkedAsync(trainers: 4, tasks: 12);
        var done = await RehearseAsync(owner, Settings(rate: "24000000"));
        var id = done.GetProperty("id").GetString();

        // What a server would know that has just been started on the same folder.
        using var next = ActivatorUtilities.CreateInstance<RehearsalService>(_server.Services);
        var project = new ProjectId(Project);
        var kept = (await next.ListAsync(project)).ShouldHaveSingleItem();
        (kept.Id, kept.By, kept.State).ShouldBe((id, owner.Account, RehearsalState.Done));
        kept.Changes.ShouldHaveSingleItem().Setting.ShouldBe("rates");
        var view = (await next.FindAsync(project, kept.Id))!;
        (view.Happened!.Cost.Micros, view.Rehearsed!.Cost.Micros, view.Check!.Differing).ShouldBe((Cost(done, "happened"), Cost(done, "rehearsed"), 0));

        // Asked for, and the server is stopped before it is over.
        var present = (await _server.Grains.GetGrain<IProjectGrain>(Project).GetAsync())!;
        var order = new RehearsalOrder(view.From, view.To, present.Settings);
        var begun = (await next.StartAsync(present, owner.Account, order)).Value!;
        await next.StopAsync(TestContext.Current.CancellationToken);
        var listed = await owner.GetAsync($"projects/{Project}/rehearsals").JsonAsync();
        listed.EnumerateArray().Select(static head => head.GetProperty("state").GetString()).ShouldBe(["failed", "done"]);
        listed[0].GetProperty("byName").GetString().ShouldBe("Minted 1");
        var broken = await owner.GetAsync($"projects/{Project}/rehearsals/{begun.Id}").JsonAsync();
        (broken.GetProperty("state").GetString(), broken.GetProperty("problem").GetProperty("code").GetString()).ShouldBe(("failed", "Interrupted"));

        // The oldest go; as many as the option says stay.
        for (var i = 0; i < 11; i++) await RehearseAsync(owner, Settings());
        listed = await owner.GetAsync($"projects/{Project}/rehearsals").JsonAsync();
        listed.GetArrayLength().ShouldBe(10);
        (await owner.GetAsync($"projects/{Project}/rehearsals/{id}").ProblemAsync()).ShouldBe((404, "NotFound"));
    }

    [Fact]
    [Trait("Promise", "M42")]
    public async Task Rehearsal_IsSaidToBeOver_WhenThatIsDurable()
    {
        using var owner = await WorkedAsync(trainers: 2, tasks: 3);
        var (isHeld, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writes = 0;
        _server.Storage.Before = state =>
        {
            // The first write keeps the order, the second what was found.
            if (state != "rehearsalshelf" || Interlocked.Increment(ref writes) < 2) return Task.CompletedTask;
            isHeld.TrySetResult();
            return goOn.Task;
        };
        var begun = await StartAsync(owner, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), Settings()).JsonAsync();
        await isHeld.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var view = await owner.GetAsync($"projects/{Project}/rehearsals/{begun.GetProperty("id").GetString()}").JsonAsync();
        view.GetProperty("state").GetString().ShouldBe("checking");
        goOn.SetResult();
        (await EndAsync(owner, begun)).GetProperty("state").GetString().ShouldBe("done");
    }

    private static object Settings(string rate = "12000000", int overlap = 2) => new
    {
        title = "Write",
        taskTypeId = "free-form",
        overlap,
        rates = new { generalist = rate },
        payPolicy = new
        {
            form = "marginal",
            fixedAmount = "0",
            steps = new[] { new { fromActiveMs = 0, numerator = 1, denominator = 1 }, new { fromActiveMs = 600_000, numerator = 1, denominator = 3 } },
        },
    };

    /// <summary>A project that a crowd has worked to its end, all at once.</summary>
    private async Task<Client> WorkedAsync(int trainers, int tasks)
    {
        var owner = await _server.ConnectAsAsync(Roles.Manager);
        await owner.PostAsync("projects", new { id = Project, settings = Settings(), budget = "100000000000" }).JsonAsync();
        await owner.ImportAsync(Project, "first", string.Join('\n', Enumerable.Range(0, tasks).Select(static i => $"{{\"id\":\"x{i}\",\"text\":\"text {i}\"}}"))).JsonAsync();
        await owner.PutAsync($"projects/{Project}/status", new { status = "live" }).JsonAsync();
        var crowd = await Task.WhenAll(Enumerable.Range(0, trainers).Select(_ => _server.ConnectAsAsync(Roles.Trainer)));
        await Task.WhenAll(crowd.Select((trainer, i) => WorkAsync(trainer, new Random(i))));
        foreach (var trainer in crowd) trainer.Dispose();
        await owner.EventuallyAsync($"projects/{Project}/live", live => live.GetProperty("totals").TryGetProperty("Closed", out var closed) && closed.GetInt64() == tasks);
        return owner;
    }

    private static async Task WorkAsync(Client trainer, Random random)
    {
        for (var idle = 0; idle < 4;)
        {
            var reply = await trainer.PostAsync("work/lease", new { project = Project }).JsonAsync();
            if (reply.GetProperty("assignment").ValueKind != JsonValueKind.Object)
            {
                idle++;
                await Task.Delay(120);
                continue;
            }

            idle = 0;
            var lease = Lease.Of(reply);
            await Task.Delay(random.Next(5, 60));
            var mood = random.Next(12);
            if (mood == 0) await trainer.PostAsync($"assignments/{lease.Id}/pause", new { fence = lease.Fence }).JsonAsync();
            if (mood == 1) await trainer.PostAsync($"assignments/{lease.Id}/beat", new { fence = lease.Fence, isActive = true, idleMs = 0 }).JsonAsync();
            if (mood == 0)
            {
                await Task.Delay(random.Next(5, 40));
                await trainer.PostAsync($"assignments/{lease.Id}/resume", new { fence = lease.Fence }).JsonAsync();
            }

            if (mood == 2) await trainer.PostAsync($"assignments/{lease.Id}/release", new { fence = lease.Fence }).JsonAsync();
            else await trainer.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("an answer")).JsonAsync();
        }
    }

    private static Task<HttpResponseMessage> StartAsync(Client owner, DateTimeOffset from, DateTimeOffset to, object settings) =>
        owner.PostAsync($"projects/{Project}/rehearsals", new { from, to, settings });

    private static async Task<JsonElement> RehearseAsync(Client owner, object settings)
    {
        var view = await EndAsync(owner, await StartAsync(owner, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), settings).JsonAsync());
        view.GetProperty("state").GetString().ShouldBe("done", view.GetRawText());
        return view;
    }

    private static Task<JsonElement> EndAsync(Client owner, JsonElement begun) => owner.EventuallyAsync(
        $"projects/{Project}/rehearsals/{begun.GetProperty("id").GetString()}", static view => view.GetProperty("state").GetString() is "done" or "failed" or "cancelled");

    private static long Cost(JsonElement view, string of) => long.Parse(view.GetProperty(of).GetProperty("cost").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<long> SpentAsync(Client owner) =>
        long.Parse((await owner.GetAsync($"projects/{Project}/live").JsonAsync()).GetProperty("spent").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
