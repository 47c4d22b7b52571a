using Distribution.Contracts;
using Distribution.Contracts.History;

namespace Distribution.Grains.Rehearsals;

/// <summary>What became of one assignment, from its events alone.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Task">Of which task.</param>
/// <param name="LeasedAt">When it was leased.</param>
public sealed record Fate(AssignmentId Id, int Task, DateTimeOffset LeasedAt)
{
    /// <summary>How the lease ended; null while it runs.</summary>
    public EventKind? End { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>What became of an answer after that; null without one.</summary>
    public EventKind? Late { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset LateAt { get; init; }

    /// <summary>All that it was paid.</summary>
    public MicroAmount Amount { get; init; }

    /// <summary>Paid time.</summary>
    public long ActiveMs { get; init; }

    /// <summary>Whether its answer counts.</summary>
    public bool IsUsed => End == EventKind.Submitted || Late == EventKind.SubmittedLate;

    /// <summary>Whether it has an answer, used or not.</summary>
    public bool HasAnswer => End == EventKind.Submitted || Late is not null;

    /// <summary>When its answer came.</summary>
    public DateTimeOffset AnsweredAt => Late is null ? EndedAt : LateAt;

    /// <summary>
    /// In words for a list of differences. When a lease ended by its clock is left out: what ends it is the clock, and when that was noticed is
    /// a matter of milliseconds and of nobody's money.
    /// </summary>
    public override string ToString() =>
        $"task {Task}, leased {LeasedAt:O}, {End}{(End is null or EventKind.Expired ? "" : $" {EndedAt:O}")}{(Late is null ? "" : $", {Late} {LateAt:O}")}, paid {Amount}";
}

/// <summary>Reads fates from events in the order in which they were taken.</summary>
public sealed class Fates
{
    private readonly Dictionary<AssignmentId, Fate> _all = [];

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<AssignmentId, Fate> All => _all;

    /// <summary>Takes in one event.</summary>
    public void Add(HistoryEvent happened)
    {
        if (happened is not { Assignment: { } id, Task: { } task }) return;
        if (happened.Kind == EventKind.Leased) _all[id] = new Fate(id, task, happened.At);
        else if (_all.TryGetValue(id, out var fate)) _all[id] = After(fate, happened);
    }

    private static Fate After(Fate fate, HistoryEvent happened) => happened.Kind switch
    {
        EventKind.Submitted or EventKind.Released or EventKind.Skipped or EventKind.Reported or EventKind.Expired or EventKind.Withdrawn => fate with
        {
            End = happened.Kind,
            EndedAt = happened.At,
            Amount = fate.Amount + happened.Amount,
            ActiveMs = happened.ActiveMs,
        },
        EventKind.SubmittedLate or EventKind.Superseded => fate with { Late = happened.Kind, LateAt = happened.At, Amount = fate.Amount + happened.Amount },
        _ => fate,
    };
}
