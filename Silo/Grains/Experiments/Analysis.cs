using Distribution.Contracts.Experiments;

namespace Distribution.Grains.Experiments;

/// <summary>From observations to arms and contrasts. Pure.</summary>
public static class Analysis
{
    /// <summary>The arms: how much was observed, and, where it may be seen, the mean over units.</summary>
    public static IReadOnlyList<ExperimentArm> Arms(ExperimentPlan plan, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> byUnit, bool withMeans) =>
        [.. plan.Variants.Select((variant, i) => new ExperimentArm(
            variant.Name, byUnit[i].Count, byUnit[i].Sum(static unit => unit.Count), withMeans && byUnit[i].Count > 0 ? byUnit[i].Average(static unit => unit.Average()) : null))];

    /// <summary>
    /// Each variant beside the control. Where a share was observed once of each unit, by Newcombe's hybrid scores; else by Welch's test over the means
    /// of the units, which is the right level where whole units were drawn (A. Donner and N. Klar, "Design and Analysis of Cluster Randomization
    /// Trials" (2000), chapter 6). The width is the boundary of the look, so that the intervals hold over all looks together (C. Jennison and B. W. Turnbull,
    /// "Interim analyses: the repeated confidence interval approach", JRSS B 51 (1989)).
    /// </summary>
    public static IReadOnlyList<ExperimentContrast> Contrasts(ExperimentPlan plan, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> byUnit, double boundary)
    {
        var isOneEach = PlanCore.IsShare(plan.Measure) && byUnit.All(static arm => arm.All(static unit => unit.Count == 1 && unit[0] is 0 or 1));
        return [.. plan.Variants.Skip(1).Select((variant, i) =>
        {
            var (control, other) = (byUnit[0], byUnit[i + 1]);
            var interval = isOneEach
                ? Statistics.Newcombe(Hits(control), Hits(other), boundary)
                : Statistics.Welch(Means(control), Means(other), boundary);
            return new ExperimentContrast(variant.Name, interval.Difference, interval.Low, interval.High, isOneEach ? "Newcombe" : "Welch", interval.ExcludesZero);
        })];
    }

    private static (int Hits, int Of) Hits(IReadOnlyList<IReadOnlyList<double>> arm) => (arm.Count(static unit => unit[0] > 0), arm.Count);

    private static Sample Means(IReadOnlyList<IReadOnlyList<double>> arm) => Sample.Of([.. arm.Select(static unit => unit.Average())]);
}
