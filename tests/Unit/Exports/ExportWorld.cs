using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Exports;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Exports;
using Distribution.Tests.Unit.Imports;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Tests.Unit.Exports;

/// <summary>A project's history, tasks and payloads as an export sees them.</summary>
internal sealed class ExportWorld : IGrainFactory, IHistoryGrain, ISegmentGrain
{
    private readonly ImportWorld _blobs = new();
    private readonly List<HistoryEvent> _events = [];
    private readonly Dictionary<int, TaskView> _tasks = [];
    private readonly List<string> _payloads = [];
    private readonly string _type;

    public ExportWorld(string type)
    {
        _type = type;
        Store = new WorldBlobs(_blobs);
        Reader = new ExportReader(this, Store, Options.Create(new PseudonymOptions { Secret = new byte[32] }));
    }

    public ExportReader Reader { get; }

    /// <summary>What reading leaves in.</summary>
    public ExportFilter Filter { get; set; } = ExportFilter.None;

    private WorldBlobs Store { get; }

    public ExportWorld Answered(
        string payload, string answer, string worker = "w1", EventKind kind = EventKind.Submitted, bool isUnfinished = false)
    {
        var number = _payloads.Count;
        _payloads.Add(payload);
        var at = DateTimeOffset.UnixEpoch.AddHours(number);
        var assignment = new AssignmentId(new WorkerId(worker), number + 1);
        var pins = new LeasePins
        {
            TaskTypeId = _type,
            TaskTypeVersion = 1,
            GuidelineVersion = 4,
            RateVersion = 1,
            HourlyRate = default,
            Currency = "USD",
            PayPolicy = PayPolicy.Standard(1),
            LimitMs = 1,
            HardLimitMs = 1,
            GraceMs = 1,
            LateWindowMs = 1,
            WarningMs = 1,
            Overlap = 1,
            StuckAfter = 1,
        };
        var view = new AssignmentView
        {
            Id = assignment,
            Task = new TaskId(new ProjectId("p"), number),
            Fence = 1,
            Status = AssignmentStatus.Submitted,
            Pins = pins,
            LeasedAt = at,
            AsOf = at,
            ActiveMs = 1000,
            SubmitUntil = at,
            Earned = default,
            RateNow = default,
            OutageMs = 0,
            Version = 1,
        };
        _tasks[number] = new TaskView(
            view.Task, false, [new AnswerView(view, new Submission("s", answer, null, "x", isUnfinished, null), at, null, null)], []);
        _events.Add(new HistoryEvent($"task/{number}", 1, at, EventKind.Leased, number, assignment, default, 0, null, null));
        _events.Add(new HistoryEvent($"task/{number}", 2, at.AddMinutes(9), kind, number, assignment, default, 1000, null, null));
        return this;
    }

    public async Task<List<ExportLine>> ReadAsync(ExportShape shape, ExportCursor from = default, long? snapshot = null)
    {
        var project = new ProjectId("p");
        var lines = new List<ExportLine>();
        await foreach (
            var line in Reader.ReadAsync(
            project, shape, from, snapshot ?? await Reader.SnapshotAsync(project), (_type, 1), Filter,
            TestContext.Current.CancellationToken)) lines.Add(line);
        return lines;
    }

    public async Task<List<JsonElement>> ReadJsonAsync(ExportShape shape) =>
        [.. (await ReadAsync(shape)).Select(static line => JsonDocument.Parse(line.Text).RootElement)];

    public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null) where T : IGrainWithStringKey =>
        typeof(T) == typeof(ITaskTypeGrain) ? (T)(object)new WorldTaskType(primaryKey)
        : typeof(T) == typeof(ITaskGrain) ? (T)(object)new WorldTask(_tasks[TaskId.Parse(primaryKey).Number])
        : (T)(object)this;

    public Task<long> CountAsync() => throw new NotSupportedException();

    public Task<HistoryPage> ReadAsync(long from, int take)
    {
        var events = _events.Skip((int)from).Take(take).ToList();
        return Task.FromResult(new HistoryPage(events, from + events.Count, from + events.Count >= _events.Count));
    }

    public async Task<SegmentView?> GetAsync()
    {
        int[] offsets = [0, .. _payloads.Select((_, i) => _payloads.Take(i + 1).Sum(static text => Encoding.UTF8.GetByteCount(text)))];
        var blob = await Store.PutAsync(
            Encoding.UTF8.GetBytes(string.Concat(_payloads) + JsonSerializer.Serialize(_payloads.Select(static (_, i) => $"=ext{i}"))),
            default);
        return new SegmentView(new SegmentImport("i", _payloads.Count, blob.Value, offsets, 0, [], default), [], []);
    }

    public Task AppendAsync(IReadOnlyList<HistoryEvent> events) => throw new NotSupportedException();

    public Task ImportAsync(SegmentImport import) => throw new NotSupportedException();

    public Task MarkOutAsync(IReadOnlyList<int> offsets) => throw new NotSupportedException();

    public Task<IReadOnlyList<int>> MarkDoneAsync(IReadOnlyList<int> closed) => throw new NotSupportedException();

    public Task ReopenAsync(int offset) => throw new NotSupportedException();

    public T CreateObjectReference<T>(IGrainObserver obj) where T : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<T>(IGrainObserver obj) where T : IGrainObserver => throw new NotSupportedException();
}

internal sealed class WorldTask(TaskView view) : ITaskGrain
{
    public Task<TaskView?> GetAsync() => Task.FromResult<TaskView?>(view);

    public Task<LeaseReply> LeaseAsync(LeaseCommand command) => throw new NotSupportedException();

    public Task<ResolveReply> ResolveAsync(AssignmentId assignment) => throw new NotSupportedException();

    public Task<AssignmentView?> ViewAsync(AssignmentId assignment) => throw new NotSupportedException();

    public Task<AssignmentView?> BeatAsync(AssignmentId assignment, long fence, Beat beat) => throw new NotSupportedException();

    public Task<Outcome<AssignmentView>> PauseAsync(AssignmentId assignment, long fence) => throw new NotSupportedException();

    public Task<Outcome<AssignmentView>> ResumeAsync(AssignmentId assignment, long fence) => throw new NotSupportedException();

    public Task<Outcome<SubmitReply>> SubmitAsync(AssignmentId assignment, long fence, Submission submission, bool isAnnounced) =>
        throw new NotSupportedException();

    public Task<Outcome<SubmitReply>> GiveBackAsync(AssignmentId assignment, long fence, GiveBackKind kind, string? reason) =>
        throw new NotSupportedException();

    public Task<Outcome<AssignmentView>> WithdrawAsync(AssignmentId assignment, string reason) => throw new NotSupportedException();

    public Task<ExtensionPlan?> PlanExtensionAsync(AssignmentId assignment, int number, long ms) => throw new NotSupportedException();

    public Task<bool> ExtendAsync(AssignmentId assignment, int number, long ms, MicroAmount reserved) => throw new NotSupportedException();

    public Task<DateTimeOffset?> TickAsync(AssignmentId assignment) => throw new NotSupportedException();

    public Task<TaskStanding> StandingAsync(int wanted) => throw new NotSupportedException();

    public Task<TaskStanding> UnstickAsync(WorkerId by) => throw new NotSupportedException();
}
