using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Distribution.Contracts.Projects;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Rehearsals;

/// <summary>Asks what a stretch of a project's past would have been under other settings.</summary>
/// <param name="From">The first lease that counts is not before this.</param>
/// <param name="To">The last one is before this; at most 31 days after <paramref name="From"/>.</param>
/// <param name="Settings">The settings as they would be published. What differs from the present ones is what is rehearsed.</param>
public sealed record RehearsalOrder(DateTimeOffset From, DateTimeOffset To, [property: Required] ProjectSettings Settings);

/// <summary>Where a rehearsal is.</summary>
[GenerateSerializer, Alias("RehearsalState")]
public enum RehearsalState
{
    /// <summary>Another one runs; one runs at a time.</summary>
    Queued = 1,

    /// <summary>The history is being read.</summary>
    Reading = 2,

    /// <summary>The past is replayed as it was, to see that the replay reproduces it.</summary>
    Checking = 3,

    /// <summary>The past is replayed with the change.</summary>
    Running = 4,

    /// <summary>The figures are there.</summary>
    Done = 5,

    /// <summary>Its manager has stopped it.</summary>
    Cancelled = 6,

    /// <summary>It could not be done; the problem says why.</summary>
    Failed = 7,
}

/// <summary>
/// What was asked, by whom and when, and where it is: a rehearsal in a list. Of what differs at most <see cref="ChangesMax"/> settings
/// stand here, with values of at most <see cref="ValueLengthMax"/> signs; the whole stands in the rehearsal itself.
/// </summary>
[GenerateSerializer, Immutable, Alias("RehearsalHead")]
public sealed record RehearsalHead(
    [property: Id(0)] string Id, [property: Id(1)] WorkerId By, [property: Id(2)] DateTimeOffset At, [property: Id(3)] DateTimeOffset From,
    [property: Id(4)] DateTimeOffset To, [property: Id(5)] IReadOnlyList<SettingChange> Changes, [property: Id(6)] RehearsalState State, [property: Id(7)] int Percent)
{
    /// <summary>Settings in a head.</summary>
    public const int ChangesMax = 12;

    /// <summary>Signs of a value.</summary>
    public const int ValueLengthMax = 120;

    /// <summary>What the person is called who asked. For the web host to say.</summary>
    [Id(8)] public string ByName { get; init; } = "";

    /// <summary>Whether it has come to its end, whichever.</summary>
    [JsonIgnore] public bool IsOver => State is RehearsalState.Done or RehearsalState.Cancelled or RehearsalState.Failed;

    /// <summary>Of a rehearsal.</summary>
    public static RehearsalHead Of(RehearsalView view) => new(
        view.Id, view.By, view.At, view.From, view.To,
        [.. view.Changes.Take(ChangesMax).Select(static change => new SettingChange(change.Setting, Cut(change.Before), Cut(change.After)))], view.State, view.Percent);

    private static string Cut(string value) => value.Length <= ValueLengthMax ? value : value[..ValueLengthMax] + "…";
}

/// <summary>A rehearsal that is kept: its head, and the blob of all of it.</summary>
[GenerateSerializer, Immutable, Alias("KeptRehearsal")]
public sealed record KeptRehearsal([property: Id(0)] RehearsalHead Head, [property: Id(1)] string BlobHash);

/// <summary>The rehearsals of one project that are kept. Key: the project.</summary>
public interface IRehearsalShelfGrain : IGrainWithStringKey
{
    /// <summary>Keeps one, or puts it in the place of the one with its id; the oldest beyond <paramref name="most"/> go.</summary>
    [Idempotent]
    Task KeepAsync(KeptRehearsal rehearsal, int most);

    /// <summary>Those that are kept, latest first.</summary>
    [Idempotent]
    Task<IReadOnlyList<KeptRehearsal>> ListAsync();
}

/// <summary>A rehearsal, as far as it has come.</summary>
public sealed record RehearsalView
{
    /// <summary>Its name within the project.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId Project { get; init; }

    /// <summary>Who asked.</summary>
    public required WorkerId By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The stretch of the past.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The version of the settings that the change was made to: publishing it needs this one to be the present one still.</summary>
    public required int SettingsVersion { get; init; }

    /// <summary>The settings that were rehearsed.</summary>
    public required ProjectSettings Settings { get; init; }

    /// <summary>What of them differs; empty when the past was only replayed.</summary>
    public required IReadOnlyList<SettingChange> Changes { get; init; }

    /// <summary>Where it is.</summary>
    public RehearsalState State { get; init; } = RehearsalState.Queued;

    /// <summary>How far the present state has come, in percent.</summary>
    public int Percent { get; init; }

    /// <summary>What happened.</summary>
    public RehearsalFigures? Happened { get; init; }

    /// <summary>What would have happened.</summary>
    public RehearsalFigures? Rehearsed { get; init; }

    /// <summary>Whether the replay without the change is what happened.</summary>
    public RehearsalCheck? Check { get; init; }

    /// <summary>Which assignments would have gone otherwise.</summary>
    public RehearsalEffects? Effects { get; init; }

    /// <summary>Leases of that time that still run, and were left out.</summary>
    public int StillRunning { get; init; }

    /// <summary>Assignments from before that time that were replayed so that their tasks stand as they stood; no figure counts them.</summary>
    public int Before { get; init; }

    /// <summary>Real time that it took, reading included, in milliseconds.</summary>
    public long TookMs { get; init; }

    /// <summary>Why it failed.</summary>
    public Refusal? Problem { get; init; }
}

/// <summary>A setting that differs, with both values as JSON.</summary>
[GenerateSerializer, Immutable, Alias("SettingChange")]
public sealed record SettingChange([property: Id(0)] string Setting, [property: Id(1)] string Before, [property: Id(2)] string After);

/// <summary>The figures of one course of events.</summary>
/// <param name="Leases">Leases granted.</param>
/// <param name="NotLeased">Times that somebody asked, and got nothing.</param>
/// <param name="Answers">Answers that count.</param>
/// <param name="LateAnswers">Of these: handed in after the lease had ended.</param>
/// <param name="Superseded">Answers after the lease had ended, whose slot was taken.</param>
/// <param name="PastLimit">Answers, the superseded ones too, of more active time than the limit.</param>
/// <param name="LateShare">Answers past the limit or after the lease had ended, of all answers; null without an answer.</param>
/// <param name="Expired">Leases ended by their clock.</param>
/// <param name="GivenBack">Released, skipped or reported.</param>
/// <param name="Cost">What all of it cost.</param>
/// <param name="CostPerAnswer">Of an answer that counts, rounded half to even; null without one.</param>
/// <param name="LastAnswerAt">When the last answer came.</param>
/// <param name="Hours">Answers that count and cost by hour; hours without any are left out.</param>
/// <param name="HandlingMs">Active time of an answer, by percentile.</param>
/// <param name="Earnings">What a trainer earned, by percentile over trainers, in micro-units.</param>
/// <param name="HourlyRates">What a trainer earned for an hour of active time, by percentile over trainers, in micro-units.</param>
/// <param name="Trainers">Trainers who earned something.</param>
public sealed record RehearsalFigures(
    int Leases, int NotLeased, int Answers, int LateAnswers, int Superseded, int PastLimit, double? LateShare, int Expired, int GivenBack, MicroAmount Cost,
    MicroAmount? CostPerAnswer, DateTimeOffset? LastAnswerAt, IReadOnlyList<RehearsalHour> Hours, Percentiles HandlingMs, Percentiles Earnings, Percentiles HourlyRates, int Trainers);

/// <summary>One hour, UTC.</summary>
public sealed record RehearsalHour(DateTimeOffset At, int Answers, MicroAmount Cost);

/// <summary>Nearest-rank percentiles; all 0 without a value.</summary>
public sealed record Percentiles(long P10, long P25, long P50, long P75, long P90);

/// <summary>The replay without the change, beside what happened.</summary>
/// <param name="Compared">Assignments compared.</param>
/// <param name="Differing">Of these: with another task, time of lease or answer, fate or amount.</param>
/// <param name="Cost">The replay's cost.</param>
/// <param name="Examples">At most 20 that differ.</param>
public sealed record RehearsalCheck(int Compared, int Differing, MicroAmount Cost, IReadOnlyList<RehearsalDifference> Examples);

/// <summary>An assignment that differs.</summary>
public sealed record RehearsalDifference(AssignmentId Assignment, int Task, string Happened, string Replayed);

/// <summary>Assignments whose outcome the change would have changed.</summary>
/// <param name="NotLeased">Would not have been leased: no task was left that fits, or a need or cap stood against it.</param>
/// <param name="OtherTask">Would have been of another task.</param>
/// <param name="NowLate">Answers in time that would have come after the end of their lease.</param>
/// <param name="NowInTime">Late answers that would have been in time.</param>
/// <param name="NowUnused">Answers that would not have counted.</param>
/// <param name="PaidMore">Would have been paid more.</param>
/// <param name="PaidLess">Would have been paid less, those that would not have been leased included.</param>
public sealed record RehearsalEffects(int NotLeased, int OtherTask, int NowLate, int NowInTime, int NowUnused, int PaidMore, int PaidLess);

/// <summary>Runs rehearsals, one at a time, on a thread of their own, and keeps what they found.</summary>
public interface IRehearsals
{
    /// <summary>Takes an order; what it will come to is told by <see cref="FindAsync"/>. Refused when the order is wrong or too many wait.</summary>
    Task<Outcome<RehearsalView>> StartAsync(ProjectView project, WorkerId by, RehearsalOrder order);

    /// <summary>Those of a project that run or are kept, latest first. One that a stop of the server broke off has failed.</summary>
    Task<IReadOnlyList<RehearsalHead>> ListAsync(ProjectId project);

    /// <summary>One of them, or null.</summary>
    Task<RehearsalView?> FindAsync(ProjectId project, string id);

    /// <summary>Stops one; null when there is none. One that is over stays as it is.</summary>
    Task<RehearsalView?> CancelAsync(ProjectId project, string id);
}
