using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Workers;

/// <summary>What a lease is built from, decided without a runtime.</summary>
public static class WorkerLease
{
    /// <summary>The hourly rate of this person in this project now: the personal offer, else the tier's.</summary>
    public static MicroAmount RateOf(WorkerProfile profile, ProjectId project, ProjectSettings settings)
    {
        if (profile.PersonalRates.TryGetValue(project.Value, out var personal)) return personal;
        var tier = profile.Tiers.TryGetValue(project.Value, out var known) ? known : RateTier.Generalist;
        return settings.RateOf(tier);
    }

    /// <summary>Projects in which one person may have terms of their own: 200 of them are 12 KB of their record.</summary>
    public const int TermsMax = 200;

    /// <summary>The profile with a tier or a rate of its own in a project; null when it has too many.</summary>
    public static WorkerProfile? WithTerms(WorkerProfile profile, ProjectId project, RateTier tier, MicroAmount? hourlyRate)
    {
        var (tiers, rates) = (new Dictionary<string, RateTier>(profile.Tiers), new Dictionary<string, MicroAmount>(profile.PersonalRates));
        if (tier == RateTier.Generalist) tiers.Remove(project.Value);
        else tiers[project.Value] = tier;
        if (hourlyRate is { } rate) rates[project.Value] = rate;
        else rates.Remove(project.Value);
        return tiers.Count > TermsMax || rates.Count > TermsMax ? null : profile with { Tiers = tiers, PersonalRates = rates };
    }

    /// <summary>Everything the lease keeps to its end.</summary>
    public static LeasePins Pin(WorkerProfile profile, ProjectId project, ProjectSettings settings) => new()
    {
        TaskTypeId = settings.TaskTypeId,
        TaskTypeVersion = settings.TaskTypeVersion,
        GuidelineVersion = settings.GuidelineVersion,
        RateVersion = settings.RateVersion,
        HourlyRate = RateOf(profile, project, settings),
        Currency = settings.Currency,
        PayPolicy = settings.PayPolicy,
        LimitMs = settings.LimitMs,
        HardLimitMs = settings.HardLimitMs,
        GraceMs = settings.GraceMs,
        LateWindowMs = settings.LateWindowMs,
        WarningMs = settings.WarningMs,
        Overlap = settings.Overlap,
        StuckAfter = settings.StuckAfter,
    };

    /// <summary>Writes down what is going to be leased; the same write closes what was before, and counts the day.</summary>
    public static WorkerState Intend(
        WorkerState state, ProjectId project, IReadOnlyList<int> candidates, int shards, DateTimeOffset now, string attempt)
    {
        var day = (int)(now.UtcTicks / TimeSpan.TicksPerDay);
        var counts = state.Day == day ? new Dictionary<string, int>(state.DayLeases) : [];
        counts[project.Value] = counts.GetValueOrDefault(project.Value) + 1;
        var n = state.LastN + 1;
        return state with { LastN = n, Intent = new LeaseIntent(n, project, candidates, now, shards, attempt), Day = day, DayLeases = counts };
    }

    /// <summary>Leases of this project today.</summary>
    public static int LeasesToday(WorkerState state, ProjectId project, DateTimeOffset now) =>
        state.Day == (int)(now.UtcTicks / TimeSpan.TicksPerDay) ? state.DayLeases.GetValueOrDefault(project.Value) : 0;

    /// <summary>A refusal that names no candidate.</summary>
    public static NoWork Because(NoWorkReason reason) => new(reason, 0, new Dictionary<string, int>(), 0, 0);

    /// <summary>The most this lease can cost.</summary>
    public static MicroAmount MaxCost(LeasePins pins) => PayMath.MaxCost(pins);
}
