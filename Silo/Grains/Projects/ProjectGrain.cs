using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Grains.Budgets;
using Distribution.Grains.Common;
using Distribution.Grains.Experiments;
using Distribution.Grains.History;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Projects;

/// <summary>A project: settings by version, the budget's total, the segments that have arrived. No lease calls it.</summary>
public sealed partial class ProjectGrain : Grain, IProjectGrain
{
    private static readonly TimeSpan DeliveryRetry = TimeSpan.FromSeconds(5);
    private readonly Committed<ProjectState> _state;
    private readonly TimeProvider _time;
    private readonly BudgetOptions _budget;
    private readonly ILogger<ProjectGrain> _log;
    private int _confirmedEvents;
    private Task _delivery = Task.CompletedTask;

    public ProjectGrain(
        [PersistentState("project")] IPersistentState<ProjectState> storage, TimeProvider time, IOptions<BudgetOptions> budget, ILogger<ProjectGrain> log)
    {
        _state = new Committed<ProjectState>(this, storage);
        (_time, _budget, _log) = (time, budget.Value, log);
    }

    private ProjectState State => _state.Value.Events.Count > 0 && _state.Value.Events[0].Sequence <= _confirmedEvents
        ? _state.Value with { Events = [.. _state.Value.Events.Where(happened => happened.Sequence > _confirmedEvents)] }
        : _state.Value;

    private ProjectId Id => new(this.GetPrimaryKeyString());

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        BeginDelivery();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<ProjectView>> CreateAsync(WorkerId owner, ProjectSettings settings, MicroAmount budget)
    {
        if (State.Settings is not null) return State.Owner == owner ? View() : Refusal.Conflict("ProjectExists", "There is a project of that id.");
        if (ProjectCore.Check(settings) is { } wrong) return wrong;
        if (budget < MicroAmount.Zero) return Refusal.Invalid("InvalidBudget", "The budget is below zero.");
        var now = _time.GetUtcNow();
        var first = settings with { Version = 1, RateVersion = 1, RatePercent = 0, Pilot = null, Experiment = null, BudgetShards = BudgetCore.ShardsFor(settings, budget, _budget) };
        var next = State with { Settings = first, Owner = owner, CreatedAt = now, Budget = budget };
        await CommitAsync(ProjectCore.Say(next, EventKind.ProjectCreated, now, owner, settings.Title));
        return View();
    }

    /// <inheritdoc />
    public Task<ProjectView?> GetAsync() => Task.FromResult(State.Settings is null ? null : View());

    /// <inheritdoc />
    public Task<ProjectHead?> GetHeadAsync(int knownVersion, int knownAddVersion) => Task.FromResult(
        State.Settings is { } settings && (settings.Version > knownVersion || State.AddVersion > knownAddVersion)
            ? new ProjectHead(settings, State.TaskCount, State.SegmentCount, State.AddVersion)
            : null);

    /// <inheritdoc />
    public async Task<Outcome<ProjectView>> ChangeAsync(WorkerId by, ProjectSettings settings, int expectedVersion)
    {
        if (State.Settings?.Version != expectedVersion) await _state.RefreshAsync();
        if (State.Settings is not { } present) return Refusal.NotFound("The project");
        if (present.Version != expectedVersion)
            return Refusal.Conflict("VersionConflict", $"The project is at version {present.Version}, the change was made to version {expectedVersion}.");
        if (ProjectCore.Check(settings) is { } wrong) return wrong;
        var ruleEnds = settings.RateRule is null && present.RatePercent != 0;
        var ratesChanged = ruleEnds || !present.Rates.OrderBy(static r => r.Key).SequenceEqual(settings.Rates.OrderBy(static r => r.Key));
        var changed = settings with
        {
            Version = present.Version + 1,
            Status = present.Status,
            Currency = present.Currency,
            BudgetShards = present.BudgetShards,
            Pilot = present.Pilot,
            RatePercent = settings.RateRule is null ? 0 : present.RatePercent,
            RateVersion = present.RateVersion + (ratesChanged ? 1 : 0),
            Experiment = present.Experiment,
        };
        if (changed.Experiment is { } running && Allotment.Check(running, changed) is { } unfit)
            return Refusal.Conflict("ExperimentRuns", $"The running experiment does not fit this change; end it first. {unfit.Message}");
        var next = ProjectCore.Say(State with { Settings = changed }, EventKind.ProjectChanged, _time.GetUtcNow(), by, $"version {changed.Version}: {ProjectChanges.Describe(present, changed)}");
        if (ratesChanged) next = ProjectCore.Say(next, EventKind.RateChanged, _time.GetUtcNow(), by, $"rate version {changed.RateVersion}");
        await CommitAsync(next);
        return View();
    }

    /// <inheritdoc />
    public async Task<Outcome<ProjectView>> SetStatusAsync(WorkerId by, ProjectStatus status)
    {
        if (State.Settings is null || State.Settings.Status == status) await _state.RefreshAsync();
        if (State.Settings is not { } present) return Refusal.NotFound("The project");
        var now = _time.GetUtcNow();
        // A live pilot is opened to all by the same word.
        var isPilot = present.Pilot is not null && status == ProjectStatus.Live;
        if (present.Status == status && !isPilot) return View();
        if (present.Status == ProjectStatus.Closed) return Refusal.Conflict("ProjectClosed", "A closed project stays closed.");
        if (status == ProjectStatus.Draft) return Refusal.Conflict("NoWayBack", "A project that was live does not become a draft again; pause it.");
        var moved = PilotCore.Move(State, status, now);
        var next = moved with { Settings = moved.Settings! with { Status = status, Version = present.Version + 1 }, DrainedVersion = 0 };
        await CommitAsync(ProjectCore.Say(next, EventKind.ProjectStatusChanged, now, by, $"{present.Status} → {status}{(isPilot ? " for all" : "")}"));
        return View();
    }

    /// <inheritdoc />
    public async Task<Outcome<ProjectView>> SetGuidelinesAsync(WorkerId by, int version, int checkVersion)
    {
        if (State.Settings is not { } present) return Refusal.NotFound("The project");
        var next = ProjectCore.WithGuidelines(present, Id, version, checkVersion);
        if (ReferenceEquals(next, present)) return View();
        var changed = State with { Settings = next with { Version = present.Version + 1 } };
        await CommitAsync(ProjectCore.Say(changed, EventKind.ProjectChanged, _time.GetUtcNow(), by, string.Create(CultureInfo.InvariantCulture, $"guidelines {version}")));
        return View();
    }

    /// <inheritdoc />
    public async Task<Outcome<ProjectView>> SetExperimentAsync(WorkerId by, string id, RunningExperiment? experiment, string detail)
    {
        if (State.Settings is not { } present) return Refusal.NotFound("The project");
        if (present.Experiment?.Id == experiment?.Id) return View();
        if (present.Experiment is { } running && running.Id != id)
            return experiment is null ? View() : Refusal.Conflict("ExperimentRuns", $"The experiment \"{running.Id}\" runs; end it first.");
        if (experiment is not null && Allotment.Check(experiment, present) is { } wrong) return wrong;
        var next = State with { Settings = present with { Experiment = experiment, Version = present.Version + 1 } };
        await CommitAsync(ProjectCore.Say(next, EventKind.ProjectChanged, _time.GetUtcNow(), by, detail));
        return View();
    }

    /// <inheritdoc />
    public async Task<Outcome<ProjectView>> SetBudgetAsync(WorkerId by, MicroAmount total)
    {
        if (State.Settings is not { } present) return Refusal.NotFound("The project");
        if (total < ProjectCore.Allowed(State))
        {
            RecallAllowances(except: -1);
            return Refusal.Conflict("BudgetInUse", $"{ProjectCore.Allowed(State)} of it is spent or reserved; what is idle was recalled, try again in a moment.");
        }

        // What was leased before stays with the shard that it was leased from.
        var shards = BudgetCore.ShardsFor(present, total, _budget);
        var settings = shards == present.BudgetShards ? present : present with { BudgetShards = shards, Version = present.Version + 1 };
        await CommitAsync(ProjectCore.Say(
            State with { Settings = settings, Budget = total }, EventKind.ProjectChanged, _time.GetUtcNow(), by, string.Create(CultureInfo.InvariantCulture, $"budget {State.Budget} → {total}")));
        return View();
    }

    /// <inheritdoc />
    public Task NoteAsync(WorkerId by, string what) =>
        CommitAsync(ProjectCore.Say(State, EventKind.Steered, _time.GetUtcNow(), by, what), tellQueue: false);

    /// <inheritdoc />
    public Task NoteSnapshotAsync(WorkerId by, string snapshot) =>
        CommitAsync(ProjectCore.Say(State, EventKind.SnapshotTaken, _time.GetUtcNow(), by, $"snapshot {snapshot}"), tellQueue: false);

    /// <inheritdoc />
    public async Task ReportDrainedAsync()
    {
        if (ProjectCore.Drained(State, _time.GetUtcNow()) is { } next) await CommitAsync(next, tellQueue: false);
    }

    /// <inheritdoc />
    public Task NoteAnnouncementAsync(WorkerId by, string what) =>
        CommitAsync(ProjectCore.Say(State with { Announced = State.Announced + 1 }, EventKind.Steered, _time.GetUtcNow(), by, what), tellQueue: false);

    /// <inheritdoc />
    public async Task<MicroAmount> ChangeAllowanceAsync(int shard, int sequence, MicroAmount change)
    {
        // A shard's moves follow each other without a gap.
        if (sequence > ProjectCore.LastMove(State, shard) + 1) await _state.RefreshAsync();
        var next = ProjectCore.ChangeAllowance(State, shard, sequence, change);
        if (!ReferenceEquals(next, State)) await CommitAsync(next, tellQueue: false);
        if (change > MicroAmount.Zero && ProjectCore.Allowed(State) == State.Budget) RecallAllowances(except: shard);
        return State.Shards.TryGetValue(shard, out var allowance) ? allowance.Allowed : MicroAmount.Zero;
    }

    /// <inheritdoc />
    public async Task<int> ReserveSegmentAsync(string importId, int index)
    {
        var (next, number) = ProjectCore.Reserve(State, importId, index);
        if (!ReferenceEquals(next, State)) await CommitAsync(next, tellQueue: false);
        return number;
    }

    /// <inheritdoc />
    public async Task AddSegmentAsync(SegmentHead segment)
    {
        var next = ProjectCore.Arrive(State, segment, _time.GetUtcNow());
        if (next.AddVersion != State.AddVersion) await CommitAsync(next);
    }

    /// <inheritdoc />
    public async Task<Outcome<ProjectView>> StartPilotAsync(WorkerId by, PilotPlan plan, long position)
    {
        var next = PilotCore.Start(State, by, plan, position, _time.GetUtcNow());
        if (!next.IsOk) return next.Refusal;
        await CommitAsync(next.Value);
        return View();
    }

    /// <inheritdoc />
    public async Task<bool> AdmitToPilotAsync(WorkerId worker)
    {
        var next = PilotCore.Admit(State, worker);
        if (!ReferenceEquals(next, State)) await CommitAsync(next);
        return State.Settings?.Pilot?.Trainers.Contains(worker) == true;
    }

    /// <inheritdoc />
    public async Task<Outcome<PersonTerms>> SetTermsAsync(WorkerId by, WorkerId worker, PersonTerms terms)
    {
        var next = TermsCore.Set(State, by, worker, terms);
        if (!next.IsOk) return next.Refusal;
        if (!ReferenceEquals(next.Value, State)) await CommitAsync(next.Value, tellQueue: false);
        return terms;
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, PersonTerms>> ListTermsAsync() => Task.FromResult(State.Terms);

    /// <inheritdoc />
    public async Task ReportAgeAsync(long oldestReadyMs)
    {
        var next = ProjectCore.MoveRate(State, oldestReadyMs, _time.GetUtcNow());
        if (next.LastEvent != State.LastEvent) await CommitAsync(next);
    }

    private ProjectView View() => new(
        Id, State.Settings!, State.Owner, State.Budget, ProjectCore.Allowed(State), State.TaskCount, State.CreatedAt)
    {
        LastPilot = State.LastPilot,
        Announced = State.Announced,
        LastChange = State.LastEvent,
    };

    private async Task CommitAsync(ProjectState next, bool tellQueue = true)
    {
        await _state.CommitAsync(next);
        BeginDelivery();
        if (tellQueue) _ = GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(Id)).ProjectChangedAsync();
    }

    private void RecallAllowances(int except)
    {
        foreach (var shard in State.Shards.Keys.Order())
            if (shard != except) _ = GrainFactory.GetGrain<IBudgetGrain>($"{Id}/{shard}").RecallAsync();
    }

    private void BeginDelivery()
    {
        if (_delivery.IsCompleted && State.Events.Count > 0) _delivery = DeliverAsync();
    }

    private async Task DeliverAsync()
    {
        try
        {
            while (State.Events.Count > 0)
            {
                List<HistoryEvent> events = [.. State.Events.Take(HistoryOptions.EventsPerCallMax)];
                await GrainFactory.GetGrain<IHistoryGrain>(QueueKeys.Of(Id)).AppendAsync(events);
                foreach (var page in events.GroupBy(static happened => (happened.Sequence - 1) / ChangePages.Size))
                    await GrainFactory.GetGrain<IChangesGrain>(ChangePages.KeyOf(Id, page.Key)).PutAsync([.. page]);
                _confirmedEvents = events[^1].Sequence;
            }
        }
        catch (Exception error)
        {
            LogDeliveryFailed(Id, error);
            this.RegisterGrainTimer(_ => RetryAsync(), new GrainTimerCreationOptions(DeliveryRetry, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        }
    }

    private Task RetryAsync()
    {
        BeginDelivery();
        return _delivery;
    }

    [LoggerMessage(1, LogLevel.Warning, "Project {Project} could not tell its history; trying again")]
    private partial void LogDeliveryFailed(ProjectId project, Exception error);
}
