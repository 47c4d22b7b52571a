using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Pay;
using Distribution.Grains.Tasks;

namespace Distribution.Tests.Unit.Work;

/// <summary>How leases end by their clocks, with and without anybody there.</summary>
public sealed class DeadlineTests
{
    [Fact, Trait("Promise", "L10")]
    public async Task Expiry_WhoseTimerDiedWithItsProcess_ComesWithinASweep()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, Quick);
        var lease = await world.LeaseAsync("kim");
        await world.RestartAsync();
        // Nobody touches the task, and no timer knows it any more: only the sweep is left.
        await world.SecondsAsync(30);
        await world.SecondsAsync(61);
        var stored = world.Storage.Stored<TaskState>("task/p/0#task")!.Assignments.ShouldHaveSingleItem();
        (stored.Id, stored.Status).ShouldBe((lease.Id, AssignmentStatus.Expired));
        (stored.EndedAt!.Value - lease.SubmitUntil).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        (await world.LeaseAsync("lee")).Task.ShouldBe(lease.Task);
    }

    [Fact, Trait("Promise", "L10")]
    public async Task EveryTouchOfATask_EndsWhatIsOverdue()
    {
        Func<WorkWorld, AssignmentView, Task>[] touches =
        [
            static (world, _) => world.TaskOf(0).StandingAsync(0),
            static (world, lease) => world.TaskOf(0).ViewAsync(lease.Id),
            static (world, lease) => world.TaskOf(0).BeatAsync(lease.Id, lease.Fence, new Beat(true, 0)),
            static (world, lease) => world.TaskOf(0).PauseAsync(lease.Id, lease.Fence),
            static (world, lease) => world.TaskOf(0).ResolveAsync(lease.Id),
            static (world, _) => world.TaskOf(0).ResolveAsync(new AssignmentId(new WorkerId("nobody"), 1)),
            static (world, lease) => world.TaskOf(0).TickAsync(lease.Id),
        ];
        foreach (var touch in touches)
        {
            await using var world = await WorkWorld.StartAsync(tasks: 1, Quick);
            var lease = await world.LeaseAsync("kim");
            await world.KillAsync();
            world.Time.Advance(TimeSpan.FromSeconds(31));
            await world.BootAsync();
            await touch(world, lease);
            world.Storage.Stored<TaskState>("task/p/0#task")!.Assignments[0].Status.ShouldBe(AssignmentStatus.Expired);
        }
    }

    [Fact, Trait("Promise", "L11")]
    public async Task Trainer_GoneForLongerThanTheGrace_IsPaidForTheProvenTimeAndKeepsTheDraft()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 20);
        var draft = world.Grains.GetGrain<IDraftGrain>(lease.Id.ToString());
        await draft.SaveAsync(1, "half an answer", isComplete: false);
        await world.SecondsAsync(29);
        (await world.AssignmentAsync(lease)).Assignment.Status.ShouldBe(AssignmentStatus.Active);
        await world.SecondsAsync(3);

        var ended = await world.AssignmentAsync(lease);
        (ended.Assignment.Status, ended.Receipt!.Amount.Micros).ShouldBe((AssignmentStatus.Expired, 20 * WorkWorld.SecondMicros));
        (await world.BookedAsync("kim")).ShouldBe(20 * WorkWorld.SecondMicros);
        (await draft.GetAsync())!.Body.ShouldBe("half an answer");
        (await world.Queue.CountAsync()).Ready.ShouldBe(1);
        (await world.LeaseAsync("lee")).Task.ShouldBe(lease.Task);
    }

    [Theory, Trait("Promise", "L12")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HardLimit_HandsInTheDraft_IfItIsComplete(bool isComplete)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, Quick);
        var lease = await world.LeaseAsync("kim");
        await world.Grains.GetGrain<IDraftGrain>(lease.Id.ToString()).SaveAsync(1, """{"answer":"whole"}""", isComplete);
        await world.WorkAsync(lease, 20);
        await world.SecondsAsync(12);
        var ended = await world.AssignmentAsync(lease);
        ended.Submission?.Inline.ShouldBe(isComplete ? """{"answer":"whole"}""" : null);
        ended.Assignment.Status.ShouldBe(isComplete ? AssignmentStatus.SubmittedLate : AssignmentStatus.Expired);
        (await world.TaskOf(0).StandingAsync(0)).IsClosed.ShouldBe(isComplete);
    }

    [Fact, Trait("Promise", "L13"), Trait("Promise", "P12")]
    public async Task Pause_StopsThePayClock_AndTheHardLimitComesAllTheSame()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, static settings => Quick(settings) with { HardLimitMs = 120_000 });
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 8);
        var paused = (await world.Worker("kim").PauseAsync(lease.Id, lease.Fence)).Value!;
        (paused.SubmitUntil, paused.FullRateUntil).ShouldBe((lease.SubmitUntil, null));
        // Far longer than the grace, without a sign of life: who is paused is not gone.
        await world.SecondsAsync(111);
        (await world.AssignmentAsync(lease)).Assignment.Status.ShouldBe(AssignmentStatus.Paused);
        await world.SecondsAsync(2);
        var ended = await world.AssignmentAsync(lease);
        (ended.Assignment.Status, ended.Receipt!.Amount.Micros).ShouldBe((AssignmentStatus.Expired, 8 * WorkWorld.SecondMicros));
        (ended.EndedAt!.Value - lease.LeasedAt).ShouldBeInRange(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(121));
    }

    [Theory, Trait("Promise", "L14")]
    [InlineData(ProjectStatus.Draining)]
    [InlineData(ProjectStatus.Paused)]
    [InlineData(ProjectStatus.Closed)]
    [InlineData(null)]
    public async Task RunningLease_FinishesAndIsPaid_WhenItsProjectOrTrainerIsStopped(ProjectStatus? status)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 2);
        var lease = await world.LeaseAsync("kim");
        if (status is { } next) (await world.ProjectGrain.SetStatusAsync(WorkWorld.Manager, next)).IsOk.ShouldBeTrue();
        else await world.Worker("kim").SetSuspendedAsync(true);
        await world.WorkAsync(lease, 30);
        (await world.AskAsync("kim")).Assignment!.Id.ShouldBe(lease.Id);
        (await world.SubmitAsync(lease)).Value!.ShouldSatisfyAllConditions(
            static reply => reply.Fate.ShouldBe(AssignmentStatus.Submitted), static reply => reply.Paid.Micros.ShouldBe(30 * WorkWorld.SecondMicros));
        (await world.BookedAsync("kim")).ShouldBe(30 * WorkWorld.SecondMicros);
        var more = await world.Worker("kim").LeaseAsync(new LeaseRequest(WorkWorld.Project, null, null));
        more.Value?.Assignment.ShouldBeNull();
    }

    [Fact, Trait("Promise", "L17")]
    public async Task WhatIsOwed_StandsInTheTasksRecord_UntilItsReceiverHasConfirmedIt()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 10);
        var isDown = true;
        world.Storage.Before = key => isDown && (key.StartsWith("ledger", StringComparison.Ordinal) || key.StartsWith("history", StringComparison.Ordinal))
            ? Task.FromException(new IOException("The receiver is down.")) : Task.CompletedTask;
        (await world.SubmitAsync(lease)).IsOk.ShouldBeTrue();
        await world.QuietAsync();
        var record = world.Storage.Stored<TaskState>("task/p/0#task")!;
        record.Owed.ShouldHaveSingleItem().Amount.Micros.ShouldBe(10 * WorkWorld.SecondMicros);
        record.Events.Select(static happened => happened.Kind).ShouldBe([EventKind.Submitted, EventKind.Closed]);

        await world.RestartAsync();
        isDown = false;
        await world.SecondsAsync(125);
        (await world.BookedAsync("kim")).ShouldBe(10 * WorkWorld.SecondMicros);
        (await world.Queue.CountAsync()).Closed.ShouldBe(1);
    }

    [Fact, Trait("Promise", "L18")]
    public async Task Downtime_MovesBothClocksByItsLength_AndStandsInTheReceipt()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 20);
        await world.KillAsync();
        var from = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(20));
        world.Outages.Add(new Outage(from, world.Now));
        await world.BootAsync();

        var view = (await world.AskAsync("kim")).Assignment!;
        (view.Id, view.Status, view.OutageMs).ShouldBe((lease.Id, AssignmentStatus.Active, 20 * 60_000L));
        view.SubmitUntil.ShouldBe(lease.SubmitUntil.AddMinutes(20));
        view.FullRateUntil.ShouldBe(lease.FullRateUntil!.Value.AddMinutes(20));
        await world.WorkAsync(view, 10);
        var receipt = (await world.SubmitAsync(view)).Value!.Receipt;
        receipt.Trace.Single(static part => part.Kind == TimeKind.Outage).ShouldSatisfyAllConditions(
            static part => (part.ToMs - part.FromMs).ShouldBe(20 * 60_000), static part => part.FromMs.ShouldBe(20_000));
        receipt.Amount.Micros.ShouldBe(30 * WorkWorld.SecondMicros);
    }

    private static ProjectSettings Quick(ProjectSettings settings) => settings with
    {
        LimitMs = 10_000,
        HardLimitMs = 30_000,
        WarningMs = 2_000,
        PayPolicy = PayPolicy.Standard(10_000),
    };
}
