using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Common;

/// <summary>The limits of leasing that hold for every project.</summary>
public sealed class LeaseOptions
{
    /// <summary>
    /// How old an intent may be when its lease arrives. Default: 30 s, the longest a call is waited for; an older one was given up.
    /// </summary>
    public TimeSpan IntentExpiry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long heartbeats may rest in memory only. Default: 60 s: what a crash can make unproven, which the outage rule then covers.</summary>
    public TimeSpan BeatDurability { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Assignments one task may see in its life. Default: 200; a task that nobody can finish is stuck long before.</summary>
    [Range(10, 1000)]
    public int AssignmentsPerTask { get; set; } = 200;

    /// <summary>How often one person may give the same task back without a reason. Default: 3; a robot that takes and drops must not use a task up.</summary>
    [Range(1, 100)]
    public int ReleasesPerTrainer { get; set; } = 3;

    /// <summary>Task calls one lease may cost. Default: 3.</summary>
    [Range(1, 10)]
    public int TaskCallsPerLease { get; set; } = 3;

    /// <summary>Answers and skips a worker keeps in its own record before they go to its seen record. Default: 16: one extra write in sixteen.</summary>
    [Range(1, 256)]
    public int RecentPerFlush { get; set; } = 16;

    /// <summary>First wait before what is owed is delivered again. Default: 1 s; doubles up to a minute.</summary>
    public TimeSpan DeliveryRetry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much longer than it says an offer of the waiting line is kept. Default: 1 s: who takes it at its last moment over a slow network has it.
    /// </summary>
    public TimeSpan ClaimGrace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a closed task stays out for an announced late answer. Default: 2 min, four times the longest a call is waited for.</summary>
    public TimeSpan LateHold { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Ids that one write lets out. Default: 64.</summary>
    [Range(1, 1000)]
    public int OutBatch { get; set; } = 64;

    /// <summary>How long hints gather before the queue asks the tasks. Default: 50 ms.</summary>
    public TimeSpan HintLinger { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a queue looks for new settings and at its oldest task. Default: 1 s.</summary>
    public TimeSpan QueueBeat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a lease waits for a change of its project that is being read. Default: 2 s: it takes milliseconds, unless the project does not answer.</summary>
    public TimeSpan NewsPatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a queue's reminder sweeps. Default: 1 min, the shortest a reminder can be.</summary>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
