using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Queues;

namespace Distribution.Tests.Unit.Work;

/// <summary>Which task comes next, for whom, and what is said when none does.</summary>
public sealed class QueueTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact, Trait("Promise", "Q1")]
    public async Task Tasks_ComeByPriorityThenByAge_AndHardNeedsAlwaysHold()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 0, static settings => settings with { Needs = new Needs(["qual:basic"], []) });
        var start = world.Now;
        var young = await world.AddSegmentAsync(1, importedAt: start);
        var old = await world.AddSegmentAsync(1, importedAt: start - (10 * Minute));
        var urgent = await world.AddSegmentAsync(1, priority: 5, importedAt: start);
        var law = await world.AddSegmentAsync(1, priority: 9, importedAt: start - (60 * Minute), needs: "cred:law");
        await world.QuietAsync();
        foreach (var worker in new[] { "a", "b", "c", "d" }) await HasTagsAsync(world, worker, "qual:basic");

        (await world.AskAsync("nobody")).NoWork!.Reason.ShouldBe(NoWorkReason.NeedsNotMet);
        (await world.LeaseAsync("a")).Task.Number.ShouldBe(urgent);
        (await world.LeaseAsync("b")).Task.Number.ShouldBe(old);
        (await world.LeaseAsync("c")).Task.Number.ShouldBe(young);
        await world.SecondsAsync(20);
        (await world.AskAsync("d")).NoWork!.MissingNeeds.ShouldBe(new Dictionary<string, int> { ["cred:law"] = 1 });
        await HasTagsAsync(world, "d", "qual:basic", "cred:law");
        (await world.LeaseAsync("d")).Task.Number.ShouldBe(law);
    }

    [Fact, Trait("Promise", "Q1")]
    public async Task SoftNeeds_HoldUntilTheTaskHasWaited()
    {
        await using var world = await WorkWorld.StartAsync(
            tasks: 2, static settings => settings with
            {
                Needs = new Needs([], [new SoftNeed("lang:ko", 60_000), new SoftNeed("region:KR", 90_000)]),
                GraceMs = 600_000,
                HardLimitMs = 600_000,
            });
        await HasTagsAsync(world, "kim", "lang:ko", "region:KR");
        (await world.LeaseAsync("kim")).Task.Number.ShouldBe(0);
        (await world.AskAsync("lee")).NoWork!.MissingNeeds.Keys.ShouldBe(["lang:ko", "region:KR"]);
        await world.SecondsAsync(61);
        (await world.AskAsync("lee")).NoWork!.MissingNeeds.Keys.ShouldBe(["region:KR"]);
        await world.SecondsAsync(30);
        (await world.LeaseAsync("lee")).Task.Number.ShouldBe(1);
    }

    [Fact, Trait("Promise", "Q2")]
    public async Task Task_IsNamed_OnlyAfterItsSegmentSaysThatItMayBeOut_AndOneWriteCovers64()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 130);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Storage.Before = key => key == "segment/p/0#status" ? gate.Task : Task.CompletedTask;
        var asking = world.AskAsync("w0");
        await world.QuietAsync();
        asking.IsCompleted.ShouldBeFalse();
        world.Storage.Log.ShouldNotContain(static key => key.StartsWith("task/", StringComparison.Ordinal) || key.StartsWith("worker/", StringComparison.Ordinal));
        gate.SetResult();
        (await asking).Assignment!.Task.Number.ShouldBe(0);

        for (var i = 1; i < 130; i++)
        {
            var lease = await world.LeaseAsync($"w{i}");
            IsOut(world, lease.Task.Number).ShouldBeTrue();
            // The next batch is written when half a batch is left behind the third candidate.
            world.Storage.Log.Count(static key => key == "segment/p/0#status").ShouldBeLessThanOrEqualTo(1 + ((i + 2 + 32) / 64));
        }
    }

    [Fact, Trait("Promise", "Q3")]
    public async Task Queue_BuiltAnew_ServesTheSameTasks()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 30, static settings => settings with { Overlap = 2, StuckAfter = 1 });
        var first = await world.LeaseAsync("a");
        await world.SubmitAsync(first);
        var second = await world.LeaseAsync("b");
        second.Task.ShouldBe(first.Task);
        await world.SubmitAsync(second);
        await world.GiveBackAsync(await world.LeaseAsync("c"), GiveBackKind.Skip, "no");
        await world.LeaseAsync("d");
        await world.SecondsAsync(3);
        var (before, matching) = (await world.Queue.CountAsync(), await world.Queue.MatchAsync([], SeenTasks.None, 100));
        (before.Ready, before.Closed, before.Stuck).ShouldBe((28, 1, 1));

        await world.RestartAsync();
        var after = await world.Queue.CountAsync();
        (after.Total, after.Ready, after.Closed, after.Stuck, after.Out).ShouldBe((before.Total, before.Ready, before.Closed, before.Stuck, before.Out));
        (await world.Queue.MatchAsync([], SeenTasks.None, 100)).ShouldBe(matching);
        var served = new List<int>();
        for (var i = 0; await world.AskAsync($"w{i}") is { Assignment: { } lease }; i++) served.Add(lease.Task.Number);
        // One slot of the task that d works on, two of each of the others; not the closed one, nor the stuck one.
        served.Count.ShouldBe(1 + (27 * 2));
        served.ShouldNotContain(first.Task.Number);
        served.GroupBy(static number => number).Max(static group => group.Count()).ShouldBe(2);
    }

    [Fact, Trait("Promise", "Q3")]
    public async Task LoweredOverlap_ClosesWhatHasEnough_AndRaisedOverlapDoesNotReopenIt()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 2, static settings => settings with { Overlap = 3 });
        foreach (var worker in new[] { "a", "b" }) await world.SubmitAsync(await world.LeaseAsync(worker));
        await world.SecondsAsync(2);
        (await world.Queue.CountAsync()).ShouldSatisfyAllConditions(static counts => counts.Ready.ShouldBe(2), static counts => counts.Closed.ShouldBe(0));

        await SetOverlapAsync(world, 2);
        await world.SecondsAsync(3);
        var counts = await world.Queue.CountAsync();
        (counts.Ready, counts.Closed).ShouldBe((1, 1), "two answers are enough now: the task is closed, not in between");
        (await world.Grains.GetGrain<ISegmentGrain>("p/0").GetAsync())!.Closed[0].ShouldBe((byte)1);
        await SetOverlapAsync(world, 4);
        await world.RestartAsync();
        (await world.LeaseAsync("c")).Task.Number.ShouldBe(1);
        (await world.Queue.CountAsync()).Closed.ShouldBe(1);
    }

    [Fact, Trait("Promise", "Q5")]
    public async Task NoWork_ComesWithItsReason_Counted()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3, static settings => settings with { DailyCap = 3 }, budget: 9_000_000);
        await world.AddSegmentAsync(4, needs: "cred:law");
        await world.QuietAsync();
        for (var i = 0; i < 3; i++) await world.GiveBackAsync(await world.LeaseAsync("kim"), GiveBackKind.Skip, "no");
        await world.SecondsAsync(1);
        (await world.AskAsync("kim")).NoWork.ShouldSatisfyAllConditions(
            static none => none!.Reason.ShouldBe(NoWorkReason.AllSeen), static none => none!.AlreadySeen.ShouldBe(3), static none => none!.Waiting.ShouldBe(7),
            static none => none!.MissingNeeds["cred:law"].ShouldBe(4));
        await HasTagsAsync(world, "kim", "cred:law");
        (await world.AskAsync("kim")).NoWork!.Reason.ShouldBe(NoWorkReason.CapReached);

        // A lease may cost 1.4 units of these nine; the three that were skipped keep theirs, since an answer may still come late.
        foreach (var worker in new[] { "a", "b", "c" }) await world.LeaseAsync(worker);
        (await world.AskAsync("d")).NoWork.ShouldSatisfyAllConditions(
            static none => none!.Reason.ShouldBe(NoWorkReason.NeedsNotMet), static none => none!.Waiting.ShouldBe(4));
        await HasTagsAsync(world, "d", "cred:law");
        (await world.AskAsync("d")).NoWork!.Reason.ShouldBe(NoWorkReason.NoBudget);
        await world.ProjectGrain.SetStatusAsync(WorkWorld.Manager, ProjectStatus.Paused);
        await world.SecondsAsync(1);
        (await world.AskAsync("e")).NoWork!.Reason.ShouldBe(NoWorkReason.NotOpen);
    }

    private static async Task SetOverlapAsync(WorkWorld world, int overlap)
    {
        var settings = (await world.ProjectGrain.GetAsync())!.Settings;
        (await world.ProjectGrain.ChangeAsync(WorkWorld.Manager, settings with { Overlap = overlap }, settings.Version)).IsOk.ShouldBeTrue();
        await world.QuietAsync();
    }

    private static async Task HasTagsAsync(WorkWorld world, string worker, params string[] tags) =>
        await world.Worker(worker).SetProfileAsync(await world.Worker(worker).GetProfileAsync() with { Tags = tags });

    private static bool IsOut(WorkWorld world, int number) =>
        (world.Storage.Stored<SegmentStatus>("segment/p/0#status")!.Out[number / 8] & (1 << (number % 8))) != 0;

    /// <summary>Segments are written once a second or for many tasks at once; a dashboard should not have to wait for that.</summary>
    [Fact, Trait("Promise", "M6")]
    public async Task ClosedTask_IsCounted_BeforeItsSegmentSaysSo()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        var lease = await world.LeaseAsync("a");
        world.Storage.Before = static key => key.StartsWith("segment", StringComparison.Ordinal) ? Task.FromException(new IOException("Not now.")) : Task.CompletedTask;
        await world.SubmitAsync(lease);
        await world.SecondsAsync(2);
        var counts = await world.Queue.CountAsync();
        // The two others may be out, too: their segment says so ahead of time.
        (counts.Total, counts.Ready, counts.Out, counts.Closed).ShouldBe((3, 2, 2, 1));
    }

    [Fact, Trait("Promise", "Q51")]
    public async Task Opened_MeansThatTheNextLeaseFindsWork_WhateverTheQueueIsBusyWith()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        var lease = await world.LeaseAsync("a");
        (await world.ProjectGrain.SetStatusAsync(WorkWorld.Manager, ProjectStatus.Paused)).IsOk.ShouldBeTrue();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Storage.Before = key => key.StartsWith("segment", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        await world.SubmitAsync(lease);
        // The queue's own beat waits for the segment's write now.
        await world.SecondsAsync(2);
        (await world.AskAsync("b")).NoWork!.Reason.ShouldBe(NoWorkReason.NotOpen);
        (await world.ProjectGrain.SetStatusAsync(WorkWorld.Manager, ProjectStatus.Live)).IsOk.ShouldBeTrue();
        await world.LeaseAsync("b");
        gate.SetResult();
    }

    [Fact, Trait("Promise", "Q51")]
    public async Task Lease_DoesNotWaitLong_ForAProjectThatDoesNotAnswer()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        // The budget has drawn for some more.
        await world.LeaseAsync("first");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writes = 0;
        world.Storage.Before = key => key.StartsWith("project/", StringComparison.Ordinal) && ++writes > 1 ? gate.Task : Task.CompletedTask;
        // The queue hears of the first, and asks a project that is busy with the second.
        var changes = new[] { ProjectStatus.Paused, ProjectStatus.Draining }.Select(status => world.ProjectGrain.SetStatusAsync(WorkWorld.Manager, status)).ToArray();
        await world.QuietAsync();
        var asking = world.AskAsync("a");
        await world.SecondsAsync(1);
        asking.IsCompleted.ShouldBeFalse();
        await world.SecondsAsync(2);
        asking.IsCompleted.ShouldBeTrue();
        (await asking).Assignment.ShouldNotBeNull();
        gate.SetResult();
        await Task.WhenAll(changes);
    }
}
