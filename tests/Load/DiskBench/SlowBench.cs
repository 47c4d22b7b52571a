using System.Diagnostics;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts.Workers;
using Distribution.Load.ChaosBench;
using Distribution.Load.Support;
using Distribution.Web.Work;

namespace Distribution.Load.DiskBench;

/// <summary>
/// The real process under load on a disk each flush of which takes up to two seconds: nothing acknowledged is lost, what can't be done soon
/// is refused, reads go on, /health says what is wrong, and all of it is as before when the disk is.
/// </summary>
public static class SlowBench
{
    private const int Trainers = 24;
    private static readonly TimeSpan HealedMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(3);

    /// <summary>Slow for so long.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int seconds)
    {
        var began = DateTimeOffset.UtcNow;
        using var folder = new TemporaryFolder();
        if (await SlowDisk.TryMakeAsync(folder.Path) is not { } disk) return new Dictionary<string, object> { ["skipped"] = "There is no C compiler here." };
        await using var world = await ChaosWorld.StartAsync(Trainers, environment: disk.Environment);
        var manager = new ChaosManager(world, readyMin: 150);
        await manager.SetUpAsync();
        var (writes, reads, healed) = (new Percentiles(), new Percentiles(), new Percentiles());
        var said = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using (var over = new CancellationTokenSource())
        {
            var working = world.Trainers.Skip(1).Select((account, i) => new ChaosTrainer(world, account, i)).Select(trainer => Task.Run(() => trainer.WorkAsync(over.Token))).ToList();
            await Task.Delay(TimeSpan.FromSeconds(3));
            disk.Slow();
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < TimeSpan.FromSeconds(seconds)) await ProbeAsync(world, writes, reads, said);
            disk.Heal();
            clock.Restart();
            while (clock.Elapsed < HealedMax && await HealthAsync(world) != "Healthy") await Task.Delay(200);
            healed.Add(clock.Elapsed);
            await UntilClosedAsync(world);
            await over.CancelAsync();
            await Task.WhenAll(working);
        }

        var answers = await new Reconciler(world, DriverJournal.Read(world.Journal.Path).ToList(), began).CheckAsync(manager.Rows);
        foreach (var sentence in world.Findings.Sentences) await Console.Error.WriteLineAsync(sentence);
        var isSaid = said.Keys.Any(static health => health.EndsWith(": storage", StringComparison.Ordinal));
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["slow_s"] = seconds,
            ["acknowledged_answers"] = answers,
            ["lost"] = world.Findings.Count("lost"),
            ["doubled"] = world.Findings.Count("doubled"),
            ["stuck"] = world.Findings.Count("stuck"),
            ["broken"] = world.Findings.Count("broken"),
            ["writes_p50_ms"] = writes.At(0.5),
            ["writes_max_ms"] = writes.At(1),
            ["reads_max_ms"] = reads.At(1),
            ["health_said"] = said,
            ["healed_ms"] = healed.At(1),
            ["failed_calls"] = world.Failures,
            ["passed"] = world.Findings.Sentences.Count == 0 && isSaid && healed.At(1) < HealedMax.TotalMilliseconds,
        };
    }

    /// <summary>A write of somebody who does nothing else, reads, and a look at the health.</summary>
    private static async Task ProbeAsync(ChaosWorld world, Percentiles writes, Percentiles reads, SortedDictionary<string, int> said)
    {
        await using var trainer = new TrainerClient(world.Http, world.Trainers[0].Token);
        var began = Stopwatch.GetTimestamp();
        await world.TryAsync("profile", ct => trainer.Api.PutAsync<WorkerProfile>("work/profile", new ProfileRequest($"Kim {began}", "UTC", "ko"), ct));
        writes.Add(Stopwatch.GetElapsedTime(began));
        began = Stopwatch.GetTimestamp();
        if (await world.TryAsync("read", ct => world.Manager.GetAsync(ChaosWorld.Project, ct)) is null) world.Findings.Broken("A read was not answered.");
        reads.Add(Stopwatch.GetElapsedTime(began));
        var health = await HealthAsync(world);
        said[health] = said.GetValueOrDefault(health) + 1;
    }

    private static async Task<string> HealthAsync(ChaosWorld world)
    {
        using var answer = await world.Http.GetAsync(new Uri("/health", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task UntilClosedAsync(ChaosWorld world)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < EndPatience)
        {
            var counts = await world.TryAsync("count", ct => world.Manager.CountAsync(ChaosWorld.Project, ct));
            if (counts is not null && counts.Closed == counts.Total) return;
            await Task.Delay(500);
        }
    }
}
