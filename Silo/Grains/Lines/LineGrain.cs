using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;

namespace Distribution.Grains.Lines;

/// <summary>The record of a waiting line.</summary>
[GenerateSerializer, Immutable, Alias("LineState")]
public sealed record LineState
{
    /// <summary>Who waits, first come first.</summary>
    [Id(0), JsonPropertyName("w")] public IReadOnlyList<Waiting> Waiting { get; init; } = [];
}

/// <summary>One who waits.</summary>
[GenerateSerializer, Immutable, Alias("Waiting")]
public sealed record Waiting(
    [property: Id(0), JsonPropertyName("i")] WorkerId Worker, [property: Id(1), JsonPropertyName("t")] IReadOnlyList<string> Tags,
    [property: Id(2), JsonPropertyName("s")] DateTimeOffset Since, [property: Id(3), JsonPropertyName("m")] int Missed);

/// <summary>Who waits for a project's work. Work goes to the line before any puller; an offer stands for a short claim window.</summary>
[RandomPlacement]
public sealed class LineGrain : Grain, ILineGrain
{
    /// <summary>More than this many can't wait in one line: the page then says that the line is full.</summary>
    public const int LengthMax = 500;

    private const int MissesToTheBack = 2;
    private static readonly TimeSpan DeclinePause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long who missed two offers and was not seen since gets none, doubled each time: else those who are away keep a task from all others
    /// by turns. Who comes back to the page is seen at once.
    /// </summary>
    private static readonly TimeSpan AwayPause = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan AwayPauseMax = TimeSpan.FromHours(4);
    private readonly Committed<LineState> _state;
    private readonly IIdSource _ids;
    private readonly TimeProvider _time;
    private readonly TimeSpan _claimGrace;
    private readonly Dictionary<WorkerId, OpenOffer> _offers = [];
    private readonly Dictionary<WorkerId, DateTimeOffset> _declined = [];
    private readonly Dictionary<WorkerId, Away> _away = [];
    private readonly Queue<DateTimeOffset> _served = new();
    private IGrainTimer? _expiry;
    private TimeSpan _claimWindow = TimeSpan.FromSeconds(20);

    public LineGrain([PersistentState("line")] IPersistentState<LineState> storage, TimeProvider time, IIdSource ids, IOptions<LeaseOptions> options)
    {
        _state = new Committed<LineState>(this, storage);
        (_time, _ids, _claimGrace) = (time, ids, options.Value.ClaimGrace);
    }

    private ProjectId Project => new(this.GetPrimaryKeyString());

    private IQueueGrain Queue => GrainFactory.GetGrain<IQueueGrain>(QueueKeys.Of(Project));

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        if (await GrainFactory.GetGrain<IProjectGrain>(Project.Value).GetAsync() is { } project)
            _claimWindow = TimeSpan.FromMilliseconds(project.Settings.ClaimWindowMs);
        HoldAtQueue();
    }

    /// <inheritdoc />
    public async Task<LinePlace> JoinAsync(WorkerId worker, IReadOnlyList<string> tags)
    {
        if (IndexOf(worker) < 0 && _state.Value.Waiting.Count < LengthMax)
            await _state.CommitAsync(new LineState { Waiting = [.. _state.Value.Waiting, new Waiting(worker, tags, _time.GetUtcNow(), 0)] });
        _away.Remove(worker);
        await OfferAsync();
        return Place(worker) ?? new LinePlace(Project, 0, _state.Value.Waiting.Count, null);
    }

    /// <inheritdoc />
    public async Task LeaveAsync(WorkerId worker)
    {
        _offers.Remove(worker);
        _away.Remove(worker);
        await RemoveAsync(worker);
        await OfferAsync();
    }

    /// <inheritdoc />
    public Task<LinePlace?> PlaceAsync(WorkerId worker)
    {
        // Asked when its page opens, so the person is there; the next look offers.
        if (_away.Remove(worker)) HoldAtQueue();
        return Task.FromResult(Place(worker));
    }

    /// <inheritdoc />
    public Task<int> LengthAsync() => Task.FromResult(_state.Value.Waiting.Count);

    /// <inheritdoc />
    public Task<IReadOnlyList<WorkerId>> FirstAsync(int most) => Task.FromResult<IReadOnlyList<WorkerId>>([.. _state.Value.Waiting.Take(most).Select(static waiting => waiting.Worker)]);

    /// <inheritdoc />
    public async Task OfferEndedAsync(WorkerId worker, string offerId, bool isTaken)
    {
        if (!_offers.TryGetValue(worker, out var offer) || offer.Id != offerId) return;
        _offers.Remove(worker);
        if (isTaken)
        {
            _served.Enqueue(_time.GetUtcNow());
            if (_served.Count > 20) _served.Dequeue();
            await RemoveAsync(worker);
        }

        await OfferAsync();
    }

    /// <inheritdoc />
    public async Task DeclineAsync(WorkerId worker, string offerId)
    {
        if (!_offers.TryGetValue(worker, out var offer) || offer.Id != offerId) return;
        _offers.Remove(worker);
        _declined[worker] = _time.GetUtcNow() + DeclinePause;
        await OfferAsync();
    }

    /// <inheritdoc />
    public Task WorkHintAsync() => OfferAsync();

    private int IndexOf(WorkerId worker)
    {
        for (var i = 0; i < _state.Value.Waiting.Count; i++) if (_state.Value.Waiting[i].Worker == worker) return i;
        return -1;
    }

    private LinePlace? Place(WorkerId worker)
    {
        var index = IndexOf(worker);
        return index < 0 ? null : new LinePlace(Project, index + 1, _state.Value.Waiting.Count, EstimateMs(index));
    }

    /// <summary>From the pace of the last offers taken; null before there is one.</summary>
    private long? EstimateMs(int index)
    {
        if (_served.Count < 2) return null;
        var span = _time.GetUtcNow() - _served.Peek();
        return (long)(span.TotalMilliseconds / _served.Count * (index + 1));
    }

    private Task RemoveAsync(WorkerId worker) => IndexOf(worker) < 0
        ? Task.CompletedTask
        : _state.CommitAsync(new LineState { Waiting = [.. _state.Value.Waiting.Where(waiting => waiting.Worker != worker)] });

    /// <summary>Offers what is free to those who wait, in order, one open offer each.</summary>
    private async Task OfferAsync()
    {
        await ExpireOffersAsync();
        var now = _time.GetUtcNow();
        foreach (var waiting in _state.Value.Waiting)
        {
            if (_offers.ContainsKey(waiting.Worker) || IsAway(waiting.Worker, now) || (_declined.TryGetValue(waiting.Worker, out var until) && until > now)) continue;
            if (await Queue.MatchAsync(waiting.Tags, SeenTasks.None, _offers.Count + 1) <= _offers.Count) continue;
            var offer = new OpenOffer(_ids.Next("o"), now + _claimWindow + _claimGrace);
            _offers[waiting.Worker] = offer;
            _ = GrainFactory.GetGrain<IWorkerGrain>(waiting.Worker.Value).OfferAsync(Project, offer.Id, offer.Until - _claimGrace);
        }

        HoldAtQueue();
        ArmExpiry();
    }

    /// <summary>An offer that nobody took counts as missed; two misses move one to the back, and pause the offers until that person is seen.</summary>
    private async Task ExpireOffersAsync()
    {
        var now = _time.GetUtcNow();
        List<WorkerId> missed = [.. _state.Value.Waiting.Where(w => _offers.TryGetValue(w.Worker, out var offer) && offer.Until < now).Select(static w => w.Worker)];
        if (missed.Count == 0) return;
        List<Waiting> order = [.. _state.Value.Waiting];
        foreach (var worker in missed)
        {
            _offers.Remove(worker);
            var index = order.FindIndex(waiting => waiting.Worker == worker);
            var once = order[index] with { Missed = order[index].Missed + 1 };
            order.RemoveAt(index);
            if (once.Missed < MissesToTheBack)
            {
                order.Insert(index, once);
                continue;
            }

            order.Add(once with { Missed = 0 });
            var pause = _away.TryGetValue(worker, out var before) ? TimeSpan.FromTicks(Math.Min(before.Pause.Ticks * 2, AwayPauseMax.Ticks)) : AwayPause;
            _away[worker] = new Away(now + pause, pause);
        }

        await _state.CommitAsync(new LineState { Waiting = order });
    }

    private bool IsAway(WorkerId worker, DateTimeOffset now) => _away.TryGetValue(worker, out var away) && away.Until > now;

    /// <summary>Nothing is held for who missed two offers until that person is seen, not even when the pause is over and an offer stands again.</summary>
    private void HoldAtQueue() => _ = Queue.HoldForLineAsync(
        _offers.Keys.Count(worker => !_away.ContainsKey(worker)), _state.Value.Waiting.Count(waiting => !_away.ContainsKey(waiting.Worker)));

    private void ArmExpiry()
    {
        if (_offers.Count == 0 && _state.Value.Waiting.Count == 0)
        {
            _expiry?.Dispose();
            _expiry = null;
            return;
        }

        var wait = _offers.Count == 0 ? _claimWindow : _offers.Values.Min(static offer => offer.Until) - _time.GetUtcNow() + TimeSpan.FromMilliseconds(50);
        if (wait < TimeSpan.FromMilliseconds(50)) wait = TimeSpan.FromMilliseconds(50);
        _expiry?.Dispose();
        _expiry = this.RegisterGrainTimer(_ => OfferAsync(), new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private readonly record struct Away(DateTimeOffset Until, TimeSpan Pause);

    /// <summary>Kept until a little later than the person is told.</summary>
    private sealed record OpenOffer(string Id, DateTimeOffset Until);
}
