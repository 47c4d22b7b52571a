using System.Text.Json;
using System.Text.Json.Nodes;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;

namespace Distribution.Grains.Rehearsals;

/// <summary>
/// A change of settings, laid over what was in force at each lease. Pure. What the change does not touch stays as it was pinned then,
/// whatever the present settings say.
/// </summary>
public sealed class Change
{
    private static readonly HashSet<string> NotRehearsed =
        ["version", "rateVersion", "status", "ratePercent", "budgetShards", "currency", "title", "warningMs", "claimWindowMs", "priority", "experiment", "pilot", "opensAt", "closesAt", "use"];
    private readonly ProjectSettings _before;
    private readonly ProjectSettings _after;
    private readonly HashSet<string> _changed;

    /// <summary>The difference between two settings.</summary>
    public Change(ProjectSettings before, ProjectSettings after)
    {
        (_before, _after) = (before, after);
        Settings = Differences(before, after);
        _changed = [.. Settings.Select(static change => change.Setting)];
    }

    /// <summary>What differs and is rehearsed.</summary>
    public IReadOnlyList<SettingChange> Settings { get; }

    /// <summary>Whether the rate's rule runs anew; else the raises are those of the past.</summary>
    public bool HasNewRule => _changed.Contains("rateRule");

    /// <summary>No change: the past as it was.</summary>
    public static Change None(ProjectSettings settings) => new(settings, settings);

    /// <summary>The needs that the change puts in place of those that were met.</summary>
    public Needs? NewNeeds => _changed.Contains("needs") ? _after.Needs : null;

    /// <summary>The settings of the replayed project at a lease that had these pins.</summary>
    public ProjectSettings At(LeasePins pins) => _before with
    {
        Status = ProjectStatus.Live,
        // Whom a pilot or closed hours would keep out was given the task all the same; what a use asks for is asked when a project opens.
        Pilot = null,
        OpensAt = null,
        ClosesAt = null,
        Use = null,
        TaskTypeId = Changed("taskTypeId") ? _after.TaskTypeId : pins.TaskTypeId,
        TaskTypeVersion = Changed("taskTypeVersion") ? _after.TaskTypeVersion : pins.TaskTypeVersion,
        GuidelineVersion = Changed("guidelineVersion") ? _after.GuidelineVersion : pins.GuidelineVersion,
        Overlap = Changed("overlap") ? _after.Overlap : pins.Overlap,
        LimitMs = Changed("limitMs") ? _after.LimitMs : pins.LimitMs,
        HardLimitMs = Math.Max(Changed("hardLimitMs") ? _after.HardLimitMs : pins.HardLimitMs, Changed("limitMs") ? _after.LimitMs : pins.LimitMs),
        PayPolicy = Changed("payPolicy") ? _after.PayPolicy : pins.PayPolicy,
        StuckAfter = Changed("stuckAfter") ? _after.StuckAfter : pins.StuckAfter,
        GraceMs = Changed("graceMs") ? _after.GraceMs : pins.GraceMs,
        LateWindowMs = Changed("lateWindowMs") ? _after.LateWindowMs : pins.LateWindowMs,
        WarningMs = pins.WarningMs,
        Needs = NewNeeds ?? _before.Needs,
        // A cap that was in force refused only what nobody remembers; one that is new refuses leases that were granted.
        DailyCap = Changed("dailyCap") ? _after.DailyCap : 0,
        TaskQuota = Changed("taskQuota") ? _after.TaskQuota : 0,
        TaskPriorities = _after.TaskPriorities,
        Rates = _after.Rates,
        RateRule = HasNewRule ? _after.RateRule : null,
        RatePercent = 0,
        // The variants of the past stand in the pins.
        Experiment = null,
    };

    /// <summary>
    /// The hourly rate of a trainer at a lease that paid them <paramref name="then"/>; null where the new rule decides. A changed posted rate
    /// changes it in the same ratio, so that the raises of the rule at that time stay; a personal offer stays as it was.
    /// </summary>
    public MicroAmount? RateOf(PastTrainer trainer, MicroAmount then)
    {
        if (trainer.HasOffer) return then;
        if (HasNewRule) return null;
        if (!Changed("rates") || !_after.Rates.TryGetValue(trainer.Tier, out var becomes)) return then;
        var was = _before.Rates.TryGetValue(trainer.Tier, out var found) ? found : MicroAmount.Zero;
        return was.Micros == 0 ? becomes : new MicroAmount((long)((Int128)then.Micros * becomes.Micros / was.Micros));
    }

    private bool Changed(string setting) => _changed.Contains(setting);

    private static List<SettingChange> Differences(ProjectSettings before, ProjectSettings after)
    {
        var (old, now) = (Members(before), Members(after));
        return [.. old.Keys.Union(now.Keys).Except(NotRehearsed).Order(StringComparer.Ordinal)
            .Select(name => new SettingChange(name, old.GetValueOrDefault(name, "null"), now.GetValueOrDefault(name, "null")))
            .Where(static change => change.Before != change.After)];
    }

    private static Dictionary<string, string> Members(ProjectSettings settings) =>
        ((JsonObject)JsonSerializer.SerializeToNode(settings, GrainJson.Options.GetTypeInfo(typeof(ProjectSettings)))!)
        .ToDictionary(static member => JsonNamingPolicy.CamelCase.ConvertName(member.Key), static member => member.Value?.ToJsonString(GrainJson.Options) ?? "null");
}
