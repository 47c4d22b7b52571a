using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace Distribution.Grains.Queues;

/// <summary>
/// One partition of a project's queue. Holds no truth: it is rebuilt from segments and from the tasks that may be out, and it
/// writes ahead which those are. A project's partitions spread over the silos: placed by their callers they would all lie on one.
/// </summary>
[RandomPlacement]
public sealed partial class QueueGrain(TimeProvider time, IOptions<LeaseOptions> options, ILogger<QueueGrain> log) : Grain, IQueueGrain, IRemindable
{
    private const int QuietBeats = 3;
    private const string SweepReminder = "sweep";
    private const ConfigureAwaitOptions Quietly = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
    private readonly QueueIndex _index = new();
    private readonly SortedSet<int> _hinted = [];
    private readonly SortedSet<int> _closed = [];
    private readonly LeaseOptions _options = options.Value;
    private WriteAhead _ahead = null!;
    private HashSet<int>? _heldSinceAsked;
    private ProjectHead? _head;
    private int _offeredToLine;
    private int _waitingInLine;
    private bool _isLineAsked;
    private bool _wasOpen;
    private IGrainTimer? _hints;
    private Task _reading = Task.CompletedTask;
    private Task _news = Task.CompletedTask;
    private Task? _nextReading;
    private int _quietBeats;

    private ProjectId Project => QueueKeys.ProjectOf(this.GetPrimaryKeyString());

    /// <summary>What pullers leave to the line: its offers, and until it has answered what is free, as much as it could be offered.</summary>
    private int HeldForLine => _isLineAsked ? _waitingInLine : _offeredToLine;

    private ProjectSettings Settings => _head?.Settings ?? throw new InvalidOperationException($"Project {Project} does not exist.");

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ahead = new WriteAhead(_index, Segment, _options.OutBatch);
        await RefreshAsync();
        if (_head is null) return;
        await AskAsync([.. _index.Out.Numbers()]);
        // A line that outlived this queue does not know that it must speak up.
        AskLine();
        this.RegisterGrainTimer(_ => BeatAsync(), new GrainTimerCreationOptions(_options.QueueBeat, _options.QueueBeat) { KeepAlive = true });
        if (await this.GetReminder(SweepReminder) is null)
            await this.RegisterOrUpdateReminder(SweepReminder, _options.SweepPeriod, _options.SweepPeriod);
    }

    /// <inheritdoc />
    public async Task<WorkProposal> ProposeAsync(WorkQuery query)
    {
        if (_head is null) await RefreshAsync();
        // Who has heard that the project is open finds it open; but nobody waits long for a project that does not answer.
        else if (!_news.IsCompleted) await _news.WaitAsync(_options.NewsPatience, time).ConfigureAwait(Quietly);
        if (_head is null) return None(NoWorkReason.NotOpen);
        var tags = query.Tags.ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            if (!Settings.IsOpenAt(time.GetUtcNow())) return None(NoWorkReason.NotOpen);
            if (Settings.Pilot is null && !query.FromLine && HeldForLine is > 0 and var held && _index.Ready is > 0 and var ready && ready <= held)
                return new WorkProposal([], Settings, new NoWork(NoWorkReason.HeldForLine, ready, Empty, 0, Math.Min(ready, held)), _index.ClosedBelow);
            var found = query.Prefer is { } wanted && Settings.Pilot is null && _index.IsFor(wanted, Settings, tags, query.Seen, time.GetUtcNow())
                ? [wanted]
                : _index.Find(Settings, tags, query.Seen, query.Max, time.GetUtcNow());
            if (found.Count > 0 && Settings.Pilot is { } pilot && !pilot.Trainers.Contains(query.Worker))
            {
                // A place goes to who can work at once; the settings that come back name them.
                if (!pilot.Admits(query.Worker) || !await GrainFactory.GetGrain<IProjectGrain>(Project.Value).AdmitToPilotAsync(query.Worker)) return None(NoWorkReason.NotOpen);
                await RefreshAsync();
                continue;
            }

            if (found.Count == 0)
                return new WorkProposal([], Settings, _index.Explain(Settings, tags, query.Seen, time.GetUtcNow()), _index.ClosedBelow);
            if (_index.Out.Contains(found[0])) return Propose(found);
            // Others were served while this one waited, so it looks again.
            await _ahead.WriteAsync(found[0]);
        }
    }

    /// <inheritdoc />
    public async Task LetOutAsync(int number)
    {
        if (_head is null) await RefreshAsync();
        if (!_index.HasSegment(number / TaskId.PerSegment)) return;
        _closed.Remove(number);
        await Segment(number / TaskId.PerSegment).ReopenAsync(number % TaskId.PerSegment);
        _index.Reopen(number);
    }

    /// <inheritdoc />
    public Task ReturnAsync(IReadOnlyList<int> numbers)
    {
        foreach (var number in numbers) _index.Free(number, Settings.Overlap);
        HintLine();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task HintAsync(TaskHint hint)
    {
        // Only a task that may be out can have changed. A closed one that is asked activates, delivers again what its record still holds,
        // and hints: without end.
        if (_head is null || !_index.Out.Contains(hint.Number) || _closed.Contains(hint.Number)) return Task.CompletedTask;
        Ask(hint.Number);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task ProjectChangedAsync()
    {
        await (_news = RefreshAsync());
        HintLine();
    }

    /// <inheritdoc />
    public Task<QueueCounts> CountAsync()
    {
        // What waits for its segment's write is closed already; only a restart would ask it again.
        var (isOut, closed) = (_index.Out.Count - _closed.Count, _index.Closed + _closed.Count);
        var counts = new QueueCounts(_index.Total, _index.Ready, isOut, closed, _index.Stuck.Count, _index.OldestReadyMs(time.GetUtcNow()));
        return Task.FromResult(counts with { Begun = _index.Begun, Leasable = _head is null ? 0 : _index.Leasable(Settings) });
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<BacklogAge>> AgesAsync() => Task.FromResult(_index.Ages());

    /// <inheritdoc />
    public Task<IReadOnlyList<int>> StuckAsync(int skip, int take) =>
        Task.FromResult<IReadOnlyList<int>>([.. _index.Stuck.Numbers().Skip(skip).Take(Math.Clamp(take, 0, 1000))]);

    /// <inheritdoc />
    public Task<int> MatchAsync(IReadOnlyList<string> tags, SeenTasks seen, int atMost) => Task.FromResult(
        _head is null || !Settings.IsOpenAt(time.GetUtcNow()) || Settings.Pilot is not null
            ? 0
            : _index.Find(Settings, tags.ToHashSet(StringComparer.Ordinal), seen, Math.Clamp(atMost, 0, 1000), time.GetUtcNow()).Count);

    /// <inheritdoc />
    public Task HoldForLineAsync(int offers, int waiting)
    {
        (_offeredToLine, _waitingInLine, _isLineAsked) = (offers, waiting, false);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task SweepAsync()
    {
        await RefreshAsync();
        await AskAsync([.. _index.Out.Numbers()]);
        await WriteClosedAsync(atLeast: 1);
    }

    /// <inheritdoc />
    public Task ReceiveReminder(string reminderName, TickStatus status) => SweepAsync();

    private static IReadOnlyDictionary<string, int> Empty { get; } = new Dictionary<string, int>();

    private WorkProposal None(NoWorkReason reason) => new([], _head?.Settings, new NoWork(reason, _index.Ready, Empty, 0, 0), _index.ClosedBelow);

    /// <summary>The best task, and those behind it that are written as out as well.</summary>
    private WorkProposal Propose(List<int> found)
    {
        var known = 1;
        while (known < found.Count && _index.Out.Contains(found[known])) known++;
        found.RemoveRange(known, found.Count - known);
        _index.Hold(found[0], Settings.Overlap);
        _heldSinceAsked?.Add(found[0]);
        _ahead.KeepAhead(found[^1]);
        return new WorkProposal(found, Settings, null, _index.ClosedBelow);
    }

    private void Ask(int number)
    {
        _hinted.Add(number);
        _hints ??= this.RegisterGrainTimer(_ => AskHintedAsync(), new GrainTimerCreationOptions(_options.HintLinger, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private async Task AskHintedAsync()
    {
        _hints?.Dispose();
        _hints = null;
        int[] numbers = [.. _hinted];
        _hinted.Clear();
        await AskAsync(numbers);
        await WriteClosedAsync(_options.OutBatch);
    }

    /// <summary>Asks the tasks themselves where they stand; asking also ends what is overdue and delivers what is owed.</summary>
    private async Task AskAsync(int[] numbers)
    {
        foreach (var chunk in numbers.Chunk(256))
        {
            _heldSinceAsked = [];
            var standings = await Task.WhenAll(
                chunk.Select(number => GrainFactory.GetGrain<ITaskGrain>(new TaskId(Project, number).ToString()).StandingAsync(Settings.Overlap)));
            foreach (var standing in standings) TakeIn(standing);
            _heldSinceAsked = null;
        }

        if (numbers.Length > 0) HintLine();
    }

    /// <summary>What a task says is older than a slot that was held while it was asked; such a task is asked again.</summary>
    private void TakeIn(TaskStanding standing)
    {
        if (!standing.IsClosed && _heldSinceAsked!.Contains(standing.Number)) _ = HintAsync(new TaskHint(standing.Number));
        else if (_index.Correct(standing, Settings.Overlap)) _closed.Add(standing.Number);
    }

    private async Task WriteClosedAsync(int atLeast)
    {
        if (_closed.Count < atLeast) return;
        foreach (var segment in _closed.GroupBy(static n => n / TaskId.PerSegment).ToList())
        {
            int[] numbers = [.. segment];
            var late = await Segment(segment.Key).MarkDoneAsync([.. numbers.Select(static n => n % TaskId.PerSegment)]);
            foreach (var number in numbers)
            {
                if (!late.Contains(number % TaskId.PerSegment)) _index.MarkClosed(number);
                _closed.Remove(number);
            }
        }
    }

    private async Task BeatAsync()
    {
        await RefreshAsync();
        await WriteClosedAsync(atLeast: 1);
        // Nobody tells the queue that its hour has come.
        var isOpen = _head is not null && Settings.IsOpenAt(time.GetUtcNow());
        if (isOpen && !_wasOpen) HintLine();
        _wasOpen = isOpen;
        // A hint may be lost, and nothing is held for a line that was never asked.
        if (_isLineAsked) AskLine();
        await LookWhetherDrainedAsync();
        if (_head?.Settings.RateRule is not null)
            await GrainFactory.GetGrain<IProjectGrain>(Project.Value).ReportAgeAsync(_index.OldestReadyMs(time.GetUtcNow()));
    }

    /// <summary>Two quiet looks in a row: the figures follow the history within a moment.</summary>
    private async Task LookWhetherDrainedAsync()
    {
        if (_head?.Settings.Status != ProjectStatus.Draining)
        {
            _quietBeats = 0;
            return;
        }

        if (_quietBeats > QuietBeats) return;
        var live = await GrainFactory.GetGrain<ILiveGrain>(Project.Value).GetAsync();
        _quietBeats = live.Active + live.Paused == 0 ? _quietBeats + 1 : 0;
        if (_quietBeats == QuietBeats) await GrainFactory.GetGrain<IProjectGrain>(Project.Value).ReportDrainedAsync();
    }

    /// <summary>What the project is now, not what it was when a reading began that is still under way: calls interleave here, each joins the next one.</summary>
    private Task RefreshAsync() => _reading.IsCompleted ? _reading = ReadProjectAsync() : _nextReading ??= ReadAfterAsync(_reading);

    private async Task ReadAfterAsync(Task before)
    {
        await before.ConfigureAwait(Quietly);
        _nextReading = null;
        await (_reading = ReadProjectAsync());
    }

    private async Task ReadProjectAsync()
    {
        var head = await GrainFactory.GetGrain<IProjectGrain>(Project.Value).GetHeadAsync(_head?.Settings.Version ?? 0, _head?.AddVersion ?? -1);
        // An activation of the project that is behind may answer.
        if (head is null || head.Settings.Version < _head?.Settings.Version || head.AddVersion < _head?.AddVersion) return;
        _index.ApplyPriorities(head.Settings.TaskPriorities);
        if (_head?.AddVersion != head.AddVersion) await LoadSegmentsAsync(head.SegmentCount);
        var overlapChanged = _head is not null && _head.Settings.Overlap != head.Settings.Overlap;
        _head = head;
        if (!overlapChanged) return;
        foreach (var number in _index.ApplyOverlap(head.Settings.Overlap)) Ask(number);
    }

    private async Task LoadSegmentsAsync(int count)
    {
        var missing = Enumerable.Range(0, count).Where(number => !_index.HasSegment(number)).ToArray();
        foreach (var chunk in missing.Chunk(256))
        {
            var views = await Task.WhenAll(chunk.Select(number => Segment(number).GetAsync()));
            for (var i = 0; i < chunk.Length; i++) if (views[i] is { } view && !_index.HasSegment(chunk[i])) _index.AddSegment(chunk[i], view);
        }

        if (missing.Length > 0) LogLoaded(Project, _index.SegmentCount, _index.Total, _index.Out.Count);
    }

    private void HintLine()
    {
        if (_waitingInLine == 0 || _index.Ready == 0) return;
        _isLineAsked = true;
        AskLine();
    }

    private void AskLine() => _ = GrainFactory.GetGrain<ILineGrain>(Project.Value).WorkHintAsync();

    private ISegmentGrain Segment(int number) => GrainFactory.GetGrain<ISegmentGrain>(QueueKeys.Segment(Project, number));

    [LoggerMessage(1, LogLevel.Information, "Queue of {Project}: {Segments} segments, {Tasks} tasks, {Out} may be out")]
    private partial void LogLoaded(ProjectId project, int segments, int tasks, int @out);
}
