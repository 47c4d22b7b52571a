using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Live;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Distribution.Tests.Integration.Fakes;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class WorkTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Work_FromLeaseToSubmission_OverHttp()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await ImportAsync("p1", """{"prompt":"a"}""", """{"prompt":"b"}""");
        var lease = await kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync();
        var id = lease.GetProperty("assignment").GetProperty("id").GetString();
        (await kim.GetAsync($"assignments/{id}/content").JsonAsync()).GetProperty("payload").GetProperty("prompt").GetString().ShouldBe("b");
        await kim.PostAsync($"assignments/{id}/beat", new { fence = 1, isActive = true, idleMs = 0 }).JsonAsync();
        await kim.PutAsync($"assignments/{id}/draft", new { version = 1, body = "half" }).JsonAsync();
        (await kim.GetAsync($"assignments/{id}/draft").JsonAsync()).GetProperty("body").GetString().ShouldBe("half");
        var done = await kim.PostAsync($"assignments/{id}/submit", Answer("fine")).JsonAsync();
        (done.GetProperty("fate").GetString(), done.GetProperty("paid").GetString()).ShouldBe(("submitted", "1000"));
        (await kim.GetAsync("work/current").JsonAsync()).GetProperty("assignment").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(100_000, true)]
    public async Task Answer_AboveFourKilobytes_IsABlobThatTheSubmissionNames(int length, bool isBlob)
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync();
        await kim.PostAsync($"assignments/{kim.Account}.1/submit", Answer(new string('a', length), $"answer-{length}")).JsonAsync();
        var taken = FakeWorker.Submissions.Single(submission => submission.SubmissionId == $"answer-{length}");
        (taken.BlobHash is not null, taken.Inline is null).ShouldBe((isBlob, isBlob));
        var text = taken.Inline ?? Encoding.UTF8.GetString((await _server.Blobs.ReadAsync(BlobHash.Parse(taken.BlobHash!), TestContext.Current.CancellationToken))!.Value.Span);
        text.ShouldBe("{\"text\":\"" + new string('a', length) + "\"}");
        BlobHash.Of(Encoding.UTF8.GetBytes(text)).Value.ShouldBe(taken.Sha256);
    }

    [Fact]
    public async Task GivingBack_WithoutAReason_IsAskedForOneUnlessReleased()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await kim.PostAsync("work/lease", new { project = "p1" }).JsonAsync();
        (await kim.PostAsync($"assignments/{kim.Account}.1/skip", new { fence = 1 }).ProblemAsync()).ShouldBe((400, "ReasonNeeded"));
        await kim.PostAsync($"assignments/{kim.Account}.1/release", new { fence = 1 }).JsonAsync();
    }

    [Fact]
    public async Task WorkHub_DoesTheSameWorkAndPushesToThatTrainerOnly()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        await using var foreign = await HubConnection.OpenAsync(lee, "work");
        await hub.InvokeAsync("Watch");
        await foreign.InvokeAsync("Watch");
        var lease = await hub.InvokeAsync("Lease", new { project = "p1" });
        var id = lease.GetProperty("value").GetProperty("assignment").GetProperty("id").GetString()!;
        await Worker(kim).HintAsync(AssignmentId.Parse(id), TaskId.Parse("p1/1"), WorkerPushKind.RateWarning);
        await Worker(lee).HintAsync(AssignmentId.Parse(id), TaskId.Parse("p1/1"), WorkerPushKind.Paid);
        (await hub.PushedAsync("Push")).GetProperty("kind").GetString().ShouldBe("rateWarning");
        (await foreign.PushedAsync("Push")).GetProperty("kind").GetString().ShouldBe("paid");
        var refused = await foreign.InvokeAsync("Beat", id, new { fence = 1, isActive = true, idleMs = 0 });
        refused.GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(404);
        var done = await hub.InvokeAsync("Submit", id, Answer("fine", "over-a-hub"));
        done.GetProperty("value").GetProperty("fate").GetString().ShouldBe("submitted");
        var invalid = await hub.InvokeAsync("Submit", id, Answer("fine", "short"));
        invalid.GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(400);
    }

    [Fact]
    public async Task LiveHub_ShowsAProjectToItsManagerOnly()
    {
        using var owner = await _server.ConnectAsAsync(Roles.Manager);
        using var stranger = await _server.ConnectAsAsync(Roles.Manager);
        var settings = new { title = "t", taskTypeId = "free-form", payPolicy = new { form = "fixed", steps = Array.Empty<object>(), fixedAmount = "1" }, rates = new { } };
        await owner.PostAsync("projects", new { id = "live-one", settings, budget = "0" }).JsonAsync();
        await using var hub = await HubConnection.OpenAsync(owner, "live");
        await using var foreign = await HubConnection.OpenAsync(stranger, "live");
        (await foreign.InvokeAsync("Watch", "live-one")).GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(404);
        (await hub.InvokeAsync("Watch", "live-one")).GetProperty("value").GetProperty("version").GetInt64().ShouldBe(0);
        await _server.Grains.GetGrain<ILiveGrain>("live-one").CountAsync([]);
        (await hub.PushedAsync("Snapshot")).GetProperty("totals").GetProperty("submitted").GetInt64().ShouldBe(1);
        using var trainer = await _server.ConnectAsAsync(Roles.Trainer);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => HubConnection.OpenAsync(trainer, "live"));
    }

    [Fact]
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
    public async Task Hub_MessageAboveTheLimit_EndsTheConnection()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        var big = hub.InvokeAsync("Submit", $"{kim.Account}.1", Answer(new string('a', 40_000)));
        await hub.Ended.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await Should.ThrowAsync<Exception>(() => big);
    }

    private static object Answer(string text, string id = "12345678") =>
        new { submissionId = id, task = "p1/1", fence = 1, body = new { text } };

    private IWorkerGrain Worker(Client client) => _server.Grains.GetGrain<IWorkerGrain>(client.Account.Value);

    private async Task ImportAsync(string project, params string[] payloads)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(payloads));
        var hash = await _server.Blobs.PutAsync(bytes, TestContext.Current.CancellationToken);
        int[] offsets = [0, .. payloads.Select((_, i) => payloads.Take(i + 1).Sum(static payload => payload.Length))];
        await _server.Grains.GetGrain<ISegmentGrain>($"{project}/0").ImportAsync(
            new SegmentImport("i1", payloads.Length, hash.Value, offsets, 0, [], DateTimeOffset.UtcNow));
    }
}
