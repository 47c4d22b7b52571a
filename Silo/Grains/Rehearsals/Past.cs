using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Rehearsals;

/// <summary>A stretch of a project's past: everything that a replay needs of it.</summary>
public sealed record Past
{
    /// <summary>The project.</summary>
    public required ProjectId Project { get; init; }

    /// <summary>Its present settings.</summary>
    public required ProjectSettings Settings { get; init; }

    /// <summary>The stretch.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The assignments by the order of their leases, those before the stretch of the same tasks included.</summary>
    public required IReadOnlyList<PastAssignment> Assignments { get; init; }

    /// <summary>The segments by number.</summary>
    public required IReadOnlyList<SegmentView> Segments { get; init; }

    /// <summary>Tasks that were begun before, and not touched in the stretch: nobody gets them in a replay.</summary>
    public required IReadOnlyList<int> Aside { get; init; }

    /// <summary>When a manager put stuck tasks back.</summary>
    public required IReadOnlyList<HistoryEvent> Unstuck { get; init; }

    /// <summary>Those who worked.</summary>
    public required IReadOnlyDictionary<WorkerId, PastTrainer> Trainers { get; init; }

    /// <summary>When the system was down.</summary>
    public required IReadOnlyList<Outage> Outages { get; init; }

    /// <summary>Leases of the stretch that still run: left out.</summary>
    public int StillRunning { get; init; }

    /// <summary>The first lease. Of leases at about the same time the history may have heard of a later one first.</summary>
    public DateTimeOffset Begin => Assignments.Min(static assignment => assignment.Fate.LeasedAt);

    /// <summary>Whether an assignment counts, or is there only so that its task stands as it stood.</summary>
    public bool Counts(PastAssignment assignment) => assignment.Fate.LeasedAt >= From;
}

/// <summary>One assignment of the past.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Pins">What it was leased with.</param>
/// <param name="Trace">What its time was.</param>
/// <param name="Events">What its trainer did, in order.</param>
public sealed record PastAssignment(Fate Fate, LeasePins Pins, IReadOnlyList<TimeSegment> Trace, IReadOnlyList<HistoryEvent> Events);

/// <summary>A trainer as they are now.</summary>
/// <param name="Tags">The needs that they meet.</param>
/// <param name="Tier">What they are to the project.</param>
/// <param name="HasOffer">Whether they have a personal offer, which no posted rate changes.</param>
public sealed record PastTrainer(IReadOnlyList<string> Tags, RateTier Tier, bool HasOffer);
