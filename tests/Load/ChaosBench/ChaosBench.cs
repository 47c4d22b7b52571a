using System.Diagnostics;

namespace Distribution.Load.ChaosBench;

/// <summary>
/// The real process under load through its real API, killed again and again: by kill -9 at a random moment, or by itself at a named point.
/// Afterwards everything is worked to its end and compared with the driver's journal.
/// </summary>
public static class ChaosBench
{
    private static readonly TimeSpan FirePatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(5);

    /// <summary>Kills so many times; every other time at a named point, in turn.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int kills, int trainers, int seed)
    {
        var clock = Stopwatch.StartNew();
        var began = DateTimeOffset.UtcNow;
        await using var world = await ChaosWorld.StartAsync(trainers);
        var manager = new ChaosManager(world, readyMin: trainers * 15);
        await manager.SetUpAsync();
        var fired = CrashPoint.All.ToDictionary(static point => point.Name, static _ => 0);
        using (var over = new CancellationTokenSource())
        {
            var crowd = world.Trainers.Select((account, i) => new ChaosTrainer(world, account, (seed * 1000) + i)).ToList();
            using var enough = new CancellationTokenSource();
            var managing = manager.ManageAsync(enough.Token);
            var working = crowd.Select(trainer => Task.Run(() => trainer.WorkAsync(over.Token))).ToList();
            await KillAllAsync(world, kills, new Random(seed), fired);
            await enough.CancelAsync();
            await managing;
            await UntilClosedAsync(world);
            await over.CancelAsync();
            await Task.WhenAll(working);
            foreach (var trainer in crowd) await trainer.CompareAsync();
        }

        var journal = DriverJournal.Read(world.Journal.Path).ToList();
        var answers = await new Reconciler(world, journal, began).CheckAsync(manager.Rows);
        return Result(world, kills, seed, fired, journal.Count, answers, clock.Elapsed);
    }

    private static async Task KillAllAsync(ChaosWorld world, int kills, Random random, Dictionary<string, int> fired)
    {
        CrashOrder? order = null;
        for (var i = 0; i < kills; i++)
        {
            if (order is null) await KillAtRandomAsync(world, random);
            else if (await DiesByItselfAsync(world, order)) fired[order.Point.Name]++;
            else world.Findings.Broken($"The point {order.Point.Name} did not fire within {FirePatience}.");
            var point = CrashPoint.All[i / 2 % CrashPoint.All.Count];
            order = i % 2 == 0 && i + 1 < kills ? new CrashOrder(point, 1 + random.Next(point.Passes), world.MarkFile) : null;
            File.Delete(world.MarkFile);
            await world.RestartAsync(order);
            Console.Error.WriteLine($"kill {i + 1} of {kills}; armed: {order?.Point.Name ?? "nothing"} {order?.Pass}; {world.Findings.Sentences.Count} findings");
        }
    }

    private static async Task KillAtRandomAsync(ChaosWorld world, Random random)
    {
        await Task.Delay(random.Next(500, 4000));
        await world.Server!.KillAsync();
        world.IsDown();
    }

    /// <summary>Whether the armed point was reached; its mark is on disk before the process dies.</summary>
    private static async Task<bool> DiesByItselfAsync(ChaosWorld world, CrashOrder order)
    {
        var died = world.Server is null || await world.Server.ExitsWithinAsync(FirePatience);
        if (!died) await world.Server!.KillAsync();
        world.IsDown();
        return died && File.Exists(order.MarkFile);
    }

    private static async Task UntilClosedAsync(ChaosWorld world)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < EndPatience)
        {
            var counts = await world.TryAsync("count", ct => world.Manager.CountAsync(ChaosWorld.Project, ct));
            if (counts?.Closed == counts?.Total && counts is not null) return;
            await Task.Delay(500);
        }
    }

    private static SortedDictionary<string, object> Result(
        ChaosWorld world, int kills, int seed, Dictionary<string, int> fired, int entries, int answers, TimeSpan took)
    {
        foreach (var sentence in world.Findings.Sentences) Console.Error.WriteLine(sentence);
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["kills"] = kills,
            ["seed"] = seed,
            ["trainers"] = world.Trainers.Count,
            ["journal_entries"] = entries,
            ["acknowledged_answers"] = answers,
            ["lost"] = world.Findings.Count("lost"),
            ["doubled"] = world.Findings.Count("doubled"),
            ["stuck"] = world.Findings.Count("stuck"),
            ["broken"] = world.Findings.Count("broken"),
            ["points_fired"] = fired,
            ["points_never_fired"] = kills >= 2 * CrashPoint.All.Count ? fired.Count(static point => point.Value == 0) : 0,
            ["serving_again_p50_ms"] = world.ServingAgain.At(0.5),
            ["serving_again_p95_ms"] = world.ServingAgain.At(0.95),
            ["serving_again_max_ms"] = world.ServingAgain.At(1),
            ["failed_calls"] = world.Failures,
            ["passed"] = world.Findings.Sentences.Count == 0,
            ["took_s"] = Math.Round(took.TotalSeconds),
        };
    }
}
