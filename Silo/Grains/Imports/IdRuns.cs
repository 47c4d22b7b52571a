namespace Distribution.Grains.Imports;

/// <summary>Arithmetic of sorted runs of ids: search and merge.</summary>
internal static class IdRuns
{
    /// <summary>
    /// How many runs of a level become one of the next. Default of log-structured stores, and what docs/decisions/0010 measured.
    /// </summary>
    public const int FanOut = 8;

    public static bool Contains(UInt128[] run, UInt128 id) => Array.BinarySearch(run, id) >= 0;

    /// <summary>One sorted run of several; ids are in one of them only.</summary>
    public static UInt128[] Merge(IReadOnlyList<UInt128[]> runs)
    {
        // Pairs of neighbours, so that each id is moved log2(runs) times.
        var round = runs.ToList();
        while (round.Count > 1)
        {
            var next = new List<UInt128[]>((round.Count + 1) / 2);
            for (var i = 0; i + 1 < round.Count; i += 2) next.Add(Merge(round[i], round[i + 1]));
            if (round.Count % 2 == 1) next.Add(round[^1]);
            round = next;
        }

        return round[0];
    }

    private static UInt128[] Merge(UInt128[] a, UInt128[] b)
    {
        var merged = new UInt128[a.Length + b.Length];
        var (i, j) = (0, 0);
        for (var k = 0; k < merged.Length; k++)
            merged[k] = j >= b.Length || (i < a.Length && a[i] < b[j]) ? a[i++] : b[j++];
        return merged;
    }
}
