using System.Collections.Concurrent;
using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;

namespace Distribution.Tests.Unit.Work;

/// <summary>What trainers and dashboards are told without asking.</summary>
public sealed class PushTests
{
    [Fact, Trait("Promise", "U1")]
    public async Task Pushes_CarryAnEpochAndANumberThatRisesByOne_FromTheSnapshotOn()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        var page = new Page();
        var snapshot = await world.Worker("kim").WatchAsync(world.Grains.CreateObjectReference<IWorkerObserver>(page));
        var lease = await world.LeaseAsync("kim");
        for (var i = 0; i < 3; i++)
        {
            await world.Worker("kim").PauseAsync(lease.Id, lease.Fence);
            await world.Worker("kim").ResumeAsync(lease.Id, lease.Fence);
        }

        await world.QuietAsync();
        page.Pushes.Select(static push => push.Sequence).ShouldBe(Enumerable.Range(1, 6).Select(i => snapshot.Sequence + i));
        page.Pushes.ShouldAllBe(push => push.Epoch == snapshot.Epoch);
        // Whoever missed one sees the gap, and what it asks for says with which number the next one follows.
        (await world.Worker("kim").GetSnapshotAsync()).Sequence.ShouldBe(snapshot.Sequence + 6);

        await world.RestartAsync();
        var anew = await world.Worker("kim").WatchAsync(world.Grains.CreateObjectReference<IWorkerObserver>(page));
        anew.Epoch.ShouldNotBe(snapshot.Epoch);
        anew.Assignment!.Id.ShouldBe(lease.Id);
        GC.KeepAlive(page);
    }

    [Fact, Trait("Promise", "U1")]
    public async Task Clock_TellsOfTheWarningTheStepAndTheEnd()
    {
        await using var world = await WorkWorld.StartAsync(
            tasks: 1, static settings => settings with { LimitMs = 20_000, HardLimitMs = 60_000, WarningMs = 5_000, GraceMs = 90_000, PayPolicy = PayPolicy.Standard(20_000) });
        var page = new Page();
        await world.Worker("kim").WatchAsync(world.Grains.CreateObjectReference<IWorkerObserver>(page));
        await world.LeaseAsync("kim");
        await world.SecondsAsync(62);
        page.Pushes.Select(static push => push.Kind).Distinct().ShouldBe([WorkerPushKind.RateWarning, WorkerPushKind.RateStepped, WorkerPushKind.Expired]);
        GC.KeepAlive(page);
    }

    [Fact, Trait("Promise", "U12")]
    public async Task LiveWatch_EndsAfterTwoMinutes_UnlessItIsRenewed()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 9);
        var (once, renewed) = (new Dashboard(), new Dashboard());
        var (first, second) = (world.Grains.CreateObjectReference<ILiveObserver>(once), world.Grains.CreateObjectReference<ILiveObserver>(renewed));
        await world.Live.WatchAsync(first);
        await world.Live.WatchAsync(second);
        await world.LeaseAsync("a");
        await world.SecondsAsync(1);
        (once.Seen.Count, renewed.Seen.Count).ShouldBe((1, 1));
        await world.SecondsAsync(80);
        await world.Live.WatchAsync(second);
        await world.SecondsAsync(45);
        var heard = renewed.Seen.Count;
        await world.LeaseAsync("b");
        await world.SecondsAsync(1);
        renewed.Seen.Count.ShouldBe(heard + 1);
        once.Seen.ShouldNotContain(static snapshot => snapshot.Totals["Leased"] == 2);
        GC.KeepAlive((once, renewed));
    }

    [Fact, Trait("Promise", "U12")]
    public async Task LiveWatcher_ThatFails_IsDropped_AndTheOthersHearOn()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 9);
        var (broken, sound) = (new Dashboard { Fails = true }, new Dashboard());
        await world.Live.WatchAsync(world.Grains.CreateObjectReference<ILiveObserver>(broken));
        var gone = world.Grains.CreateObjectReference<ILiveObserver>(new Dashboard());
        await world.Live.WatchAsync(gone);
        world.Grains.DeleteObjectReference<ILiveObserver>(gone);
        await world.Live.WatchAsync(world.Grains.CreateObjectReference<ILiveObserver>(sound));
        foreach (var worker in new[] { "a", "b", "c" })
        {
            await world.LeaseAsync(worker);
            await world.SecondsAsync(1);
        }

        broken.Tries.ShouldBe(1);
        sound.Seen.Select(static snapshot => snapshot.Totals["Leased"]).ShouldBe([1L, 2L, 3L]);
        GC.KeepAlive((broken, sound));
    }

    private sealed class Page : IWorkerObserver
    {
        public ConcurrentQueue<WorkerPush> Pushes { get; } = new();

        public void OnPush(WorkerId worker, WorkerPush push) => Pushes.Enqueue(push);
    }

    private sealed class Dashboard : ILiveObserver
    {
        private int _tries;

        public bool Fails { get; init; }

        public int Tries => _tries;

        public ConcurrentQueue<LiveSnapshot> Seen { get; } = new();

        public Task OnSnapshotAsync(LiveSnapshot snapshot)
        {
            Interlocked.Increment(ref _tries);
            if (Fails) throw new InvalidOperationException("The page is broken.");
            Seen.Enqueue(snapshot);
            return Task.CompletedTask;
        }
    }
}
