using Distribution.Contracts.Accounts;
using Distribution.Embedded.Storage;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>A disk that is full, fails or is slow, as its users hear of it.</summary>
public sealed class DiskTests : IAsyncLifetime
{
    private DistributionServer _server = null!;
    private Client _manager = null!;
    private Client _kim = null!;
    private Lease _lease = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync();
        _manager = await _server.OpenProjectAsync("disk", "a", "b", "c");
        _kim = await _server.ConnectAsAsync(Roles.Trainer);
        _lease = await _kim.LeaseAsync("disk");
    }

    public async ValueTask DisposeAsync()
    {
        _manager.Dispose();
        _kim.Dispose();
        await _server.DisposeAsync();
    }

    [Theory, Trait("Promise", "D9")]
    [InlineData(true, 507, "StorageFull")]
    [InlineData(false, 503, "StorageUnavailable")]
    public async Task Refusal_OfTheDisk_IsSaidAsSuch_AndHealsByItself(bool isFull, int status, string code)
    {
        await using var hub = await HubConnection.OpenAsync(_kim, "work");
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        _server.Storage.Refuses = () => isFull ? new StorageFullException("/secret/path is full.") : new StorageFaultException("/secret/path failed.");

        var refused = await _kim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("done"));
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("secret");
        (await Task.FromResult(refused).ProblemAsync()).ShouldBe((status, code));
        (await lee.PostAsync("work/lease", new { project = "disk" }).ProblemAsync()).ShouldBe((status, code));
        var said = await Should.ThrowAsync<InvalidOperationException>(() => hub.InvokeAsync("Submit", _lease.Id, _lease.Answer("done")));
        said.Message.ShouldContain($"HubException: {code}: ");
        said.Message.ShouldNotContain("secret");
        (await _kim.GetAsync("work/current").StatusAsync()).ShouldBe(200);
        (await _manager.GetAsync("projects/disk").StatusAsync()).ShouldBe(200);

        _server.Storage.Refuses = null;
        var reply = await _kim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("done")).JsonAsync();
        reply.GetProperty("wasReplay").GetBoolean().ShouldBeFalse();
        (await lee.LeaseAsync("disk")).Task.ShouldNotBe(_lease.Task);
    }

    [Fact, Trait("Promise", "D9")]
    public async Task SlowDisk_BeginsNoWork_AndTakesWhatWasBegun()
    {
        await using var hub = await HubConnection.OpenAsync(_kim, "work");
        using var lee = await _server.ConnectAsAsync(Roles.Trainer);
        _server.Strain.IsStrained = true;
        var refused = await lee.PostAsync("work/lease", new { project = "disk" });
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        (await Task.FromResult(refused).ProblemAsync()).ShouldBe((503, "Busy"));
        (await Should.ThrowAsync<InvalidOperationException>(() => hub.InvokeAsync("Lease", new { project = "disk" }))).Message.ShouldContain("Busy: ");
        (await lee.GetAsync("work/current").StatusAsync()).ShouldBe(200);
        (await _kim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("done")).StatusAsync()).ShouldBe(200);
        _server.Strain.IsStrained = false;
        await lee.LeaseAsync("disk");
    }

    /// <summary>Whoever runs the project sees who, how often, and what makes us think so.</summary>
    [Fact, Trait("Promise", "S11")]
    public async Task Robot_HandingInAtOnce_IsNotedWithTheEvidence_AndWhoReadsIsNot()
    {
        using var robot = await _server.ConnectAsAsync(Roles.Trainer);
        var instant = await robot.LeaseAsync("disk");
        var paid = (await robot.PostAsync($"assignments/{instant.Id}/submit", instant.Answer("x")).JsonAsync()).GetProperty("fate").GetString();
        paid.ShouldBe("submitted");
        await Task.Delay(TimeSpan.FromSeconds(2.2), TestContext.Current.CancellationToken);
        await _kim.PostAsync($"assignments/{_lease.Id}/submit", _lease.Answer("thought about")).JsonAsync();

        await _manager.EventuallyAsync("projects/disk/live", static live => live.GetProperty("totals").TryGetProperty("Submitted", out var count) && count.GetInt64() == 2);
        var noted = (await _manager.GetAsync("projects/disk/hurried").JsonAsync()).EnumerateArray().ShouldHaveSingleItem();
        noted.GetProperty("worker").GetString().ShouldBe($"{robot.Account}");
        noted.GetProperty("hurried").GetInt32().ShouldBe(1);
        var evidence = noted.GetProperty("latest").EnumerateArray().ShouldHaveSingleItem();
        evidence.GetProperty("assignment").GetString().ShouldBe(instant.Id);
        evidence.GetProperty("activeMs").GetInt64().ShouldBeLessThan(evidence.GetProperty("leastMs").GetInt64());
    }
}
