namespace Distribution.Grains.Imports;

/// <summary>
/// Segments that fill at the same time, one for each priority and needs. Bounded: beyond, the oldest goes out part filled.
/// </summary>
internal sealed class SegmentGroups(ImportOptions options)
{
    private readonly Dictionary<(int Priority, string Needs), SegmentBuilder> _open = [];
    private readonly HashSet<UInt128> _ids = [];
    private long _rows, _bytes;

    /// <summary>Adds a row; returns a segment that has to go out, if any. False when the row's id is in an open segment already.</summary>
    public bool TryAdd(
        UInt128 id, string? name, ReadOnlySpan<byte> payload, int priority, IReadOnlyList<string> needs, RowGold? gold, out SegmentBuilder? full)
    {
        full = null;
        if (!_ids.Add(id)) return false;
        var key = (priority, string.Join('\n', needs));
        if (!_open.TryGetValue(key, out var segment))
        {
            if (_open.Count >= options.MaxOpenGroups) full = Close(Oldest());
            _open[key] = segment = new SegmentBuilder(priority, needs) { StartedAt = _rows };
        }

        _rows++;
        segment.Add(id, name, payload, gold);
        _bytes += payload.Length;
        if (full is not null) return true;
        if (segment.Count == Contracts.TaskId.PerSegment || segment.Bytes >= options.MaxSegmentBytes) full = Close(key);
        else if (_bytes > options.MaxOpenBytes) full = Close(Oldest());
        return true;
    }

    /// <summary>What is still open, oldest first.</summary>
    public IEnumerable<SegmentBuilder> CloseAll()
    {
        while (_open.Count > 0) yield return Close(Oldest());
    }

    private (int, string) Oldest() => _open.MinBy(static entry => entry.Value.StartedAt).Key;

    private SegmentBuilder Close((int, string) key)
    {
        _open.Remove(key, out var segment);
        foreach (var id in segment!.Ids) _ids.Remove(id);
        _bytes -= segment.Bytes;
        return segment;
    }
}
