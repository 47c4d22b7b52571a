using System.Globalization;
using Distribution.Contracts.Experiments;
using Distribution.Contracts.History;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Projects;

/// <summary>Where a project is in its life.</summary>
[GenerateSerializer, Alias("ProjectStatus")]
public enum ProjectStatus
{
    /// <summary>Being set up; nobody can lease.</summary>
    Draft = 1,

    /// <summary>Open for leases.</summary>
    Live = 2,

    /// <summary>No new leases; what is being worked on may finish and is paid.</summary>
    Draining = 3,

    /// <summary>As draining, and meant to go on later.</summary>
    Paused = 4,

    /// <summary>Over. Late submissions are still taken within their window.</summary>
    Closed = 5,
}

/// <summary>
/// Everything of a project that a lease needs, under one version. A change makes a new version; running leases keep theirs.
/// Times are milliseconds.
/// </summary>
[GenerateSerializer, Immutable, Alias("ProjectSettings")]
public sealed record ProjectSettings
{
    /// <summary>Rises by one with each change, from 1.</summary>
    [Id(0)] public int Version { get; init; }

    /// <summary>What managers and trainers call it.</summary>
    [Id(1)] public required string Title { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(2)] public ProjectStatus Status { get; init; } = ProjectStatus.Draft;

    /// <summary>The currency of its budget and rates, ISO 4217.</summary>
    [Id(3)] public string Currency { get; init; } = "USD";

    /// <summary>The task type's name and version.</summary>
    [Id(4)] public required string TaskTypeId { get; init; }

    /// <summary>The task type's version.</summary>
    [Id(5)] public int TaskTypeVersion { get; init; } = 1;

    /// <summary>The guidelines' version.</summary>
    [Id(6)] public int GuidelineVersion { get; init; } = 1;

    /// <summary>How many answers a task wants, each by another person. 1 to 50.</summary>
    [Id(7)] public int Overlap { get; init; } = 1;

    /// <summary>Active time at full rate.</summary>
    [Id(8)] public long LimitMs { get; init; } = 10 * 60_000;

    /// <summary>Wall time from the lease until it ends, outages added. At least the limit.</summary>
    [Id(9)] public long HardLimitMs { get; init; } = 30 * 60_000;

    /// <summary>How active time becomes money.</summary>
    [Id(10)] public required PayPolicy PayPolicy { get; init; }

    /// <summary>Hourly rate by tier.</summary>
    [Id(11)] public required IReadOnlyDictionary<RateTier, MicroAmount> Rates { get; init; }

    /// <summary>Rises by one whenever a rate changes, by hand or by rule.</summary>
    [Id(12)] public int RateVersion { get; init; } = 1;

    /// <summary>Raises the rate while the oldest ready task ages; null leaves it.</summary>
    [Id(13)] public RateRule? RateRule { get; init; }

    /// <summary>What each trainer must have.</summary>
    [Id(14)] public Needs Needs { get; init; } = Needs.None;

    /// <summary>At most so many leases a trainer a UTC day in this project; 0 is no cap.</summary>
    [Id(15)] public int DailyCap { get; init; }

    /// <summary>After so many expiries, skips and reports together a task goes to the stuck list. 1 to 100.</summary>
    [Id(16)] public int StuckAfter { get; init; } = 3;

    /// <summary>A lost connection counts as work for at most so long, if the trainer comes back.</summary>
    [Id(17)] public long GraceMs { get; init; } = 10 * 60_000;

    /// <summary>How long after its end a lease's submission is still taken.</summary>
    [Id(18)] public long LateWindowMs { get; init; } = 24 * 3_600_000;

    /// <summary>How long before the rate step the trainer is warned.</summary>
    [Id(19)] public long WarningMs { get; init; } = 60_000;

    /// <summary>How long an offer from the waiting line stands.</summary>
    [Id(20)] public long ClaimWindowMs { get; init; } = 20_000;

    /// <summary>Over how many shards the budget is spread, at least; a large budget gets more. 1 to 64; each holds 600 leases at once.</summary>
    [Id(21)] public int BudgetShards { get; init; } = 1;

    /// <summary>What the rate rule adds now, in percent of the base rate. Set by the project itself.</summary>
    [Id(22)] public int RatePercent { get; init; }

    /// <summary>No task is given before; null gives them as soon as the project is live.</summary>
    [Id(40)] public DateTimeOffset? OpensAt { get; init; }

    /// <summary>No task is given from then on; what is being worked on may finish and is paid. Null gives them until somebody ends it.</summary>
    [Id(41)] public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>What the answers are for, and how careful the work must be; null where it was never said.</summary>
    [Id(42)] public ProjectUse? Use { get; init; }

    /// <summary>While it is set, only its people get tasks, and only its tasks. Set by the project itself.</summary>
    [Id(43)] public Pilot? Pilot { get; init; }

    /// <summary>Whether tasks are given now, to whoever may have them.</summary>
    public bool IsOpenAt(DateTimeOffset now) => Status == ProjectStatus.Live && !(now < OpensAt) && !(now >= ClosesAt);

    /// <summary>At most so many tasks are begun; what is begun gets all its answers. 0 is no quota.</summary>
    [Id(23)] public int TaskQuota { get; init; }

    /// <summary>Where the project stands among others in trainers' lists: higher comes first. -100 to 100.</summary>
    [Id(24)] public int Priority { get; init; }

    /// <summary>Tasks that come before or after others, whatever their import said; where several name a task, the last one counts. At most 50.</summary>
    [Id(25)] public IReadOnlyList<TaskPriority> TaskPriorities { get; init => field = value ?? []; } = [];

    /// <summary>The experiment that draws leases to its variants; null for none. Started and ended in its own way, not by a change of settings.</summary>
    [Id(26)] public RunningExperiment? Experiment { get; init; }

    /// <summary>The rate now for a tier, the rule's raise included, rounded down to the micro-unit.</summary>
    public MicroAmount RateOf(RateTier tier) => Rates.TryGetValue(tier, out var rate)
        ? new MicroAmount((long)((Int128)rate.Micros * (100 + RatePercent) / 100))
        : MicroAmount.Zero;
}

/// <summary>So many tasks from one number on have this priority: higher comes first; imports without one have 0. -1,000 to 1,000.</summary>
[GenerateSerializer, Immutable, Alias("TaskPriority")]
public sealed record TaskPriority([property: Id(0)] int From, [property: Id(1)] int Count, [property: Id(2)] int Priority);

/// <summary>What a trainer is to a project.</summary>
[GenerateSerializer, Alias("RateTier")]
public enum RateTier
{
    /// <summary>No special knowledge.</summary>
    Generalist = 1,

    /// <summary>Knows the field.</summary>
    Specialist = 2,

    /// <summary>Holds a verified credential of the field.</summary>
    Expert = 3,
}

/// <summary>
/// Hard needs always hold. Each soft need holds until the task has waited <see cref="SoftNeed.RelaxAfterMs"/>.
/// A need is a tag such as "lang:ko", "qual:compare-v1", "cred:law", "contract:3", "region:KR".
/// </summary>
[GenerateSerializer, Immutable, Alias("Needs")]
public sealed record Needs([property: Id(0)] IReadOnlyList<string> Hard, [property: Id(1)] IReadOnlyList<SoftNeed> Soft)
{
    /// <summary>Anybody may.</summary>
    public static Needs None { get; } = new([], []);
}

/// <summary>A need that gives way after a wait.</summary>
[GenerateSerializer, Immutable, Alias("SoftNeed")]
public sealed record SoftNeed([property: Id(0)] string Tag, [property: Id(1)] long RelaxAfterMs);

/// <summary>
/// While the oldest ready task is older than <paramref name="AgeMs"/>, the rate rises by <paramref name="StepPercent"/> every
/// <paramref name="MinIntervalMs"/>, up to <paramref name="MaxPercent"/> above the base; below <paramref name="CalmAgeMs"/> it falls back likewise.
/// </summary>
[GenerateSerializer, Immutable, Alias("RateRule")]
public sealed record RateRule(
    [property: Id(0)] long AgeMs, [property: Id(1)] long CalmAgeMs, [property: Id(2)] int StepPercent,
    [property: Id(3)] int MaxPercent, [property: Id(4)] long MinIntervalMs);

/// <summary>A project as its manager sees it.</summary>
[GenerateSerializer, Immutable, Alias("ProjectView")]
public sealed record ProjectView(
    [property: Id(0)] ProjectId Id, [property: Id(1)] ProjectSettings Settings, [property: Id(2)] WorkerId Owner,
    [property: Id(3)] MicroAmount BudgetTotal, [property: Id(4)] MicroAmount Allowed, [property: Id(5)] int TaskCount,
    [property: Id(6)] DateTimeOffset CreatedAt)
{
    /// <summary>The latest pilot, also after it has ended; null where there was none.</summary>
    [Id(7)] public Pilot? LastPilot { get; init; }

    /// <summary>Rises with each announcement that is made or taken back.</summary>
    [Id(8)] public int Announced { get; init; }

    /// <summary>The number of the last thing that was done to it (<see cref="IChangesGrain"/>).</summary>
    [Id(9)] public int LastChange { get; init; }
}

/// <summary>What a partition keeps of the project: the settings, and how many segments there are. AddVersion rises with each segment that arrives.</summary>
[GenerateSerializer, Immutable, Alias("ProjectHead")]
public sealed record ProjectHead(
    [property: Id(0)] ProjectSettings Settings, [property: Id(1)] int TaskCount, [property: Id(2)] int SegmentCount, [property: Id(3)] int AddVersion);

/// <summary>One imported segment, as the queue needs it.</summary>
[GenerateSerializer, Immutable, Alias("SegmentHead")]
public sealed record SegmentHead(
    [property: Id(0)] int Number, [property: Id(1)] int Count, [property: Id(2)] int Priority,
    [property: Id(3)] IReadOnlyList<string> ExtraNeeds, [property: Id(4)] DateTimeOffset ImportedAt);

/// <summary>The settings, rates and life of a project, and its money's total.</summary>
public interface IProjectGrain : IGrainWithStringKey
{
    /// <summary>Makes the project; the same call again is answered as the first was.</summary>
    Task<Outcome<ProjectView>> CreateAsync(WorkerId owner, ProjectSettings settings, MicroAmount budget);

    /// <summary>The project, or null.</summary>
    [ReadOnly]
    Task<ProjectView?> GetAsync();

    /// <summary>The head, if its settings or segments are newer than what the caller knows; else null.</summary>
    [ReadOnly]
    Task<ProjectHead?> GetHeadAsync(int knownVersion, int knownAddVersion);

    /// <summary>Changes the settings; refused when <paramref name="expectedVersion"/> is not the present one.</summary>
    Task<Outcome<ProjectView>> ChangeAsync(WorkerId by, ProjectSettings settings, int expectedVersion);

    /// <summary>Moves the project through its life.</summary>
    Task<Outcome<ProjectView>> SetStatusAsync(WorkerId by, ProjectStatus status);

    /// <summary>
    /// Leases from now on pin this version of the guidelines, and need that <paramref name="checkVersion"/> was checked (0: none). Idempotent; an
    /// older version than the present one changes nothing.
    /// </summary>
    Task<Outcome<ProjectView>> SetGuidelinesAsync(WorkerId by, int version, int checkVersion);

    /// <summary>Puts an experiment in force, or none; idempotent. Refused while another one runs, or when it does not fit the settings.</summary>
    Task<Outcome<ProjectView>> SetExperimentAsync(WorkerId by, string id, RunningExperiment? experiment, string detail);

    /// <summary>Sets the budget's total; refused below what is already allowed to shards.</summary>
    Task<Outcome<ProjectView>> SetBudgetAsync(WorkerId by, MicroAmount total);

    /// <summary>Writes into the project's history what a manager did that no setting shows.</summary>
    Task NoteAsync(WorkerId by, string what);

    /// <summary>Writes into its history that a snapshot of its data was taken.</summary>
    Task NoteSnapshotAsync(WorkerId by, string snapshot);

    /// <summary>The queue has seen no lease run for a while; says so in the history once for each time that the project drains.</summary>
    [Idempotent]
    Task ReportDrainedAsync();

    /// <summary>As <see cref="NoteAsync"/>, of something that trainers are told: their pages look at the announcements again.</summary>
    Task NoteAnnouncementAsync(WorkerId by, string what);

    /// <summary>
    /// Gives a shard a further allowance, as far as the budget goes, or takes back what it no longer needs (below zero); once per shard and
    /// sequence. Returns the shard's whole allowance after it.
    /// </summary>
    Task<MicroAmount> ChangeAllowanceAsync(int shard, int sequence, MicroAmount change);

    /// <summary>Takes a segment number for an import; idempotent by import and index.</summary>
    Task<int> ReserveSegmentAsync(string importId, int index);

    /// <summary>Makes an imported segment known; idempotent.</summary>
    Task AddSegmentAsync(SegmentHead segment);

    /// <summary>Begins a pilot, or its next round. <paramref name="position"/> is where the history stands.</summary>
    Task<Outcome<ProjectView>> StartPilotAsync(WorkerId by, PilotPlan plan, long position);

    /// <summary>Lets a person into the pilot, as far as there is a place; whether they are in. Idempotent.</summary>
    Task<bool> AdmitToPilotAsync(WorkerId worker);

    /// <summary>Sets what a person is paid here. Idempotent; their own record is told by the caller.</summary>
    Task<Outcome<PersonTerms>> SetTermsAsync(WorkerId by, WorkerId worker, PersonTerms terms);

    /// <summary>The people with terms of their own, by account.</summary>
    [ReadOnly]
    Task<IReadOnlyDictionary<string, PersonTerms>> ListTermsAsync();

    /// <summary>The age of the oldest ready task, told by the queue; the rate rule acts on it.</summary>
    Task ReportAgeAsync(long oldestReadyMs);
}

/// <summary>The pages of <see cref="IChangesGrain"/>.</summary>
public static class ChangePages
{
    /// <summary>Changes of one page. 10 of the longest are 27 KB of the 64 KB that one state may have.</summary>
    public const int Size = 10;

    /// <summary>Where a page is.</summary>
    public static string KeyOf(ProjectId project, int page) => string.Create(CultureInfo.InvariantCulture, $"{project}/{page}");
}

/// <summary>A page of what was done to a project, by number; key "project/page". The history has the same among everything else.</summary>
public interface IChangesGrain : IGrainWithStringKey
{
    /// <summary>Adds changes that are not there yet.</summary>
    [Idempotent]
    Task PutAsync(IReadOnlyList<HistoryEvent> events);

    /// <summary>All of them, oldest first.</summary>
    [Idempotent]
    Task<IReadOnlyList<HistoryEvent>> GetAsync();
}
