using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Tasks;
using Distribution.Grains.Workers;
using Distribution.Tests.Unit.Support;

namespace Distribution.Tests.Unit.Work;

/// <summary>The way to a lease, and what becomes of one whose outcome is unknown.</summary>
public sealed class LeaseTests
{
    private const string Kim = "worker/kim#worker";

    [Theory, Trait("Promise", "L2")]
    [InlineData("budget/", Kim)]
    [InlineData(Kim, "budget/")]
    public async Task Task_LeasesOnlyWhenIntentAndReservationAreBothDurable(string held, string done)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Storage.Before = key => key.StartsWith(held, StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        var asking = world.AskAsync("kim");
        await world.QuietAsync();
        // Side by side: the one does not wait for the other; the task waits for both.
        if (done == Kim) world.Storage.Stored<WorkerState>(Kim)!.Intent!.Candidates.ShouldBe([0, 1, 2]);
        world.Storage.Log.ShouldContain(key => key.StartsWith(done, StringComparison.Ordinal));
        world.Storage.Log.ShouldNotContain(key => key.StartsWith("task/", StringComparison.Ordinal));
        asking.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        var reply = await asking;
        reply.Assignment!.Task.Number.ShouldBe(0);
        world.Storage.Log.Count(static key => key == "task/p/0#task").ShouldBe(1);
        world.Storage.Log.ShouldNotContain("task/p/1#task");
    }

    [Theory, Trait("Promise", "L2"), Trait("Promise", "L3")]
    [InlineData("budget/")]
    [InlineData(Kim)]
    public async Task Lease_WhoseIntentOrReservationFailed_NeverBecomesOne(string failing)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        FailOnce(world, failing);
        await Should.ThrowAsync<SimulatedStorageException>(() => world.AskAsync("kim"));
        world.Storage.Stored<TaskState>("task/p/0#task").ShouldBeNull();
        var lease = await world.LeaseAsync("kim");
        (await world.TaskOf(lease.Task.Number).GetAsync())!.Answers.ShouldHaveSingleItem().Assignment.Id.ShouldBe(lease.Id);
        // What the queue held for the one that failed is free again after a sweep, and its money with the budget's.
        await world.WorkAsync(lease, 130);
        (await world.Queue.CountAsync()).Ready.ShouldBe(2);
        (await world.Budget().GetAsync()).Open.ShouldBe(1);
    }

    [Theory, Trait("Promise", "L3")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Lease_WhoseReplyWasLost_IsConfirmedOrBuried(bool wasWritten, bool restart)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        if (wasWritten) LoseReplyOnce(world, "task/");
        else FailOnce(world, "task/");
        await Should.ThrowAsync<SimulatedStorageException>(() => world.AskAsync("kim"));
        if (restart) await world.RestartAsync();

        var reply = await world.AskAsync("kim");
        reply.Assignment!.Id.N.ShouldBe(wasWritten ? 1 : 2);
        reply.IsResumed.ShouldBe(wasWritten);
        if (wasWritten) return;
        var late = new LeaseCommand(new AssignmentId(new WorkerId("kim"), 1), world.Now, new MicroAmount(10_000_000), reply.Assignment.Pins, [], "a");
        for (var task = 0; task < 3; task++) (await world.TaskOf(task).LeaseAsync(late)).Refusal.ShouldBe(LeaseRefusal.TooOld, $"task {task}");
        (await world.TaskOf(0).ResolveAsync(late.Assignment)).Status.ShouldBe(AssignmentStatus.Tombstone);
    }

    [Fact, Trait("Promise", "L3")]
    public async Task Worker_WithAnUnknownOutcome_LeasesNothingElse()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        world.Storage.Before = static key => key.StartsWith("task/", StringComparison.Ordinal)
            ? Task.FromException(new SimulatedStorageException("The task can't write.")) : Task.CompletedTask;
        await Should.ThrowAsync<SimulatedStorageException>(() => world.AskAsync("kim"));
        for (var i = 0; i < 3; i++) await Should.ThrowAsync<SimulatedStorageException>(() => world.AskAsync("kim"));
        world.Storage.Stored<WorkerState>(Kim)!.LastN.ShouldBe(1);
        world.Storage.Before = null;
        (await world.LeaseAsync("kim")).Id.N.ShouldBe(2);
    }

    [Fact, Trait("Promise", "L7")]
    public async Task Asking_FromManyTabsAtOnceAndAgainLater_IsAnsweredWithTheOneAssignment()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 10);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.AskAsync("kim")));
        replies.Select(static reply => reply.Assignment!.Id).Distinct().ShouldHaveSingleItem();
        replies.Count(static reply => !reply.IsResumed).ShouldBe(1);
        await world.RestartAsync();
        (await world.AskAsync("kim")).Assignment!.Id.ShouldBe(replies[0].Assignment!.Id);
        (await world.Worker("kim").GetSnapshotAsync()).Assignment!.Id.ShouldBe(replies[0].Assignment!.Id);
        (await world.Queue.CountAsync()).Ready.ShouldBe(9);
    }

    [Fact, Trait("Promise", "L6")]
    public async Task Fences_RiseWithEachLease_AndNoCommandWithAnotherFenceIsTaken()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var fences = new List<long>();
        foreach (var worker in new[] { "kim", "lee", "park", "kim" })
        {
            if (worker == "park") await world.RestartAsync();
            var lease = await world.LeaseAsync(worker);
            fences.Add(lease.Fence);
            await RefusesAsync(world, lease with { Fence = lease.Fence - 1 });
            await RefusesAsync(world, lease with { Fence = lease.Fence + 1 });
            (await world.GiveBackAsync(lease, GiveBackKind.Release)).IsOk.ShouldBeTrue();
            await world.SecondsAsync(1);
        }

        fences.ShouldBe(fences.Distinct().Order());
    }

    [Fact, Trait("Promise", "L15")]
    public async Task Change_OfRatePolicyGuidelinesAndType_TouchesOnlyTheNextLease()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        var running = await world.LeaseAsync("kim");
        var settings = (await world.ProjectGrain.GetAsync())!.Settings;
        var changed = settings with
        {
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(7200 * WorkWorld.SecondMicros) },
            PayPolicy = PayPolicy.Standard(5_000),
            LimitMs = 10_000,
            HardLimitMs = 20_000,
            GuidelineVersion = 2,
            TaskTypeVersion = 2,
            Overlap = 2,
        };
        (await world.ProjectGrain.ChangeAsync(WorkWorld.Manager, changed, settings.Version)).IsOk.ShouldBeTrue();
        await world.SecondsAsync(1);
        await world.WorkAsync(running, 29);
        var next = await world.LeaseAsync("lee");

        var paid = (await world.SubmitAsync(running)).Value!;
        (paid.Fate, paid.Paid.Micros, paid.Receipt.RateVersion).ShouldBe((AssignmentStatus.Submitted, 30 * WorkWorld.SecondMicros, 1));
        var view = (await world.AssignmentAsync(running)).Assignment;
        view.Pins.ShouldBeEquivalentTo(running.Pins);
        (next.Pins.HourlyRate.Micros, next.Pins.RateVersion, next.Pins.GuidelineVersion, next.Pins.TaskTypeVersion, next.Pins.LimitMs)
            .ShouldBe((7200 * WorkWorld.SecondMicros, 2, 2, 2, 10_000L));
    }

    private static async Task RefusesAsync(WorkWorld world, AssignmentView lease)
    {
        var worker = world.Worker(lease.Id.Worker.Value);
        (await worker.BeatAsync(lease.Id, lease.Fence, new Beat(true, 0))).IsOk.ShouldBeFalse();
        (await worker.PauseAsync(lease.Id, lease.Fence)).Refusal!.Code.ShouldBe("WrongFence");
        (await worker.ResumeAsync(lease.Id, lease.Fence)).Refusal!.Code.ShouldBe("WrongFence");
        (await world.SubmitAsync(lease)).Refusal!.Code.ShouldBe("WrongFence");
        (await world.GiveBackAsync(lease, GiveBackKind.Skip, "no")).Refusal!.Code.ShouldBe("WrongFence");
    }

    private static void FailOnce(WorkWorld world, string prefix) => world.Storage.Before = key =>
    {
        if (!key.StartsWith(prefix, StringComparison.Ordinal)) return Task.CompletedTask;
        world.Storage.Before = null;
        return Task.FromException(new SimulatedStorageException("Nothing was written."));
    };

    private static void LoseReplyOnce(WorkWorld world, string prefix) => world.Storage.After = key =>
    {
        if (!key.StartsWith(prefix, StringComparison.Ordinal)) return;
        world.Storage.After = null;
        throw new SimulatedStorageException("It was written, but you would not know.");
    };
}
