using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Notices;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Steering;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Steering;

/// <summary>The decisions of steering. Pure.</summary>
public static class SteeringCore
{
    private const int LeasesMax = 200;
    private const int LeasesNamed = 10;
    private const int MinuteMs = 60_000;

    /// <summary>What is wrong with an order by itself, or null.</summary>
    public static Refusal? Check(SteeringOrder order)
    {
        if (order.Id is not { Length: >= 8 and <= 64 }) return Wrong("id", "has not 8 to 64 signs");
        return order.Kind switch
        {
            SteeringKind.Release when order.Leases.Count is < 1 or > LeasesMax => Wrong("leases", $"are not 1 to {LeasesMax}"),
            SteeringKind.Release when order.Reason?.Trim() is not { Length: >= 3 and <= 300 } => Wrong("reason", "has not 3 to 300 signs"),
            SteeringKind.Extend when order.Minutes is < 1 or > 1440 => Wrong("minutes", "is not within 1 to 1,440"),
            SteeringKind.Money when order.StillToHandOut < MicroAmount.Zero => Wrong("stillToHandOut", "is below zero"),
            SteeringKind.TaskPriority when order.FromTask < 0 || order.ToTask < order.FromTask => Wrong("toTask", "comes before fromTask"),
            SteeringKind.Raise when order.Percent is < 1 or > 300 => Wrong("percent", "is not within 1 to 300"),
            SteeringKind.Status when order.Status is null or ProjectStatus.Draft => Wrong("status", "is missing, or the way back to a draft"),
            SteeringKind.Announce or SteeringKind.Message when !IsText(order.Text) => Wrong("text", $"is empty, or longer than {NoticeText.LengthMax} signs in a language"),
            SteeringKind.Announce when order.Hours is < 1 or > 720 => Wrong("hours", "are not 1 to 720"),
            SteeringKind.Message when order.Trainers.Count is < 1 or > LeasesMax => Wrong("trainers", $"are not 1 to {LeasesMax}"),
            >= SteeringKind.Release and <= SteeringKind.Message => null,
            _ => Wrong("kind", "is not known"),
        };
    }

    /// <summary>Whether people are told, beside or instead of a setting that changes.</summary>
    public static bool Tells(SteeringKind kind) => kind is SteeringKind.Release or SteeringKind.Extend or SteeringKind.Announce or SteeringKind.Message;

    /// <summary>Milliseconds by which clocks move.</summary>
    public static long ExtensionMs(SteeringOrder order) => (long)order.Minutes * MinuteMs;

    /// <summary>Whether it is a setting, which can be set back; what people were told can't be taken from them.</summary>
    public static bool CanUndo(SteeringOrder order, ProjectView project) => order.Kind switch
    {
        SteeringKind.Release or SteeringKind.Extend or SteeringKind.Message => false,
        SteeringKind.Status => order.Status != ProjectStatus.Closed && project.Settings.Status != ProjectStatus.Draft,
        _ => true,
    };

    /// <summary>That of a project which an action of this kind sets.</summary>
    public static SteeredValues Values(SteeringKind kind, ProjectView project) => kind switch
    {
        SteeringKind.Quota => new SteeredValues { TaskQuota = project.Settings.TaskQuota },
        SteeringKind.Money => new SteeredValues { Budget = project.BudgetTotal },
        SteeringKind.Priority => new SteeredValues { Priority = project.Settings.Priority },
        SteeringKind.TaskPriority => new SteeredValues { TaskPriorities = project.Settings.TaskPriorities },
        SteeringKind.Raise => new SteeredValues { Rates = project.Settings.Rates },
        SteeringKind.RateRule => new SteeredValues { Rule = project.Settings.RateRule },
        SteeringKind.Status => new SteeredValues { Status = project.Settings.Status },
        _ => new SteeredValues(),
    };

    /// <summary>How the project would be.</summary>
    /// <param name="order">What is to be done.</param>
    /// <param name="project">The project now.</param>
    /// <param name="taken">Spent and reserved, of all shards.</param>
    public static SteeredValues After(SteeringOrder order, ProjectView project, MicroAmount taken) => order.Kind switch
    {
        SteeringKind.Quota => new SteeredValues { TaskQuota = order.TaskQuota },
        SteeringKind.Money => new SteeredValues { Budget = taken + order.StillToHandOut },
        SteeringKind.Priority => new SteeredValues { Priority = order.Priority },
        SteeringKind.TaskPriority => new SteeredValues { TaskPriorities = With(project.Settings.TaskPriorities, order) },
        SteeringKind.Raise => new SteeredValues { Rates = project.Settings.Rates.ToDictionary(static rate => rate.Key, rate => Raised(rate.Value, order.Percent)) },
        SteeringKind.RateRule => new SteeredValues { Rule = order.Rule },
        SteeringKind.Status => new SteeredValues { Status = order.Status },
        _ => new SteeredValues(),
    };

    /// <summary>The settings with these values; status and budget have ways of their own.</summary>
    public static ProjectSettings With(ProjectSettings settings, SteeringKind kind, SteeredValues values) => kind switch
    {
        SteeringKind.Quota => settings with { TaskQuota = values.TaskQuota ?? 0 },
        SteeringKind.Priority => settings with { Priority = values.Priority ?? 0 },
        SteeringKind.TaskPriority => settings with { TaskPriorities = values.TaskPriorities ?? [] },
        SteeringKind.Raise => settings with { Rates = values.Rates ?? settings.Rates },
        SteeringKind.RateRule => settings with { RateRule = values.Rule },
        _ => settings,
    };

    /// <summary>Whether two say the same.</summary>
    public static bool Same(SteeredValues left, SteeredValues right) =>
        left with { TaskPriorities = null, Rates = null } == right with { TaskPriorities = null, Rates = null }
        && (left.TaskPriorities ?? []).SequenceEqual(right.TaskPriorities ?? [])
        && InOrder(left.Rates).SequenceEqual(InOrder(right.Rates));

    /// <summary>What the answers that are still wanted can cost on top, at the lowest tier.</summary>
    public static MicroAmount RaiseCost(ProjectSettings settings, long wanted, SteeredValues after)
    {
        var most = Most(settings);
        var then = Most(With(settings, SteeringKind.Raise, after));
        return new MicroAmount((long)Int128.Min(long.MaxValue, (Int128)(then - most).Micros * Math.Max(0, wanted)));
    }

    /// <summary>What the project's history says of leases that were taken back or extended.</summary>
    public static string Describe(SteeringAction action)
    {
        var (order, inFigures) = (action.Order, CultureInfo.InvariantCulture);
        if (order.Kind == SteeringKind.Announce) return string.Create(inFigures, $"action {action.Number}: announced for {order.Hours} h: {Words(order.Text!)}");
        if (order.Kind == SteeringKind.Message)
            return string.Create(inFigures, $"action {action.Number}: wrote to {string.Join(' ', order.Trainers.Take(LeasesNamed))} ({action.Leases} in all): {Words(order.Text!)}");
        if (order.Kind == SteeringKind.Extend) return string.Create(inFigures, $"action {action.Number}: both clocks of {action.Leases} leases +{order.Minutes} min; {action.Refused} not");
        var leases = string.Join(' ', order.Leases.Take(LeasesNamed).Select(static lease => lease.Assignment));
        return string.Create(inFigures, $"action {action.Number}: {action.Leases} leases active → withdrawn, {action.Refused} not ({leases}): {order.Reason}");
    }

    /// <summary>What it says of an announcement that was taken back.</summary>
    public static string DescribeUndone(SteeringAction action) =>
        string.Create(CultureInfo.InvariantCulture, $"action {action.Number} undone: announcement taken back: {Words(action.Order.Text!)}");

    private static string Words(NoticeText text) => text.Ko.Length == 0 || text.En.Length == 0 ? text.Ko + text.En : $"{text.Ko} / {text.En}";

    private static bool IsText(NoticeText? text) =>
        text is { Ko.Length: <= NoticeText.LengthMax, En.Length: <= NoticeText.LengthMax } && (text.Ko.Trim().Length > 0 || text.En.Trim().Length > 0);

    private static IEnumerable<KeyValuePair<RateTier, MicroAmount>> InOrder(IReadOnlyDictionary<RateTier, MicroAmount>? rates) =>
        (rates ?? new Dictionary<RateTier, MicroAmount>()).OrderBy(static rate => rate.Key);

    private static TaskPriority[] With(IReadOnlyList<TaskPriority> present, SteeringOrder order)
    {
        // What the new one covers wholly says nothing any more.
        var count = order.ToTask - order.FromTask + 1;
        return [.. present.Where(each => each.From < order.FromTask || each.From + each.Count - 1 > order.ToTask), new TaskPriority(order.FromTask, count, order.Priority)];
    }

    private static MicroAmount Raised(MicroAmount rate, int percent) => new((long)((Int128)rate.Micros * (100 + percent) / 100));

    private static MicroAmount Most(ProjectSettings settings) => PayMath.MaxCost(Workers.WorkerLease.Pin(Workers.ProfileState.Default, new ProjectId(""), settings));

    private static Refusal Wrong(string field, string what) => Refusal.Invalid("InvalidOrder", $"{field} {what}.");
}
