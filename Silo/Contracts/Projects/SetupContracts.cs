using Distribution.Contracts.TaskTypes;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Projects;

/// <summary>What a project's answers are for, and how careful its work must be. Its risk is never below that of its task type.</summary>
[GenerateSerializer, Immutable, Alias("ProjectUse")]
public sealed record ProjectUse([property: Id(0)] RiskClass Risk, [property: Id(1)] string PurposeKo, [property: Id(2)] string PurposeEn);

/// <summary>What a manager asks of a pilot.</summary>
/// <param name="Trainers">Accounts that may take part; none leaves it to who comes first.</param>
/// <param name="TrainersMax">At most so many people, the named ones among them. 1 to 50.</param>
/// <param name="Tasks">At most so many tasks, each with as many answers as any. 1 to 500.</param>
[GenerateSerializer, Immutable, Alias("PilotPlan")]
public sealed record PilotPlan(
    [property: Id(0)] IReadOnlyList<WorkerId> Trainers, [property: Id(1)] int TrainersMax, [property: Id(2)] int Tasks);

/// <summary>A trial with few people and tasks before all may come. Each round has tasks that no round before it had.</summary>
[GenerateSerializer, Immutable, Alias("Pilot")]
public sealed record Pilot
{
    /// <summary>From 1.</summary>
    [Id(0)] public int Round { get; init; }

    /// <summary>The first task, counted over all tasks in the order of their numbers.</summary>
    [Id(1)] public int FirstTask { get; init; }

    /// <summary>How many tasks.</summary>
    [Id(2)] public int Tasks { get; init; }

    /// <summary>Who takes part: the named ones, and those who came.</summary>
    [Id(3)] public IReadOnlyList<WorkerId> Trainers { get; init => field = value ?? []; } = [];

    /// <summary>At most so many people.</summary>
    [Id(4)] public int TrainersMax { get; init; }

    /// <summary>When it began.</summary>
    [Id(5)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>When all were let in, the project was paused, or the next round began; null while it runs.</summary>
    [Id(6)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The position in the project's history at which it began.</summary>
    [Id(7)] public long FromPosition { get; init; }

    /// <summary>Whether a person takes part, or could.</summary>
    public bool Admits(WorkerId worker) => Trainers.Contains(worker) || Trainers.Count < TrainersMax;
}

/// <summary>What one person is paid in one project: a tier, or an hourly rate of their own.</summary>
[GenerateSerializer, Immutable, Alias("PersonTerms")]
public sealed record PersonTerms(
    [property: Id(0)] RateTier Tier, [property: Id(1)] MicroAmount? HourlyRate, [property: Id(2)] string Note, [property: Id(3)] DateTimeOffset At);
