using Distribution.Contracts.Ledger;

namespace Distribution.Grains.Pay;

/// <summary>Keeps a trace bounded: someone who pauses a thousand times must not outgrow the task's record.</summary>
internal static class Folding
{
    /// <summary>
    /// Brings <paramref name="segments"/> down to <paramref name="most"/> (at least the number of kinds + 1) by folding the oldest into one
    /// another kind by kind. The whole span and each kind's sum stay the same. Returns up to which offset places were moved, 0 for none.
    /// </summary>
    public static long Fold(List<TimeSegment> segments, int most)
    {
        var foldedMs = 0L;
        while (segments.Count > most)
            foldedMs = Math.Max(foldedMs, FoldOldest(segments));
        return foldedMs;
    }

    /// <summary>Moves the first segment whose kind has come before to the end of its elder; those between move back.</summary>
    private static long FoldOldest(List<TimeSegment> segments)
    {
        var seen = new HashSet<TimeKind>();
        var later = segments.FindIndex(segment => !seen.Add(segment.Kind));
        var moved = segments[later];
        var elder = segments.FindIndex(segment => segment.Kind == moved.Kind);
        var ms = moved.ToMs - moved.FromMs;
        segments[elder] = segments[elder] with { ToMs = segments[elder].ToMs + ms };
        for (var i = elder + 1; i < later; i++)
            segments[i] = segments[i] with { FromMs = segments[i].FromMs + ms, ToMs = segments[i].ToMs + ms };
        segments.RemoveAt(later);
        MergeWithNext(segments, later - 1);
        return moved.ToMs;
    }

    private static void MergeWithNext(List<TimeSegment> segments, int index)
    {
        if (index + 1 >= segments.Count || segments[index].Kind != segments[index + 1].Kind)
            return;
        segments[index] = segments[index] with { ToMs = segments[index + 1].ToMs };
        segments.RemoveAt(index + 1);
    }
}
