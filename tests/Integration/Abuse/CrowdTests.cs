using System.Diagnostics;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Workers;
using Distribution.Tests.Integration.Support;
using Distribution.Web.Hubs;
using Distribution.Web.Identity;
using Distribution.Web.Work;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Integration.Abuse;

/// <summary>Many at once, and one who behaves like many.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync(
        ("Rates:PerAccountPerSecond", "100000"), ("Rates:PerAccountBurst", "100000"), ("Web:SendTimeout", "00:00:01"), ("Web:OutboxMessagesMax", "32"),
        ("Admission:BeginAtOnceMax", "5000"), ("Admission:AtOnceMax", "5000"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Promise", "L23")]
    public async Task ThousandTrainers_OnOneTask_ExactlyOneHasItEachTime()
    {
        const int rounds = 3;
        var crowd = await _server.Services.GetRequiredService<TokenMinter>().MintAsync(Roles.Trainer, 1000, ct: TestContext.Current.CancellationToken);
        var work = _server.Services.GetRequiredService<WorkService>();
        for (var round = 0; round < rounds; round++)
        {
            var project = $"rush-{round}";
            using var manager = await _server.OpenProjectAsync(project, "the only one");
            var replies = await Task.WhenAll(crowd.Select(one => work.LeaseAsync(one.Account, new LeaseRequest(new ProjectId(project), null, null))));
            replies.ShouldAllBe(static reply => reply.IsOk);
            var winners = replies.Where(static reply => reply.Value!.Assignment is not null).Select(static reply => reply.Value!.Assignment!).ToList();
            winners.Count.ShouldBe(1, $"round {round}");
            var submit = new SubmitRequest("12345678", winners[0].Task, winners[0].Fence, JsonSerializer.SerializeToElement(new { response = "done" }));
            (await work.SubmitAsync(winners[0].Id.Worker, $"{winners[0].Id}", submit, TestContext.Current.CancellationToken)).IsOk.ShouldBeTrue();
        }
    }

    [Fact]
    [Trait("Promise", "L23")]
    public async Task ThousandTrainers_OnAsManyTasks_EachHasAnother()
    {
        using var manager = await _server.OpenProjectAsync("wide", [.. Enumerable.Range(0, 1000).Select(static i => $"text {i}")]);
        var crowd = await _server.Services.GetRequiredService<TokenMinter>().MintAsync(Roles.Trainer, 500, ct: TestContext.Current.CancellationToken);
        var work = _server.Services.GetRequiredService<WorkService>();

        // On a machine that is busy with other things an intent may grow too old before its task is asked; then the trainer asks again.
        var tasks = await Task.WhenAll(crowd.Select(async one =>
        {
            var why = "";
            for (var tries = 0; tries < 5; tries++)
            {
                var reply = await work.LeaseAsync(one.Account, new LeaseRequest(new ProjectId("wide"), null, null));
                if (reply.Value?.Assignment is { } lease) return lease.Task;
                why = $"{reply.Value?.NoWork}{(reply.IsOk ? null : reply.Refusal)}";
            }

            throw new InvalidOperationException($"{one.Account} has no task, and there are twice as many as trainers: {why}");
        }));
        tasks.ShouldBeUnique();
    }

    [Fact]
    [Trait("Promise", "S9")]
    public async Task Hoarder_AskingFromEverywhereAtOnce_HoldsOneLease()
    {
        using var manager = await _server.OpenProjectAsync("hoard", [.. Enumerable.Range(0, 50).Select(static i => $"text {i}")]);
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        var asked = Enumerable.Range(0, 200).Select(_ => kim.PostAsync("work/lease", new { project = "hoard" }).JsonAsync()).ToList();
        for (var i = 0; i < 20; i++)
        {
            var reply = (await hub.InvokeAsync("Lease", new { project = "hoard" })).GetProperty("value");
            reply.GetProperty("assignment").GetProperty("id").GetString().ShouldBe($"{kim.Account}.1");
        }

        foreach (var reply in await Task.WhenAll(asked)) Lease.Of(reply).Id.ShouldBe($"{kim.Account}.1");
        Leases(await manager.EventuallyAsync("projects/hoard/history?take=1000", static page => Leases(page) > 0)).ShouldBe(1);

        static int Leases(JsonElement page) => page.GetProperty("events").EnumerateArray().Count(static e => e.GetProperty("kind").GetString() == "leased");
    }

    [Fact]
    [Trait("Promise", "S9")]
    public async Task Robot_ThatTakesAndDrops_DoesNotUseATaskUp()
    {
        using var manager = await _server.OpenProjectAsync("drop", "the only one");
        using var robot = await _server.ConnectAsAsync(Roles.Trainer);
        var taken = 0;
        for (var i = 0; i < 30; i++)
        {
            var reply = await robot.PostAsync("work/lease", new { project = "drop" }).JsonAsync();
            if (reply.GetProperty("assignment").ValueKind != JsonValueKind.Object)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
                continue;
            }

            taken++;
            var lease = Lease.Of(reply);
            await robot.PostAsync($"assignments/{lease.Id}/release", new { fence = lease.Fence, reason = new string('한', 500) }).JsonAsync();
        }

        taken.ShouldBe(3);
        using var honest = await _server.ConnectAsAsync(Roles.Trainer);
        Lease lease2 = null!;
        await honest.EventuallyAsync("projects/drop", static _ => true).ContinueWith(static _ => { }, TaskScheduler.Default);
        for (var i = 0; lease2 is null && i < 50; i++)
        {
            var reply = await honest.PostAsync("work/lease", new { project = "drop" }).JsonAsync();
            if (reply.GetProperty("assignment").ValueKind == JsonValueKind.Object) lease2 = Lease.Of(reply);
            else await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await honest.PostAsync($"assignments/{lease2.ShouldNotBeNull().Id}/submit", lease2.Answer("done")).JsonAsync();
    }

    [Fact]
    [Trait("Promise", "S9")]
    public async Task Pace_IsCountedByAccount_HoweverManyKeysItHasAndWhateverItSaysOfItsAddress()
    {
        await using var strict = await DistributionServer.StartAsync(
            ("Rates:PerAccountPerSecond", "1"), ("Rates:PerAccountBurst", "10"), ("Rates:SignInPerAddressPerMinute", "6"));
        using var kim = await strict.ConnectAsAsync(Roles.Trainer);
        List<Client> clients = [kim];
        for (var i = 0; i < 3; i++)
        {
            var key = await kim.PostAsync("accounts/me/keys", new { name = $"k{i}", scopes = new[] { "work" } }).JsonAsync();
            clients.Add(strict.Connect(key.GetProperty("text").GetString()));
        }

        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => clients[i % clients.Count].GetAsync("work/current").StatusAsync()));
        statuses.Count(static status => status == 200).ShouldBeLessThan(12);
        statuses.ShouldAllBe(static status => status == 200 || status == 429);
        using var guesser = strict.Connect();
        var guesses = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => guesser.SendAsync(
            HttpMethod.Post, "accounts/sign-in", new { email = $"a{i}@example.com", password = "guess" }, ("X-Forwarded-For", $"10.0.0.{i}"), ("Forwarded", $"for=10.1.0.{i}")).StatusAsync()));
        guesses.Count(static status => status != 429).ShouldBeLessThanOrEqualTo(6);
        foreach (var client in clients.Skip(1)) client.Dispose();
    }

    [Fact]
    [Trait("Promise", "S8")]
    public async Task HubReader_ThatDoesNotRead_IsCutAndOthersDoNotWait()
    {
        using var lazy = await _server.ConnectAsAsync(Roles.Trainer);
        using var socket = new System.Net.Sockets.TcpClient { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(_server.Address.Host, _server.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        var head = $"GET /hubs/work?access_token={Uri.EscapeDataString(lazy.Token!)} HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(new byte[64], TestContext.Current.CancellationToken);
        byte[] hello = [.. "{\"protocol\":\"json\",\"version\":1}\u001e"u8];
        await stream.WriteAsync((byte[])[0x81, (byte)(0x80 | hello.Length), 0, 0, 0, 0, .. hello], TestContext.Current.CancellationToken);
        var connections = _server.Services.GetRequiredService<HubConnections>();
        while (connections.All.Count == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        var client = connections.All.Single();
        using var quick = await _server.ConnectAsAsync(Roles.Trainer);
        await using var other = await HubConnection.OpenAsync(quick, "work");
        var hub = _server.Services.GetRequiredService<IHubContext<WorkHub, IWorkClient>>();
        var push = new WorkerPush(new string('x', 60_000), 1, WorkerPushKind.AssignmentChanged, null, null, DateTimeOffset.UtcNow);
        var clock = Stopwatch.StartNew();
        while (connections.All.Contains(client) && clock.Elapsed < TimeSpan.FromSeconds(20))
        {
            client.Send(() => hub.Clients.Client(client.Id).Push(push));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        connections.All.ShouldNotContain(client);
        var asked = Stopwatch.StartNew();
        await other.InvokeAsync("Watch");
        asked.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }
}
