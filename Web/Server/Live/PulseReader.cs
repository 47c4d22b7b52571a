using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Orleans;

namespace Distribution.Web.Live;

/// <summary>Puts together what dashboards show of a project beside its history.</summary>
public sealed class PulseReader(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The pulse now; null for a project that is not there.</summary>
    public async Task<ProjectPulse?> ReadAsync(ProjectId id)
    {
        if (await grains.GetGrain<IProjectGrain>(id.Value).GetAsync() is not { } project) return null;
        var live = grains.GetGrain<ILiveGrain>(id.Value);
        var queue = grains.GetGrain<IQueueGrain>($"{id}/0");
        var (figures, minutes, counts, ages) = (live.GetAsync(), live.SeriesAsync(LiveSpan.Minutes), queue.CountAsync(), queue.AgesAsync());
        var (waiting, shards) = (grains.GetGrain<ILineGrain>(id.Value).LengthAsync(), ShardsAsync(project));
        await Task.WhenAll(figures, minutes, counts, ages, waiting, shards);
        return Compose(project, await figures, (await minutes).Points, await counts, await ages, await waiting, await shards);
    }

    private ProjectPulse Compose(
        ProjectView project, LiveSnapshot live, IReadOnlyList<LivePoint> minutes, QueueCounts queue, IReadOnlyList<BacklogAge> ages, int waiting, BudgetView[] shards)
    {
        var (now, settings) = (time.GetUtcNow(), project.Settings);
        var remaining = Remaining(project, live, queue);
        var money = Money(project, live, shards, remaining);
        var shares = Advisor.Shares(minutes, now);
        return new ProjectPulse(
            project.Id, now, settings.Status, settings.Version, live.Active, live.Paused, live.Silent, waiting, queue, ages, money, shares,
            settings.Status == ProjectStatus.Live ? Forecasts.Of(minutes, remaining, now) : null, Advisor.Look(settings, live, queue, waiting, money, shares));
    }

    /// <summary>Answers still wanted: those of the open tasks, without what they have. A closed task may have more than are wanted now.</summary>
    private static long Remaining(ProjectView project, LiveSnapshot live, QueueCounts queue)
    {
        var tasks = project.Settings.TaskQuota is > 0 and var quota ? Math.Min(quota, project.TaskCount) : project.TaskCount;
        var wanted = (long)tasks * project.Settings.Overlap;
        var open = (long)Math.Max(0, Math.Min(tasks, queue.Total) - live.Totals.GetValueOrDefault("Closed")) * project.Settings.Overlap;
        return Math.Clamp(wanted - Used(live), 0, open);
    }

    /// <summary>Answers that count.</summary>
    public static long Used(LiveSnapshot live) => live.Totals.GetValueOrDefault("Submitted") + live.Totals.GetValueOrDefault("SubmittedLate");

    private static MoneyPulse Money(ProjectView project, LiveSnapshot live, BudgetView[] shards, long remaining)
    {
        var (spent, reserved) = (shards.Sum(static shard => shard.Spent.Micros), shards.Sum(static shard => shard.Reserved.Micros));
        var used = Used(live);
        MicroAmount? forecast = used == 0 ? null : new MicroAmount((long)(spent + ((Int128)spent * remaining / used)));
        return new MoneyPulse(project.BudgetTotal, new MicroAmount(spent), new MicroAmount(reserved), forecast);
    }

    private Task<BudgetView[]> ShardsAsync(ProjectView project) => Task.WhenAll(Enumerable.Range(0, project.Settings.BudgetShards)
        .Select(shard => grains.GetGrain<IBudgetGrain>(string.Create(CultureInfo.InvariantCulture, $"{project.Id}/{shard}")).GetAsync()));
}
