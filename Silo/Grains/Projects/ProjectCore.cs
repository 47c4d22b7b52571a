using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;

namespace Distribution.Grains.Projects;

/// <summary>The decisions of a project. Pure.</summary>
public static class ProjectCore
{
    /// <summary>Entries of <see cref="ProjectSettings.TaskPriorities"/>: each proposal carries the settings.</summary>
    public const int TaskPrioritiesMax = 50;

    /// <summary>Characters of what an event says. JSON may need six bytes for one, and the history takes 4 KiB an event.</summary>
    private const int DetailLengthMax = 600;

    /// <summary>Characters of the details that wait for the history together: with six bytes each, they leave room for the settings below storage's limit.</summary>
    private const int WaitingLengthMax = 6_000;
    private const int ImportsKept = 100;

    /// <summary>What is wrong with settings, or null. Says which setting, and its range.</summary>
    public static Refusal? Check(ProjectSettings settings)
    {
        if (string.IsNullOrWhiteSpace(settings.Title)) return Bad("title", "is empty");
        if (settings.Title.Length > 200) return Bad("title", "is longer than 200 characters");
        if (settings.Overlap is < 1 or > 50) return Bad("overlap", "is not within 1 to 50");
        if (settings.LimitMs is < 10_000 or > 86_400_000) return Bad("limitMs", "is not within 10 seconds to 1 day");
        if (settings.HardLimitMs < settings.LimitMs || settings.HardLimitMs > 30L * 86_400_000) return Bad("hardLimitMs", "is not within limitMs to 30 days");
        if (settings.StuckAfter is < 1 or > 100) return Bad("stuckAfter", "is not within 1 to 100");
        if (settings.GraceMs is < 30_000 or > 3_600_000) return Bad("graceMs", "is not within 30 seconds to 1 hour");
        if (settings.ClaimWindowMs is < 5_000 or > 300_000) return Bad("claimWindowMs", "is not within 5 seconds to 5 minutes");
        if (settings.LateWindowMs is < 0 or > 30L * 86_400_000) return Bad("lateWindowMs", "is not within 0 to 30 days");
        if (settings.BudgetShards is < 1 or > 64) return Bad("budgetShards", "is not within 1 to 64");
        if (settings.DailyCap is < 0 or > 10_000) return Bad("dailyCap", "is not within 0 to 10,000");
        if (settings.Currency.Length != 3 || !settings.Currency.All(char.IsAsciiLetterUpper)) return Bad("currency", "is no ISO 4217 code, such as USD or KRW");
        if (settings.Rates.Values.Any(static rate => rate.Micros is < 0 or > 10_000_000_000)) return Bad("rates", "has a rate outside 0 to 10,000 an hour");
        if (settings.ClosesAt <= settings.OpensAt) return Bad("closesAt", "is not after opensAt");
        if (settings.Use is { } use && (!Enum.IsDefined(use.Risk) || use.PurposeKo.Length > 500 || use.PurposeEn.Length > 500))
            return Bad("use", "has no class of risk, or a purpose of more than 500 characters");
        if (CheckNeeds(settings.Needs) is { } wrong) return wrong;
        if (settings.TaskQuota < 0) return Bad("taskQuota", "is below 0");
        if (settings.Priority is < -100 or > 100) return Bad("priority", "is not within -100 to 100");
        if (settings.TaskPriorities.Count > TaskPrioritiesMax) return Bad("taskPriorities", $"has more than {TaskPrioritiesMax} entries");
        if (settings.TaskPriorities.Any(static each => each.From < 0 || each.Count < 1 || each.From > int.MaxValue - each.Count || each.Priority is < -1000 or > 1000))
            return Bad("taskPriorities", "names no tasks, or a priority outside -1,000 to 1,000");
        return CheckRule(settings.RateRule) ?? CheckPolicy(settings.PayPolicy);
    }

    /// <summary>The settings with a version of the guidelines and the need for its check; the same settings when nothing changes.</summary>
    public static ProjectSettings WithGuidelines(ProjectSettings settings, ProjectId project, int version, int checkVersion)
    {
        if (version < settings.GuidelineVersion) return settings;
        List<string> hard = [.. settings.Needs.Hard.Where(static need => !need.StartsWith(NeedTags.Guidelines, StringComparison.Ordinal))];
        if (checkVersion > 0) hard.Add(NeedTags.Of(NeedTags.Guidelines, project.Value, checkVersion));
        return version == settings.GuidelineVersion && hard.SequenceEqual(settings.Needs.Hard)
            ? settings
            : settings with { GuidelineVersion = version, Needs = settings.Needs with { Hard = hard } };
    }

    /// <summary>Says that the project has drained, once until its status changes again; null when that is said, or not so.</summary>
    public static ProjectState? Drained(ProjectState state, DateTimeOffset now) =>
        state is { Settings: { Status: ProjectStatus.Draining } settings, DrainedVersion: 0 }
            ? Say(state with { DrainedVersion = settings.Version }, EventKind.ProjectDrained, now, state.Owner, "the last lease has ended")
            : null;

    /// <summary>Names an event of the project.</summary>
    public static ProjectState Say(ProjectState state, EventKind kind, DateTimeOffset now, WorkerId by, string detail)
    {
        var said = $"{by}: {detail}";
        // While the history cannot be reached, who did what and when is kept, and less and less of the words.
        var room = Math.Clamp(WaitingLengthMax - state.Events.Sum(static waiting => waiting.Detail?.Length ?? 0), by.Value.Length + 1, DetailLengthMax);
        if (said.Length > room) said = string.Concat(said.AsSpan(0, room - 1), "…");
        var happened = new HistoryEvent("project", state.LastEvent + 1, now, kind, null, null, MicroAmount.Zero, 0, said, null);
        return state with { LastEvent = happened.Sequence, Events = [.. state.Events, happened] };
    }

    /// <summary>Gives a shard more, or takes back from it (below zero), once per sequence; never more in all than the budget.</summary>
    public static ProjectState ChangeAllowance(ProjectState state, int shard, int sequence, MicroAmount change)
    {
        var present = state.Shards.TryGetValue(shard, out var found) ? found : new ShardAllowance(0, MicroAmount.Zero);
        if (sequence <= present.Sequence) return state;
        if (change + present.Allowed < MicroAmount.Zero) throw new InvalidOperationException($"Shard {shard} returns {-change.Micros} micro-units of {present.Allowed}.");
        var free = state.Budget - Allowed(state);
        var most = free > MicroAmount.Zero ? free : MicroAmount.Zero;
        return With(state, shard, new ShardAllowance(sequence, present.Allowed + (change < most ? change : most)));
    }

    /// <summary>The sequence of a shard's last move; 0 before the first.</summary>
    public static int LastMove(ProjectState state, int shard) => state.Shards.TryGetValue(shard, out var present) ? present.Sequence : 0;

    /// <summary>What all shards hold.</summary>
    public static MicroAmount Allowed(ProjectState state)
    {
        var sum = MicroAmount.Zero;
        foreach (var shard in state.Shards.Values) sum += shard.Allowed;
        return sum;
    }

    /// <summary>The number of an import's segment; the same question gets the same number.</summary>
    public static (ProjectState Next, int Number) Reserve(ProjectState state, string importId, int index)
    {
        var runs = state.Imports.TryGetValue(importId, out var known) ? known : [];
        foreach (var run in runs)
            if (index >= run.FirstIndex && index < run.FirstIndex + run.Count) return (state, run.FirstNumber + index - run.FirstIndex);
        var number = state.SegmentCount;
        var last = runs.Count > 0 ? runs[^1] : null;
        IReadOnlyList<SegmentRun> grown = last is not null && last.FirstIndex + last.Count == index && last.FirstNumber + last.Count == number
            ? [.. runs.Take(runs.Count - 1), last with { Count = last.Count + 1 }]
            : [.. runs, new SegmentRun(index, number, 1)];
        var imports = new Dictionary<string, IReadOnlyList<SegmentRun>>(state.Imports) { [importId] = grown };
        if (imports.Count > ImportsKept) imports.Remove(imports.MinBy(static entry => entry.Value[0].FirstNumber).Key);
        return (state with { SegmentCount = number + 1, Imports = imports }, number);
    }

    /// <summary>Notes that a segment has arrived, once.</summary>
    public static ProjectState Arrive(ProjectState state, SegmentHead segment, DateTimeOffset now)
    {
        var has = segment.Number / 8 < state.Arrived.Length && (state.Arrived[segment.Number / 8] & (1 << (segment.Number % 8))) != 0;
        if (has) return state;
        var bits = new byte[Math.Max(state.Arrived.Length, (segment.Number / 8) + 1)];
        state.Arrived.CopyTo(bits, 0);
        bits[segment.Number / 8] |= (byte)(1 << (segment.Number % 8));
        state = state with { Arrived = bits, AddVersion = state.AddVersion + 1, TaskCount = state.TaskCount + segment.Count };
        return Say(state, EventKind.SegmentImported, now, state.Owner, string.Create(CultureInfo.InvariantCulture, $"segment {segment.Number}, {segment.Count} tasks"));
    }

    /// <summary>Moves the rate by its rule: up while work ages, back when it is calm, one step an interval. The band between is left alone.</summary>
    public static ProjectState MoveRate(ProjectState state, long oldestReadyMs, DateTimeOffset now)
    {
        if (state.Settings is not { RateRule: { } rule } settings || !settings.IsOpenAt(now)) return state;
        if ((now - state.RateMovedAt).TotalMilliseconds < rule.MinIntervalMs) return state;
        var percent = settings.RatePercent;
        if (oldestReadyMs > rule.AgeMs) percent = Math.Min(rule.MaxPercent, percent + rule.StepPercent);
        else if (oldestReadyMs < rule.CalmAgeMs) percent = Math.Max(0, percent - rule.StepPercent);
        if (percent == settings.RatePercent) return state;
        state = state with
        {
            RateMovedAt = now,
            Settings = settings with { RatePercent = percent, RateVersion = settings.RateVersion + 1, Version = settings.Version + 1 },
        };
        return Say(state, EventKind.RateChanged, now, state.Owner, string.Create(CultureInfo.InvariantCulture, $"rule: {percent}% above base, oldest waits {oldestReadyMs / 1000} s"));
    }

    private static ProjectState With(ProjectState state, int shard, ShardAllowance allowance) =>
        state with { Shards = new Dictionary<int, ShardAllowance>(state.Shards) { [shard] = allowance } };

    private static Refusal? CheckNeeds(Needs needs)
    {
        if (needs.Hard.Count > 30 || needs.Soft.Count > 30) return Bad("needs", "has more than 30 tags");
        if (needs.Hard.Concat(needs.Soft.Select(static need => need.Tag)).Any(static tag => tag.Length is < 1 or > 80)) return Bad("needs", "has a tag that is not 1 to 80 characters long");
        return needs.Soft.Any(static need => need.RelaxAfterMs is < 0 or > 30L * 86_400_000) ? Bad("needs.soft", "has a wait that is not within 0 to 30 days") : null;
    }

    private static Refusal? CheckRule(RateRule? rule)
    {
        if (rule is null) return null;
        if (rule.CalmAgeMs < 0 || rule.AgeMs < rule.CalmAgeMs) return Bad("rateRule", "has not 0 <= calmAgeMs <= ageMs");
        if (rule.StepPercent is < 1 or > 100) return Bad("rateRule.stepPercent", "is not within 1 to 100");
        if (rule.MaxPercent < rule.StepPercent || rule.MaxPercent > 1000) return Bad("rateRule.maxPercent", "is not within stepPercent to 1,000");
        return rule.MinIntervalMs is < 1_000 or > 86_400_000 ? Bad("rateRule.minIntervalMs", "is not within 1 second to 1 day") : null;
    }

    private static Refusal? CheckPolicy(PayPolicy policy)
    {
        if (policy.Steps.Count is < 1 or > 20) return Bad("payPolicy.steps", "has not 1 to 20 steps");
        if (policy.Steps[0].FromActiveMs != 0) return Bad("payPolicy.steps", "does not begin at 0");
        for (var i = 0; i < policy.Steps.Count; i++)
        {
            var step = policy.Steps[i];
            if (step.Denominator is < 1 or > 1000 || step.Numerator < 0 || step.Numerator > 10 * step.Denominator)
                return Bad($"payPolicy.steps[{i}]", "has a factor outside 0 to 10, or a denominator outside 1 to 1,000");
            if (i > 0 && step.FromActiveMs <= policy.Steps[i - 1].FromActiveMs) return Bad($"payPolicy.steps[{i}]", "does not come after the step before it");
        }

        return policy.FixedAmount.Micros is < 0 or > 10_000_000_000 ? Bad("payPolicy.fixedAmount", "is not within 0 to 10,000") : null;
    }

    private static Refusal Bad(string field, string what) => Refusal.Invalid("InvalidSettings", $"{field} {what}.");
}
