using Distribution.Load.RuntimeBench;

namespace Distribution.Load;

/// <summary>Every benchmark by name.</summary>
internal static class Benches
{
    public static IReadOnlyDictionary<string, Func<BenchArguments, Task<IReadOnlyDictionary<string, object>>>> All { get; } =
        new SortedDictionary<string, Func<BenchArguments, Task<IReadOnlyDictionary<string, object>>>>(StringComparer.Ordinal)
        {
            ["cycle"] = static arguments => CycleBench.CycleBench.RunAsync(arguments.Number("tasks", 100_000), arguments.Number("workers", 100), arguments.Number("allocations", 0) > 0),
            ["bundle"] = static _ => BundleBench.BundleBench.RunAsync(),
            ["import"] = static arguments => MillionBench.MillionBench.RunAsync(arguments.Number("rows", 1_000_000)),
            ["peers"] = static arguments => PeersBench.PeersBench.RunAsync(arguments.Number("tasks", 100_000)),
            ["pool"] = static arguments => PoolBench.PoolBench.RunAsync(arguments.Number("tasks", 10_000)),
            ["serve"] = static arguments => ServeBench.ServeBench.RunAsync(
                arguments.Number("trainers", 5000), arguments.Number("seconds", 30), arguments.Number("rate", 300)),
            ["dashboards"] = static arguments => DashboardBench.DashboardBench.RunAsync(
                arguments.Number("trainers", 3000), arguments.Number("dashboards", 20), arguments.Number("seconds", 60), arguments.Number("rate", 60)),
            ["imports"] = static arguments => ImportBench.ImportBench.RunAsync(arguments.Number("rows", 200_000)),
            ["rehearse"] = static arguments => RehearseBench.RehearseBench.RunAsync(
                arguments.Number("assignments", 10_000), arguments.Number("trainers", 150), arguments.Number("seed", 7)),
            ["simulate"] = SimulateBench.RunAsync,
            ["chaos"] = static arguments => ChaosBench.ChaosBench.RunAsync(
                arguments.Number("kills", 100), arguments.Number("trainers", 40), arguments.Number("seed", 1)),
            ["disk"] = static arguments => arguments.Has("slow")
                ? DiskBench.SlowBench.RunAsync(arguments.Number("seconds", 60))
                : DiskBench.DiskBench.RunAsync(arguments.Number("rounds", 3), arguments.Number("seconds", 12)),
            ["damage"] = static arguments => DiskBench.DamageBench.RunAsync(arguments.Number("cases", 1000), arguments.Number("seed", 1)),
            ["overload"] = static arguments => OverloadBench.OverloadBench.RunAsync(
                arguments.Number("trainers", 4000), arguments.Number("seconds", 30), arguments.Number("times", 10)),
            ["runtime"] = static _ => RuntimeAsync(),
            ["calls"] = static _ => CallBench.RunAsync(),
            ["storage"] = static _ => StorageBench.RunAsync(),
        };

    private static async Task<IReadOnlyDictionary<string, object>> RuntimeAsync() =>
        new Dictionary<string, object>([.. await CallBench.RunAsync(), .. await StorageBench.RunAsync()]);
}

/// <summary>"--name value" pairs, and bare "--name" switches.</summary>
internal sealed class BenchArguments(string[] arguments)
{
    public bool Has(string name) => Array.IndexOf(arguments, $"--{name}") >= 0;

    public string? Text(string name)
    {
        var at = Array.IndexOf(arguments, $"--{name}");
        if (at < 0) return null;
        return at + 1 < arguments.Length ? arguments[at + 1] : throw new ArgumentException($"--{name} takes a value.");
    }

    public int Number(string name, int otherwise)
    {
        var at = Array.IndexOf(arguments, $"--{name}");
        if (at < 0) return otherwise;
        return at + 1 < arguments.Length && int.TryParse(arguments[at + 1], out var value)
            ? value
            : throw new ArgumentException($"--{name} takes a number.");
    }
}
