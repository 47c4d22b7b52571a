using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.People;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Steering;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Orleans;

namespace Distribution.Grains.Steering;

/// <summary>Works out what an action would do, from the grains that it would touch. Changes nothing.</summary>
internal sealed class SteeringPreview(IGrainFactory grains, ProjectView project, int number, TimeProvider time)
{
    private readonly SteeredLeases _leases = new(grains, project);

    public async Task<SteeringEffect> OfAsync(SteeringOrder order)
    {
        var shards = await ShardsAsync();
        var taken = Sum(shards.Select(static shard => shard.Spent + shard.Reserved));
        var after = SteeringCore.After(order, project, taken);
        var effect = new SteeringEffect(0, 0, 0, null, SteeringCore.Values(order.Kind, project), after, SteeringCore.CanUndo(order, project), IsCovered: true);
        return order.Kind switch
        {
            SteeringKind.Release => await ReleaseAsync(effect, order),
            SteeringKind.Extend => await ExtendAsync(effect, order, taken),
            SteeringKind.Quota => effect with { Tasks = await LeftAsync(order.TaskQuota) },
            SteeringKind.TaskPriority => effect with { Tasks = Math.Max(0, Math.Min(order.ToTask, project.TaskCount - 1) - order.FromTask + 1) },
            SteeringKind.Raise => await RaiseAsync(effect with { CostsAtMost = SteeringCore.RaiseCost(project.Settings, await WantedAsync(), after) }),
            SteeringKind.Message => Told(effect, await grains.GetGrain<IPeopleGrain>(project.Id.Value).KnownAsync([.. order.Trainers.Distinct()])),
            SteeringKind.Announce => await AnnounceAsync(effect),
            SteeringKind.Status => await StatusAsync(effect, Sum(shards.Select(static shard => shard.Reserved))),
            _ => effect,
        };
    }

    private async Task<SteeringEffect> ReleaseAsync(SteeringEffect effect, SteeringOrder order)
    {
        var views = (await _leases.AskAsync(order.Leases, static (task, assignment) => task.ViewAsync(assignment)))
            .OfType<AssignmentView>().Where(static view => view.Status is AssignmentStatus.Active or AssignmentStatus.Paused).ToList();
        return Of(effect, [.. views.Select(static view => view.Id)], views.Select(static view => view.Task).Distinct().Count(), Sum(views.Select(static view => view.Earned)));
    }

    private async Task<SteeringEffect> ExtendAsync(SteeringEffect effect, SteeringOrder order, MicroAmount taken)
    {
        var held = await _leases.HeldSinceAsync(time.GetUtcNow());
        var plans = await _leases.AskAsync(held, (task, assignment) => task.PlanExtensionAsync(assignment, number, SteeringCore.ExtensionMs(order)));
        List<SteeredLease> running = [.. held.Where((_, i) => plans[i] is not null)];
        var more = Sum(plans.OfType<ExtensionPlan>().Select(static plan => plan.Needed - plan.Reserved));
        return Of(effect, [.. running.Select(static lease => lease.Assignment)], running.Select(static lease => lease.Task).Distinct().Count(), more) with
        {
            IsCovered = taken + more <= project.BudgetTotal,
        };
    }

    private async Task<SteeringEffect> StatusAsync(SteeringEffect effect, MicroAmount reserved)
    {
        var live = await grains.GetGrain<ILiveGrain>(project.Id.Value).GetAsync();
        return effect with { Leases = live.Active + live.Paused, Trainers = live.Active + live.Paused, CostsAtMost = reserved };
    }

    /// <summary>Who reads it at once.</summary>
    private async Task<SteeringEffect> AnnounceAsync(SteeringEffect effect)
    {
        var live = await grains.GetGrain<ILiveGrain>(project.Id.Value).GetAsync();
        var line = grains.GetGrain<ILineGrain>(project.Id.Value);
        var atWork = await grains.GetGrain<ILiveGrain>(project.Id.Value).HoldersAsync(0, SteeringEffect.NamedMax);
        var waiting = await line.FirstAsync(SteeringEffect.NamedMax);
        return effect with
        {
            Trainers = live.Active + live.Paused + await line.LengthAsync(),
            Named = Named([.. atWork.Select(static holder => holder.Assignment.Worker), .. waiting]),
        };
    }

    /// <summary>Running leases keep their rate (L15); whoever waits is told, as is everybody whose page is open and who could take the work (U2).</summary>
    private async Task<SteeringEffect> RaiseAsync(SteeringEffect effect)
    {
        var live = await grains.GetGrain<ILiveGrain>(project.Id.Value).GetAsync();
        var line = grains.GetGrain<ILineGrain>(project.Id.Value);
        var terms = await grains.GetGrain<IProjectGrain>(project.Id.Value).ListTermsAsync();
        return effect with
        {
            Leases = live.Active + live.Paused,
            Trainers = await line.LengthAsync(),
            Named = Named(await line.FirstAsync(SteeringEffect.NamedMax)),
            OwnRates = terms.Values.Count(static one => one.HourlyRate is not null),
        };
    }

    private static SteeringEffect Told(SteeringEffect effect, IReadOnlyList<WorkerId> trainers) => effect with { Trainers = trainers.Count, Named = Named(trainers) };

    private static IReadOnlyList<SteeredTrainer> Named(IReadOnlyList<WorkerId> trainers) =>
        [.. trainers.Distinct().Take(SteeringEffect.NamedMax).Select(static trainer => new SteeredTrainer(trainer, ""))];

    private static SteeringEffect Of(SteeringEffect effect, IReadOnlyList<AssignmentId> leases, int tasks, MicroAmount cost)
    {
        List<WorkerId> trainers = [.. leases.Select(static lease => lease.Worker).Distinct()];
        return Told(effect, trainers) with { Leases = leases.Count, Tasks = tasks, CostsAtMost = cost };
    }

    /// <summary>Tasks that could still be begun.</summary>
    private async Task<int> LeftAsync(int quota)
    {
        var counts = await grains.GetGrain<IQueueGrain>(QueueKeys.Of(project.Id)).CountAsync();
        return Math.Max(0, (quota == 0 ? project.TaskCount : Math.Min(quota, project.TaskCount)) - counts.Begun);
    }

    private async Task<long> WantedAsync()
    {
        var totals = (await grains.GetGrain<ILiveGrain>(project.Id.Value).GetAsync()).Totals;
        return ((long)project.TaskCount * project.Settings.Overlap) - totals.GetValueOrDefault("Submitted") - totals.GetValueOrDefault("SubmittedLate");
    }

    private Task<BudgetView[]> ShardsAsync() => Task.WhenAll(Enumerable.Range(0, project.Settings.BudgetShards)
        .Select(shard => grains.GetGrain<IBudgetGrain>(QueueKeys.Segment(project.Id, shard)).GetAsync()));

    private static MicroAmount Sum(IEnumerable<MicroAmount> amounts) => amounts.Aggregate(MicroAmount.Zero, static (sum, amount) => sum + amount);
}
