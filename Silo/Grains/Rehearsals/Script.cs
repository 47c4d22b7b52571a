using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Rehearsals;

/// <summary>What somebody does.</summary>
public enum ActKind
{
    /// <summary>Asks for a task.</summary>
    Pull = 1,

    /// <summary>Gives a sign of life.</summary>
    Beat = 2,

    /// <summary>Stops the pay clock.</summary>
    Pause = 3,

    /// <summary>Starts it again.</summary>
    Resume = 4,

    /// <summary>Hands in.</summary>
    Submit = 5,

    /// <summary>Gives the task back.</summary>
    GiveBack = 6,

    /// <summary>A manager puts a stuck task back.</summary>
    Unstick = 7,

    /// <summary>A segment is imported.</summary>
    Import = 8,

    /// <summary>The project takes the lease back.</summary>
    Withdraw = 9,
}

/// <summary>One act of a replay.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Subject">The index of the assignment; of an unsticking the task, of an import the segment.</param>
/// <param name="How">How a task is given back.</param>
public readonly record struct Act(DateTimeOffset At, ActKind Kind, int Subject, GiveBackKind How = default);

/// <summary>
/// The acts of the past in order: what the trainers did, at the moments at which it is known that they did it. Signs of life are not in the
/// history; the trace says where they were missing, and in between they come often enough to be the same trace.
/// </summary>
public static class Script
{
    /// <summary>Between signs of life of who is there: below the minute from which a gap is marked as filled in.</summary>
    private const long BeatMs = 55_000;

    /// <summary>All acts, in the order of their time; at the same moment in the order of the history.</summary>
    public static IReadOnlyList<Act> Of(Past past)
    {
        var acts = new List<Act>(past.Assignments.Count * 8);
        for (var i = 0; i < past.Segments.Count; i++) acts.Add(new Act(past.Segments[i].Import.ImportedAt, ActKind.Import, i));
        foreach (var happened in past.Unstuck) acts.Add(new Act(happened.At, ActKind.Unstick, happened.Task ?? 0));
        for (var i = 0; i < past.Assignments.Count; i++) AddActs(acts, past.Assignments[i], i);
        return [.. acts.OrderBy(static act => act.At)];
    }

    private static void AddActs(List<Act> acts, PastAssignment assignment, int index)
    {
        acts.Add(new Act(assignment.Fate.LeasedAt, ActKind.Pull, index));
        foreach (var ms in Beats(assignment.Trace, assignment.Pins.GraceMs))
            acts.Add(new Act(assignment.Fate.LeasedAt.AddTicks(ms * TimeSpan.TicksPerMillisecond), ActKind.Beat, index));
        foreach (var happened in assignment.Events)
            if (ActOf(happened, index) is { } act) acts.Add(act);
    }

    /// <summary>The signs of life, in milliseconds since the lease, that lead to this trace.</summary>
    /// <param name="trace">The segments of a closed sheet.</param>
    /// <param name="graceMs">The longest gap that is filled in.</param>
    public static IEnumerable<long> Beats(IReadOnlyList<TimeSegment> trace, long graceMs)
    {
        for (var i = 0; i < trace.Count; i++)
        {
            var (segment, before) = (trace[i], i > 0 ? trace[i - 1].Kind : TimeKind.Active);

            if (i > 0 && IsSeenBetween(before, segment.Kind)) yield return segment.FromMs;
            var step = segment.Kind switch
            {
                // Nobody who was there may seem gone: a project's grace may be shorter than the minute.
                TimeKind.Active => Math.Min(BeatMs, graceMs / 2),
                TimeKind.FilledIn => StepWithin(segment.ToMs - segment.FromMs, graceMs),
                _ => long.MaxValue,
            };
            if (step == long.MaxValue) continue;
            for (var at = segment.FromMs + step; at < segment.ToMs; at += step) yield return at;
        }
    }

    /// <summary>
    /// A change of kind is where somebody was last or first seen. Not so at a pause, which begins and ends with an act of its own, nor where an
    /// outage cuts through a gap in which nobody was seen.
    /// </summary>
    private static bool IsSeenBetween(TimeKind before, TimeKind after) =>
        before != TimeKind.Paused && after != TimeKind.Paused && (before, after) is not ((TimeKind.Unproven, TimeKind.Outage) or (TimeKind.Outage, TimeKind.Unproven));

    /// <summary>Gaps that follow each other stand as one segment: cut into equal parts that the grace covers.</summary>
    private static long StepWithin(long lengthMs, long graceMs)
    {
        var parts = Math.Max(1, (lengthMs + graceMs - 1) / Math.Max(1, graceMs));
        return Math.Max(1, (lengthMs + parts - 1) / parts);
    }

    private static Act? ActOf(HistoryEvent happened, int index) => happened.Kind switch
    {
        EventKind.Paused => new Act(happened.At, ActKind.Pause, index),
        EventKind.Resumed => new Act(happened.At, ActKind.Resume, index),
        EventKind.Submitted or EventKind.SubmittedLate or EventKind.Superseded => new Act(happened.At, ActKind.Submit, index),
        EventKind.Released => new Act(happened.At, ActKind.GiveBack, index, GiveBackKind.Release),
        EventKind.Skipped => new Act(happened.At, ActKind.GiveBack, index, GiveBackKind.Skip),
        EventKind.Reported => new Act(happened.At, ActKind.GiveBack, index, GiveBackKind.Report),
        EventKind.Withdrawn => new Act(happened.At, ActKind.Withdraw, index),
        _ => null,
    };
}
