using System.Diagnostics;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Load.Support;

namespace Distribution.Load.ServeBench;

/// <summary>
/// The product as its own process, with N trainers connected to the hub and watching, who work at a bounded rate over HTTP and the hub.
/// The rate is bounded since this program shares the machine with the server: what is measured is the latency of a busy server, not
/// of a drowning one.
/// </summary>
public static class ServeBench
{
    private const int ConnectAtOnce = 64;
    private static readonly ProjectId Project = new("serve");

    /// <summary>Connects <paramref name="trainers"/> and lets them do <paramref name="rate"/> cycles a second in all, for so long.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int trainers, int seconds, int rate)
    {
        using var folder = new TemporaryFolder();
        var manager = (await ServerProcess.MintAsync(folder.Path, "manager", 1))[0];
        var tokens = await ServerProcess.MintAsync(folder.Path, "trainer", trainers);
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var http = ApiClient.Pool(server.Address, connections: 256);
        await SmallTasks.OpenAsync(new ManagerClient(http, manager.Token), Project, tasks: (rate * seconds * 2) + trainers);
        var crowd = tokens.Select((account, i) => new ServeTrainer(http, account.Token, i)).ToList();
        try
        {
            return await MeasureAsync(server, crowd, seconds, rate);
        }
        finally
        {
            await Task.WhenAll(crowd.Select(static trainer => trainer.DisposeAsync().AsTask()));
        }
    }

    private static async Task<SortedDictionary<string, object>> MeasureAsync(ServerProcess server, List<ServeTrainer> crowd, int seconds, int rate)
    {
        var before = server.ResidentBytes;
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(crowd, new ParallelOptions { MaxDegreeOfParallelism = ConnectAtOnce }, static async (trainer, ct) => await trainer.ConnectAsync(ct));
        var connectedIn = clock.Elapsed;
        var idle = server.ResidentBytes;
        var figures = new ServeFigures();
        using var over = new CancellationTokenSource();
        var think = TimeSpan.FromSeconds((double)crowd.Count / rate);
        var working = crowd.Select(trainer => trainer.WorkAsync(Project, think, figures, over.Token)).ToList();

        // Warm up: the first calls compile code, and every trainer's first lease activates grains.
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(10, seconds)));
        figures.Begin();
        clock.Restart();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var result = figures.Result(clock.Elapsed);
        await over.CancelAsync();
        await Task.WhenAll(working);
        result["trainers"] = crowd.Count;
        result["still_connected"] = crowd.Count(static trainer => trainer.IsConnected);
        result["connect_s"] = Math.Round(connectedIn.TotalSeconds, 1);
        result["wanted_cycles_per_s"] = rate;
        result["server_mb_before"] = before / 1_000_000;
        result["server_mb_connected"] = idle / 1_000_000;
        result["server_mb_working"] = server.ResidentBytes / 1_000_000;
        result["kb_per_connected_trainer"] = Math.Round((idle - before) / 1000.0 / crowd.Count, 1);
        result["meaning"] = "one cycle = lease + submit, acknowledged over HTTP or the hub, with the load client on the same machine; memory is the server's resident set";
        return result;
    }
}
