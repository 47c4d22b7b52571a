using System.Collections.Concurrent;
using System.Diagnostics;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Load.Support;

namespace Distribution.Load.OverloadBench;

/// <summary>
/// First the most cycles a second that a few busy clients get; then ten times as many trainers a second as that, who come whether or not
/// the server is ready for them; then half the peak again. The server has a processor of its own where there are two, so that the crowd
/// does not take what it is measured by.
/// </summary>
public static class OverloadBench
{
    private const int PeakClients = 48;
    private const double GoodputMin = 0.8;
    private static readonly ProjectId Project = new("overload");
    private static readonly TimeSpan BackToNormalMax = TimeSpan.FromSeconds(60);

    /// <summary>Each phase lasts so long; <paramref name="times"/> is how many times the peak comes in the second one.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int trainers, int seconds, int times)
    {
        using var folder = new TemporaryFolder();
        var manager = (await ServerProcess.MintAsync(folder.Path, "manager", 1))[0];
        var tokens = await ServerProcess.MintAsync(folder.Path, "trainer", trainers);
        var isApart = Environment.ProcessorCount > 1;
        await using var server = await ServerProcess.StartAsync(folder.Path, environment: Settings, processor: isApart && OperatingSystem.IsLinux() ? 0 : null);
        if (isApart && OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = (nint)~1L & ((1 << Environment.ProcessorCount) - 1);
        using var http = ApiClient.Pool(server.Address, connections: 2000);
        await SmallTasks.OpenAsync(new ManagerClient(http, manager.Token), Project, tasks: 200_000);
        var crowd = new ConcurrentQueue<OverloadTrainer>(tokens.Select(account => new OverloadTrainer(http, account)));

        await ClosedAsync(crowd, PeakClients, TimeSpan.FromSeconds(Math.Min(10, seconds)), TimeSpan.Zero);
        var peak = await ClosedAsync(crowd, PeakClients, TimeSpan.FromSeconds(seconds), TimeSpan.Zero);
        var peakPerSecond = peak.Cycles / (double)seconds;
        var memoryBefore = server.ResidentBytes;
        var (overload, finishing) = await OpenAsync(crowd, peakPerSecond * times, TimeSpan.FromSeconds(seconds));
        var goodput = overload.Cycles / (double)seconds;
        var attempts = overload.Attempts / (double)seconds;
        var memoryAfter = server.ResidentBytes;
        var backIn = await BackToNormalAsync(crowd, peak.Admitted.At(0.5));
        await finishing;
        var isGood = goodput >= GoodputMin * peakPerSecond && overload.Untyped == 0 && backIn < BackToNormalMax;
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["peak_cycles_per_s"] = Math.Round(peakPerSecond, 1),
            ["peak_p99_ms"] = peak.Admitted.At(0.99),
            ["offered_leases_per_s"] = Math.Round(attempts, 1),
            ["offered_times_peak"] = Math.Round(attempts / peakPerSecond, 1),
            ["goodput_cycles_per_s"] = Math.Round(goodput, 1),
            ["goodput_of_peak"] = Math.Round(goodput / peakPerSecond, 2),
            ["admitted_p50_ms"] = overload.Admitted.At(0.5),
            ["admitted_p99_ms"] = overload.Admitted.At(0.99),
            ["refused"] = overload.RefusedCount,
            ["refused_p50_ms"] = overload.Refused.At(0.5),
            ["refused_p99_ms"] = overload.Refused.At(0.99),
            ["refused_untyped"] = overload.Untyped,
            ["gave_up"] = overload.GaveUp,
            ["wrong"] = overload.Wrong,
            ["server_mb_at_peak"] = memoryBefore / 1_000_000,
            ["server_mb_overloaded"] = memoryAfter / 1_000_000,
            ["back_to_normal_s"] = Math.Round(backIn.TotalSeconds, 1),
            ["passed"] = isGood,
        };
    }

    /// <summary>The pace of one account is no matter here: few accounts stand for many.</summary>
    private static Dictionary<string, string> Settings { get; } = new()
    {
        ["Rates__PerAccountPerSecond"] = "100000",
        ["Rates__PerAccountBurst"] = "100000",
    };

    /// <summary>So many clients, each with its next cycle after its last.</summary>
    private static async Task<OverloadFigures> ClosedAsync(ConcurrentQueue<OverloadTrainer> crowd, int clients, TimeSpan lasting, TimeSpan think)
    {
        var figures = new OverloadFigures();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < lasting && crowd.TryDequeue(out var trainer))
            {
                await trainer.CycleAsync(Project, figures);
                crowd.Enqueue(trainer);
                if (think > TimeSpan.Zero) await Task.Delay(think);
            }
        })));
        return figures;
    }

    /// <summary>So many trainers a second, whatever becomes of those before; the figures as they stand when the time is over.</summary>
    private static async Task<(OverloadFigures Figures, Task Finishing)> OpenAsync(ConcurrentQueue<OverloadTrainer> crowd, double perSecond, TimeSpan lasting)
    {
        var figures = new OverloadFigures();
        var clock = Stopwatch.StartNew();
        var working = new ConcurrentBag<Task>();
        var started = 0;
        while (clock.Elapsed < lasting)
        {
            for (var due = (int)(clock.Elapsed.TotalSeconds * perSecond); figures.Attempts < due && started - figures.Cycles - figures.GaveUp < 20_000;)
            {
                if (!crowd.TryDequeue(out var trainer)) break;
                started++;
                working.Add(WorkAsync(trainer));
            }

            await Task.Delay(5);
        }

        return (figures, Task.WhenAll(working));

        async Task WorkAsync(OverloadTrainer trainer)
        {
            await Task.Yield();
            await trainer.CycleAsync(Project, figures);
            crowd.Enqueue(trainer);
        }
    }

    /// <summary>Until a second of light load is answered about as quickly as before.</summary>
    private static async Task<TimeSpan> BackToNormalAsync(ConcurrentQueue<OverloadTrainer> crowd, double before)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < BackToNormalMax)
        {
            var began = clock.Elapsed;
            var now = await ClosedAsync(crowd, PeakClients / 4, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(20));
            if (now.RefusedCount == 0 && now.Cycles > 0 && now.Admitted.At(0.5) <= Math.Max(2 * before, 20)) return began;
        }

        return clock.Elapsed;
    }
}
