using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Orleans;

namespace Distribution.Tests.Integration.Fakes;

/// <summary>A project in memory.</summary>
[GrainType("project")]
public sealed class FakeProject : Grain, IProjectGrain
{
    private ProjectView? _view;

    public Task<Outcome<ProjectView>> CreateAsync(WorkerId owner, ProjectSettings settings, MicroAmount budget)
    {
        _view ??= new ProjectView(new ProjectId(this.GetPrimaryKeyString()), settings, owner, budget, MicroAmount.Zero, 10, 0, DateTimeOffset.UtcNow);
        return Task.FromResult<Outcome<ProjectView>>(_view);
    }

    public Task<ProjectView?> GetAsync() => Task.FromResult(_view);

    public Task<ProjectHead?> GetHeadAsync(int knownVersion, int knownTasks) => Task.FromResult<ProjectHead?>(null);

    public Task<Outcome<ProjectView>> ChangeAsync(WorkerId by, ProjectSettings settings, int expectedVersion) =>
        expectedVersion == _view!.Settings.Version
            ? Next(_view with { Settings = settings with { Version = expectedVersion + 1 } })
            : Task.FromResult<Outcome<ProjectView>>(Refusal.Conflict("VersionChanged", "Somebody was faster."));

    public Task<Outcome<ProjectView>> SetStatusAsync(WorkerId by, ProjectStatus status) =>
        Next(_view! with { Settings = _view.Settings with { Status = status } });

    public Task<Outcome<ProjectView>> SetBudgetAsync(WorkerId by, MicroAmount total) => Next(_view! with { BudgetTotal = total });

    public Task<MicroAmount> AllowAsync(int shard, int sequence, MicroAmount wish) => Task.FromResult(wish);

    public Task ReturnAllowanceAsync(int shard, int sequence, MicroAmount amount) => Task.CompletedTask;

    public Task<int> ReserveSegmentAsync(string importId, int index) => Task.FromResult(index);

    public Task AddSegmentAsync(SegmentHead segment) => Task.CompletedTask;

    public Task ReportAgeAsync(long oldestReadyMs) => Task.CompletedTask;

    private Task<Outcome<ProjectView>> Next(ProjectView view)
    {
        _view = view;
        return Task.FromResult<Outcome<ProjectView>>(view);
    }
}

/// <summary>A queue with three ready tasks.</summary>
[GrainType("queue")]
public sealed class FakeQueue : Grain, IQueueGrain
{
    public Task<WorkProposal> ProposeAsync(WorkQuery query) => throw new NotSupportedException();

    public Task ReturnAsync(IReadOnlyList<int> numbers) => Task.CompletedTask;

    public Task HintAsync(TaskHint hint) => Task.CompletedTask;

    public Task ProjectChangedAsync() => Task.CompletedTask;

    public Task<QueueCounts> CountAsync() => Task.FromResult(new QueueCounts(10, 3, 0, 7, 1, 0));

    public Task<IReadOnlyList<int>> StuckAsync(int skip, int take) => Task.FromResult<IReadOnlyList<int>>([4]);

    public Task<int> MatchAsync(IReadOnlyList<string> tags, SeenTasks seen, int atMost) => Task.FromResult(0);

    public Task HoldForLineAsync(int count) => Task.CompletedTask;

    public Task SweepAsync() => Task.CompletedTask;
}

/// <summary>A segment whose blob the test has stored under a known hash.</summary>
[GrainType("segment")]
public sealed class FakeSegment : Grain, ISegmentGrain
{
    private SegmentImport? _import;

    public Task ImportAsync(SegmentImport import)
    {
        _import = import;
        return Task.CompletedTask;
    }

    public Task<SegmentView?> GetAsync() => Task.FromResult(_import is null ? null : new SegmentView(_import, [], []));

    public Task MarkOutAsync(IReadOnlyList<int> offsets) => Task.CompletedTask;

    public Task MarkDoneAsync(IReadOnlyList<int> closed, IReadOnlyList<int> readyAgain) => Task.CompletedTask;
}

/// <summary>A draft in memory.</summary>
[GrainType("draft")]
public sealed class FakeDraft : Grain, IDraftGrain
{
    private Draft? _draft;

    public Task<Draft> SaveAsync(int version, string body)
    {
        if (_draft is null || version > _draft.Version) _draft = new Draft(version, body, DateTimeOffset.UtcNow);
        return Task.FromResult(_draft);
    }

    public Task<Draft?> GetAsync() => Task.FromResult(_draft);
}

/// <summary>Figures that the test pushes by counting.</summary>
[GrainType("live")]
public sealed class FakeLive : Grain, ILiveGrain
{
    private readonly List<ILiveObserver> _observers = [];
    private long _version;

    public Task CountAsync(IReadOnlyList<HistoryEvent> events)
    {
        _version++;
        foreach (var observer in _observers) observer.OnSnapshot(Snapshot());
        return Task.CompletedTask;
    }

    public Task<LiveSnapshot> GetAsync() => Task.FromResult(Snapshot());

    public Task<LiveSnapshot> WatchAsync(ILiveObserver observer)
    {
        if (!_observers.Contains(observer)) _observers.Add(observer);
        return GetAsync();
    }

    public Task UnwatchAsync(ILiveObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    private LiveSnapshot Snapshot() => new(
        new ProjectId(this.GetPrimaryKeyString()), "e1", _version, DateTimeOffset.UtcNow, new Dictionary<string, long> { ["submitted"] = _version }, 0, 0, [],
        MicroAmount.Zero);
}

/// <summary>An empty month.</summary>
[GrainType("ledger")]
public sealed class FakeLedger : Grain, ILedgerGrain
{
    private static readonly Dictionary<string, MicroAmount> None = [];

    public Task CreditAsync(IReadOnlyList<CreditOrder> orders) => Task.CompletedTask;

    public Task<LedgerHead> GetHeadAsync() => Task.FromResult(new LedgerHead(this.GetPrimaryKeyString().Split('/')[1], 0, "", None, None, None));

    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(long fromSequence, int take) => Task.FromResult<IReadOnlyList<LedgerEntry>>([]);
}

/// <summary>No history.</summary>
[GrainType("history")]
public sealed class FakeHistory : Grain, IHistoryGrain
{
    public Task AppendAsync(IReadOnlyList<HistoryEvent> events) => Task.CompletedTask;

    public Task<HistoryPage> ReadAsync(long from, int take) => Task.FromResult(new HistoryPage([], from, true));
}
