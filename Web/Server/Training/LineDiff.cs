namespace Distribution.Web.Training;

/// <summary>How two texts differ, line by line: the longest common subsequence.</summary>
internal static class LineDiff
{
    /// <summary>Lines beyond which a text is shown as replaced. 2,000 × 2,000 comparisons are some milliseconds.</summary>
    private const int LinesMax = 2000;

    /// <summary>All lines of both, in order.</summary>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var (old, now) = (before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        if (old.Length > LinesMax || now.Length > LinesMax)
            return [.. old.Select(static line => new DiffLine(DiffKind.Removed, line)), .. now.Select(static line => new DiffLine(DiffKind.Added, line))];
        var common = Common(old, now);
        var lines = new List<DiffLine>(old.Length + now.Length);
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add(new DiffLine(DiffKind.Same, now[j]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1])) lines.Add(new DiffLine(DiffKind.Removed, old[i++]));
            else lines.Add(new DiffLine(DiffKind.Added, now[j++]));
        }

        return lines;
    }

    private static int[,] Common(string[] old, string[] now)
    {
        var lengths = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = now.Length - 1; j >= 0; j--)
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        return lengths;
    }
}
