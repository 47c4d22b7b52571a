using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Experiments;

/// <summary>Who gets which variant, and what a lease pins for it. Pure: anybody can recompute it from the seed.</summary>
public static class Allotment
{
    private const int RatePercentMax = 200;

    /// <summary>
    /// The variant of a unit: the first eight bytes (big-endian) of SHA-256 over "seed\nunit", modulo the number of variants. The unit is the
    /// trainer's id, or the task's number.
    /// </summary>
    public static ExperimentVariant Of(RunningExperiment experiment, WorkerId worker, int task)
    {
        var unit = experiment.Unit == ExperimentUnit.Trainer ? worker.Value : task.ToString(CultureInfo.InvariantCulture);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{experiment.Seed}\n{unit}"));
        return experiment.Variants[(int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)experiment.Variants.Count)];
    }

    /// <summary>What the lease of a task pins under the project's experiment; the same pins where none runs.</summary>
    public static LeasePins Apply(LeasePins pins, RunningExperiment? experiment, WorkerId worker, int task) =>
        experiment is null ? pins : Apply(pins, experiment.Id, Of(experiment, worker, task));

    /// <summary>The pins under a variant: no figure lower than before, so that no time earns less.</summary>
    public static LeasePins Apply(LeasePins pins, string experiment, ExperimentVariant variant)
    {
        var limit = Math.Max(pins.LimitMs, variant.LimitMs);
        return pins with
        {
            Variant = $"{experiment}/{variant.Name}",
            Shown = variant.Shown.Count == 0 ? null : variant.Shown,
            GuidelineVersion = variant.GuidelineVersion > 0 ? variant.GuidelineVersion : pins.GuidelineVersion,
            HourlyRate = new MicroAmount((long)((Int128)pins.HourlyRate.Micros * (100 + Math.Max(0, variant.RatePercent)) / 100)),
            LimitMs = limit,
            HardLimitMs = Math.Max(Math.Max(pins.HardLimitMs, variant.HardLimitMs), limit),
            PayPolicy = limit == pins.LimitMs ? pins.PayPolicy : pins.PayPolicy with { Steps = Moved(pins.PayPolicy.Steps, pins.LimitMs, limit) },
        };
    }

    /// <summary>What is wrong with an experiment under these settings, or null.</summary>
    public static Refusal? Check(RunningExperiment experiment, ProjectSettings settings)
    {
        var variants = experiment.Variants;
        if (variants.Count is < 2 or > 4) return Bad("An experiment has 2 to 4 variants, the control among them.");
        if (variants.Select(static variant => variant.Name).Distinct().Count() < variants.Count || !variants.All(static variant => IsLabel(variant.Name)))
            return Bad("Each variant has a name of its own, of lower-case letters, digits and hyphens.");
        if (variants[0] is not { GuidelineVersion: 0, RatePercent: 0, LimitMs: 0, HardLimitMs: 0, Shown.Count: 0 }) return Bad("The first variant is the control: the project as it is.");
        foreach (var variant in variants)
        {
            if (variant.RatePercent is < 0 or > RatePercentMax) return Bad($"A variant's rate is 0 to {RatePercentMax} percent above the project's, never below it.");
            if (variant.LimitMs != 0 && (variant.LimitMs < settings.LimitMs || variant.LimitMs > 86_400_000))
                return Bad("A variant's limit is not below the project's, and at most a day: a shorter one would pay less.");
            if (variant.HardLimitMs != 0 && (variant.HardLimitMs < settings.HardLimitMs || variant.HardLimitMs > 30L * 86_400_000))
                return Bad("A variant's hard limit is not below the project's, and at most 30 days.");
            if (variant.GuidelineVersion < 0) return Bad("A version of the guidelines is a number from 1.");
            if (variant.Shown.Count > 4 || variant.Shown.Any(static swap => swap.Field is not { Length: > 0 and <= 100 } || swap.From is not { Length: > 0 and <= 100 }))
                return Bad("A variant shows at most 4 fields by another's content.");
        }

        return null;
    }

    /// <summary>What names an experiment or a variant: 1 to 40 lower-case letters, digits and hyphens.</summary>
    internal static bool IsLabel(string? text) =>
        text is { Length: >= 1 and <= 40 } && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>A step that began at the limit begins at the new one; those that would then come before it go.</summary>
    private static List<PayStep> Moved(IReadOnlyList<PayStep> steps, long from, long to)
    {
        var moved = new List<PayStep>();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i].FromActiveMs == from ? steps[i] with { FromActiveMs = to } : steps[i];
            var isOvertaken = step.FromActiveMs > from && step.FromActiveMs <= to && steps[i].FromActiveMs != from;
            if (!isOvertaken) moved.Add(step);
        }

        return [.. moved.OrderBy(static step => step.FromActiveMs)];
    }

    private static Refusal Bad(string why) => Refusal.Invalid("InvalidExperiment", why);
}
