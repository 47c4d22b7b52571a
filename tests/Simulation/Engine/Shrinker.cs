namespace Distribution.Tests.Simulation.Engine;

/// <summary>Looks for less of everything that still fails: fewer kinds of trouble, trainers, tasks, minutes.</summary>
public static class Shrinker
{
    /// <summary>The smallest failing run found in at most <paramref name="runs"/> runs.</summary>
    public static async Task<SimulationResult> ShrinkAsync(SimulationResult failed, int runs)
    {
        var best = failed;
        for (var isBetter = true; isBetter && runs > 0;)
        {
            isBetter = false;
            foreach (var less in Less(best))
            {
                if (runs-- <= 0) break;
                var result = await SimulationRun.RunAsync(best.Seed, less);
                if (result.Problem is null) continue;
                (best, isBetter) = (result, true);
                break;
            }
        }

        return best;
    }

    private static IEnumerable<SimulationOptions> Less(SimulationResult failed)
    {
        var options = failed.Options;
        if ((options.Minutes ?? 16) is > 1 and var minutes) yield return options with { Minutes = minutes / 2 };
        if ((options.Trainers ?? 8) is > 1 and var trainers) yield return options with { Trainers = trainers / 2 };
        if ((options.Tasks ?? 4) is > 1 and var tasks) yield return options with { Tasks = tasks / 2 };
        foreach (var fault in Enum.GetValues<Fault>())
            if (failed.Faults[(int)fault] > 0 && fault is not (Fault.TwoActivations or Fault.SingleWrites) && !options.Without.Contains(fault))
                yield return options with { Without = [.. options.Without, fault] };
    }
}
