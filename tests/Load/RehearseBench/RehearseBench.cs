using System.Diagnostics;
using Distribution.Contracts.Projects;
using Distribution.Grains.Rehearsals;
using Distribution.Tests.Simulation.Rehearsals;

namespace Distribution.Load.RehearseBench;

/// <summary>
/// A day of ten thousand assignments, lived on the simulated runtime, then rehearsed: once as it was, which must be exact, and once with a
/// shorter limit. Counts real seconds, and the share of one core.
/// </summary>
internal static class RehearseBench
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int assignments, int trainers, int seed)
    {
        var past = await PastDay.LiveAsync(new PastDayOptions(seed, trainers, assignments));
        var settings = past.Settings with { LimitMs = 120_000, PayPolicy = PayPolicy.Standard(120_000) };
        var began = Stopwatch.GetTimestamp();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var view = await PastRehearsal.RunAsync(past, settings);
        var took = Stopwatch.GetElapsedTime(began);
        return new Dictionary<string, object>
        {
            ["assignments"] = past.Assignments.Count,
            ["acts"] = Script.Of(past).Count,
            ["replays"] = 2,
            ["seconds"] = Math.Round(took.TotalSeconds, 2),
            ["cpuSeconds"] = Math.Round((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds, 2),
            ["differing"] = view.Check!.Differing,
            ["happenedCost"] = view.Happened!.Cost.Micros,
            ["replayedCost"] = view.Check.Cost.Micros,
            ["rehearsedCost"] = view.Rehearsed!.Cost.Micros,
            ["passed"] = view.Check.Differing == 0 && view.Check.Cost == view.Happened.Cost && took < Most,
        };
    }
}
