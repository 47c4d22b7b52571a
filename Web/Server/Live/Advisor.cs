using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;

namespace Distribution.Web.Live;

/// <summary>Says which figures of a project are worth a look, by bounds that the field has found useful. Pure.</summary>
public static class Advisor
{
    /// <summary>From how many ended leases on a share means anything.</summary>
    public const int EndedMin = 20;

    private const double ExpiredMax = 0.10, SkippedMax = 0.15, LateMax = 0.05, SilentMax = 0.20;
    private const int SilentMin = 5;
    private const double MicrosPerUnit = 1_000_000;

    /// <summary>How the leases of the last hour ended.</summary>
    public static EndShares Shares(IReadOnlyList<LivePoint> minutes, DateTimeOffset now)
    {
        var hour = minutes.Where(point => point.At > now.AddHours(-1)).ToList();
        var (submitted, late, expired) = (hour.Sum(static point => point.Submitted), hour.Sum(static point => point.Late), hour.Sum(static point => point.Expired));
        var (skipped, released) = (hour.Sum(static point => point.Skipped), hour.Sum(static point => point.Released));
        return new EndShares(submitted + late + expired + skipped + released, submitted, late, expired, skipped, released, hour.Sum(static point => point.Stepped));
    }

    /// <summary>What is worth a look, most urgent first.</summary>
    public static IReadOnlyList<Advice> Look(
        ProjectSettings settings, LiveSnapshot live, QueueCounts queue, int waiting, MoneyPulse money, EndShares shares) =>
    [
        .. Budget(money),
        .. People(settings, live, queue, waiting),
        .. Ends(shares),
        .. Limits(settings, live.Handling),
    ];

    private static IEnumerable<Advice> Budget(MoneyPulse money)
    {
        if (money.Forecast is { } forecast && forecast > money.Total)
            yield return new Advice(AdviceCode.BudgetShort, forecast.Micros / MicrosPerUnit, money.Total.Micros / MicrosPerUnit);
    }

    private static IEnumerable<Advice> People(ProjectSettings settings, LiveSnapshot live, QueueCounts queue, int waiting)
    {
        if (settings.Status == ProjectStatus.Live && queue.Ready > 0 && live.Active + live.Paused == 0) yield return new Advice(AdviceCode.NobodyWorks, queue.Ready, 1);
        if (queue.Stuck > 0) yield return new Advice(AdviceCode.StuckTasks, queue.Stuck, 1);
        if (live.Silent >= SilentMin && live.Silent > live.Active * SilentMax) yield return new Advice(AdviceCode.ManySilent, live.Silent, SilentMin);
        if (settings.Status == ProjectStatus.Live && waiting > 0 && queue.Ready == 0) yield return new Advice(AdviceCode.PeopleWait, waiting, 1);
    }

    private static IEnumerable<Advice> Ends(EndShares shares)
    {
        if (shares.Ended < EndedMin) yield break;
        var (expired, skipped, late) = (Share(shares.Expired), Share(shares.Skipped), Share(shares.Late));
        if (expired > ExpiredMax) yield return new Advice(AdviceCode.ManyExpire, expired, ExpiredMax);
        if (skipped > SkippedMax) yield return new Advice(AdviceCode.ManySkip, skipped, SkippedMax);
        if (late > LateMax) yield return new Advice(AdviceCode.ManyLate, late, LateMax);

        double Share(long count) => (double)count / shares.Ended;
    }

    private static IEnumerable<Advice> Limits(ProjectSettings settings, HandlingTimes handling)
    {
        if (handling.Count < EndedMin) yield break;
        if (handling.P90Ms > settings.LimitMs) yield return new Advice(AdviceCode.LimitTight, handling.P90Ms, settings.LimitMs);
        else if (handling.P90Ms < settings.LimitMs / 3) yield return new Advice(AdviceCode.LimitLoose, handling.P90Ms, settings.LimitMs / 3.0);
    }
}
