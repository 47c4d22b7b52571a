using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Distribution.Grains.Rehearsals;

namespace Distribution.Host.Standalone.Rehearsals;

/// <summary>What a replay came to: for each assignment of the past its fate, or null where nothing was leased, and the limit that it had.</summary>
internal sealed record ReplayResult(IReadOnlyList<Fate?> Fates, IReadOnlyList<long> LimitsMs);

/// <summary>
/// Plays a past on a stage, under a change: the trainers do what they did when they did it; the real grains decide what comes of it.
/// </summary>
internal sealed class Replay
{
    private const long BudgetMicros = 1_000_000_000_000_000_000;
    private const int StepsPerLook = 256;
    private const string NoAnswer = "{}";
    private static readonly TimeSpan QuietBeat = TimeSpan.FromMinutes(1);

    /// <summary>A rule looks at its oldest task at each beat of the queue.</summary>
    private static readonly TimeSpan RuleBeat = TimeSpan.FromSeconds(10);

    private static readonly WorkerId Manager = new("rehearsal");
    private static readonly string NoAnswerHash = BlobStoreHash();
    private readonly Past _past;
    private readonly Change _change;
    private readonly Stage _stage;
    private readonly IReadOnlyList<Act> _acts;
    private readonly Pace _pace;
    private readonly Action<int> _tellPercent;
    private readonly CancellationToken _ct;
    private readonly AssignmentView?[] _leases;
    private readonly Dictionary<WorkerId, int> _latest = [];
    private readonly Dictionary<WorkerId, HashSet<string>> _met;
    private readonly Dictionary<WorkerId, MicroAmount?> _rates = [];
    private readonly Fates _fates = new();
    private ProjectSettings _settings = null!;
    private Exception? _failure;
    private bool _isDone;
    private int _steps;
    private int _percent;

    private Replay(Past past, Change change, LeaseOptions live, Pace pace, Action<int> tellPercent, CancellationToken ct)
    {
        (_past, _change, _pace, _tellPercent, _ct) = (past, change, pace, tellPercent, ct);
        _acts = Script.Of(past);
        _leases = new AssignmentView?[past.Assignments.Count];
        _stage = new Stage(past.Begin, past.Outages, live, change.HasNewRule ? RuleBeat : QuietBeat);
        _met = past.Assignments.GroupBy(static assignment => assignment.Fate.Id.Worker).ToDictionary(
            static group => group.Key,
            group => group.Select(static assignment => assignment.Fate.Task / TaskId.PerSegment).Distinct().SelectMany(segment => past.Segments[segment].Import.ExtraNeeds).ToHashSet());
        _stage.Scheduler.BetweenSteps = Look;
        _stage.Scheduler.OnError = error => _failure ??= error;
    }

    private string Key => _past.Project.Value;

    /// <summary>
    /// Plays it on the calling thread, to the end. Throws <see cref="OperationCanceledException"/> when it is told to stop; anything else that it
    /// throws is a fault.
    /// </summary>
    public static ReplayResult Run(Past past, Change change, LeaseOptions live, Pace pace, Action<int> tellPercent, CancellationToken ct)
    {
        var replay = new Replay(past, change, live, pace, tellPercent, ct);
        try
        {
            replay._stage.Scheduler.Schedule("the driver", () => _ = replay.DriveAsync());
            replay._stage.Scheduler.Run(() => replay._isDone || replay._failure is not null, long.MaxValue);
            if (replay._failure is { } failure) throw new InvalidOperationException($"The replay failed: {failure.Message}", failure);
            if (!replay._isDone) throw new InvalidOperationException("The replay came to a standstill.");
            return replay.Result();
        }
        finally
        {
            replay._stage.Runtime.Kill();
        }
    }

    private void Look()
    {
        if (++_steps % StepsPerLook != 0) return;
        _ct.ThrowIfCancellationRequested();
        _pace.Rest();
    }

    private async Task DriveAsync()
    {
        try
        {
            await SetUpAsync();
            for (var i = 0; i < _acts.Count; i++)
            {
                await UntilAsync(_acts[i].At);
                await DoAsync(_acts[i]);
                Tell(i);
            }

            await FinishAsync();
            _isDone = true;
        }
        catch (Exception error)
        {
            _failure ??= error;
        }
    }

    private void Tell(int done)
    {
        var percent = (int)(100L * done / _acts.Count);
        if (percent == _percent) return;
        _tellPercent(_percent = percent);
    }

    private Task UntilAsync(DateTimeOffset at)
    {
        var wait = at - _stage.Time.GetUtcNow();
        return wait > TimeSpan.Zero ? _stage.Time.DelayAsync(wait) : Task.CompletedTask;
    }

    private IWorkerGrain WorkerOf(WorkerId id) => _stage.Grains.GetGrain<IWorkerGrain>(id.Value);

    private IProjectGrain Project => _stage.Grains.GetGrain<IProjectGrain>(Key);

    private async Task SetUpAsync()
    {
        await _stage.StartAsync();
        var settings = _change.At(_past.Assignments[0].Pins) with { Status = ProjectStatus.Draft, BudgetShards = 1 };
        Require(await Project.CreateAsync(Manager, settings, new MicroAmount(BudgetMicros)));
        _settings = Require(await Project.SetStatusAsync(Manager, ProjectStatus.Live)).Settings;
        foreach (var tasks in _past.Aside.GroupBy(static number => number / TaskId.PerSegment))
            await _stage.Grains.GetGrain<ISegmentGrain>(QueueKeys.Segment(_past.Project, tasks.Key)).MarkDoneAsync([.. tasks.Select(static number => number % TaskId.PerSegment)]);
        for (var i = 0; i < _past.Segments.Count; i++) await Project.ReserveSegmentAsync(Key, i);
    }

    private Task DoAsync(Act act) => act.Kind switch
    {
        ActKind.Import => ImportAsync(act.Subject),
        ActKind.Unstick => _stage.Grains.GetGrain<ITaskGrain>(new TaskId(_past.Project, act.Subject).ToString()).UnstickAsync(Manager),
        ActKind.Pull => PullAsync(act.Subject),
        _ => _leases[act.Subject] is { } lease ? GoOnAsync(act, lease) : Task.CompletedTask,
    };

    private async Task ImportAsync(int number)
    {
        var import = _past.Segments[number].Import;
        if (import.Count == 0) return;
        await _stage.Grains.GetGrain<ISegmentGrain>(QueueKeys.Segment(_past.Project, number)).ImportAsync(import);
        await Project.AddSegmentAsync(new SegmentHead(number, import.Count, import.Priority, import.ExtraNeeds, import.ImportedAt));
        await _stage.Scheduler.IdleAsync();
    }

    private async Task PullAsync(int index)
    {
        var past = _past.Assignments[index];
        var id = past.Fate.Id.Worker;
        await ApplyAsync(past);
        await LetGoAsync(id);
        var worker = WorkerOf(id);
        var reply = Require(await worker.LeaseAsync(new LeaseRequest(_past.Project, null, null) { Prefer = past.Fate.Task }));

        // Its slot was filled a moment ago, and the queue had not heard: whoever asks again gets what there is.
        if (reply is { Assignment: null, NoWork.Reason: NoWorkReason.AllSeen }) reply = Require(await worker.LeaseAsync(new LeaseRequest(_past.Project, null, null)));
        (_leases[index], _latest[id]) = (reply.Assignment, index);
    }

    /// <summary>Settings and rate as they were pinned then, with the change laid over them.</summary>
    private async Task ApplyAsync(PastAssignment past)
    {
        var wanted = _change.At(past.Pins);
        if (!Same(wanted, _settings))
        {
            var changed = await Project.ChangeAsync(Manager, wanted, (await Project.GetAsync())!.Settings.Version);
            _settings = Require(changed).Settings;
            await _stage.Scheduler.IdleAsync();
        }

        var id = past.Fate.Id.Worker;
        var trainer = _past.Trainers[id];
        var rate = _change.RateOf(trainer, past.Pins.HourlyRate);
        if (_rates.TryGetValue(id, out var present) && present == rate) return;
        _rates[id] = rate;
        await WorkerOf(id).SetProfileAsync(new WorkerProfile(
            "", TagsOf(id, trainer), "UTC", "en", new Dictionary<string, RateTier> { [Key] = trainer.Tier },
            rate is { } personal ? new Dictionary<string, MicroAmount> { [Key] = personal } : [], IsSuspended: false));
    }

    /// <summary>What the trainer meets now; and what they must have met then, since they were leased what asked for it.</summary>
    private List<string> TagsOf(WorkerId id, PastTrainer trainer)
    {
        var needs = _past.Settings.Needs;
        return [.. trainer.Tags.Union(needs.Hard).Union(needs.Soft.Select(static need => need.Tag)).Union(_met[id])];
    }

    /// <summary>Who took another task in the past had let go of the one before; under the change it may still be theirs.</summary>
    private async Task LetGoAsync(WorkerId id)
    {
        if (!_latest.TryGetValue(id, out var index) || _leases[index] is not { } lease) return;
        var snapshot = await WorkerOf(id).GetSnapshotAsync();
        if (snapshot.Assignment?.Id == lease.Id) await WorkerOf(id).GiveBackAsync(lease.Id, lease.Fence, GiveBackKind.Release, null);
    }

    private async Task GoOnAsync(Act act, AssignmentView lease)
    {
        var worker = WorkerOf(lease.Id.Worker);

        // A lease that has ended under the change refuses these, and its trainer goes on none the less.
        if (act.Kind == ActKind.Beat) await worker.BeatAsync(lease.Id, lease.Fence, new Beat(IsActive: true, IdleMs: 0));
        else if (act.Kind == ActKind.Pause) await worker.PauseAsync(lease.Id, lease.Fence);
        else if (act.Kind == ActKind.Resume) await worker.ResumeAsync(lease.Id, lease.Fence);
        else if (act.Kind == ActKind.Withdraw) await _stage.Grains.GetGrain<ITaskGrain>(lease.Task.ToString()).WithdrawAsync(lease.Id, "rehearsal");
        else if (act.Kind == ActKind.GiveBack) await worker.GiveBackAsync(lease.Id, lease.Fence, act.How, null);
        else await worker.SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission("rehearsal", NoAnswer, null, NoAnswerHash, Unfinished: false, null));
    }

    /// <summary>Until every lease has ended, then what the replay's own history says of them.</summary>
    private async Task FinishAsync()
    {
        var longest = TimeSpan.Zero;
        foreach (var outage in _past.Outages) longest += outage.To - outage.From;
        await _stage.Time.DelayAsync(longest + TimeSpan.FromMilliseconds(_past.Assignments.Max(past => _change.At(past.Pins).HardLimitMs)) + TimeSpan.FromMinutes(2));
        await _stage.Scheduler.IdleAsync();
        var history = _stage.Grains.GetGrain<IHistoryGrain>(QueueKeys.Of(_past.Project));
        for (HistoryPage? page = null; page is not { IsEnd: true };)
        {
            page = await history.ReadAsync(page?.Next ?? 0, 1_000);
            foreach (var happened in page.Events) _fates.Add(happened);
        }
    }

    private ReplayResult Result()
    {
        var fates = new Fate?[_leases.Length];
        for (var i = 0; i < fates.Length; i++)
            if (_leases[i] is { } lease) fates[i] = _fates.All.TryGetValue(lease.Id, out var fate) ? fate with { Id = _past.Assignments[i].Fate.Id } : null;
        return new ReplayResult(fates, [.. _leases.Select((lease, i) => lease?.Pins.LimitMs ?? _past.Assignments[i].Pins.LimitMs)]);
    }

    private static string BlobStoreHash() => Contracts.Blobs.BlobHash.Of(System.Text.Encoding.UTF8.GetBytes(NoAnswer)).Value;

    private static T Require<T>(Outcome<T> outcome) => outcome.IsOk ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.Message);

    /// <summary>Whether nothing differs that a lease would pin or a queue would ask for.</summary>
    private static bool Same(ProjectSettings wanted, ProjectSettings present) =>
        new Change(present, wanted with { Status = present.Status }).Settings.Count == 0 && wanted.WarningMs == present.WarningMs;
}
