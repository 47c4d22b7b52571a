using System.Reflection;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Embedded.Runtime;
using Distribution.Grains.Common;
using Distribution.Grains.History;
using Distribution.Grains.Ledger;
using Distribution.Grains.Pay;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>A manifest whose grains of one class stand behind a mutant.</summary>
internal sealed class MutantManifest(IGrainManifest inner, Mutation mutation, Random random) : IGrainManifest
{
    public void Register(IGrainManifestBuilder builder) => inner.Register(new Builder(builder, mutation, random));

    private sealed class Builder(IGrainManifestBuilder inner, Mutation mutation, Random random) : IGrainManifestBuilder
    {
        public void AddInterface<TInterface>(Func<ReferenceTarget, TInterface> create) where TInterface : class, IAddressable => inner.AddInterface(create);

        public void AddGrain(GrainClass grainClass) => inner.AddGrain(Mutants.TargetOf(mutation) is { } target && grainClass.Interfaces.Contains(target)
            ? new GrainClass
            {
                Type = grainClass.Type,
                GrainType = grainClass.GrainType,
                Interfaces = grainClass.Interfaces,
                Create = services => GrainMutant.Over(target, (IGrainBase)grainClass.Create(services), mutation, random),
                IsReentrant = grainClass.IsReentrant,
                MaxLocalWorkers = grainClass.MaxLocalWorkers,
                CollectionAge = grainClass.CollectionAge,
            }
            : grainClass);
    }
}

/// <summary>Stands before a grain and makes a mistake in one of its methods.</summary>
public class GrainMutant : DispatchProxy, IGrainBase, IRemindable
{
    private IGrainBase _inner = null!;
    private Mutation _mutation;
    private Random _random = null!;

    public IGrainContext GrainContext => _inner.GrainContext;

    public static object Over(Type target, IGrainBase inner, Mutation mutation, Random random)
    {
        var mutant = Create(target, typeof(GrainMutant));
        ((GrainMutant)mutant)._inner = inner;
        ((GrainMutant)mutant)._mutation = mutation;
        ((GrainMutant)mutant)._random = random;
        return mutant;
    }

    public Task OnActivateAsync(CancellationToken cancellationToken) => _inner.OnActivateAsync(cancellationToken);

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _inner.OnDeactivateAsync(reason, cancellationToken);

    public Task ReceiveReminder(string reminderName, TickStatus status) => ((IRemindable)_inner).ReceiveReminder(reminderName, status);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Mutants.Call(_mutation, _inner, targetMethod!.Name, args!, _random) ?? targetMethod.Invoke(_inner, args);
}

/// <summary>The mistakes themselves.</summary>
internal static class Mutants
{
    /// <summary>The interface of the grains that a mutation changes, if it changes grains.</summary>
    public static Type? TargetOf(Mutation mutation) => mutation switch
    {
        Mutation.SkipFenceCheck or Mutation.SkipOverlapCheck or Mutation.ResolveWithoutBurying => typeof(ITaskGrain),
        Mutation.LoseReservation or Mutation.SettleForNothing => typeof(IBudgetGrain),
        Mutation.OverdrawBudget => typeof(IProjectGrain),
        Mutation.SkipWriteAhead => typeof(ISegmentGrain),
        Mutation.ForgetMergedEvents => typeof(IHistorySeenGrain),
        Mutation.LosePage => typeof(ILedgerPageGrain),
        _ => null,
    };

    /// <summary>The mistaken call, or null for one that is carried out as it is.</summary>
    public static Task? Call(Mutation mutation, object grain, string method, object?[] args, Random random) => (mutation, method) switch
    {
        (Mutation.SkipFenceCheck, nameof(ITaskGrain.SubmitAsync)) => SubmitUnderAnyFenceAsync((ITaskGrain)grain, (AssignmentId)args[0]!, (long)args[1]!, (Submission)args[2]!, (bool)args[3]!),
        (Mutation.SkipOverlapCheck, nameof(ITaskGrain.LeaseAsync)) => LeaseAnywayAsync((ITaskGrain)grain, (LeaseCommand)args[0]!),
        (Mutation.ResolveWithoutBurying, nameof(ITaskGrain.ResolveAsync)) => ResolveLightlyAsync((ITaskGrain)grain, (AssignmentId)args[0]!),
        (Mutation.LoseReservation, nameof(IBudgetGrain.ReserveAsync)) when random.Next(4) == 0 => Task.FromResult(true),
        (Mutation.SettleForNothing, nameof(IBudgetGrain.SettleAsync)) => ((IBudgetGrain)grain).SettleAsync((AssignmentId)args[0]!, (string)args[1]!, MicroAmount.Zero, keepOpen: false),
        (Mutation.OverdrawBudget, nameof(IProjectGrain.ChangeAllowanceAsync)) => GiveMoreAsync((IProjectGrain)grain, (int)args[0]!, (int)args[1]!, (MicroAmount)args[2]!),
        (Mutation.SkipWriteAhead, nameof(ISegmentGrain.MarkOutAsync)) => Task.CompletedTask,
        (Mutation.ForgetMergedEvents, nameof(IHistorySeenGrain.RaiseAsync)) => Task.CompletedTask,
        (Mutation.LosePage, nameof(ILedgerPageGrain.PutAsync)) when random.Next(4) == 0 => Task.CompletedTask,
        _ => null,
    };

    private static async Task<Outcome<SubmitReply>> SubmitUnderAnyFenceAsync(ITaskGrain task, AssignmentId assignment, long fence, Submission submission, bool isAnnounced) =>
        await task.SubmitAsync(assignment, (await task.ViewAsync(assignment))?.Fence ?? fence, submission, isAnnounced);

    private static Task<LeaseReply> LeaseAnywayAsync(ITaskGrain task, LeaseCommand command) =>
        task.LeaseAsync(command with { Pins = command.Pins with { Overlap = 50 } });

    private static async Task<ResolveReply> ResolveLightlyAsync(ITaskGrain task, AssignmentId assignment) =>
        await task.ViewAsync(assignment) is null ? new ResolveReply(AssignmentStatus.Tombstone, null, MicroAmount.Zero, false, "") : await task.ResolveAsync(assignment);

    private static async Task<MicroAmount> GiveMoreAsync(IProjectGrain project, int shard, int sequence, MicroAmount change) =>
        await project.ChangeAllowanceAsync(shard, sequence, change) + new MicroAmount(1_000_000);
}

/// <summary>Ids whose short ones, which tell attempts apart, are all the same.</summary>
internal sealed class SameIds(IIdSource inner) : IIdSource
{
    public string Next(string prefix) => prefix.Length == 0 ? "samesamesamesame" : inner.Next(prefix);
}

/// <summary>Nothing was ever down.</summary>
internal sealed class NoOutages : IOutageLog
{
    public IReadOnlyList<Outage> Since(DateTimeOffset from) => [];
}
