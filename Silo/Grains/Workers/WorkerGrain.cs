using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.Workers;

/// <summary>
/// One trainer. A lease runs over four grains from here: propose, then intent and reservation side by side, then the task's own
/// write (SPEC L2). What a crash leaves open is resolved before anything else is leased.
/// </summary>
public sealed partial class WorkerGrain : Grain, IWorkerGrain
{
    private readonly Committed<WorkerState> _state;
    private readonly Committed<ProfileState> _profile;
    private readonly WorkerPushes _pushes;
    private readonly SeenCache _seen;
    private readonly LeaseOptions _options;
    private readonly StandingOptions _standingOptions;
    private readonly IBlobStore _blobs;
    private readonly TimeProvider _time;
    private readonly IIdSource _ids;
    private readonly ILogger<WorkerGrain> _log;
    private AssignmentView? _current;
    private WorkOffer? _offer;
    private bool _isResolved;

    public WorkerGrain(
        [PersistentState("worker")] IPersistentState<WorkerState> state, [PersistentState("profile")] IPersistentState<ProfileState> profile,
        TimeProvider time, IIdSource ids, IBlobStore blobs, IOptions<LeaseOptions> options, IOptions<StandingOptions> standing,
        ILogger<WorkerGrain> log)
    {
        _blobs = blobs;
        _state = new Committed<WorkerState>(this, state);
        _profile = new Committed<ProfileState>(this, profile);
        (_time, _ids, _options, _standingOptions, _log) = (time, ids, options.Value, standing.Value, log);
        _pushes = new WorkerPushes(Id, ids.Next("e"), time);
        _seen = new SeenCache(GrainFactory, Id, _options.RecentPerFlush);
    }

    private WorkerId Id => new(this.GetPrimaryKeyString());

    private WorkerProfile Profile => _profile.Value.Profile ?? ProfileState.Default;

    private WorkerState State => _state.Value;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        _profile.Load();
        _seen.Begin(State.Recent);
        _worked = State.Worked;
        _isResolved = State.Intent is null;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<WorkerProfile> GetProfileAsync() => Task.FromResult(Profile);

    /// <inheritdoc />
    public Task SetProfileAsync(WorkerProfile profile) => CommitProfileAsync(profile with { IsSuspended = Profile.IsSuspended });

    /// <inheritdoc />
    public async Task<WorkerProfile> EditProfileAsync(ProfileEdit edit)
    {
        await CommitProfileAsync(Profile with
        {
            DisplayName = edit.DisplayName,
            TimeZone = edit.TimeZone,
            Locale = edit.Locale,
            Languages = edit.Languages,
            Fields = edit.Fields,
        });
        return Profile;
    }

    /// <inheritdoc />
    public Task SetSuspendedAsync(bool isSuspended) =>
        Profile.IsSuspended == isSuspended ? Task.CompletedTask : CommitProfileAsync(Profile with { IsSuspended = isSuspended });

    /// <inheritdoc />
    public async Task<Outcome<RateTier>> SetTermsAsync(ProjectId project, RateTier tier, MicroAmount? hourlyRate)
    {
        if (WorkerLease.WithTerms(Profile, project, tier, hourlyRate) is not { } next) return Refusal.Conflict("TooManyTerms", "This person has terms of their own in too many projects.");
        await CommitProfileAsync(next);
        return tier;
    }

    /// <inheritdoc />
    public async Task<Outcome<WorkReply>> LeaseAsync(LeaseRequest request)
    {
        await ResolveAsync();
        if (_current is not null) await RefreshAsync();
        if (_current is not null) return new WorkReply(_current, null, IsResumed: true, null);
        if (Profile.IsSuspended) return Refusal.Conflict("Suspended", "This account takes no new work now. What was earned stays earned.");
        await CountLastAsync();
        if (IsDayDone()) return new WorkReply(null, WorkerLease.Because(NoWorkReason.OwnLimit), false, null);
        var isFromLine = TakeOffer(request);
        var reply = await LeaseNewAsync(request, isFromLine);
        if (isFromLine) _ = GrainFactory.GetGrain<ILineGrain>(request.Project.Value).OfferEndedAsync(Id, request.OfferId!, reply.Assignment is not null);
        return reply;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ProjectId>> GetProjectsAsync()
    {
        IEnumerable<ProjectId> last = State.Intent is { } intent ? [intent.Project] : [];
        return Task.FromResult<IReadOnlyList<ProjectId>>([.. last.Concat(State.Lines).Concat(State.DayLeases.Keys.Select(static id => new ProjectId(id))).Distinct()]);
    }

    /// <inheritdoc />
    public Task NoticeAsync()
    {
        _pushes.Push(WorkerPushKind.Notice, null, null);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<WorkerSnapshot> GetSnapshotAsync()
    {
        await ResolveAsync();
        if (_current is not null) await RefreshAsync();
        else if (await IsBehindAsync()) await ResolveAsync();
        ForgetOldOffer();
        List<LinePlace> places = [];
        foreach (var project in State.Lines)
            if (await GrainFactory.GetGrain<ILineGrain>(project.Value).PlaceAsync(Id) is { } place) places.Add(place);
        return new WorkerSnapshot(_pushes.Epoch, _pushes.Sequence, _current, _offer, places, _time.GetUtcNow());
    }

    /// <inheritdoc />
    public async Task<Outcome<AssignmentView>> BeatAsync(AssignmentId assignment, long fence, Beat beat)
    {
        if (await CurrentTaskAsync(assignment) is not { } task) return Refusal.NotFound("The assignment");
        if (await task.BeatAsync(assignment, fence, beat) is not { } view) return Refusal.NotFound("The assignment");
        await TakeInAsync(view);
        return view;
    }

    /// <inheritdoc />
    public Task<Outcome<AssignmentView>> PauseAsync(AssignmentId assignment, long fence) =>
        SetPausedAsync(assignment, task => task.PauseAsync(assignment, fence));

    /// <inheritdoc />
    public Task<Outcome<AssignmentView>> ResumeAsync(AssignmentId assignment, long fence) =>
        SetPausedAsync(assignment, task => task.ResumeAsync(assignment, fence));

    /// <inheritdoc />
    public async Task<Outcome<SubmitReply>> SubmitAsync(AssignmentId assignment, TaskId task, long fence, Submission submission)
    {
        if (assignment.Worker != Id) return Refusal.NotFound("The assignment");
        var outcome = await TaskOf(task).SubmitAsync(assignment, fence, submission, isAnnounced: false);
        if (outcome is { IsOk: false, Refusal.Code: ITaskGrain.Unannounced })
        {
            await LetOutAsync(task);
            outcome = await TaskOf(task).SubmitAsync(assignment, fence, submission, isAnnounced: true);
        }

        if (outcome is { IsOk: true, Value: { } reply })
        {
            NoteWorked(assignment, reply.Receipt);
            AfterEnd(assignment, task, reply.Cost, reply.KeepReservation, isSeen: true);
        }

        return outcome;
    }

    /// <inheritdoc />
    public async Task<Outcome<SubmitReply>> GiveBackAsync(AssignmentId assignment, long fence, GiveBackKind kind, string? reason)
    {
        if (await CurrentTaskAsync(assignment) is not { } task) return Refusal.NotFound("The assignment");
        var id = _current!.Task;
        var outcome = await task.GiveBackAsync(assignment, fence, kind, reason);
        if (outcome is { IsOk: true, Value: { } reply })
        {
            NoteWorked(assignment, reply.Receipt);
            AfterEnd(assignment, id, reply.Cost, reply.KeepReservation, isSeen: kind != GiveBackKind.Release);
        }

        return outcome;
    }

    /// <inheritdoc />
    public Task<WorkerSnapshot> WatchAsync(IWorkerObserver observer)
    {
        _pushes.Watch(observer);
        return GetSnapshotAsync();
    }

    /// <inheritdoc />
    public Task UnwatchAsync(IWorkerObserver observer)
    {
        _pushes.Unwatch(observer);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task HintAsync(AssignmentId assignment, TaskId task, WorkerPushKind kind)
    {
        await ResolveAsync();
        if (_current?.Id != assignment) return;
        await RefreshAsync();
        var view = _current ?? await TaskOf(task).ViewAsync(assignment);
        _pushes.Push(kind, view, null);
    }

    private Task CommitProfileAsync(WorkerProfile profile) => _profile.CommitAsync(_profile.Value with { Profile = profile });

    private ITaskGrain TaskOf(TaskId task) => GrainFactory.GetGrain<ITaskGrain>(task.ToString());

    /// <summary>The task of this assignment if it is the one at work; strangers' and old ones are not found.</summary>
    private async Task<ITaskGrain?> CurrentTaskAsync(AssignmentId assignment)
    {
        await ResolveAsync();
        if (_current?.Id != assignment && assignment.Worker == Id && await IsBehindAsync()) await ResolveAsync();
        return _current?.Id == assignment ? TaskOf(_current.Task) : null;
    }

    /// <summary>Whether another activation has leased since: what is at work is then to be asked for again.</summary>
    private async Task<bool> IsBehindAsync()
    {
        if (!await _state.RefreshAsync()) return false;
        _seen.Begin(State.Recent);
        _worked = State.Worked;
        (_current, _isResolved) = (null, State.Intent is null);
        return true;
    }

    /// <summary>For a late answer: its task may have closed, and then nobody would look for what the answer owes.</summary>
    private Task LetOutAsync(TaskId task) => GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(task)).LetOutAsync(task.Number);

    private async Task<Outcome<AssignmentView>> SetPausedAsync(AssignmentId assignment, Func<ITaskGrain, Task<Outcome<AssignmentView>>> call)
    {
        if (await CurrentTaskAsync(assignment) is not { } task) return Refusal.NotFound("The assignment");
        var outcome = await call(task);
        if (outcome.Value is { } view)
        {
            await TakeInAsync(view);
            _pushes.Push(WorkerPushKind.AssignmentChanged, view, null);
        }

        return outcome;
    }

    private async Task RefreshAsync()
    {
        if (await TaskOf(_current!.Task).ViewAsync(_current.Id) is { } view) await TakeInAsync(view);
        else _current = null;
    }

    /// <summary>What the task says of the assignment at work; when it has ended there, it ends here.</summary>
    private async Task TakeInAsync(AssignmentView view)
    {
        if (view.Status is AssignmentStatus.Active or AssignmentStatus.Paused)
        {
            _current = view;
            return;
        }

        _current = null;
        if (view.Status == AssignmentStatus.Expired) await SubmitDraftAsync(view);
        await SettleAsync(view.Task, view.Id);
    }

    /// <summary>At the hard limit a complete draft is handed in, not lost.</summary>
    private async Task SubmitDraftAsync(AssignmentView view)
    {
        if (await GrainFactory.GetGrain<IDraftGrain>(view.Id.ToString()).GetAsync() is not { IsComplete: true } draft) return;
        // A draft may be as long as a whole record, and the task's record must have room for everybody's answer.
        var bytes = System.Text.Encoding.UTF8.GetBytes(draft.Body);
        var hash = BlobHash.Of(bytes).Value;
        var isInline = bytes.Length <= SubmissionSize.InlineBytes(view.Pins.Overlap);
        if (!isInline) await _blobs.PutAsync(bytes, CancellationToken.None);
        var submission = new Submission($"draft-{draft.Version}", isInline ? draft.Body : null, isInline ? null : hash, hash, Unfinished: false, null);
        await LetOutAsync(view.Task);
        var outcome = await TaskOf(view.Task).SubmitAsync(view.Id, view.Fence, submission, isAnnounced: true);
        if (!outcome.IsOk) LogDraftRefused(view.Id, outcome.Refusal.Code);
    }

    [LoggerMessage(1, LogLevel.Warning, "The draft of {Assignment} could not be handed in at its hard limit: {Code}")]
    private partial void LogDraftRefused(AssignmentId assignment, string code);

    [LoggerMessage(2, LogLevel.Warning, "The reservation of {Assignment} is not settled yet; the budget's sweep will ask")]
    private partial void LogSettleLater(AssignmentId assignment, Exception error);
}
