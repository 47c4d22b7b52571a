using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.History;

/// <summary>
/// Something that happened. (Source, Sequence) is unique: a source numbers its events from 1 without a gap, and the history takes each once.
/// </summary>
[GenerateSerializer, Immutable, Alias("HistoryEvent")]
public sealed record HistoryEvent(
    [property: Id(0)] string Source, [property: Id(1)] int Sequence, [property: Id(2)] DateTimeOffset At, [property: Id(3)] EventKind Kind,
    [property: Id(4)] int? Task, [property: Id(5)] AssignmentId? Assignment, [property: Id(6)] MicroAmount Amount, [property: Id(7)] long ActiveMs,
    [property: Id(8)] string? Detail, [property: Id(9)] string? BlobHash);

/// <summary>The kinds of events. Numbers are stored; never reuse one.</summary>
[GenerateSerializer, Alias("EventKind")]
public enum EventKind
{
    /// <summary>A project was made.</summary>
    ProjectCreated = 1,

    /// <summary>Settings changed.</summary>
    ProjectChanged = 2,

    /// <summary>Its status changed.</summary>
    ProjectStatusChanged = 3,

    /// <summary>Tasks were imported.</summary>
    SegmentImported = 4,

    /// <summary>A rate changed.</summary>
    RateChanged = 5,

    /// <summary>A manager intervened: leases taken back, clocks extended, a word to trainers.</summary>
    Steered = 6,

    /// <summary>A snapshot of its data was taken.</summary>
    SnapshotTaken = 7,

    /// <summary>It drained, and its last lease has ended.</summary>
    ProjectDrained = 8,

    /// <summary>Leased.</summary>
    Leased = 10,

    /// <summary>Paused.</summary>
    Paused = 11,

    /// <summary>Resumed.</summary>
    Resumed = 12,

    /// <summary>The rate stepped down.</summary>
    RateStepped = 13,

    /// <summary>Both clocks of a lease were extended by its project.</summary>
    ClockExtended = 14,

    /// <summary>Handed in and used.</summary>
    Submitted = 20,

    /// <summary>Handed in late and used.</summary>
    SubmittedLate = 21,

    /// <summary>Handed in after the slot was filled.</summary>
    Superseded = 22,

    /// <summary>Given back.</summary>
    Released = 30,

    /// <summary>Skipped.</summary>
    Skipped = 31,

    /// <summary>Reported as broken.</summary>
    Reported = 32,

    /// <summary>Ended by its clock.</summary>
    Expired = 33,

    /// <summary>Put on the stuck list.</summary>
    Stuck = 34,

    /// <summary>Taken off it.</summary>
    Unstuck = 35,

    /// <summary>A lease that its project took back.</summary>
    Withdrawn = 36,

    /// <summary>All wanted answers are in.</summary>
    Closed = 40,

    /// <summary>A review accepted an answer.</summary>
    ReviewAccepted = 50,

    /// <summary>A review returned an answer to be fixed.</summary>
    ReviewReturned = 51,

    /// <summary>A review rejected an answer, or it was not fixed in time.</summary>
    ReviewRejected = 52,

    /// <summary>Its author fixed a returned answer.</summary>
    ReviewFixed = 53,

    /// <summary>Its author appealed.</summary>
    ReviewAppealed = 54,
}

/// <summary>A page of history: events in the order they were taken, and where to go on.</summary>
[GenerateSerializer, Immutable, Alias("HistoryPage")]
public sealed record HistoryPage([property: Id(0)] IReadOnlyList<HistoryEvent> Events, [property: Id(1)] long Next, [property: Id(2)] bool IsEnd);

/// <summary>A project's events in numbered, immutable segments: the source of lists, exports, audit and charts.</summary>
public interface IHistoryGrain : IGrainWithStringKey
{
    /// <summary>Appends what is new; completes when it is on disk. Events already taken are confirmed and not taken again.</summary>
    [AlwaysInterleave]
    Task AppendAsync(IReadOnlyList<HistoryEvent> events);

    /// <summary>How many events there are: the position of the next.</summary>
    [AlwaysInterleave]
    [Idempotent]
    Task<long> CountAsync();

    /// <summary>Events from position <paramref name="from"/> (0 is the first), at most <paramref name="take"/> (1 to 1,000).</summary>
    [AlwaysInterleave]
    [Idempotent]
    Task<HistoryPage> ReadAsync(long from, int take);
}
