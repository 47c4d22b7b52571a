using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class WorkTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly DistributionServer _server = shared.Server;
    private readonly string _project = SharedServer.Name("p");

    [Theory]
    [InlineData(100, false)]
    [InlineData(40_000, true)]
    public async Task Answer_AboveFourKilobytes_IsABlobThatTheSubmissionNames(int length, bool isBlob)
    {
        using var manager = await _server.OpenProjectAsync(_project, "a");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync(_project);
        await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer(new string('a', length))).JsonAsync();
        var task = await _server.Grains.GetGrain<ITaskGrain>(lease.Task).GetAsync();
        var taken = task!.Answers.ShouldHaveSingleItem().Submission!;
        (taken.BlobHash is not null, taken.Inline is null).ShouldBe((isBlob, isBlob));
        var text = taken.Inline ?? Encoding.UTF8.GetString((await _server.Blobs.ReadAsync(BlobHash.Parse(taken.BlobHash!), TestContext.Current.CancellationToken))!.Value.Span);
        text.ShouldBe("{\"response\":\"" + new string('a', length) + "\"}");
        BlobHash.Of(Encoding.UTF8.GetBytes(text)).Value.ShouldBe(taken.Sha256);
    }

    [Fact]
    [Trait("Promise", "Q47")]
    public async Task Answer_OfTheWrongForm_IsRefusedByQuestionAndTheLeaseGoesOn()
    {
        using var manager = await _server.OpenProjectAsync(_project, "a");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync(_project);
        (await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer(new string('a', 60_000))).ProblemAsync()).ShouldBe((400, "InvalidAnswer"));
        await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("short enough")).JsonAsync();
    }

    [Fact]
    public async Task GivingBack_WithoutAReason_IsAskedForOneUnlessReleased()
    {
        using var manager = await _server.OpenProjectAsync(_project, "a");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync(_project);
        (await kim.PostAsync($"assignments/{lease.Id}/skip", new { fence = lease.Fence }).ProblemAsync()).ShouldBe((400, "ReasonNeeded"));
        await kim.PostAsync($"assignments/{lease.Id}/release", new { fence = lease.Fence }).JsonAsync();
    }

    [Fact]
    [Trait("Promise", "S1")]
    public async Task WorkHub_DoesTheSameWorkAndPushesToThatTrainerOnly()
    {
        using var manager = await _server.OpenProjectAsync(_project, "a", "b");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        await using var foreign = await HubConnection.OpenAsync(lee, "work");
        await hub.InvokeAsync("Watch");
        await foreign.InvokeAsync("Watch");
        var lease = Lease.Of((await hub.InvokeAsync("Lease", new { project = _project })).GetProperty("value"));
        var other = Lease.Of((await foreign.InvokeAsync("Lease", new { project = _project })).GetProperty("value"));
        await Worker(kim).HintAsync(AssignmentId.Parse(lease.Id), TaskId.Parse(lease.Task), WorkerPushKind.RateWarning);
        await Worker(lee).HintAsync(AssignmentId.Parse(other.Id), TaskId.Parse(other.Task), WorkerPushKind.Paid);
        (await hub.PushedAsync("Push")).GetProperty("kind").GetString().ShouldBe("rateWarning");
        (await foreign.PushedAsync("Push")).GetProperty("kind").GetString().ShouldBe("paid");
        var refused = await foreign.InvokeAsync("Beat", lease.Id, new { fence = lease.Fence, isActive = true, idleMs = 0 });
        refused.GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(404);
        var done = await hub.InvokeAsync("Submit", lease.Id, lease.Answer("fine", "over-a-hub"));
        done.GetProperty("value").GetProperty("fate").GetString().ShouldBe("submitted");
        var invalid = await hub.InvokeAsync("Submit", lease.Id, lease.Answer("fine", "short"));
        invalid.GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(400);
    }

    [Fact]
    [Trait("Promise", "U11")]
    public async Task LiveHub_ShowsAProjectToItsManagerOnly()
    {
        using var owner = await _server.ConnectAsAsync(Roles.Manager);
        using var stranger = await _server.ConnectAsAsync(Roles.Manager);
        await owner.CreateProjectAsync("live-one");
        await owner.EventuallyAsync("projects/live-one/live", static live => live.GetProperty("totals").TryGetProperty("ProjectCreated", out _));
        await using var hub = await HubConnection.OpenAsync(owner, "live");
        await using var foreign = await HubConnection.OpenAsync(stranger, "live");
        (await foreign.InvokeAsync("Watch", "live-one")).GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(404);
        var before = (await hub.InvokeAsync("Watch", "live-one")).GetProperty("value");
        before.GetProperty("totals").TryGetProperty("ProjectStatusChanged", out _).ShouldBeFalse();
        await owner.PutAsync("projects/live-one/status", new { status = "live" }).JsonAsync();
        var pushed = await hub.PushedAsync("Snapshot");
        pushed.GetProperty("totals").GetProperty("ProjectStatusChanged").GetInt64().ShouldBe(1);
        pushed.GetProperty("version").GetInt64().ShouldBe(before.GetProperty("version").GetInt64() + 1);
        using var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => HubConnection.OpenAsync(trainer, "live"));
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Hub_AboveTheConnectionsOfOneAccount_IsCut()
    {
        await using var strict = await DistributionServer.StartAsync(("Web:HubConnectionsPerAccountMax", "1"));
        using var kim = await strict.ConnectAsAsync(Roles.Trainer);
        await using var first = await HubConnection.OpenAsync(kim, "work");
        await first.InvokeAsync("Watch");
        await using var second = await HubConnection.OpenAsync(kim, "work");
        await second.Ended.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await first.InvokeAsync("Watch");
    }

    [Fact]
    [Trait("Promise", "S5")]
    public async Task Hub_MessageAboveTheLimit_EndsTheConnection()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        var big = hub.InvokeAsync("Submit", $"{kim.Account}.1", new Lease("", "p1/1", 1).Answer(new string('a', 40_000)));
        await hub.Ended.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await Should.ThrowAsync<Exception>(() => big);
    }

    private IWorkerGrain Worker(Client client) => _server.Grains.GetGrain<IWorkerGrain>(client.Account.Value);
}
