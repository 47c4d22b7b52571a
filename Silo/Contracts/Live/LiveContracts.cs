using Distribution.Contracts.History;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Live;

/// <summary>
/// A project's figures. Epoch changes when the counters were rebuilt, Version rises with each change: a client that sees another
/// epoch or a gap asks for all again.
/// </summary>
/// <param name="Project">Which project.</param>
/// <param name="Epoch">New with each activation of the counters.</param>
/// <param name="Version">Rises by one a push.</param>
/// <param name="At">When the figures were true.</param>
/// <param name="Totals">Events by kind.</param>
/// <param name="Active">Trainers at work, the silent ones among them.</param>
/// <param name="Paused">Trainers who pause.</param>
/// <param name="Minutes">The newest minutes, at most five, oldest first; <see cref="ILiveGrain.SeriesAsync"/> has the others.</param>
/// <param name="Spent">Credited in all.</param>
/// <param name="Silent">Of the active ones, those who gave no sign of life for a while: a lost connection, or gone. Soft: rebuilt from beats.</param>
/// <param name="Handling">How long the last answers took.</param>
[GenerateSerializer, Immutable, Alias("LiveSnapshot")]
public sealed record LiveSnapshot(
    [property: Id(0)] ProjectId Project, [property: Id(1)] string Epoch, [property: Id(2)] long Version, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] IReadOnlyDictionary<string, long> Totals, [property: Id(5)] int Active, [property: Id(6)] int Paused,
    [property: Id(9)] IReadOnlyList<LivePoint> Minutes, [property: Id(8)] MicroAmount Spent, [property: Id(10)] int Silent,
    [property: Id(11)] HandlingTimes Handling)
{
    /// <summary>Position in the history of the newest note of the series, -1 before the first: another one says that the notes have changed.</summary>
    [Id(12)] public long LastNote { get; init; } = -1;
}

/// <summary>The counts of one stretch of time: a minute, an hour or a day (UTC).</summary>
/// <param name="At">When the stretch begins.</param>
/// <param name="Leased">Leases given.</param>
/// <param name="Submitted">Answers handed in in time.</param>
/// <param name="Late">Answers handed in after the lease had ended, used or superseded.</param>
/// <param name="Expired">Leases ended by their clock.</param>
/// <param name="Skipped">Tasks skipped or reported.</param>
/// <param name="Released">Tasks given back.</param>
/// <param name="Closed">Tasks that got their last wanted answer.</param>
/// <param name="Accepted">Answers that a review accepted.</param>
/// <param name="Returned">Answers that a review returned or rejected.</param>
/// <param name="Stepped">Leases whose rate stepped down.</param>
/// <param name="Spent">Credited.</param>
/// <param name="ActiveMs">Active time of the answers handed in.</param>
[GenerateSerializer, Immutable, Alias("LivePoint")]
public sealed record LivePoint(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] long Leased, [property: Id(2)] long Submitted, [property: Id(3)] long Late,
    [property: Id(4)] long Expired, [property: Id(5)] long Skipped, [property: Id(6)] long Released, [property: Id(7)] long Closed,
    [property: Id(8)] long Accepted, [property: Id(9)] long Returned, [property: Id(10)] long Stepped, [property: Id(11)] MicroAmount Spent,
    [property: Id(12)] long ActiveMs);

/// <summary>The active time of the last answers, at most 500: percentiles, and counts by equal steps from zero.</summary>
/// <param name="Count">How many answers.</param>
/// <param name="P50Ms">Half took at most so long; 0 without answers.</param>
/// <param name="P90Ms">Nine of ten took at most so long.</param>
/// <param name="StepMs">The width of a bin.</param>
/// <param name="Bins">Answers by bin; the last one holds all that took longer as well.</param>
[GenerateSerializer, Immutable, Alias("HandlingTimes")]
public sealed record HandlingTimes(
    [property: Id(0)] int Count, [property: Id(1)] long P50Ms, [property: Id(2)] long P90Ms, [property: Id(3)] long StepMs, [property: Id(4)] IReadOnlyList<int> Bins);

/// <summary>How far back a series goes.</summary>
[GenerateSerializer, Alias("LiveSpan")]
public enum LiveSpan
{
    /// <summary>The last two hours by minute.</summary>
    Minutes = 1,

    /// <summary>The last seven days by hour.</summary>
    Hours = 2,

    /// <summary>The last two hundred days by day.</summary>
    Days = 3,
}

/// <summary>Something that explains a bend in a chart: a change of settings, rate, status or stock.</summary>
[GenerateSerializer, Immutable, Alias("LiveNote")]
public sealed record LiveNote(
    [property: Id(0)] long Position, [property: Id(1)] DateTimeOffset At, [property: Id(2)] EventKind Kind, [property: Id(3)] string Detail);

/// <summary>A project's past, rolled up. Stretches without any event are left out.</summary>
[GenerateSerializer, Immutable, Alias("LiveSeries")]
public sealed record LiveSeries(
    [property: Id(0)] LiveSpan Span, [property: Id(1)] DateTimeOffset At, [property: Id(2)] IReadOnlyList<LivePoint> Points, [property: Id(3)] IReadOnlyList<LiveNote> Notes);

/// <summary>Who holds a task now.</summary>
[GenerateSerializer, Immutable, Alias("LiveHolder")]
public sealed record LiveHolder(
    [property: Id(0)] AssignmentId Assignment, [property: Id(1)] int Task, [property: Id(2)] DateTimeOffset LeasedAt, [property: Id(3)] bool IsPaused,
    [property: Id(4)] bool IsSilent, [property: Id(5)] DateTimeOffset SeenAt);

/// <summary>Somebody whose answers came faster than anybody reads. They count and are paid like any other: a person judges.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Answers">Answers in time since the first hurried one, that one included.</param>
/// <param name="Hurried">How many of them were hurried.</param>
/// <param name="Latest">The latest hurried ones, oldest first.</param>
[GenerateSerializer, Immutable, Alias("HurriedTrainer")]
public sealed record HurriedTrainer(
    [property: Id(0)] WorkerId Worker, [property: Id(1)] int Answers, [property: Id(2)] int Hurried, [property: Id(3)] IReadOnlyList<HurriedAnswer> Latest);

/// <summary>The evidence: how long it took, and the least that it had to take not to be noted. Milliseconds.</summary>
[GenerateSerializer, Immutable, Alias("HurriedAnswer")]
public sealed record HurriedAnswer(
    [property: Id(0)] AssignmentId Assignment, [property: Id(1)] int Task, [property: Id(2)] DateTimeOffset At, [property: Id(3)] long ActiveMs,
    [property: Id(4)] long LeastMs);

/// <summary>A web host that watches projects for its dashboards.</summary>
public interface ILiveObserver : IGrainObserver
{
    /// <summary>The figures have changed. Waited for, so that a watcher that is gone or fails is noticed.</summary>
    Task OnSnapshotAsync(LiveSnapshot snapshot);
}

/// <summary>Rolling counters of a project: a projection of its history, in memory, on a beat.</summary>
public interface ILiveGrain : IGrainWithStringKey
{
    /// <summary>
    /// Events that a partition of the history has taken, the first at position <paramref name="from"/>. A hint: what is known is
    /// skipped, and what is missing before it is read from the history.
    /// </summary>
    [OneWay]
    Task CountAsync(int partition, long from, IReadOnlyList<HistoryEvent> events);

    /// <summary>Trainers who gave a sign of life just now. A hint: it only tells the silent from the busy.</summary>
    [OneWay]
    Task SeenAsync(IReadOnlyList<AssignmentId> assignments);

    /// <summary>All figures now.</summary>
    [Idempotent]
    Task<LiveSnapshot> GetAsync();

    /// <summary>Who hands in faster than anybody reads, most hurried answers first.</summary>
    [Idempotent]
    Task<IReadOnlyList<HurriedTrainer>> GetHurriedAsync();

    /// <summary>The past, rolled up.</summary>
    [Idempotent]
    Task<LiveSeries> SeriesAsync(LiveSpan span);

    /// <summary>Who holds a task now, longest first.</summary>
    [Idempotent]
    Task<IReadOnlyList<LiveHolder>> HoldersAsync(int skip, int take);

    /// <summary>Watches for two minutes; call again to go on. Returns all figures now.</summary>
    [Idempotent]
    Task<LiveSnapshot> WatchAsync(ILiveObserver observer);

    /// <summary>Ends a watch.</summary>
    [Idempotent]
    Task UnwatchAsync(ILiveObserver observer);
}
