using Distribution.Contracts.Notices;
using Distribution.Contracts.Projects;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Steering;

/// <summary>What a manager can do to a project that runs.</summary>
[GenerateSerializer, Alias("SteeringKind")]
public enum SteeringKind
{
    /// <summary>Takes leases back; their trainers are told why, and paid to that moment. No way back.</summary>
    Release = 1,

    /// <summary>Extends both clocks of everyone who is at work. No way back: people count on it.</summary>
    Extend = 2,

    /// <summary>How many tasks are begun at most.</summary>
    Quota = 3,

    /// <summary>How much money may still be handed out, beyond what is spent and reserved.</summary>
    Money = 4,

    /// <summary>Where the project stands in trainers' lists.</summary>
    Priority = 5,

    /// <summary>Which tasks come first.</summary>
    TaskPriority = 6,

    /// <summary>Raises every rate from the next lease on.</summary>
    Raise = 7,

    /// <summary>Raises and lowers the rate by rule.</summary>
    RateRule = 8,

    /// <summary>Drains, pauses, reopens or closes.</summary>
    Status = 9,

    /// <summary>Tells all trainers something; undone, it is taken from their pages.</summary>
    Announce = 10,

    /// <summary>Writes to some trainers of the project. No way back.</summary>
    Message = 11,
}

/// <summary>A lease and its task.</summary>
[GenerateSerializer, Immutable, Alias("SteeredLease")]
public sealed record SteeredLease([property: Id(0)] AssignmentId Assignment, [property: Id(1)] int Task);

/// <summary>What is to be done. <paramref name="Id"/> is the caller's, 8 to 64 signs, so that asking twice does it once; the kind says what else counts.</summary>
[GenerateSerializer, Immutable, Alias("SteeringOrder")]
public sealed record SteeringOrder([property: Id(0)] string Id, [property: Id(1)] SteeringKind Kind)
{
    /// <summary>Release: which leases, at most 200.</summary>
    [Id(2)] public IReadOnlyList<SteeredLease> Leases { get; init => field = value ?? []; } = [];

    /// <summary>Release: what its trainers are told, 3 to 300 signs.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>Extend: by how many minutes, 1 to 1,440.</summary>
    [Id(4)] public int Minutes { get; init; }

    /// <summary>Quota: tasks in all; 0 is no quota.</summary>
    [Id(5)] public int TaskQuota { get; init; }

    /// <summary>Money: what may still be handed out.</summary>
    [Id(6)] public MicroAmount StillToHandOut { get; init; }

    /// <summary>Priority and TaskPriority: higher comes first.</summary>
    [Id(7)] public int Priority { get; init; }

    /// <summary>TaskPriority: the first task.</summary>
    [Id(8)] public int FromTask { get; init; }

    /// <summary>TaskPriority: the last task.</summary>
    [Id(9)] public int ToTask { get; init; }

    /// <summary>Raise: by how many percent, 1 to 300.</summary>
    [Id(10)] public int Percent { get; init; }

    /// <summary>RateRule: the rule; null ends it.</summary>
    [Id(11)] public RateRule? Rule { get; init; }

    /// <summary>Status: where to.</summary>
    [Id(12)] public ProjectStatus? Status { get; init; }

    /// <summary>Announce and Message: the words; one language may be empty.</summary>
    [Id(13)] public NoticeText? Text { get; init; }

    /// <summary>Announce: how many hours it is shown, 1 to 720.</summary>
    [Id(14)] public int Hours { get; init; }

    /// <summary>Message: to whom, at most 200; who has never held a task of the project is left out.</summary>
    [Id(15)] public IReadOnlyList<WorkerId> Trainers { get; init => field = value ?? []; } = [];
}

/// <summary>That of a project which an action sets; the rest is null.</summary>
[GenerateSerializer, Immutable, Alias("SteeredValues")]
public sealed record SteeredValues
{
    /// <summary>The quota of tasks.</summary>
    [Id(0)] public int? TaskQuota { get; init; }

    /// <summary>The budget's total.</summary>
    [Id(1)] public MicroAmount? Budget { get; init; }

    /// <summary>The project's priority.</summary>
    [Id(2)] public int? Priority { get; init; }

    /// <summary>The tasks' priorities.</summary>
    [Id(3)] public IReadOnlyList<TaskPriority>? TaskPriorities { get; init; }

    /// <summary>The rates.</summary>
    [Id(4)] public IReadOnlyDictionary<RateTier, MicroAmount>? Rates { get; init; }

    /// <summary>The rate's rule; null when there is none, or another thing is set.</summary>
    [Id(5)] public RateRule? Rule { get; init; }

    /// <summary>Where the project is in its life.</summary>
    [Id(6)] public ProjectStatus? Status { get; init; }
}

/// <summary>What an action would do, told before it is done.</summary>
/// <param name="Leases">Leases that it touches.</param>
/// <param name="Trainers">
/// Whose they are. Announce: who is at work or waits in line now; others read it when they come. Raise: who waits in line, and is told at once; those of
/// <paramref name="Leases"/> keep the rate that they began with.
/// </param>
/// <param name="Tasks">Tasks that it touches.</param>
/// <param name="CostsAtMost">
/// Release: what the leases have earned. Extend: what must be reserved on top. Status: what those at work can still earn. Raise: what the answers that
/// are still wanted can cost on top, at the lowest tier. Null where no money follows.
/// </param>
/// <param name="Before">How it is.</param>
/// <param name="After">How it would be.</param>
/// <param name="CanUndo">Whether it can be undone afterwards.</param>
/// <param name="IsCovered">Whether the budget covers it.</param>
[GenerateSerializer, Immutable, Alias("SteeringEffect")]
public sealed record SteeringEffect(
    [property: Id(0)] int Leases, [property: Id(1)] int Trainers, [property: Id(2)] int Tasks, [property: Id(3)] MicroAmount? CostsAtMost,
    [property: Id(4)] SteeredValues Before, [property: Id(5)] SteeredValues After, [property: Id(6)] bool CanUndo, [property: Id(7)] bool IsCovered)
{
    /// <summary>The first of the trainers, those at work before those in line; at most <see cref="NamedMax"/>.</summary>
    [Id(8)] public IReadOnlyList<SteeredTrainer> Named { get; init => field = value ?? []; } = [];

    /// <summary>Raise: people with a rate of their own, which it does not touch.</summary>
    [Id(9)] public int OwnRates { get; init; }

    /// <summary>Names in one effect: what a person reads before they say yes.</summary>
    public const int NamedMax = 10;
}

/// <summary>A trainer whom an action touches. What they are called is for the web host to say.</summary>
[GenerateSerializer, Immutable, Alias("SteeredTrainer")]
public sealed record SteeredTrainer([property: Id(0)] WorkerId Account, [property: Id(1)] string DisplayName);

/// <summary>Something that was done.</summary>
/// <param name="Number">Rises by one with each action of the project, from 1.</param>
/// <param name="Order">What was asked for.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
/// <param name="Before">How it was.</param>
/// <param name="After">How it was set.</param>
/// <param name="Leases">Leases that were changed.</param>
/// <param name="Refused">Leases that were not: they had ended, or the budget did not cover them.</param>
/// <param name="IsDone">Whether all of it is done; after a crash the rest follows within two minutes.</param>
/// <param name="UndoneAt">When it was undone.</param>
/// <param name="CanUndo">Whether it can be undone.</param>
[GenerateSerializer, Immutable, Alias("SteeringAction")]
public sealed record SteeringAction(
    [property: Id(0)] int Number, [property: Id(1)] SteeringOrder Order, [property: Id(2)] WorkerId By, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] SteeredValues Before, [property: Id(5)] SteeredValues After, [property: Id(6)] int Leases, [property: Id(7)] int Refused,
    [property: Id(8)] bool IsDone, [property: Id(9)] DateTimeOffset? UndoneAt, [property: Id(10)] bool CanUndo);

/// <summary>Steers one project: one action at a time, each told before it is done, written down, and undone where that can be.</summary>
public interface ISteeringGrain : IGrainWithStringKey
{
    /// <summary>What an action would do now. Changes nothing.</summary>
    Task<Outcome<SteeringEffect>> PreviewAsync(SteeringOrder order);

    /// <summary>Does it. The same order id again is answered as the first was.</summary>
    Task<Outcome<SteeringAction>> ActAsync(WorkerId by, SteeringOrder order);

    /// <summary>Sets back what an action set, if nothing else has set it since.</summary>
    Task<Outcome<SteeringAction>> UndoAsync(WorkerId by, int number);

    /// <summary>The latest actions, newest first.</summary>
    Task<IReadOnlyList<SteeringAction>> ListAsync();
}
