using System.Diagnostics;
using Distribution.Tests.Simulation.Engine;

namespace Distribution.Load;

/// <summary>Many seeds of the crash simulation: how many held, what went wrong on purpose, and how fast.</summary>
internal static class SimulateBench
{
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int first, int seeds)
    {
        var clock = Stopwatch.StartNew();
        var batch = await SimulationBatch.RunAsync(first, seeds);
        if (batch.Failed.Count > 0) await Console.Error.WriteLineAsync(batch.ToString());
        return new SortedDictionary<string, object>
        {
            ["seeds"] = seeds,
            ["first_seed"] = first,
            ["failed"] = batch.Failed.Count,
            ["steps"] = batch.Steps,
            ["submissions"] = batch.Submissions,
            ["seeds_per_minute"] = Math.Round(seeds / clock.Elapsed.TotalMinutes),
            ["faults"] = batch.Faults.ToDictionary(static entry => entry.Key.ToString(), static entry => entry.Value),
            ["meaning"] = "each seed runs the real grains over the real journal on a simulated disk; failed must be 0",
        };
    }
}
