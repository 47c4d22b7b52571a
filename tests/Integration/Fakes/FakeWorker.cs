using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Orleans;

namespace Distribution.Tests.Integration.Fakes;

/// <summary>Enough of a trainer for the web host: leases one made-up task, remembers what was handed in, pushes to observers.</summary>
[GrainType("worker")]
public sealed class FakeWorker : Grain, IWorkerGrain
{
    private readonly List<IWorkerObserver> _observers = [];
    private WorkerProfile _profile = new("", [], "UTC", "en", new Dictionary<string, RateTier>(), new Dictionary<string, MicroAmount>(), false);
    private AssignmentView? _current;
    private long _sequence;

    public static System.Collections.Concurrent.ConcurrentQueue<Submission> Submissions { get; } = [];

    private WorkerId Me => new(this.GetPrimaryKeyString());

    public Task<WorkerProfile> GetProfileAsync() => Task.FromResult(_profile);

    public Task SetProfileAsync(WorkerProfile profile)
    {
        _profile = profile;
        return Task.CompletedTask;
    }

    public Task<Outcome<WorkReply>> LeaseAsync(LeaseRequest request)
    {
        if (request.Project.Value == "busy") return Refuse<WorkReply>(Refusal.Busy("Busy", "Later."));
        if (request.Project.Value == "fault") throw new InvalidOperationException("secret detail");
        _current ??= Assignment(request.Project);
        return Task.FromResult<Outcome<WorkReply>>(new WorkReply(_current, null, false, new MicroAmount(15_000_000)));
    }

    public Task<WorkerSnapshot> GetSnapshotAsync() =>
        Task.FromResult(new WorkerSnapshot("e1", _sequence, _current, null, [], DateTimeOffset.UtcNow));

    public Task<Outcome<AssignmentView>> BeatAsync(AssignmentId assignment, long fence, Beat beat) => Current(assignment);

    public Task<Outcome<AssignmentView>> PauseAsync(AssignmentId assignment, long fence) => Current(assignment);

    public Task<Outcome<AssignmentView>> ResumeAsync(AssignmentId assignment, long fence) => Current(assignment);

    public Task<Outcome<SubmitReply>> SubmitAsync(AssignmentId assignment, TaskId task, long fence, Submission submission)
    {
        if (_current?.Id != assignment) return Refuse<SubmitReply>(Refusal.NotFound("The assignment"));
        Submissions.Enqueue(submission);
        return End(AssignmentStatus.Submitted);
    }

    public Task<Outcome<SubmitReply>> GiveBackAsync(AssignmentId assignment, long fence, GiveBackKind kind, string? reason) =>
        _current?.Id == assignment ? End(AssignmentStatus.Released) : Refuse<SubmitReply>(Refusal.NotFound("The assignment"));

    public Task<LinePlace> JoinLineAsync(ProjectId project) => Task.FromResult(new LinePlace(project, 1, 1, null));

    public Task LeaveLineAsync(ProjectId project) => Task.CompletedTask;

    public Task<WorkerSnapshot> WatchAsync(IWorkerObserver observer)
    {
        if (!_observers.Contains(observer)) _observers.Add(observer);
        return GetSnapshotAsync();
    }

    public Task UnwatchAsync(IWorkerObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task HintAsync(AssignmentId assignment, TaskId task, WorkerPushKind kind)
    {
        var push = new WorkerPush("e1", ++_sequence, kind, _current, null, DateTimeOffset.UtcNow);
        foreach (var observer in _observers) observer.OnPush(Me, push);
        return Task.CompletedTask;
    }

    public Task OfferAsync(ProjectId project, string offerId, DateTimeOffset until) => Task.CompletedTask;

    private static Task<Outcome<T>> Refuse<T>(Refusal refusal) => Task.FromResult<Outcome<T>>(refusal);

    private Task<Outcome<AssignmentView>> Current(AssignmentId id) =>
        Task.FromResult<Outcome<AssignmentView>>(_current?.Id == id ? _current : Refusal.NotFound("The assignment"));

    private Task<Outcome<SubmitReply>> End(AssignmentStatus fate)
    {
        var ended = _current!;
        _current = null;
        var receipt = new Receipt
        {
            Assignment = ended.Id, Task = ended.Task, HourlyRate = ended.Pins.HourlyRate, Currency = "USD", RateVersion = 1, Form = PayForm.Marginal, Lines = [],
            Trace = [], Amount = new MicroAmount(1000),
        };
        return Task.FromResult<Outcome<SubmitReply>>(new SubmitReply(fate, new MicroAmount(1000), receipt, false, new MicroAmount(1000), false));
    }

    private AssignmentView Assignment(ProjectId project) => new()
    {
        Id = new AssignmentId(Me, 1), Task = new TaskId(project, 1), Fence = 1, Status = AssignmentStatus.Active, LeasedAt = DateTimeOffset.UtcNow,
        AsOf = DateTimeOffset.UtcNow, ActiveMs = 0, SubmitUntil = DateTimeOffset.UtcNow.AddMinutes(30), Earned = MicroAmount.Zero,
        RateNow = new MicroAmount(15_000_000), OutageMs = 0, Version = 1,
        Pins = new LeasePins
        {
            TaskTypeId = "free-form", TaskTypeVersion = 1, GuidelineVersion = 1, RateVersion = 1, HourlyRate = new MicroAmount(15_000_000), Currency = "USD",
            PayPolicy = PayPolicy.Standard(600_000), LimitMs = 600_000, HardLimitMs = 1_800_000, GraceMs = 600_000, LateWindowMs = 1, WarningMs = 1,
            Overlap = 1, StuckAfter = 3,
        },
    };
}
