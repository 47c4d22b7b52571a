using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Earnings;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Orleans;

namespace Distribution.Web.Earnings;

/// <summary>Sums of one's days. A local month may reach into the UTC months beside it, so those are read too.</summary>
public sealed class EarningsReader(IGrainFactory grains, TimeProvider time)
{
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>Today, this week and a month ("2026-11", or null for this one), in the time zone of the profile.</summary>
    public async Task<EarningsSummary> ReadAsync(WorkerId me, string? month)
    {
        var profile = await grains.GetGrain<IWorkerGrain>(me.Value).GetProfileAsync();
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(profile.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var first = month is null ? new DateOnly(today.Year, today.Month, 1) : DateOnly.ParseExact(month + "-01", DayForm, CultureInfo.InvariantCulture);
        var last = first.AddMonths(1).AddDays(-1);
        var days = await DaysAsync(me, zone.Id, Earlier(first, monday).AddDays(-1), Later(last, today).AddDays(1));
        var ofMonth = Within(days, first, last);
        return new EarningsSummary(
            zone.Id, Period(days, today, today), Period(days, monday, today), Period(days, first, last), await ProjectsAsync(ofMonth), ofMonth);
    }

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;

    private static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    private static List<EarningsDay> Within(IReadOnlyList<EarningsDay> days, DateOnly from, DateOnly to) =>
        [.. days.Where(day => string.CompareOrdinal(day.Day, Text(from)) >= 0 && string.CompareOrdinal(day.Day, Text(to)) <= 0)
            .OrderBy(static day => day.Day, StringComparer.Ordinal)];

    private static EarningsPeriod Period(IReadOnlyList<EarningsDay> days, DateOnly from, DateOnly to) => new(
        Text(from), Text(to),
        [.. Within(days, from, to).GroupBy(static day => day.Currency).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => Sum(group.Key, group))]);

    private static EarningsSum Sum(string currency, IEnumerable<EarningsDay> days)
    {
        var (worked, other, activeMs, tasks) = (MicroAmount.Zero, MicroAmount.Zero, 0L, 0);
        foreach (var day in days) (worked, other, activeMs, tasks) = (worked + day.Worked, other + day.Other, activeMs + day.ActiveMs, tasks + day.Tasks);
        var rate = activeMs > 0 ? new MicroAmount((long)((Int128)worked.Micros * 3_600_000 / activeMs)) : (MicroAmount?)null;
        return new EarningsSum(currency, worked, other, worked + other, activeMs, tasks, rate);
    }

    private async Task<IReadOnlyList<EarningsDay>> DaysAsync(WorkerId me, string zone, DateOnly from, DateOnly to)
    {
        var days = new List<EarningsDay>();
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
            days.AddRange(await grains.GetGrain<IEarningsGrain>(string.Create(CultureInfo.InvariantCulture, $"{me}/{month:yyyy-MM}")).GetAsync(zone));
        return days;
    }

    private async Task<IReadOnlyList<ProjectEarnings>> ProjectsAsync(IReadOnlyList<EarningsDay> days)
    {
        var projects = new List<ProjectEarnings>();
        foreach (var group in days.GroupBy(static day => (day.Project, day.Currency)))
        {
            var title = group.Key.Project is { } project ? (await grains.GetGrain<IProjectGrain>(project.Value).GetAsync())?.Settings.Title : null;
            projects.Add(new ProjectEarnings(group.Key.Project, title, Sum(group.Key.Currency, group)));
        }

        return [.. projects.OrderByDescending(static project => project.Sum.Total)];
    }
}
