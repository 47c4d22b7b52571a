using Distribution.Contracts.Tasks;

namespace Distribution.Tests.Unit.Work;

/// <summary>What a cycle costs the disk.</summary>
public sealed class WriteBudgetTests
{
    // One write lets 64 tasks out, and one draw from the project covers 256 leases: a few rounds stay within both.
    private const int Workers = 16;

    [Fact, Trait("Promise", "Q11")]
    public async Task Cycle_TakesAtMostThreeWritesInSequence()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1000);
        var disk = new Waves();
        await CycleAsync(world, disk, ["kim"], gated: false);
        world.Storage.Before = _ => disk.WriteAsync();
        for (var round = 0; round < 5; round++)
            (await CycleAsync(world, disk, ["kim"], gated: true)).ShouldBeLessThanOrEqualTo(3, "intent beside reservation, the task's lease, the task's submission");
        (await world.LedgerAsync("kim")).Entries.ShouldBe(6);
    }

    [Fact, Trait("Promise", "Q11")]
    public async Task Cycle_FromLeaseToPaid_TakesAtMostFiveWritesInAll()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1000);
        var disk = new Waves();
        string[] workers = [.. Enumerable.Range(0, Workers).Select(static i => $"w{i}")];
        await CycleAsync(world, disk, workers, gated: false);
        world.Storage.Before = _ => disk.WriteAsync();
        for (var round = 0; round < 2; round++)
        {
            var before = world.Storage.Writes;
            await CycleAsync(world, disk, workers, gated: true);
            ((world.Storage.Writes - before) / (double)Workers).ShouldBeLessThanOrEqualTo(5, $"round {round}");
        }

        foreach (var worker in workers) (await world.LedgerAsync(worker)).Entries.ShouldBe(3);
    }

    /// <summary>Everybody leases, works a moment and submits; answers how many disk waits followed one another on the longest way.</summary>
    private static async Task<int> CycleAsync(WorkWorld world, Waves disk, string[] workers, bool gated)
    {
        var leasing = workers.Select(world.LeaseAsync).ToList();
        var waves = gated ? await disk.ServeAsync(world, Task.WhenAll(leasing)) : 0;
        var leases = await Task.WhenAll(leasing);
        if (gated) await disk.ServeAsync(world, Task.CompletedTask);
        world.Time.Advance(TimeSpan.FromMilliseconds(900));
        var submitting = leases.Select(lease => world.SubmitAsync(lease)).ToList();
        waves += gated ? await disk.ServeAsync(world, Task.WhenAll(submitting)) : 0;
        (await Task.WhenAll(submitting)).ShouldAllBe(static reply => reply.Value!.Fate == AssignmentStatus.Submitted);
        // What is owed follows: it is paid when the ledger's write is down.
        if (gated) await disk.ServeAsync(world, Task.CompletedTask);
        await world.QuietAsync();
        return waves;
    }

    /// <summary>A disk that takes what has gathered in one flush, when it is told to: writes of one wave waited side by side.</summary>
    private sealed class Waves
    {
        private readonly Lock _gate = new();
        private List<TaskCompletionSource> _waiting = [];

        public Task WriteAsync()
        {
            var write = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate) _waiting.Add(write);
            return write.Task;
        }

        /// <summary>Flushes until <paramref name="work"/> is done; with work that is done already, until nothing waits. Answers how often.</summary>
        public async Task<int> ServeAsync(WorkWorld world, Task work)
        {
            var wasDone = work.IsCompleted;
            for (var waves = 0; ; waves++)
            {
                await world.QuietAsync();
                if (!wasDone && work.IsCompleted) return waves;
                List<TaskCompletionSource> wave;
                lock (_gate) (wave, _waiting) = (_waiting, []);
                if (wave.Count == 0) return wasDone ? waves : throw new InvalidOperationException("Nothing is written, and the work is not done.");
                foreach (var write in wave) write.SetResult();
            }
        }
    }
}
