using System.Diagnostics;
using Distribution.Load.Support;
using Distribution.Tests.Simulation.Engine;

namespace Distribution.Load;

/// <summary>Many seeds of the crash simulation: how many held, what went wrong on purpose, and how fast.</summary>
internal static class SimulateBench
{
    private const int ShrinkRuns = 80;

    public static Task<IReadOnlyDictionary<string, object>> RunAsync(BenchArguments arguments) =>
        arguments.Has("mutations") ? HuntAsync() : SeedsAsync(arguments);

    private static async Task<IReadOnlyDictionary<string, object>> SeedsAsync(BenchArguments arguments)
    {
        var (first, seeds) = (arguments.Number("seed", 1), arguments.Number("seeds", 200));
        var options = Read(arguments, first);
        if (arguments.Has("debug")) await WaitForDebuggerAsync();
        var (clock, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var batch = await SimulationBatch.RunAsync(first, seeds, options, arguments.Number("threads", 2));
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        foreach (var failed in batch.Failed.Take(3))
        {
            await Console.Error.WriteLineAsync(failed.ToString());
            if (options.TraceFile is null) await Console.Error.WriteLineAsync($"\nshrunk:\n{await Shrinker.ShrinkAsync(failed, ShrinkRuns)}\n");
        }

        if (options.TraceFile is { } file) await Console.Error.WriteLineAsync($"trace: {file}");
        return new SortedDictionary<string, object>
        {
            ["seeds"] = seeds,
            ["first_seed"] = first,
            ["failed"] = batch.Failed.Count,
            ["failed_seeds"] = batch.Failed.Select(static result => result.Seed).ToArray(),
            ["steps"] = batch.Steps,
            ["submissions"] = batch.Submissions,
            ["checks"] = batch.Checks,
            ["seeds_per_minute"] = Math.Round(seeds / clock.Elapsed.TotalMinutes),
            ["seeds_per_cpu_minute"] = Math.Round(seeds / used.TotalMinutes),
            ["faults"] = batch.Faults.ToDictionary(static entry => entry.Key.ToString(), static entry => entry.Value),
            ["faults_that_never_came"] = batch.Unmet.Select(static fault => fault.ToString()).ToArray(),
            ["meaning"] = "each seed runs the real grains over the real journal on a simulated disk; failed must be 0",
        };
    }

    private static async Task<IReadOnlyDictionary<string, object>> HuntAsync()
    {
        var hunts = new List<MutationHunt>();
        foreach (var mutation in Enum.GetValues<Mutation>().Where(static mutation => mutation != Mutation.None)) hunts.Add(await MutationHunt.RunAsync(mutation));
        return new SortedDictionary<string, object>
        {
            ["mutations"] = hunts.Count,
            ["failed"] = hunts.Count(static hunt => hunt.Found is null),
            ["found_by_seed"] = hunts.ToDictionary(static hunt => hunt.Mutation.ToString(), static hunt => hunt.Found is null ? "not found" : $"{hunt.Seeds}: {FirstLines(hunt.Found)}"),
            ["meaning"] = "each mutation is a mistake put in on purpose; failed counts those that no seed found",
        };
    }

    private static string FirstLines(SimulationResult found) => string.Join(' ', found.Problem!.Split('\n').Take(2).Select(static line => line.Trim()));

    private static SimulationOptions Read(BenchArguments arguments, int first) => new()
    {
        Mode = arguments.Text("mode") is { } mode ? Enum.Parse<SimulationMode>(mode, ignoreCase: true) : null,
        IsLong = arguments.Has("long"),
        IsCalm = arguments.Has("calm"),
        Trainers = arguments.Text("trainers") is null ? null : arguments.Number("trainers", 0),
        Tasks = arguments.Text("tasks") is null ? null : arguments.Number("tasks", 0),
        Minutes = arguments.Text("minutes") is null ? null : arguments.Number("minutes", 0),
        Without = [.. (arguments.Text("without") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static name => Enum.Parse<Fault>(name, ignoreCase: true))],
        Mutation = arguments.Text("mutation") is { } mutation ? Enum.Parse<Mutation>(mutation, ignoreCase: true) : Mutation.None,
        TraceFile = arguments.Has("trace") ? Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "simulation")).FullName, $"seed-{first}.txt") : null,
    };

    private static async Task WaitForDebuggerAsync()
    {
        await Console.Error.WriteLineAsync($"attach a debugger to process {Environment.ProcessId}; it stops where the seed fails");
        while (!Debugger.IsAttached) await Task.Delay(200);
    }
}
