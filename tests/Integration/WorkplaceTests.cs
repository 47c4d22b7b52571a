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
}
