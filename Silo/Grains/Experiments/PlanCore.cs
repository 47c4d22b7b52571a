using Distribution.Contracts;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.Projects;

namespace Distribution.Grains.Experiments;

/// <summary>What follows from a plan: how many units, when to look, how far a difference must go. Pure.</summary>
public static class PlanCore
{
    private const int LooksMax = 10;

    /// <summary>Whether a measure is a share of 0 to 1.</summary>
    public static bool IsShare(ExperimentMeasure measure) => measure != ExperimentMeasure.HandlingTime;

    /// <summary>
    /// The risk of one variant beside the control: with several of them the whole is split evenly (C. E. Bonferroni, 1936; O. J. Dunn, "Multiple
    /// comparisons among means", JASA 56 (1961)).
    /// </summary>
    public static double AlphaOf(ExperimentPlan plan) => plan.Alpha / (plan.Variants.Count - 1);

    /// <summary>The schedule, or what is wrong.</summary>
    public static Outcome<ExperimentSchedule> Schedule(ExperimentPlan plan, ProjectSettings settings, int unitsMax)
    {
        if (Wrong(plan) is { } wrong) return wrong;
        if (Allotment.Check(new RunningExperiment("plan", "", plan.Unit, plan.Variants), settings) is { } unfit) return unfit;
        var alpha = AlphaOf(plan);
        var units = Statistics.UnitsPerArm(plan.Effect, Deviation(plan), alpha, plan.Power, GroupSequential.Inflation(alpha, plan.Power, plan.Looks));
        if (units > unitsMax) return Refusal.Invalid("TooManyUnits", $"That would need {units} units for each variant; at most {unitsMax} are allowed. Look for a larger effect.");
        IReadOnlyList<double> fractions = [.. Enumerable.Range(1, plan.Looks).Select(look => (double)look / plan.Looks)];
        return new ExperimentSchedule(units, fractions, GroupSequential.Boundaries(alpha, fractions));
    }

    /// <summary>Units that the smallest variant must have for a look, from 1.</summary>
    public static int UnitsFor(ExperimentSchedule schedule, int look) => Math.Max(2, (int)Math.Ceiling((schedule.UnitsPerArm * schedule.Fractions[look - 1]) - 1e-9));

    /// <summary>
    /// The boundary of the look that is due, at the share of the units that is really there: what was spent at the looks before it stays spent
    /// (Lan and DeMets). The last look spends the rest, whatever has come in.
    /// </summary>
    public static double BoundaryOf(ExperimentRecord experiment, double fraction)
    {
        var isLast = IsLast(experiment, experiment.Looks.Count + 1, fraction);
        var before = experiment.Looks.Select(static look => look.Fraction).ToList();
        return GroupSequential.Boundaries(AlphaOf(experiment.Plan), [.. before, isLast ? 1 : fraction])[^1];
    }

    /// <summary>Whether a look is the last: by its number, or because all units are in already.</summary>
    public static bool IsLast(ExperimentRecord experiment, int number, double fraction) => number == experiment.Schedule.Fractions.Count || fraction >= 1;

    private static double Deviation(ExperimentPlan plan)
    {
        if (!IsShare(plan.Measure)) return plan.Spread;
        var other = Math.Clamp(plan.Spread < 0.5 ? plan.Spread + plan.Effect : plan.Spread - plan.Effect, 0, 1);
        return Math.Sqrt(((plan.Spread * (1 - plan.Spread)) + (other * (1 - other))) / 2);
    }

    private static Refusal? Wrong(ExperimentPlan plan)
    {
        if (string.IsNullOrWhiteSpace(plan.Title) || plan.Title.Length > 200) return Bad("The title is empty, or longer than 200 characters.");
        if (!Enum.IsDefined(plan.Unit) || !Enum.IsDefined(plan.Measure)) return Bad("The unit or the measure is unknown.");
        if (!(plan.Alpha is >= 0.001 and <= 0.2)) return Bad("Alpha is 0.001 to 0.2.");
        if (!(plan.Power is >= 0.5 and <= 0.99)) return Bad("The power is 0.5 to 0.99.");
        if (plan.Looks is < 1 or > LooksMax) return Bad($"One looks 1 to {LooksMax} times.");
        if (!(plan.Effect > 0) || !double.IsFinite(plan.Effect)) return Bad("The effect is above 0.");
        if (!IsShare(plan.Measure)) return plan.Spread > 0 && double.IsFinite(plan.Spread) ? null : Bad("The standard deviation is above 0.");
        return plan.Effect < 1 && plan.Spread is >= 0 and <= 1 ? null : Bad("Of shares, the effect is below 1 and the expected share is 0 to 1.");
    }

    private static Refusal Bad(string why) => Refusal.Invalid("InvalidExperiment", why);
}
