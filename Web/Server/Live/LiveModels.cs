using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;

namespace Distribution.Web.Live;

/// <summary>What of a project changes with time alone, or lies outside its history: sent to its dashboards once a second while it changes.</summary>
/// <param name="Project">Which project.</param>
/// <param name="At">When this was true.</param>
/// <param name="Status">Where the project is in its life.</param>
/// <param name="SettingsVersion">The version of its settings; another one means: read the project again.</param>
/// <param name="Active">Trainers at work, the silent ones among them.</param>
/// <param name="Paused">Trainers who pause.</param>
/// <param name="Silent">Trainers at work whose page gives no sign of life.</param>
/// <param name="Waiting">Trainers in the waiting line.</param>
/// <param name="Queue">Tasks by state.</param>
/// <param name="Ages">Ready tasks by the hour of their import.</param>
/// <param name="Money">The budget.</param>
/// <param name="Shares">How leases of the last hour ended.</param>
/// <param name="Forecast">When it will be done; null when too little is known, or nothing is left.</param>
/// <param name="Advice">What is worth a look, most urgent first.</param>
public sealed record ProjectPulse(
    ProjectId Project, DateTimeOffset At, ProjectStatus Status, int SettingsVersion, int Active, int Paused, int Silent, int Waiting, QueueCounts Queue,
    IReadOnlyList<BacklogAge> Ages, MoneyPulse Money, EndShares Shares, Forecast? Forecast, IReadOnlyList<Advice> Advice);

/// <summary>A project's money.</summary>
/// <param name="Total">The budget.</param>
/// <param name="Spent">Settled.</param>
/// <param name="Reserved">Held for running leases: the most that they can cost.</param>
/// <param name="Forecast">What the whole will have cost at the present cost an answer; null before the first answer.</param>
public sealed record MoneyPulse(MicroAmount Total, MicroAmount Spent, MicroAmount Reserved, MicroAmount? Forecast);

/// <summary>How the leases of the last hour ended.</summary>
/// <param name="Ended">Leases that ended, and answers that came after that.</param>
/// <param name="Submitted">Of these: handed in in time.</param>
/// <param name="Late">Handed in after the lease had ended.</param>
/// <param name="Expired">Ended by their clock.</param>
/// <param name="Skipped">Skipped or reported.</param>
/// <param name="Released">Given back.</param>
/// <param name="Stepped">Leases whose rate stepped down.</param>
public sealed record EndShares(long Ended, long Submitted, long Late, long Expired, long Skipped, long Released, long Stepped);

/// <summary>When a project will have all its answers, if it goes on as in the last hour.</summary>
/// <param name="Remaining">Answers that are still wanted.</param>
/// <param name="PerHour">Answers an hour.</param>
/// <param name="Earliest">One time in ten it is done before.</param>
/// <param name="Likely">As likely before as after.</param>
/// <param name="Latest">One time in ten it takes longer; null when even that it ends is not sure.</param>
public sealed record Forecast(long Remaining, double PerHour, DateTimeOffset Earliest, DateTimeOffset Likely, DateTimeOffset? Latest);

/// <summary>Something that a manager may want to change.</summary>
/// <param name="Code">What it is.</param>
/// <param name="Value">The figure that shows it: a share of 1, a number of tasks or people, or milliseconds.</param>
/// <param name="Bound">From which figure on it is worth a look.</param>
public sealed record Advice(AdviceCode Code, double Value, double Bound);

/// <summary>What is worth a look.</summary>
public enum AdviceCode
{
    /// <summary>The budget does not cover what is left. Value and bound in units of money.</summary>
    BudgetShort = 1,

    /// <summary>Tasks wait, and nobody works.</summary>
    NobodyWorks = 2,

    /// <summary>Tasks wait for a manager.</summary>
    StuckTasks = 3,

    /// <summary>Many leases expire: the limit is too short, or the task is broken.</summary>
    ManyExpire = 4,

    /// <summary>Many skip or report: the task is unclear, or not for these people.</summary>
    ManySkip = 5,

    /// <summary>Many answers come late: the hard limit is too short.</summary>
    ManyLate = 6,

    /// <summary>One in ten needs more time than is paid in full.</summary>
    LimitTight = 7,

    /// <summary>Nearly all need less than a third of the limit.</summary>
    LimitLoose = 8,

    /// <summary>People wait, and there is no work for them.</summary>
    PeopleWait = 9,

    /// <summary>Many of those at work give no sign of life.</summary>
    ManySilent = 10,
}

/// <summary>A project in a list of all: what one wants to know before opening it.</summary>
/// <param name="Project">Its settings and budget.</param>
/// <param name="Queue">Tasks by state.</param>
/// <param name="Active">Trainers at work.</param>
/// <param name="Paused">Trainers who pause.</param>
/// <param name="Spent">Credited so far.</param>
/// <param name="Submitted">Answers so far that count.</param>
/// <param name="Minutes">Answers handed in by minute: the last hour, oldest first, 60 numbers.</param>
public sealed record ProjectSummary(
    ProjectView Project, QueueCounts Queue, int Active, int Paused, MicroAmount Spent, long Submitted, IReadOnlyList<long> Minutes);

/// <summary>Who holds a task now, in words.</summary>
/// <param name="Assignment">The lease.</param>
/// <param name="Task">The task's number.</param>
/// <param name="Worker">The trainer's account.</param>
/// <param name="DisplayName">What the trainer is called.</param>
/// <param name="LeasedAt">Since when.</param>
/// <param name="IsPaused">Whether they pause.</param>
/// <param name="IsSilent">Whether their page gives no sign of life.</param>
/// <param name="SeenAt">The last sign of life that is known.</param>
public sealed record HolderView(
    AssignmentId Assignment, int Task, WorkerId Worker, string DisplayName, DateTimeOffset LeasedAt, bool IsPaused, bool IsSilent, DateTimeOffset SeenAt);
