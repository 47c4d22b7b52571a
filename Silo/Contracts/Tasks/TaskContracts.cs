using Distribution.Contracts.Experiments;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Tasks;

/// <summary>What a lease asks of a task. Everything pinned is in <paramref name="Pins"/>.</summary>
[GenerateSerializer, Immutable, Alias("LeaseCommand")]
public sealed record LeaseCommand(
    [property: Id(0)] AssignmentId Assignment, [property: Id(1)] DateTimeOffset IntentAt, [property: Id(2)] MicroAmount Reserved,
    [property: Id(3)] LeasePins Pins, [property: Id(4)] IReadOnlyList<string> Tags, [property: Id(5)] string Attempt)
{
    /// <summary>Over how many shards the budget was spread when it was reserved: says which of them holds it.</summary>
    [Id(6)] public int Shards { get; init; }
}

/// <summary>The versions and figures that a lease keeps to its end, whatever changes meanwhile. Times are milliseconds.</summary>
[GenerateSerializer, Immutable, Alias("LeasePins")]
public sealed record LeasePins
{
    /// <summary>The task type's name.</summary>
    [Id(0)] public required string TaskTypeId { get; init; }

    /// <summary>The task type's version.</summary>
    [Id(1)] public required int TaskTypeVersion { get; init; }

    /// <summary>The guidelines' version.</summary>
    [Id(2)] public required int GuidelineVersion { get; init; }

    /// <summary>The rates' version.</summary>
    [Id(3)] public required int RateVersion { get; init; }

    /// <summary>The hourly rate.</summary>
    [Id(4)] public required MicroAmount HourlyRate { get; init; }

    /// <summary>ISO 4217.</summary>
    [Id(5)] public required string Currency { get; init; }

    /// <summary>How active time becomes money.</summary>
    [Id(6)] public required PayPolicy PayPolicy { get; init; }

    /// <summary>Active time at full rate.</summary>
    [Id(7)] public required long LimitMs { get; init; }

    /// <summary>Wall time until the lease ends, outages added.</summary>
    [Id(8)] public required long HardLimitMs { get; init; }

    /// <summary>The longest gap of a connection that still counts as work.</summary>
    [Id(9)] public required long GraceMs { get; init; }

    /// <summary>How long after its end a submission is still taken.</summary>
    [Id(10)] public required long LateWindowMs { get; init; }

    /// <summary>How long before the rate step the trainer is warned.</summary>
    [Id(11)] public required long WarningMs { get; init; }

    /// <summary>Wanted answers of the task.</summary>
    [Id(12)] public required int Overlap { get; init; }

    /// <summary>Expiries, skips and reports after which the task is stuck.</summary>
    [Id(13)] public required int StuckAfter { get; init; }

    /// <summary>The experiment and variant that it was drawn to, such as "shorter/b"; null without one, and for who works on it.</summary>
    [Id(14)] public string? Variant { get; init; }

    /// <summary>Fields that show another field's content under that variant; null for none, and for who works on it.</summary>
    [Id(15)] public IReadOnlyList<FieldSwap>? Shown { get; init; }
}

/// <summary>The state of one assignment.</summary>
[GenerateSerializer, Alias("AssignmentStatus")]
public enum AssignmentStatus
{
    /// <summary>Being worked on.</summary>
    Active = 1,

    /// <summary>Being worked on, the pay clock stands.</summary>
    Paused = 2,

    /// <summary>Handed in, and counted among the task's answers.</summary>
    Submitted = 3,

    /// <summary>Handed in after the lease had ended, and counted: the slot was still free.</summary>
    SubmittedLate = 4,

    /// <summary>Handed in after the slot was filled: kept, paid for the proven time, not counted.</summary>
    Superseded = 5,

    /// <summary>Given back by the trainer.</summary>
    Released = 6,

    /// <summary>Given back with a reason; never offered to this trainer again.</summary>
    Skipped = 7,

    /// <summary>The hard limit came, or the trainer was gone.</summary>
    Expired = 8,

    /// <summary>Never became a lease: refuses a late arrival of it.</summary>
    Tombstone = 9,

    /// <summary>Taken back by its project: paid to that moment as if it had been handed in; nothing of it is used later.</summary>
    Withdrawn = 10,
}

/// <summary>Why a lease was not granted.</summary>
[GenerateSerializer, Alias("LeaseRefusal")]
public enum LeaseRefusal
{
    /// <summary>All slots are taken.</summary>
    Full = 1,

    /// <summary>This person has had this task.</summary>
    AlreadySeen = 2,

    /// <summary>The intent is too old, or was resolved as not leased.</summary>
    TooOld = 3,

    /// <summary>The task waits for a manager.</summary>
    Stuck = 4,
}

/// <summary>A granted lease as its holder sees it, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("LeaseReply")]
public sealed record LeaseReply([property: Id(0)] AssignmentView? Assignment, [property: Id(1)] LeaseRefusal? Refusal);

/// <summary>One assignment with its clocks, as of <see cref="AsOf"/>. All times are the server's, UTC.</summary>
[GenerateSerializer, Immutable, Alias("AssignmentView")]
public sealed record AssignmentView
{
    /// <summary>Which one.</summary>
    [Id(0)] public required AssignmentId Id { get; init; }

    /// <summary>Of which task.</summary>
    [Id(1)] public required TaskId Task { get; init; }

    /// <summary>Rises with each lease of the task; a command with another fence is late.</summary>
    [Id(2)] public required long Fence { get; init; }

    /// <summary>Its state.</summary>
    [Id(3)] public required AssignmentStatus Status { get; init; }

    /// <summary>What it keeps to its end.</summary>
    [Id(4)] public required LeasePins Pins { get; init; }

    /// <summary>When it was leased.</summary>
    [Id(5)] public required DateTimeOffset LeasedAt { get; init; }

    /// <summary>When the figures below were true.</summary>
    [Id(6)] public required DateTimeOffset AsOf { get; init; }

    /// <summary>Paid time so far.</summary>
    [Id(7)] public required long ActiveMs { get; init; }

    /// <summary>When the rate steps down if work goes on; null when it has, or the clock stands.</summary>
    [Id(8)] public DateTimeOffset? FullRateUntil { get; init; }

    /// <summary>When the lease ends.</summary>
    [Id(9)] public required DateTimeOffset SubmitUntil { get; init; }

    /// <summary>Earned so far, as the receipt would say now.</summary>
    [Id(10)] public required MicroAmount Earned { get; init; }

    /// <summary>The hourly rate in force now.</summary>
    [Id(11)] public required MicroAmount RateNow { get; init; }

    /// <summary>Outages added to both clocks so far.</summary>
    [Id(12)] public required long OutageMs { get; init; }

    /// <summary>A push is worth showing when its number is new; rises with each change.</summary>
    [Id(13)] public required int Version { get; init; }

    /// <summary>Why it was given or taken back, where somebody said so.</summary>
    [Id(14)] public string? Reason { get; init; }
}

/// <summary>An answer handed in.</summary>
[GenerateSerializer, Immutable, Alias("Submission")]
public sealed record Submission(
    [property: Id(0)] string SubmissionId, [property: Id(1)] string? Inline,
    [property: Id(2)] string? BlobHash, [property: Id(3)] string Sha256,
    [property: Id(4)] bool Unfinished, [property: Id(5)] string? UnfinishedReason);

/// <summary>What became of an answer.</summary>
[GenerateSerializer, Immutable, Alias("SubmitReply")]
public sealed record SubmitReply(
    [property: Id(0)] AssignmentStatus Fate, [property: Id(1)] MicroAmount Paid, [property: Id(2)] Receipt Receipt, [property: Id(3)] bool WasReplay,
    [property: Id(4)] MicroAmount Cost, [property: Id(5)] bool KeepReservation);

/// <summary>What a trainer did since the last beat, from the client's monotonic clock.</summary>
[GenerateSerializer, Immutable, Alias("Beat")]
public sealed record Beat([property: Id(0)] bool IsActive, [property: Id(1)] long IdleMs);

/// <summary>Where an assignment stands, for a caller that does not know the outcome of its lease, and by which attempt it was leased.</summary>
[GenerateSerializer, Immutable, Alias("ResolveReply")]
public sealed record ResolveReply(
    [property: Id(0)] AssignmentStatus Status, [property: Id(1)] AssignmentView? View, [property: Id(2)] MicroAmount Cost, [property: Id(3)] bool KeepReservation,
    [property: Id(4)] string Attempt);

/// <summary>Where a task stands, for its queue.</summary>
[GenerateSerializer, Immutable, Alias("TaskStanding")]
public sealed record TaskStanding(
    [property: Id(0)] int Number, [property: Id(1)] int Taken, [property: Id(2)] int Wanted, [property: Id(3)] bool IsClosed, [property: Id(4)] bool IsStuck,
    [property: Id(5)] bool OwesNothing, [property: Id(6)] bool IsUntouched);

/// <summary>How a trainer gives a task back.</summary>
[GenerateSerializer, Alias("GiveBackKind")]
public enum GiveBackKind
{
    /// <summary>No reason asked; may come again.</summary>
    Release = 1,

    /// <summary>With a reason; never again for this trainer.</summary>
    Skip = 2,

    /// <summary>The task is broken; counts towards the stuck list.</summary>
    Report = 3,
}

/// <summary>The truth about one task: its slots, leases, fence, submissions, and what it owes to whom.</summary>
public interface ITaskGrain : IGrainWithStringKey
{
    /// <summary>The code of a late answer that was not announced. Nobody outside the silo sees it.</summary>
    const string Unannounced = "Unannounced";

    /// <summary>Leases a slot in one durable write. Idempotent by assignment.</summary>
    Task<LeaseReply> LeaseAsync(LeaseCommand command);

    /// <summary>Confirms a lease, or makes sure that it never happens.</summary>
    Task<ResolveReply> ResolveAsync(AssignmentId assignment);

    /// <summary>The assignment now, or null.</summary>
    [Idempotent]
    Task<AssignmentView?> ViewAsync(AssignmentId assignment);

    /// <summary>The trainer is there. In memory now, durable with the next write or within a minute.</summary>
    Task<AssignmentView?> BeatAsync(AssignmentId assignment, long fence, Beat beat);

    /// <summary>Stops the pay clock; never the hard limit.</summary>
    Task<Outcome<AssignmentView>> PauseAsync(AssignmentId assignment, long fence);

    /// <summary>Starts the pay clock again.</summary>
    Task<Outcome<AssignmentView>> ResumeAsync(AssignmentId assignment, long fence);

    /// <summary>
    /// Takes an answer, always: used, used late, or superseded. Idempotent by (assignment, submission id); another body under the same id is
    /// refused. A late answer must have been announced to the queue, which otherwise may look away for good: until then nothing is done, and
    /// the refusal is <see cref="Unannounced"/>.
    /// </summary>
    Task<Outcome<SubmitReply>> SubmitAsync(AssignmentId assignment, long fence, Submission submission, bool isAnnounced);

    /// <summary>Gives the task back; the time worked is settled.</summary>
    Task<Outcome<SubmitReply>> GiveBackAsync(AssignmentId assignment, long fence, GiveBackKind kind, string? reason);

    /// <summary>
    /// Takes a lease back from its holder, who is told why: the time until now is paid as if the answer had been handed in, and what is still handed
    /// in is kept and never used. Refused when the lease has ended otherwise; done twice, it is done once.
    /// </summary>
    Task<Outcome<AssignmentView>> WithdrawAsync(AssignmentId assignment, string reason);

    /// <summary>What a running lease would need reserved if both its clocks ended so many milliseconds later; null when it does not run.</summary>
    [Idempotent]
    Task<ExtensionPlan?> PlanExtensionAsync(AssignmentId assignment, int number, long ms);

    /// <summary>
    /// Both clocks of a running lease end so many milliseconds later, once per number (they rise), if that much is reserved. False when the lease
    /// does not run, or needs more than is reserved.
    /// </summary>
    [Idempotent]
    Task<bool> ExtendAsync(AssignmentId assignment, int number, long ms, MicroAmount reserved);

    /// <summary>Looks at the clock: steps, warns, ends what is due. Returns when to look again, or null when the assignment has ended.</summary>
    Task<DateTimeOffset?> TickAsync(AssignmentId assignment);

    /// <summary>
    /// Where the task stands; also ends what is overdue, delivers what is owed, and closes the task if it has as many answers as its
    /// project wants now. <paramref name="wanted"/> 0 leaves that to its leases.
    /// </summary>
    Task<TaskStanding> StandingAsync(int wanted);

    /// <summary>Puts a stuck task back, or keeps it out.</summary>
    Task<TaskStanding> UnstickAsync(WorkerId by);

    /// <summary>The whole record, for its manager.</summary>
    [ReadOnly]
    Task<TaskView?> GetAsync();
}

/// <summary>What an extension of a lease costs at most: what is reserved, what must be, and by which attempt. Done already: nothing more is needed.</summary>
[GenerateSerializer, Immutable, Alias("ExtensionPlan")]
public sealed record ExtensionPlan(
    [property: Id(0)] string Attempt, [property: Id(1)] MicroAmount Reserved, [property: Id(2)] MicroAmount Needed, [property: Id(3)] bool IsDone)
{
    /// <summary>Over how many shards the budget was spread at the lease; 0 where the lease is older than this figure.</summary>
    [Id(4)] public int Shards { get; init; }
}

/// <summary>A task as its manager sees it.</summary>
[GenerateSerializer, Immutable, Alias("TaskView")]
public sealed record TaskView(
    [property: Id(0)] TaskId Id, [property: Id(1)] bool IsStuck, [property: Id(2)] IReadOnlyList<AnswerView> Answers, [property: Id(3)] IReadOnlyList<string> StuckReasons);

/// <summary>One assignment of a task with its answer.</summary>
[GenerateSerializer, Immutable, Alias("AnswerView")]
public sealed record AnswerView(
    [property: Id(0)] AssignmentView Assignment, [property: Id(1)] Submission? Submission, [property: Id(2)] DateTimeOffset? EndedAt, [property: Id(3)] Receipt? Receipt,
    [property: Id(4)] string? Reason);

/// <summary>The two clocks of one assignment. Persists nothing: the deadlines are the task's.</summary>
public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Wakes the task at <paramref name="at"/>.</summary>
    [OneWay]
    Task ArmAsync(TaskId task, DateTimeOffset at);

    /// <summary>The assignment has ended.</summary>
    [OneWay]
    Task DisarmAsync();
}
