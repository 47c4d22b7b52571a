using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Notices;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Steering;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Steering;

/// <summary>
/// Steers one project. An action is written down before it begins, so that a crash in the middle of many leases leaves an action that goes on: each
/// lease takes each number once.
/// </summary>
public sealed class SteeringGrain : Grain, ISteeringGrain, IRemindable
{
    /// <summary>Actions kept to be shown and undone; all of them stand in the project's history.</summary>
    private const int ActionsKept = 30;

    /// <summary>The bytes that they may have: 24 of the 64 KB that one state may have. Beyond, the oldest go earlier.</summary>
    private const int BytesKept = 24 * 1024;

    private const int LeasesKept = 20;
    private const int TriesMax = 8;
    private const string FinishReminder = "finish";
    private static readonly TimeSpan FinishPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BudgetWait = TimeSpan.FromMilliseconds(150);
    private readonly Committed<SteeringState> _state;
    private readonly TimeProvider _time;

    public SteeringGrain([PersistentState("steering")] IPersistentState<SteeringState> storage, TimeProvider time) =>
        (_state, _time) = (new Committed<SteeringState>(this, storage), time);

    private ProjectId Id => new(this.GetPrimaryKeyString());

    private IAnnouncementsGrain Announcements => GrainFactory.GetGrain<IAnnouncementsGrain>(Id.Value);

    private IProjectGrain Project => GrainFactory.GetGrain<IProjectGrain>(Id.Value);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<SteeringAction>> ListAsync() => Task.FromResult<IReadOnlyList<SteeringAction>>([.. _state.Value.Actions.Reverse()]);

    /// <inheritdoc />
    public async Task<Outcome<SteeringEffect>> PreviewAsync(SteeringOrder order)
    {
        if (SteeringCore.Check(order) is { } wrong) return wrong;
        if (await Project.GetAsync() is not { } project) return Refusal.NotFound("The project");
        return await new SteeringPreview(GrainFactory, project, _state.Value.Last + 1, _time).OfAsync(order);
    }

    /// <inheritdoc />
    public async Task<Outcome<SteeringAction>> ActAsync(WorkerId by, SteeringOrder order)
    {
        if (SteeringCore.Check(order) is { } wrong) return wrong;
        if (_state.Value.Actions.FirstOrDefault(action => action.Order.Id == order.Id) is { } known) return known;
        if (await Project.GetAsync() is not { } project) return Refusal.NotFound("The project");
        var after = SteeringCore.After(order, project, await TakenAsync(project));
        var action = new SteeringAction(
            _state.Value.Last + 1, order, by, _time.GetUtcNow(), SteeringCore.Values(order.Kind, project), after, 0, 0, false, null, SteeringCore.CanUndo(order, project));
        if (SteeringCore.Tells(order.Kind)) return await TellAsync(project, action);
        var refusal = await SetAsync(by, order.Kind, after);
        if (refusal is not null) return refusal;
        await KeepAsync(action with { IsDone = true });
        return action with { IsDone = true };
    }

    /// <inheritdoc />
    public async Task<Outcome<SteeringAction>> UndoAsync(WorkerId by, int number)
    {
        if (_state.Value.Actions.FirstOrDefault(action => action.Number == number) is not { } action) return Refusal.NotFound("The action");
        if (action.UndoneAt is not null) return action;
        if (!action.CanUndo) return Refusal.Conflict("NoWayBack", "This can't be undone: people were told, and count on it.");
        if (await Project.GetAsync() is not { } project) return Refusal.NotFound("The project");
        var (kind, present) = (action.Order.Kind, SteeringCore.Values(action.Order.Kind, project));
        if (kind == SteeringKind.Announce)
        {
            await Announcements.WithdrawAsync(number);
            await Project.NoteAnnouncementAsync(by, SteeringCore.DescribeUndone(action));
        }
        else if (!SteeringCore.Same(present, action.Before))
        {
            if (!SteeringCore.Same(present, action.After)) return Refusal.Conflict("ChangedSince", "It was changed again since: undo the later change first.");
            if (await SetAsync(by, kind, action.Before) is { } refusal) return refusal;
        }

        var undone = action with { UndoneAt = _time.GetUtcNow() };
        await KeepAsync(undone);
        return undone;
    }

    /// <inheritdoc />
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await Project.GetAsync() is { } project)
            foreach (var action in _state.Value.Actions.Where(static action => !action.IsDone).ToList()) await FinishAsync(project, action);
        if (await this.GetReminder(FinishReminder) is { } reminder) await this.UnregisterReminder(reminder);
    }

    private async Task<SteeringAction> TellAsync(ProjectView project, SteeringAction action)
    {
        await this.RegisterOrUpdateReminder(FinishReminder, FinishPeriod, FinishPeriod);
        await KeepAsync(action);
        var done = await FinishAsync(project, action);
        if (await this.GetReminder(FinishReminder) is { } reminder) await this.UnregisterReminder(reminder);
        return done;
    }

    private async Task<SteeringAction> FinishAsync(ProjectView project, SteeringAction action)
    {
        var (order, leases) = (action.Order, new SteeredLeases(GrainFactory, project));
        var (changed, refused) = order.Kind switch
        {
            SteeringKind.Release => await leases.WithdrawAsync(order.Leases, action.Number, order.Reason!.Trim()),
            SteeringKind.Extend => await leases.ExtendAsync(await leases.HeldSinceAsync(action.At), action.Number, SteeringCore.ExtensionMs(order)),
            SteeringKind.Message => await leases.WriteAsync(order.Trainers, action.Number, order.Text!),
            _ => (0, 0),
        };
        var done = action with { Leases = changed, Refused = refused };
        await SayAsync(done);
        done = done with { IsDone = true, Order = done.Order with { Leases = [.. order.Leases.Take(LeasesKept)], Trainers = [.. order.Trainers.Take(LeasesKept)] } };
        await KeepAsync(done);
        return done;
    }

    private async Task SayAsync(SteeringAction done)
    {
        var (order, what) = (done.Order, SteeringCore.Describe(done));
        if (order.Kind != SteeringKind.Announce)
        {
            await Project.NoteAsync(done.By, what);
            return;
        }

        await Announcements.AnnounceAsync(done.Number, order.Text!, TimeSpan.FromHours(order.Hours), done.By);
        await Project.NoteAnnouncementAsync(done.By, what);
    }

    private async Task<Refusal?> SetAsync(WorkerId by, SteeringKind kind, SteeredValues values)
    {
        if (kind == SteeringKind.Status) return (await Project.SetStatusAsync(by, values.Status!.Value)).Refusal;
        if (kind == SteeringKind.Money) return await SetBudgetAsync(by, values.Budget!.Value);
        for (var tries = 1; ; tries++)
        {
            if (await Project.GetAsync() is not { } project) return Refusal.NotFound("The project");
            var changed = await Project.ChangeAsync(by, SteeringCore.With(project.Settings, kind, values), project.Settings.Version);
            if (changed.IsOk || changed.Refusal.Code != "VersionConflict" || tries == TriesMax) return changed.Refusal;
        }
    }

    /// <summary>What shards hold idle is called back first; it comes within moments.</summary>
    private async Task<Refusal?> SetBudgetAsync(WorkerId by, MicroAmount total)
    {
        for (var tries = 1; ; tries++)
        {
            var set = await Project.SetBudgetAsync(by, total);
            if (set.IsOk || set.Refusal.Code != "BudgetInUse" || tries == TriesMax) return set.Refusal;
            await Task.Delay(BudgetWait, _time);
        }
    }

    private async Task<MicroAmount> TakenAsync(ProjectView project)
    {
        var taken = MicroAmount.Zero;
        for (var shard = 0; shard < project.Settings.BudgetShards; shard++)
        {
            var view = await GrainFactory.GetGrain<IBudgetGrain>(QueueKeys.Segment(project.Id, shard)).GetAsync();
            taken = taken + view.Spent + view.Reserved;
        }

        return taken;
    }

    private Task KeepAsync(SteeringAction action)
    {
        List<SteeringAction> actions = [.. _state.Value.Actions.Where(known => known.Number != action.Number), action];
        actions.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        var kept = new SteeringState { Actions = [.. actions.TakeLast(ActionsKept)], Last = Math.Max(_state.Value.Last, action.Number) };
        while (kept.Actions.Count > 1 && JsonSerializer.SerializeToUtf8Bytes(kept, GrainJson.Options.GetTypeInfo(typeof(SteeringState))).Length > BytesKept)
            kept = kept with { Actions = [.. kept.Actions.Skip(1)] };
        return _state.CommitAsync(kept);
    }
}
