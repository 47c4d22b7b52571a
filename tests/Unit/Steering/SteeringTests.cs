using System.Collections.Concurrent;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Steering;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Distribution.Grains.Pay;
using Distribution.Grains.Tasks;
using Distribution.Tests.Unit.Support;
using Distribution.Tests.Unit.Work;

namespace Distribution.Tests.Unit.Steering;

/// <summary>Intervening in a project that runs, with all grains of the working day.</summary>
public sealed class SteeringTests
{
    private static readonly WorkerId Boss = WorkWorld.Manager;
    private static int _orders;

    [Fact, Trait("Promise", "M10")]
    public async Task Release_PaysToTheMoment_TellsWhy_AndMakesTheOldHolderHarmless()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var page = new Page();
        await world.Worker("kim").WatchAsync(world.Grains.CreateObjectReference<IWorkerObserver>(page));
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 20);
        var action = await ReleaseAsync(world, "The source is being corrected.", lease);
        (action.Leases, action.Refused, action.IsDone, action.CanUndo).ShouldBe((1, 0, true, false));
        await world.QuietAsync();

        var told = page.Pushes.Single(static push => push.Kind == WorkerPushKind.Withdrawn);
        (told.Kind, told.Assignment!.Status, told.Assignment.Reason).ShouldBe((WorkerPushKind.Withdrawn, AssignmentStatus.Withdrawn, "The source is being corrected."));
        (await world.BookedAsync("kim")).ShouldBe(20 * WorkWorld.SecondMicros);
        (await world.Worker("kim").GetSnapshotAsync()).Assignment.ShouldBeNull();
        (await world.Budget().GetAsync()).ShouldSatisfyAllConditions(
            static budget => (budget.Open, budget.Reserved.Micros).ShouldBe((0, 0)), static budget => budget.Spent.Micros.ShouldBe(20 * WorkWorld.SecondMicros));

        // The slot is another's, and never the old holder's again, whatever that one still sends.
        await world.SecondsAsync(1);
        (await world.AskAsync("kim")).NoWork!.Reason.ShouldBe(NoWorkReason.AllSeen);
        (await world.Worker("kim").BeatAsync(lease.Id, lease.Fence, new Beat(true, 0))).IsOk.ShouldBeFalse();
        (await world.Worker("kim").ResumeAsync(lease.Id, lease.Fence)).IsOk.ShouldBeFalse();
        var late = (await world.SubmitAsync(lease)).Value!;
        (late.Fate, late.Paid.Micros).ShouldBe((AssignmentStatus.Superseded, 20 * WorkWorld.SecondMicros));
        var next = await world.LeaseAsync("lee");
        next.Fence.ShouldBeGreaterThan(lease.Fence);
        (await world.SubmitAsync(next)).Value!.Fate.ShouldBe(AssignmentStatus.Submitted);
        (await world.BookedAsync("kim")).ShouldBe(20 * WorkWorld.SecondMicros);
        GC.KeepAlive(page);
    }

    [Fact, Trait("Promise", "M10")]
    public async Task Release_OfAFixedPrice_PaysItInFull_AndTheReceiptRecomputes()
    {
        await using var world = await WorkWorld.StartAsync(
            tasks: 1, static settings => settings with { PayPolicy = new PayPolicy(PayForm.Fixed, [new PayStep(0, 1, 1)], new MicroAmount(700_000)) });
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 10);
        await ReleaseAsync(world, "Withdrawn by its author", lease);
        (await world.BookedAsync("kim")).ShouldBe(700_000);
        (await world.SubmitAsync(lease)).Value!.Paid.Micros.ShouldBe(700_000);
        var receipt = (await world.AssignmentAsync(lease)).Receipt!;
        (receipt.Amount.Micros, PayMath.Recompute(receipt).Micros).ShouldBe((700_000, 700_000));
        (await world.BookedAsync("kim")).ShouldBe(700_000);
    }

    [Fact, Trait("Promise", "M10")]
    public async Task Release_OfWhatHasEnded_IsRefusedByCount_AndChangesNothing()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 2);
        var (done, running) = (await world.LeaseAsync("kim"), await world.LeaseAsync("lee"));
        await world.SubmitAsync(done);
        var action = await ReleaseAsync(world, "Both of them", done, running);
        (action.Leases, action.Refused).ShouldBe((1, 1));
        (await world.AssignmentAsync(done)).Assignment.Status.ShouldBe(AssignmentStatus.Submitted);
    }

    [Fact, Trait("Promise", "M11")]
    public async Task Extension_MovesBothClocksOfEverybody_AndPaysTheMovedTimeInFull()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3, static settings => settings with { GraceMs = 3_600_000 });
        var page = new Page();
        await world.Worker("kim").WatchAsync(world.Grains.CreateObjectReference<IWorkerObserver>(page));
        var (kim, lee) = (await world.LeaseAsync("kim"), await world.LeaseAsync("lee"));
        await world.Worker("lee").PauseAsync(lee.Id, lee.Fence);
        await world.WorkAsync(kim, 90);
        (await world.AssignmentAsync(kim)).Assignment.RateNow.Micros.ShouldBe(3600 * WorkWorld.SecondMicros / 3);

        var preview = (await Steering(world).PreviewAsync(Extend(2))).Value!;
        var action = await DoneAsync(world, Extend(2));
        (action.Leases, action.Refused, preview.Leases, preview.Trainers, preview.IsCovered).ShouldBe((2, 0, 2, 2, true));
        preview.CostsAtMost!.Value.Micros.ShouldBe(2 * 120 * WorkWorld.SecondMicros, "two minutes more at the full rate, for two");
        await world.QuietAsync();
        var moved = page.Pushes.Last();
        (moved.Kind, moved.Assignment!.SubmitUntil).ShouldBe((WorkerPushKind.ClockExtended, kim.SubmitUntil.AddMinutes(2)));
        moved.Assignment.FullRateUntil.ShouldBe(kim.FullRateUntil!.Value.AddMinutes(2));
        moved.Assignment.RateNow.Micros.ShouldBe(3600 * WorkWorld.SecondMicros);

        // The step comes once more at its new moment, and the end at its own.
        await world.WorkAsync(kim, 100);
        page.Pushes.Count(static push => push.Kind == WorkerPushKind.RateStepped).ShouldBe(2);
        await world.WorkAsync(kim, 120);
        (await world.AssignmentAsync(kim)).Assignment.Status.ShouldBe(AssignmentStatus.Active);
        (await world.AssignmentAsync(lee)).Assignment.Status.ShouldBe(AssignmentStatus.Paused);
        var reply = (await world.SubmitAsync(kim)).Value!;
        reply.Paid.Micros.ShouldBe((180 * WorkWorld.SecondMicros) + (130 * WorkWorld.SecondMicros / 3));
        PayMath.Recompute(reply.Receipt).ShouldBe(reply.Receipt.Amount);
        (await world.BookedAsync("kim")).ShouldBe(reply.Paid.Micros);
        await world.SecondsAsync(111);
        (await world.AssignmentAsync(lee)).Assignment.Status.ShouldBe(AssignmentStatus.Expired);
        world.Storage.Stored<TaskState>("task/p/0#task")!.Pins.Count.ShouldBe(1);
        GC.KeepAlive(page);
    }

    [Fact, Trait("Promise", "M11")]
    public async Task Extension_ThatTheBudgetDoesNotCover_ChangesNothing_AndSaysSo()
    {
        // One lease reserves 1.4 units; the budget holds a little more.
        await using var world = await WorkWorld.StartAsync(tasks: 1, budget: 1_500_000);
        var lease = await world.LeaseAsync("kim");
        (await Steering(world).PreviewAsync(Extend(2))).Value!.IsCovered.ShouldBeFalse();
        var action = await DoneAsync(world, Extend(2));
        (action.Leases, action.Refused).ShouldBe((0, 1));
        (await world.AssignmentAsync(lease)).Assignment.SubmitUntil.ShouldBe(lease.SubmitUntil);
        (await world.Budget().GetAsync()).Reserved.Micros.ShouldBe(1_400_000);
    }

    [Fact, Trait("Promise", "M11"), Trait("Promise", "Q50")]
    public async Task Extension_AfterTheBudgetWasSpreadFurther_IsReservedWhereTheLeaseWas()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 2);
        var before = await world.LeaseAsync("kim");
        (await world.ProjectGrain.SetBudgetAsync(Boss, new MicroAmount(1_000_000_000_000))).Value!.Settings.BudgetShards.ShouldBe(16);
        QueueKeys.Budget(WorkWorld.Project, new WorkerId("kim"), 16).ShouldNotBe(QueueKeys.Budget(WorkWorld.Project, new WorkerId("kim"), 1));
        var after = await world.LeaseAsync("lee");
        var action = await DoneAsync(world, Extend(2));
        (action.Leases, action.Refused).ShouldBe((2, 0));
        await world.WorkAsync(before, 20);
        foreach (var lease in new[] { before, after }) (await world.SubmitAsync(lease)).IsOk.ShouldBeTrue();
        await world.QuietAsync();
        var shards = await Task.WhenAll(Enumerable.Range(0, 16).Select(shard => world.Budget(shard).GetAsync()));
        shards.Sum(static shard => shard.Open).ShouldBe(0);
        shards[0].Spent.Micros.ShouldBe(20 * WorkWorld.SecondMicros);
    }

    [Theory, Trait("Promise", "M11")]
    [InlineData(WriteFault.Before)]
    [InlineData(WriteFault.After)]
    public async Task Extension_CutOffInTheMiddle_IsFinishedOnceForEachLease(WriteFault fault)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3, static settings => settings with { GraceMs = 3_600_000 });
        AssignmentView[] leases = [await world.LeaseAsync("kim"), await world.LeaseAsync("lee"), await world.LeaseAsync("park")];
        await world.SecondsAsync(1);
        var failed = 0;
        if (fault == WriteFault.Before) world.Storage.Before = key => key == "task/p/1#task" && failed++ == 0 ? Task.FromException(new SimulatedStorageException(key)) : Task.CompletedTask;
        else world.Storage.After = key => { if (key == "task/p/1#task" && failed++ == 0) throw new SimulatedStorageException(key); };
        await Should.ThrowAsync<SimulatedStorageException>(() => Steering(world).ActAsync(Boss, Extend(1)));
        await world.RestartAsync();
        await world.SecondsAsync(130);
        failed.ShouldBeGreaterThan(0);
        foreach (var lease in leases) (await world.AssignmentAsync(lease)).Assignment.SubmitUntil.ShouldBe(lease.SubmitUntil.AddMinutes(1));
        (await Steering(world).ListAsync()).ShouldHaveSingleItem().IsDone.ShouldBeTrue();
        (await world.Budget().GetAsync()).Reserved.Micros.ShouldBe(3 * 2_000_000);
    }

    [Fact, Trait("Promise", "M12")]
    public async Task Quota_BeginsNoMoreTasksThanItSays_AndLetsWhatIsBegunGetAllItsAnswers()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 10, static settings => settings with { Overlap = 2 });
        var first = await world.LeaseAsync("a");
        await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.Quota) { TaskQuota = 2 });
        await world.SecondsAsync(2);
        await world.SubmitAsync(first);
        var tasks = new List<int> { first.Task.Number };
        for (var i = 0; i < 3; i++) tasks.Add((await world.LeaseAsync($"w{i}")).Task.Number);
        tasks.GroupBy(static task => task).Select(static group => group.Count()).ShouldBe([2, 2]);
        (await world.AskAsync("late")).NoWork!.Reason.ShouldBe(NoWorkReason.QuotaReached);
        await world.RestartAsync();
        (await world.AskAsync("late")).NoWork!.Reason.ShouldBe(NoWorkReason.QuotaReached);
        var counts = await world.Queue.CountAsync();
        (counts.Begun, counts.Leasable).ShouldBe((2, 0));
        await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.Quota) { TaskQuota = 3 });
        await world.SecondsAsync(2);
        (await world.LeaseAsync("late")).Task.Number.ShouldNotBeOneOf([.. tasks]);
    }

    [Fact, Trait("Promise", "M12")]
    public async Task Quota_HoldsHoweverManyAskAtOnce()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 50, static settings => settings with { TaskQuota = 7 });
        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => world.AskAsync($"w{i}")));
        replies.Count(static reply => reply.Assignment is not null).ShouldBe(7);
    }

    [Fact, Trait("Promise", "M12")]
    public async Task Tasks_ThatAreMadeUrgent_ComeFirst_AlsoAfterARestart_UntilThatIsUndone()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 20);
        var urgent = await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.TaskPriority) { FromTask = 12, ToTask = 13, Priority = 5 });
        await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.TaskPriority) { FromTask = 0, ToTask = 2, Priority = -5 });
        await world.SecondsAsync(2);
        (await world.LeaseAsync("a")).Task.Number.ShouldBe(12);
        await world.RestartAsync();
        (await world.LeaseAsync("b")).Task.Number.ShouldBe(13);
        (await world.LeaseAsync("c")).Task.Number.ShouldBe(3);
        (await Steering(world).UndoAsync(Boss, urgent.Number)).Refusal!.Code.ShouldBe("ChangedSince");
        (await Steering(world).UndoAsync(Boss, urgent.Number + 1)).IsOk.ShouldBeTrue();
        (await Steering(world).UndoAsync(Boss, urgent.Number)).IsOk.ShouldBeTrue();
        await world.SecondsAsync(2);
        (await world.LeaseAsync("d")).Task.Number.ShouldBe(0);
    }

    [Fact, Trait("Promise", "M12")]
    public async Task Money_StillToHandOut_IsBeyondWhatIsSpentAndReserved_AndCallsBackWhatIsIdle()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 5);
        await world.LeaseAsync("a");
        var action = await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.Money) { StillToHandOut = new MicroAmount(1_400_000) }, advance: true);
        action.After.Budget!.Value.Micros.ShouldBe(2_800_000);
        await world.LeaseAsync("b");
        (await world.AskAsync("c")).NoWork!.Reason.ShouldBe(NoWorkReason.NoBudget);
        (await Steering(world).UndoAsync(Boss, action.Number)).Value!.UndoneAt.ShouldNotBeNull();
        await world.LeaseAsync("c");
    }

    [Fact, Trait("Promise", "M13")]
    public async Task Raise_ReachesTheNextLease_NeverTheRunningOne_AndStandsInTheHistoryWithBeforeAndAfter()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 5);
        var running = await world.LeaseAsync("a");
        var order = new SteeringOrder(NextId(), SteeringKind.Raise) { Percent = 25 };
        (await Steering(world).PreviewAsync(order)).Value!.CostsAtMost!.Value.Micros.ShouldBe(5 * 1_400_000 / 4);
        var action = await DoneAsync(world, order);
        (await Steering(world).ActAsync(Boss, order)).Value!.Number.ShouldBe(action.Number, "the same order is done once");
        await world.SecondsAsync(2);
        (await world.AssignmentAsync(running)).Assignment.Pins.HourlyRate.Micros.ShouldBe(3600 * WorkWorld.SecondMicros);
        (await world.LeaseAsync("b")).Pins.HourlyRate.Micros.ShouldBe(4500 * WorkWorld.SecondMicros);
        var changes = await ChangesAsync(world);
        changes.ShouldContain(change => change.Kind == EventKind.ProjectChanged && change.Detail!.StartsWith("boss: ", StringComparison.Ordinal)
            && change.Detail.Contains("36000000", StringComparison.Ordinal) && change.Detail.Contains("45000000", StringComparison.Ordinal));
    }

    [Fact, Trait("Promise", "M13")]
    public async Task EveryAction_IsInTheHistory_WithWhoAndWhat()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 5);
        var lease = await world.LeaseAsync("a");
        await world.LeaseAsync("b");
        await world.SecondsAsync(1);
        await DoneAsync(world, Extend(3));
        await ReleaseAsync(world, "Not needed", lease);
        await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.Status) { Status = ProjectStatus.Paused });
        await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.Priority) { Priority = 7 });
        await DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.RateRule) { Rule = new RateRule(60_000, 30_000, 10, 50, 60_000) });
        var paused = (await Steering(world).ListAsync()).Single(static action => action.Order.Kind == SteeringKind.Status);
        (await Steering(world).UndoAsync(Boss, paused.Number)).IsOk.ShouldBeTrue();
        var said = (await ChangesAsync(world)).Select(static change => change.Detail!).ToList();
        foreach (var (what, count) in new[] { ("+3 min", 1), ("active → withdrawn", 1), ("Live → Paused", 1), ("Paused → Live", 1), ("priority 0 → 7", 1), ("rateRule – →", 1) })
            said.Count(each => each.StartsWith("boss: ", StringComparison.Ordinal) && each.Contains(what, StringComparison.Ordinal)).ShouldBe(count, what);
    }

    private static SteeringOrder Extend(int minutes) => new(NextId(), SteeringKind.Extend) { Minutes = minutes };

    private static string NextId() => $"order-{Interlocked.Increment(ref _orders):0000}";

    private static ISteeringGrain Steering(WorkWorld world) => world.Grains.GetGrain<ISteeringGrain>(WorkWorld.Project.Value);

    private static Task<SteeringAction> ReleaseAsync(WorkWorld world, string reason, params AssignmentView[] leases) => DoneAsync(world, new SteeringOrder(NextId(), SteeringKind.Release)
    {
        Leases = [.. leases.Select(static lease => new SteeredLease(lease.Id, lease.Task.Number))],
        Reason = reason,
    });

    private static async Task<SteeringAction> DoneAsync(WorkWorld world, SteeringOrder order, bool advance = false)
    {
        await world.QuietAsync();
        var acting = Steering(world).ActAsync(Boss, order);
        if (advance) await world.SecondsAsync(2);
        var outcome = await acting;
        outcome.Refusal.ShouldBeNull();
        await world.QuietAsync();
        return outcome.Value!;
    }

    private static async Task<IReadOnlyList<HistoryEvent>> ChangesAsync(WorkWorld world)
    {
        await world.QuietAsync();
        return [.. (await world.Grains.GetGrain<IHistoryGrain>("p/0").ReadAsync(0, 1000)).Events.Where(static happened => happened.Kind < EventKind.Leased)];
    }

    private sealed class Page : IWorkerObserver
    {
        public ConcurrentQueue<WorkerPush> Pushes { get; } = new();

        public void OnPush(WorkerId worker, WorkerPush push) => Pushes.Enqueue(push);
    }
}
