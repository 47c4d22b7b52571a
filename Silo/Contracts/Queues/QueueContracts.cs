using Distribution.Contracts.Projects;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Queues;

/// <summary>Who asks for work.</summary>
[GenerateSerializer, Immutable, Alias("WorkQuery")]
public sealed record WorkQuery(
    [property: Id(0)] WorkerId Worker, [property: Id(1)] IReadOnlyList<string> Tags, [property: Id(2)] SeenTasks Seen,
    [property: Id(3)] bool FromLine, [property: Id(4)] int Max)
{
    /// <summary>The task to propose if it is ready, fits and was not seen; else, and with null, the queue chooses.</summary>
    [Id(5)] public int? Prefer { get; init; }
}

/// <summary>What the queue answers: candidates, best first, or none and why.</summary>
[GenerateSerializer, Immutable, Alias("WorkProposal")]
public sealed record WorkProposal(
    [property: Id(0)] IReadOnlyList<int> Candidates, [property: Id(1)] ProjectSettings? Settings, [property: Id(2)] NoWork? NoWork,
    [property: Id(3)] int ClosedBelow);

/// <summary>Why there is no work for this person, counted over the waiting tasks.</summary>
[GenerateSerializer, Immutable, Alias("NoWork")]
public sealed record NoWork(
    [property: Id(0)] NoWorkReason Reason, [property: Id(1)] int Waiting, [property: Id(2)] IReadOnlyDictionary<string, int> MissingNeeds,
    [property: Id(3)] int AlreadySeen, [property: Id(4)] int HeldForLine);

/// <summary>The chief reason for no work.</summary>
[GenerateSerializer, Alias("NoWorkReason")]
public enum NoWorkReason
{
    /// <summary>Nothing waits at all.</summary>
    Empty = 1,

    /// <summary>The project takes no new leases.</summary>
    NotOpen = 2,

    /// <summary>Tasks wait, but ask for what this person lacks.</summary>
    NeedsNotMet = 3,

    /// <summary>All that wait were answered or skipped by this person.</summary>
    AllSeen = 4,

    /// <summary>What is free belongs to those who wait in line.</summary>
    HeldForLine = 5,

    /// <summary>The budget can't cover another lease now.</summary>
    NoBudget = 6,

    /// <summary>This person's cap is reached.</summary>
    CapReached = 7,

    /// <summary>The rate has fallen below what the person saw.</summary>
    RateChanged = 8,

    /// <summary>The person has worked as long today as they wished to.</summary>
    OwnLimit = 9,

    /// <summary>As many tasks are begun as the project wants for now.</summary>
    QuotaReached = 10,
}

/// <summary>A hint that a task's truth has changed. The queue asks the task.</summary>
[GenerateSerializer, Immutable, Alias("TaskHint")]
public sealed record TaskHint([property: Id(0)] int Number);

/// <summary>Counts of a partition, for dashboards and the waiting line.</summary>
[GenerateSerializer, Immutable, Alias("QueueCounts")]
public sealed record QueueCounts(
    [property: Id(0)] int Total, [property: Id(1)] int Ready, [property: Id(2)] int Out, [property: Id(3)] int Closed,
    [property: Id(4)] int Stuck, [property: Id(5)] long OldestReadyMs)
{
    /// <summary>Tasks with a lease or an answer, the closed ones among them: what a quota counts.</summary>
    [Id(6)] public int Begun { get; init; }

    /// <summary>Of the ready tasks, those that the quota lets out now.</summary>
    [Id(7)] public int Leasable { get; init; }
}

/// <summary>Ready tasks that were imported at about the same time.</summary>
[GenerateSerializer, Immutable, Alias("BacklogAge")]
public sealed record BacklogAge([property: Id(0)] DateTimeOffset ImportedAt, [property: Id(1)] int Ready);

/// <summary>Which tasks are ready, in what order: an index over segments, never the truth.</summary>
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>
    /// Candidates for this person, at most <see cref="WorkQuery.Max"/>; each is written as "may be out" before it is named. Goes on while the
    /// queue waits for tasks and segments.
    /// </summary>
    [AlwaysInterleave]
    Task<WorkProposal> ProposeAsync(WorkQuery query);

    /// <summary>
    /// Durably notes that a task may be out for some minutes more, although it may be closed: its late answer owes an event, and perhaps a
    /// credit, which a crash must not hide.
    /// </summary>
    Task LetOutAsync(int number);

    /// <summary>The proposed tasks that were not leased.</summary>
    [OneWay, AlwaysInterleave]
    Task ReturnAsync(IReadOnlyList<int> numbers);

    /// <summary>A task has changed; carries no truth.</summary>
    [OneWay, AlwaysInterleave]
    Task HintAsync(TaskHint hint);

    /// <summary>The project has changed; carries no truth. What is proposed from now on goes by the change.</summary>
    [OneWay, AlwaysInterleave]
    Task ProjectChangedAsync();

    /// <summary>Counts now.</summary>
    [ReadOnly]
    Task<QueueCounts> CountAsync();

    /// <summary>The ready tasks by the hour of their import, oldest first; what is beyond 100 hours of imports stands with the oldest.</summary>
    [ReadOnly]
    Task<IReadOnlyList<BacklogAge>> AgesAsync();

    /// <summary>Tasks that wait for a manager, with numbers only; the task tells the reasons.</summary>
    [ReadOnly]
    Task<IReadOnlyList<int>> StuckAsync(int skip, int take);

    /// <summary>How many leasable tasks match these tags and were not seen: what the line may offer.</summary>
    [ReadOnly]
    Task<int> MatchAsync(IReadOnlyList<string> tags, SeenTasks seen, int atMost);

    /// <summary>Tells how many ready tasks are offered to the waiting line now, and how many people wait in it.</summary>
    [OneWay]
    Task HoldForLineAsync(int offers, int waiting);

    /// <summary>Re-reads every task that may be out; the recovery path, also run by a reminder.</summary>
    Task SweepAsync();
}

/// <summary>The status of up to 1,000 tasks of one import: payload, which may be out, which are closed.</summary>
public interface ISegmentGrain : IGrainWithStringKey
{
    /// <summary>Stores the imported segment; idempotent.</summary>
    Task ImportAsync(SegmentImport import);

    /// <summary>The whole record, or null.</summary>
    [ReadOnly]
    Task<SegmentView?> GetAsync();

    /// <summary>Durably adds to what may be out.</summary>
    Task MarkOutAsync(IReadOnlyList<int> offsets);

    /// <summary>Durably adds a task to what may be out, and keeps it there for a while: a late answer is on its way to it.</summary>
    Task ReopenAsync(int offset);

    /// <summary>Durably moves from "may be out" to closed. Returns those that stay out, since a late answer may still be on its way.</summary>
    Task<IReadOnlyList<int>> MarkDoneAsync(IReadOnlyList<int> closed);
}

/// <summary>An imported segment. Offsets point into the payload blob: item i spans [Offsets[i], Offsets[i+1]).</summary>
[GenerateSerializer, Immutable, Alias("SegmentImport")]
public sealed record SegmentImport(
    [property: Id(0)] string ImportId, [property: Id(1)] int Count, [property: Id(2)] string BlobHash, [property: Id(3)] IReadOnlyList<int> Offsets,
    [property: Id(4)] int Priority, [property: Id(5)] IReadOnlyList<string> ExtraNeeds, [property: Id(6)] DateTimeOffset ImportedAt);

/// <summary>A segment as stored. Bitmaps have bit i of byte i/8 for offset i.</summary>
[GenerateSerializer, Immutable, Alias("SegmentView")]
public sealed record SegmentView([property: Id(0)] SegmentImport Import, [property: Id(1)] byte[] Out, [property: Id(2)] byte[] Closed);
