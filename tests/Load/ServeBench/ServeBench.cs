using System.Diagnostics;
using System.Text;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Load.Support;
using Distribution.Web.Projects;

namespace Distribution.Load.ServeBench;

/// <summary>
/// The product as its own process, with N trainers connected to the hub and watching, who work at a bounded rate over HTTP and the hub.
/// The rate is bounded since this program shares the machine with the server: what is measured is the latency of a busy server, not
/// of a drowning one.
/// </summary>
public static class ServeBench
{
    private const string Project = "serve";
    private const int ConnectAtOnce = 64;

    /// <summary>Connects <paramref name="trainers"/> and lets them do <paramref name="rate"/> cycles a second in all, for so long.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int trainers, int seconds, int rate)
    {
        using var folder = new TemporaryFolder();
        var manager = (await ServerProcess.MintAsync(folder.Path, "manager", 1))[0];
        var tokens = await ServerProcess.MintAsync(folder.Path, "trainer", trainers);
        await using var server = await ServerProcess.StartAsync(folder.Path);
        using var http = ApiClient.Pool(server.Address, connections: 256);
        await SetUpAsync(new ManagerClient(http, manager.Token), tasks: (rate * seconds * 2) + trainers);
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
        var working = crowd.Select(trainer => trainer.WorkAsync(new ProjectId(Project), think, figures, over.Token)).ToList();

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

    private static async Task SetUpAsync(ManagerClient manager, int tasks)
    {
        var settings = new ProjectSettings
        {
            Title = "serve",
            TaskTypeId = "compare-two-answers",
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_000) },
        };
        await manager.CreateAsync(new NewProject(Project, settings, new MicroAmount(1_000_000_000_000)), CancellationToken.None);
        using var rows = new MemoryStream();
        for (var i = 0; i < tasks; i++)
            rows.Write(Encoding.UTF8.GetBytes($"{{\"prompt\":\"Which answer is better? {i}\",\"answerA\":\"The first.\",\"answerB\":\"The second.\"}}\n"));
        rows.Position = 0;
        await manager.ImportAsync(Project, "rows", rows, Mapping, CancellationToken.None);
        await manager.SetStatusAsync(Project, ProjectStatus.Live, CancellationToken.None);
    }

    private static ImportMapping Mapping { get; } = new()
    {
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = "prompt" }, new FieldMapping { Field = "answerA", Source = "answerA" },
            new FieldMapping { Field = "answerB", Source = "answerB" },
        ],
    };
}
