using Distribution.Contracts.Projects;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Experiments;

/// <summary>What is drawn to a variant, and therefore what one observation is of.</summary>
[GenerateSerializer, Alias("ExperimentUnit")]
public enum ExperimentUnit
{
    /// <summary>A trainer has one variant for all tasks.</summary>
    Trainer = 1,

    /// <summary>A task has one variant for all trainers.</summary>
    Task = 2,
}

/// <summary>What is measured; stated before the start, and never changed.</summary>
[GenerateSerializer, Alias("ExperimentMeasure")]
public enum ExperimentMeasure
{
    /// <summary>Active time of an answer, in milliseconds.</summary>
    HandlingTime = 1,

    /// <summary>Share of answers past the limit or after the end of their lease.</summary>
    LateShare = 2,

    /// <summary>Share of leases that ended without an answer that counts.</summary>
    UnusedShare = 3,

    /// <summary>Share of gold tasks that were answered right.</summary>
    GoldAccuracy = 4,

    /// <summary>Share of the other answers of the task that say the same in its closed questions.</summary>
    Agreement = 5,
}

/// <summary>Where an experiment is.</summary>
[GenerateSerializer, Alias("ExperimentStatus")]
public enum ExperimentStatus
{
    /// <summary>Leases are drawn to its variants.</summary>
    Running = 1,

    /// <summary>A boundary was crossed, or the last look was taken.</summary>
    Concluded = 2,

    /// <summary>A manager ended it before; its looks say no more than they said.</summary>
    Stopped = 3,
}

/// <summary>Shows the content of one field of a task where another is: another model's answer, for instance.</summary>
[GenerateSerializer, Immutable, Alias("FieldSwap")]
public sealed record FieldSwap([property: Id(0)] string Field, [property: Id(1)] string From);

/// <summary>
/// What differs from the project's settings; 0 and empty are as the project has it. Nothing of it can make an assignment pay less than the
/// project's posted terms would have paid for the same time.
/// </summary>
[GenerateSerializer, Immutable, Alias("ExperimentVariant")]
public sealed record ExperimentVariant
{
    /// <summary>1 to 40 lower-case letters, digits and hyphens.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The version of the guidelines that leases pin.</summary>
    [Id(1)] public int GuidelineVersion { get; init; }

    /// <summary>What is added to the hourly rate, in percent: 0 to 200, never below.</summary>
    [Id(2)] public int RatePercent { get; init; }

    /// <summary>The limit at full rate, in milliseconds: not below the project's.</summary>
    [Id(3)] public long LimitMs { get; init; }

    /// <summary>The hard limit, in milliseconds: not below the project's.</summary>
    [Id(4)] public long HardLimitMs { get; init; }

    /// <summary>Fields of the task that show another field's content; at most 4.</summary>
    [Id(5)] public IReadOnlyList<FieldSwap> Shown { get; init => field = value ?? []; } = [];
}

/// <summary>What a lease needs of a running experiment; part of the settings. The first variant is the control.</summary>
[GenerateSerializer, Immutable, Alias("RunningExperiment")]
public sealed record RunningExperiment(
    [property: Id(0)] string Id, [property: Id(1)] string Seed, [property: Id(2)] ExperimentUnit Unit, [property: Id(3)] IReadOnlyList<ExperimentVariant> Variants);

/// <summary>What is stated before the start.</summary>
/// <param name="Title">What it is to find out.</param>
/// <param name="Unit">What is drawn.</param>
/// <param name="Variants">The control first; 2 to 4.</param>
/// <param name="Measure">What is measured.</param>
/// <param name="Effect">The smallest difference worth finding: milliseconds, or a share of 0 to 1.</param>
/// <param name="Spread">Of times the standard deviation between units, in milliseconds; of shares the control's expected share, 0 to 1.</param>
/// <param name="Alpha">The risk of finding a difference where there is none, over all looks: 0.001 to 0.2.</param>
/// <param name="Power">The chance of finding the effect if it is there: 0.5 to 0.99.</param>
/// <param name="Looks">How often one may look, the last time included: 1 to 10.</param>
[GenerateSerializer, Immutable, Alias("ExperimentPlan")]
public sealed record ExperimentPlan(
    [property: Id(0)] string Title, [property: Id(1)] ExperimentUnit Unit, [property: Id(2)] IReadOnlyList<ExperimentVariant> Variants,
    [property: Id(3)] ExperimentMeasure Measure, [property: Id(4)] double Effect, [property: Id(5)] double Spread, [property: Id(6)] double Alpha,
    [property: Id(7)] double Power, [property: Id(8)] int Looks);

/// <summary>What follows from a plan.</summary>
/// <param name="UnitsPerArm">Trainers or tasks that each variant needs.</param>
/// <param name="Fractions">At which share of them each look is taken.</param>
/// <param name="Boundaries">How many standard errors a difference must have at each look.</param>
[GenerateSerializer, Immutable, Alias("ExperimentSchedule")]
public sealed record ExperimentSchedule(
    [property: Id(0)] int UnitsPerArm, [property: Id(1)] IReadOnlyList<double> Fractions, [property: Id(2)] IReadOnlyList<double> Boundaries);

/// <summary>A variant at a look.</summary>
[GenerateSerializer, Immutable, Alias("ExperimentArm")]
public sealed record ExperimentArm([property: Id(0)] string Variant, [property: Id(1)] int Units, [property: Id(2)] int Observations, [property: Id(3)] double? Mean);

/// <summary>A variant beside the control: the difference of the means, and an interval that holds over all looks together.</summary>
[GenerateSerializer, Immutable, Alias("ExperimentContrast")]
public sealed record ExperimentContrast(
    [property: Id(0)] string Variant, [property: Id(1)] double Difference, [property: Id(2)] double Low, [property: Id(3)] double High,
    [property: Id(4)] string Method, [property: Id(5)] bool IsBeyond);

/// <summary>A look that was taken.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When.</param>
/// <param name="By">Who looked.</param>
/// <param name="Fraction">The share of the planned units that the smallest variant had.</param>
/// <param name="Boundary">The standard errors that were needed.</param>
/// <param name="Arms">The variants.</param>
/// <param name="Contrasts">Each variant beside the control.</param>
[GenerateSerializer, Immutable, Alias("ExperimentLook")]
public sealed record ExperimentLook(
    [property: Id(0)] int Number, [property: Id(1)] DateTimeOffset At, [property: Id(2)] WorkerId By, [property: Id(3)] double Fraction,
    [property: Id(4)] double Boundary, [property: Id(5)] IReadOnlyList<ExperimentArm> Arms, [property: Id(6)] IReadOnlyList<ExperimentContrast> Contrasts);

/// <summary>An experiment with what was stated before it, and what was seen.</summary>
[GenerateSerializer, Immutable, Alias("ExperimentRecord")]
public sealed record ExperimentRecord
{
    /// <summary>Its name within the project.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>What decides who gets what.</summary>
    [Id(1)] public required string Seed { get; init; }

    /// <summary>What was stated.</summary>
    [Id(2)] public required ExperimentPlan Plan { get; init; }

    /// <summary>What follows from it.</summary>
    [Id(3)] public required ExperimentSchedule Schedule { get; init; }

    /// <summary>Who started it.</summary>
    [Id(4)] public required WorkerId By { get; init; }

    /// <summary>When.</summary>
    [Id(5)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Where the project's history was then.</summary>
    [Id(6)] public required long FromPosition { get; init; }

    /// <summary>Where it is.</summary>
    [Id(7)] public ExperimentStatus Status { get; init; } = ExperimentStatus.Running;

    /// <summary>When it ended.</summary>
    [Id(8)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why a manager ended it.</summary>
    [Id(9)] public string? Reason { get; init; }

    /// <summary>The looks so far.</summary>
    [Id(10)] public IReadOnlyList<ExperimentLook> Looks { get; init; } = [];
}

/// <summary>The experiments of one project, latest first; the key is the project. One runs at a time.</summary>
public interface IExperimentsGrain : IGrainWithStringKey
{
    /// <summary>All that are remembered.</summary>
    [ReadOnly]
    Task<IReadOnlyList<ExperimentRecord>> ListAsync();

    /// <summary>Writes it down and puts it in force; the same id again puts it in force again and is answered as the first was.</summary>
    Task<Outcome<ExperimentRecord>> StartAsync(ExperimentRecord experiment);

    /// <summary>Adds the look that is due; the number of a look that was taken is answered with that one. What it concludes is out of force.</summary>
    Task<Outcome<ExperimentRecord>> AddLookAsync(string id, ExperimentLook look);

    /// <summary>Ends it without a result; idempotent.</summary>
    Task<Outcome<ExperimentRecord>> StopAsync(WorkerId by, string id, string reason);
}

/// <summary>How far a running experiment has come. No means: they are seen at looks only.</summary>
public sealed record ExperimentProgress(string Id, IReadOnlyList<ExperimentArm> Arms, int NextLook, int UnitsForNextLook, bool IsDue);

/// <summary>A project's experiments.</summary>
public sealed record ExperimentsView(IReadOnlyList<ExperimentRecord> Experiments, ExperimentProgress? Progress);

/// <summary>Plans, starts, looks at and ends experiments.</summary>
public interface IExperimentDesk
{
    /// <summary>The schedule of a plan under a project's settings, or what is wrong with it.</summary>
    Outcome<ExperimentSchedule> Plan(ProjectView project, ExperimentPlan plan);

    /// <summary>Starts one under the caller's id.</summary>
    Task<Outcome<ExperimentRecord>> StartAsync(ProjectView project, WorkerId by, string id, ExperimentPlan plan);

    /// <summary>All of them, and how far the running one has come.</summary>
    Task<ExperimentsView> ListAsync(ProjectId project, CancellationToken ct);

    /// <summary>Takes the next look; refused before it is due.</summary>
    Task<Outcome<ExperimentRecord>> LookAsync(ProjectId project, WorkerId by, string id, CancellationToken ct);

    /// <summary>Ends one without a result.</summary>
    Task<Outcome<ExperimentRecord>> StopAsync(ProjectId project, WorkerId by, string id, string reason);
}
