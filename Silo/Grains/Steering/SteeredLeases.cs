using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.Notices;
using Distribution.Contracts.People;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Steering;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Orleans;

namespace Distribution.Grains.Steering;

/// <summary>Does the same to many leases, some at a time.</summary>
internal sealed class SteeredLeases(IGrainFactory grains, ProjectView project)
{
    private const int AtOnce = 64;
    private const int PageSize = 1_000;

    /// <summary>Who holds a task now and did at that moment.</summary>
    public async Task<IReadOnlyList<SteeredLease>> HeldSinceAsync(DateTimeOffset moment)
    {
        var found = new List<SteeredLease>();
        var live = grains.GetGrain<ILiveGrain>(project.Id.Value);
        for (var skip = 0; ; skip += PageSize)
        {
            var page = await live.HoldersAsync(skip, PageSize);
            found.AddRange(page.Where(holder => holder.LeasedAt <= moment).Select(static holder => new SteeredLease(holder.Assignment, holder.Task)));
            if (page.Count < PageSize) return found;
        }
    }

    /// <summary>Takes them back, and writes to their trainers, who may be away just now; those that have ended meanwhile are refused.</summary>
    public Task<(int Changed, int Refused)> WithdrawAsync(IReadOnlyList<SteeredLease> leases, int number, string reason) => CountAsync(leases, async lease =>
    {
        if (!(await TaskOf(lease).WithdrawAsync(lease.Assignment, reason)).IsOk) return false;
        var source = string.Create(CultureInfo.InvariantCulture, $"action {number} {lease.Assignment}");
        await grains.GetGrain<IInboxGrain>(lease.Assignment.Worker.Value)
            .SendAsync(project.Id, source, project.Settings.Title, new NoticeText(reason, reason), MessageKind.Withdrawn);
        return true;
    });

    /// <summary>Writes to those who have held a task here: nobody else hears of a project that they do not know.</summary>
    public async Task<(int Changed, int Refused)> WriteAsync(IReadOnlyList<WorkerId> trainers, int number, NoticeText text)
    {
        var known = await grains.GetGrain<IPeopleGrain>(project.Id.Value).KnownAsync([.. trainers.Distinct()]);
        var source = string.Create(CultureInfo.InvariantCulture, $"action {number}");
        foreach (var chunk in known.Chunk(AtOnce))
        {
            await Task.WhenAll(chunk.Select(trainer => grains.GetGrain<IInboxGrain>(trainer.Value)
                .SendAsync(project.Id, source, project.Settings.Title, text, MessageKind.Written)));
        }

        return (known.Count, trainers.Count - known.Count);
    }

    /// <summary>Reserves what a longer lease can cost, then extends it.</summary>
    public Task<(int Changed, int Refused)> ExtendAsync(IReadOnlyList<SteeredLease> leases, int number, long ms) => CountAsync(leases, async lease =>
    {
        var task = TaskOf(lease);
        if (await task.PlanExtensionAsync(lease.Assignment, number, ms) is not { } plan) return false;
        if (plan.IsDone) return true;
        var shards = plan.Shards > 0 ? plan.Shards : project.Settings.BudgetShards;
        var budget = grains.GetGrain<IBudgetGrain>(QueueKeys.Budget(project.Id, lease.Assignment.Worker, shards));
        return await budget.RaiseAsync(lease.Assignment, plan.Attempt, plan.Needed) && await task.ExtendAsync(lease.Assignment, number, ms, plan.Needed);
    });

    /// <summary>What each answers, in order.</summary>
    public async Task<IReadOnlyList<T>> AskAsync<T>(IReadOnlyList<SteeredLease> leases, Func<ITaskGrain, AssignmentId, Task<T>> ask)
    {
        var answers = new List<T>(leases.Count);
        foreach (var chunk in leases.Chunk(AtOnce)) answers.AddRange(await Task.WhenAll(chunk.Select(lease => ask(TaskOf(lease), lease.Assignment))));
        return answers;
    }

    private static async Task<(int Changed, int Refused)> CountAsync(IReadOnlyList<SteeredLease> leases, Func<SteeredLease, Task<bool>> act)
    {
        var changed = 0;
        foreach (var chunk in leases.Chunk(AtOnce)) changed += (await Task.WhenAll(chunk.Select(act))).Count(static isDone => isDone);
        return (changed, leases.Count - changed);
    }

    private ITaskGrain TaskOf(SteeredLease lease) => grains.GetGrain<ITaskGrain>(new TaskId(project.Id, lease.Task).ToString());
}
