using Distribution.Contracts.History;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Live;

/// <summary>
/// A project's figures. Epoch changes when the counters were rebuilt, Version rises with each change: a client that sees another
/// epoch or a gap asks for all again.
/// </summary>
[GenerateSerializer, Immutable, Alias("LiveSnapshot")]
public sealed record LiveSnapshot(
    [property: Id(0)] ProjectId Project, [property: Id(1)] string Epoch, [property: Id(2)] long Version, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] IReadOnlyDictionary<string, long> Totals, [property: Id(5)] int Active, [property: Id(6)] int Paused,
    [property: Id(7)] IReadOnlyList<LiveMinute> Minutes, [property: Id(8)] MicroAmount Spent);

/// <summary>One minute's counts.</summary>
[GenerateSerializer, Immutable, Alias("LiveMinute")]
public sealed record LiveMinute(
    [property: Id(0)] DateTimeOffset Minute, [property: Id(1)] int Leased, [property: Id(2)] int Submitted, [property: Id(3)] int Expired,
    [property: Id(4)] int Skipped, [property: Id(5)] MicroAmount Spent);

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

    /// <summary>All figures now.</summary>
    [Idempotent]
    Task<LiveSnapshot> GetAsync();

    /// <summary>Who hands in faster than anybody reads, most hurried answers first.</summary>
    [Idempotent]
    Task<IReadOnlyList<HurriedTrainer>> GetHurriedAsync();

    /// <summary>Watches for two minutes; call again to go on. Returns all figures now.</summary>
    [Idempotent]
    Task<LiveSnapshot> WatchAsync(ILiveObserver observer);

    /// <summary>Ends a watch.</summary>
    [Idempotent]
    Task UnwatchAsync(ILiveObserver observer);
}
