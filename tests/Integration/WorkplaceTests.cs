using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>What the work screen asks of the server beyond leasing and handing in.</summary>
public sealed class WorkplaceTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact, Trait("Promise", "W1")]
    public async Task HandingIn_BringsTheNextTaskWithItsMaterial_AndAskingTwiceBringsTheSame()
    {
        using var manager = await _server.OpenProjectAsync("p1", "first", "second");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync("p1");
        var request = new { submissionId = "12345678", task = lease.Task, fence = lease.Fence, body = new { response = "fine" }, next = new { project = "p1" } };
        var reply = await kim.PostAsync($"assignments/{lease.Id}/submit", request).JsonAsync();
        reply.GetProperty("fate").GetString().ShouldBe("submitted");
        var next = reply.GetProperty("next");
        next.GetProperty("content").GetProperty("payload").GetProperty("instruction").GetString().ShouldBe("second");
        var assignment = next.GetProperty("work").GetProperty("assignment").GetProperty("id").GetString();
        assignment.ShouldNotBe(lease.Id);

        var again = await kim.PostAsync($"assignments/{lease.Id}/submit", request).JsonAsync();
        again.GetProperty("wasReplay").GetBoolean().ShouldBeTrue();
        again.GetProperty("next").GetProperty("work").GetProperty("assignment").GetProperty("id").GetString().ShouldBe(assignment);
    }

    [Fact, Trait("Promise", "W1")]
    public async Task HandingInTheLastTask_SaysWhyThereIsNoNext()
    {
        using var manager = await _server.OpenProjectAsync("p1", "only");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync("p1");
        var request = new { submissionId = "12345678", task = lease.Task, fence = lease.Fence, body = new { response = "fine" }, next = new { project = "p1" } };
        var work = (await kim.PostAsync($"assignments/{lease.Id}/submit", request).JsonAsync()).GetProperty("next").GetProperty("work");
        work.GetProperty("assignment").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        work.GetProperty("noWork").GetProperty("reason").GetString().ShouldBe("empty");
    }

    [Fact, Trait("Promise", "W2")]
    public async Task Guidelines_AreReadInTheVersionThatTheLeaseHasPinned_WhateverIsPublishedMeanwhile()
    {
        using var manager = await _server.OpenProjectAsync("p1", "a", "b");
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await PublishAsync(manager, "First.");
        var lease = await kim.LeaseAsync("p1");
        await PublishAsync(manager, "Second.");
        var pinned = (await kim.GetAsync($"assignments/{lease.Id}/content").JsonAsync()).GetProperty("guidelineVersion").GetInt32();
        pinned.ShouldBe(1);
        (await TextAsync(kim, pinned)).ShouldBe("First.");
        (await TextAsync(kim, 2)).ShouldBe("Second.");
        await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer("fine")).JsonAsync();
        var next = await kim.LeaseAsync("p1");
        (await kim.GetAsync($"assignments/{next.Id}/content").JsonAsync()).GetProperty("guidelineVersion").GetInt32().ShouldBe(2);
        (await kim.GetAsync("work/projects/p1/guidelines/3").StatusAsync()).ShouldBe(404);
    }

    [Fact, Trait("Promise", "W2")]
    public async Task Guidelines_OfAnotherManagersProjectOrADraft_AreNotFound()
    {
        using var manager = await _server.ConnectAsAsync(Roles.Manager);
        using var other = await _server.ConnectAsAsync(Roles.Manager);
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        await manager.CreateProjectAsync("p2");
        await PublishAsync(manager, "Not yet.", "p2");
        (await kim.GetAsync("work/projects/p2/guidelines/1").StatusAsync()).ShouldBe(404);
        (await other.GetAsync("projects/p2/guidelines").StatusAsync()).ShouldBe(404);
    }

    private static async Task PublishAsync(Client manager, string text, string project = "p1")
    {
        var version = (await manager.GetAsync($"projects/{project}").JsonAsync()).GetProperty("settings").GetProperty("version").GetInt32();
        await manager.SendAsync(HttpMethod.Post, $"projects/{project}/guidelines", new { text = new { ko = text, en = text } }, ("If-Match", $"\"{version}\"")).JsonAsync();
    }

    private static async Task<string?> TextAsync(Client trainer, int version) =>
        (await trainer.GetAsync($"work/projects/p1/guidelines/{version}").JsonAsync()).GetProperty("text").GetProperty("en").GetString();
}
