using System.Diagnostics;
using System.Net;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts.Workers;
using Distribution.Load.ChaosBench;
using Distribution.Load.Support;
using Distribution.Web.Work;

namespace Distribution.Load.DiskBench;

/// <summary>
/// The real process under load on a real disk that is full again and again: nothing acknowledged is lost, writes are refused quickly and by
/// name, reads go on, /health turns red, and all of it heals by itself. Then a start from a disk that can't be written.
/// </summary>
public static class DiskBench
{
    private const int Trainers = 12;
    private const int Megabytes = 160;

    /// <summary>The journal writes over blocks that it has already; with files of its usual size it would go on for longer than this takes.</summary>
    private static readonly Dictionary<string, string> SmallFiles = new() { ["Storage__JournalSegmentBytes"] = "65536" };

    private static readonly TimeSpan RedMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HealedMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(3);

    /// <summary>Fills the disk so many times, each time for so long.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int rounds, int seconds)
    {
        var began = DateTimeOffset.UtcNow;
        SmallDisk? disk = null;
        await using var world = await ChaosWorld.StartAsync(Trainers, folder => disk = SmallDisk.TryMount(folder, Megabytes), SmallFiles);
        if (disk is null) return new Dictionary<string, object> { ["skipped"] = "This machine does not let us mount a disk." };
        var figures = new DiskFigures();
        var manager = new ChaosManager(world, readyMin: 150);
        await manager.SetUpAsync();
        using (var over = new CancellationTokenSource())
        {
            var working = world.Trainers.Select((account, i) => new ChaosTrainer(world, account, i)).Select(trainer => Task.Run(() => trainer.WorkAsync(over.Token))).ToList();
            for (var i = 0; i < rounds; i++) await FillOnceAsync(world, disk, figures, TimeSpan.FromSeconds(seconds));
            await UntilClosedAsync(world);
            await over.CancelAsync();
            await Task.WhenAll(working);
        }

        var answers = await new Reconciler(world, DriverJournal.Read(world.Journal.Path).ToList(), began).CheckAsync(manager.Rows);
        var readOnly = await StartReadOnlyAsync(world, disk);
        foreach (var sentence in world.Findings.Sentences.Concat(figures.Wrong)) await Console.Error.WriteLineAsync(sentence);
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["rounds"] = rounds,
            ["acknowledged_answers"] = answers,
            ["lost"] = world.Findings.Count("lost"),
            ["doubled"] = world.Findings.Count("doubled"),
            ["stuck"] = world.Findings.Count("stuck"),
            ["broken"] = world.Findings.Count("broken"),
            ["refused_as"] = figures.RefusedAs,
            ["refused_p50_ms"] = figures.Refused.At(0.5),
            ["refused_max_ms"] = figures.Refused.At(1),
            ["reads_while_full"] = figures.Reads,
            ["health_red_max_ms"] = figures.Red.At(1),
            ["healed_max_ms"] = figures.Healed.At(1),
            ["read_only_start"] = readOnly,
            ["failed_calls"] = world.Failures,
            ["passed"] = world.Findings.Sentences.Count == 0 && figures.Wrong.Count == 0 && readOnly.StartsWith("refused: ", StringComparison.Ordinal),
        };
    }

    private static async Task FillOnceAsync(ChaosWorld world, SmallDisk disk, DiskFigures figures, TimeSpan full)
    {
        await Task.Delay(TimeSpan.FromSeconds(3));
        disk.Fill();
        var clock = Stopwatch.StartNew();
        var isRed = false;
        while (clock.Elapsed < full)
        {
            if (!isRed && await HealthAsync(world) == HttpStatusCode.ServiceUnavailable)
            {
                isRed = true;
                figures.Red.Add(clock.Elapsed);
            }

            await ProbeAsync(world, figures);
            await Task.Delay(200);
        }

        if (figures.RefusedAs.Count == 0) figures.Wrong.Add("Nothing was refused while the disk was full.");
        if (!isRed || figures.Red.At(1) > RedMax.TotalMilliseconds) figures.Wrong.Add($"/health was not red within {RedMax}.");
        disk.Free();
        clock.Restart();
        while (clock.Elapsed < HealedMax && (await HealthAsync(world) != HttpStatusCode.OK || await WriteAsync(world) is not null)) await Task.Delay(200);
        figures.Healed.Add(clock.Elapsed);
        if (clock.Elapsed >= HealedMax) figures.Wrong.Add($"It did not heal within {HealedMax}.");
    }

    /// <summary>A write that is refused, and reads that are not.</summary>
    private static async Task ProbeAsync(ChaosWorld world, DiskFigures figures)
    {
        var began = Stopwatch.GetTimestamp();
        if (await WriteAsync(world) is { } refused)
        {
            figures.Refused.Add(Stopwatch.GetElapsedTime(began));
            figures.RefusedAs[$"{refused.Status} {refused.Code}"] = figures.RefusedAs.GetValueOrDefault($"{refused.Status} {refused.Code}") + 1;
            if (refused.Status is not (503 or 507)) figures.Wrong.Add($"A write was refused with {refused.Message}");
        }

        await using var trainer = new TrainerClient(world.Http, world.Trainers[1].Token);
        try
        {
            await trainer.ListAsync(CancellationToken.None);
            await world.Manager.GetAsync(ChaosWorld.Project, CancellationToken.None);
            await world.Manager.HistoryAsync(ChaosWorld.Project, CancellationToken.None);
            figures.Reads++;
        }
        catch (ApiException error)
        {
            figures.Wrong.Add($"A read was refused: {error.Message}");
        }
    }

    private static async Task<ApiException?> WriteAsync(ChaosWorld world)
    {
        await using var trainer = new TrainerClient(world.Http, world.Trainers[0].Token);
        try
        {
            await trainer.Api.PutAsync<WorkerProfile>("work/profile", new ProfileRequest($"Kim {Environment.TickCount64}", "UTC", "ko"), CancellationToken.None);
            return null;
        }
        catch (ApiException error)
        {
            return error;
        }
    }

    private static async Task<HttpStatusCode> HealthAsync(ChaosWorld world)
    {
        using var answer = await world.Http.GetAsync(new Uri("/health", UriKind.Relative));
        return answer.StatusCode;
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

    /// <summary>What a start says of a disk that it can read and not write.</summary>
    private static async Task<string> StartReadOnlyAsync(ChaosWorld world, SmallDisk disk)
    {
        await world.Server!.KillAsync();
        if (!disk.MakeReadOnly()) return "refused: not tried, this machine does not let us remount";
        var (code, said) = await ServerProcess.RunAsync("--data", world.DataFolder, "--port", "0");
        disk.MakeWritable();
        var sentence = said.Trim().Split('\n')[0];
        if (!sentence.Contains("Read-only file system", StringComparison.Ordinal)) return $"the wrong cause: {sentence}";
        return code == 1 && !said.Contains("   at ", StringComparison.Ordinal) && !said.Contains("ready http", StringComparison.Ordinal) ? $"refused: {sentence}" : $"{code}: {said}";
    }
}

/// <summary>What was seen while the disk was full.</summary>
internal sealed class DiskFigures
{
    public Percentiles Refused { get; } = new();

    public Percentiles Red { get; } = new();

    public Percentiles Healed { get; } = new();

    public Dictionary<string, int> RefusedAs { get; } = new(StringComparer.Ordinal);

    public List<string> Wrong { get; } = [];

    public int Reads { get; set; }
}
