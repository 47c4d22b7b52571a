using System.Diagnostics;
using System.Text.Json;
using Distribution.Load.Support;

namespace Distribution.Load.PeersBench;

/// <summary>The queues that a team would pick instead and our own cycle, in turn, in one run on one machine.</summary>
public static class PeersBench
{
    private const int Workers = 100;

    /// <summary>
    /// Runs ours, the peers with their own script, and ours again, each in a process of its own, so that none sees another's heap. The mean of our two
    /// stands beside the peers: the machine's speed drifts within minutes, and then meets both.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int tasks)
    {
        var script = Repository.Shared("peers", "run");
        if (Missing(script) is { } missing) throw new InvalidOperationException(missing);
        var before = await OursAsync(tasks);
        var peers = (await LinesOfAsync("bash", [script], ("TASKS", $"{tasks}"), ("WORKERS", $"{Workers}")))
            .Where(static line => line.TryGetProperty("peer", out _)).ToList();
        var after = await OursAsync(tasks);
        var fastest = peers.MaxBy(static peer => peer.GetProperty("cycles_per_s").GetDouble());
        double Mean(string figure) => Math.Round((before.GetProperty(figure).GetDouble() + after.GetProperty(figure).GetDouble()) / 2, 2);
        var cycles = Mean("cycles_per_s");
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["ratio"] = Math.Round(cycles / fastest.GetProperty("cycles_per_s").GetDouble(), 2),
            ["ours_cycles_per_s"] = cycles,
            ["ours_before_and_after"] = new[] { before.GetProperty("cycles_per_s").GetDouble(), after.GetProperty("cycles_per_s").GetDouble() },
            ["ours_p50_ms"] = Mean("p50_ms"),
            ["ours_p99_ms"] = Mean("p99_ms"),
            ["fastest_peer"] = fastest.GetProperty("peer").GetString()!,
            ["peers"] = peers,
            ["workers"] = Workers,
            ["meaning"] = "durable cycles a second (every acknowledgement on disk), ours with pay and ledger, over the fastest peer's lease and completion",
        };
    }

    private static async Task<JsonElement> OursAsync(int tasks)
    {
        var self = Path.Combine(AppContext.BaseDirectory, "Distribution.Load.dll");
        return (await LinesOfAsync("dotnet", [self, "cycle", "--workers", $"{Workers}", "--tasks", $"{tasks}"]))[^1];
    }

    /// <summary>What to install, by name, or null.</summary>
    private static string? Missing(string script)
    {
        if (!File.Exists(script)) return $"The peers are missing: put their folder beside the repository, so that {script} is there.";
        (string Program, string Package)[] needed = [("node", "nodejs"), ("npm", "npm"), ("redis-server", "redis-server"), ("initdb", "postgresql"), ("postgres", "postgresql")];
        var folders = SearchPath();
        var absent = needed.Where(need => !Array.Exists(folders, folder => File.Exists(Path.Combine(folder, need.Program)))).ToList();
        return absent.Count == 0 ? null
            : $"Missing: {string.Join(", ", absent.Select(static need => need.Program))}. Install the Debian packages {string.Join(", ", absent.Select(static need => need.Package).Distinct())}.";
    }

    /// <summary>Debian keeps the programs of PostgreSQL in a folder by version, outside PATH.</summary>
    private static string[] SearchPath()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        const string postgres = "/usr/lib/postgresql";
        return Directory.Exists(postgres) ? [.. folders, .. Directory.GetDirectories(postgres).Order(StringComparer.Ordinal).Select(static folder => $"{folder}/bin")] : folders;
    }

    private static async Task<List<JsonElement>> LinesOfAsync(string program, string[] arguments, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["PATH"] = string.Join(Path.PathSeparator, SearchPath());
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var lines = new List<JsonElement>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{')) lines.Add(JsonDocument.Parse(line).RootElement);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || lines.Count == 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode} and {lines.Count} figures.");
        return lines;
    }
}
