using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;
using Distribution.Grains.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace Distribution.Grains.Live;

/// <summary>
/// A project's figures: a projection of its history, counted by position, so a hint that comes twice counts once, and a lost one is
/// read. Stored now and then with its positions, so an activation reads little.
/// </summary>
[RandomPlacement]
public sealed class LiveGrain(
    [PersistentState("live")] IPersistentState<LiveState> storage, TimeProvider time, IOptions<LiveOptions> settings, IIdSource ids,
    ILogger<LiveGrain> log)
    : Grain, ILiveGrain
{
    private const int PageSize = 1_000;
    private readonly LiveOptions _options = settings.Value;
    private readonly string _epoch = ids.Next("live");
    private Committed<LiveState> _state = null!;
    private LiveCounters _counters = null!;
    private LiveWatchers _watchers = null!;
    private IGrainTimer? _beat;
    private ProjectId _project;
    private long _version;
    private int _notStored;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _project = new ProjectId(this.GetPrimaryKeyString());
        _state = new Committed<LiveState>(this, storage);
        _watchers = new LiveWatchers(_project, time, _options, log);
        _counters = new LiveCounters(_state.Value, _options);
        foreach (var (partition, open) in _counters.StoredOpen) await RestoreAsync(partition, open);
        foreach (var partition in _counters.Partitions) await CatchUpAsync(partition);
    }

    /// <inheritdoc />
    public async Task CountAsync(int partition, long from, IReadOnlyList<HistoryEvent> events)
    {
        var counted = _counters.Count(partition, from, events);
        if (counted < 0) counted = await CatchUpAsync(partition);
        else _notStored += counted;
        if (counted > 0) Beat();
    }

    /// <inheritdoc />
    public Task SeenAsync(IReadOnlyList<AssignmentId> assignments)
    {
        _counters.Seen(assignments, time.GetUtcNow());
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<LiveSnapshot> GetAsync() => Task.FromResult(Snapshot());

    /// <inheritdoc />
    public Task<IReadOnlyList<HurriedTrainer>> GetHurriedAsync() => Task.FromResult(_counters.Hurried);

    /// <inheritdoc />
    public Task<LiveSeries> SeriesAsync(LiveSpan span) => Task.FromResult(_counters.ToSeries(span, time.GetUtcNow()));

    /// <inheritdoc />
    public Task<IReadOnlyList<LiveHolder>> HoldersAsync(int skip, int take) =>
        Task.FromResult(_counters.Holders(Math.Max(0, skip), Math.Clamp(take, 0, PageSize), SilentSince));

    /// <inheritdoc />
    public Task<LiveSnapshot> WatchAsync(ILiveObserver observer)
    {
        _watchers.Add(observer);
        return Task.FromResult(Snapshot());
    }

    /// <inheritdoc />
    public Task UnwatchAsync(ILiveObserver observer)
    {
        _watchers.Remove(observer);
        return Task.CompletedTask;
    }

    private DateTimeOffset SilentSince => time.GetUtcNow() - _options.SilentAfter;

    private IHistoryGrain History(int partition) => GrainFactory.GetGrain<IHistoryGrain>(string.Create(CultureInfo.InvariantCulture, $"{_project}/{partition}"));

    /// <summary>Reads who held a task when the figures were stored: their leases lie close together, so a few pages hold them all.</summary>
    private async Task RestoreAsync(int partition, IReadOnlyList<(long Position, bool IsPaused)> open)
    {
        var now = time.GetUtcNow();
        for (var next = 0; next < open.Count;)
        {
            var page = await History(partition).ReadAsync(open[next].Position, PageSize);
            for (var first = open[next].Position; next < open.Count && open[next].Position < first + page.Events.Count; next++)
                _counters.Restore(page.Events[(int)(open[next].Position - first)], partition, open[next].Position, open[next].IsPaused, now);
            if (page.Events.Count == 0) throw _state.Behind($"The history of {_project} ends before a lease that was counted.");
        }
    }

    private async Task<int> CatchUpAsync(int partition)
    {
        var history = History(partition);
        var all = 0;
        for (var isEnd = false; !isEnd;)
        {
            var from = _counters.PositionOf(partition);
            var page = await history.ReadAsync(from, PageSize);
            var counted = _counters.Count(partition, from, page.Events);
            all += counted;
            _notStored += counted;
            isEnd = page.IsEnd;
            await StoreIfDueAsync();
        }

        return all;
    }

    /// <summary>One tick after the first change; further changes until then share it.</summary>
    private void Beat() => _beat ??= this.RegisterGrainTimer(PushAsync, new GrainTimerCreationOptions(_options.Beat, Timeout.InfiniteTimeSpan));

    private async Task PushAsync(CancellationToken cancellationToken)
    {
        _beat?.Dispose();
        _beat = null;
        _version++;
        if (_watchers.IsWatched) _watchers.Push(Snapshot());
        await StoreIfDueAsync();
    }

    private async Task StoreIfDueAsync()
    {
        if (_notStored < _options.StoreEvery || _counters.OpenCount > _options.StoredOpenMax) return;
        _notStored = 0;
        await _state.CommitAsync(_counters.ToState());
    }

    private LiveSnapshot Snapshot() => _counters.ToSnapshot(_project, _epoch, _version, time.GetUtcNow(), SilentSince);
}
