using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Orleans;

namespace Distribution.Grains.History;

/// <summary>
/// The last sequence of every source, exactly, in bounded memory: sources with events that are in no blob yet are kept here, older
/// ones in records of 1,000 tasks, loaded when asked for.
/// </summary>
public sealed class SeenSources(IGrainFactory grains, string historyKey, int segmentsMax)
{
    private const int OtherBuckets = 64;
    private readonly Dictionary<string, (int Last, int Chunk)> _recent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HistorySeen> _segments = new(StringComparer.Ordinal);

    /// <summary>How many sources are held one by one; for the test of the bound.</summary>
    public int RecentCount => _recent.Count;

    /// <summary>Raises what is known of a segment; the same object when nothing is higher.</summary>
    public static HistorySeen Raise(HistorySeen known, HistorySeen seen)
    {
        var tasks = known.Tasks;
        for (var i = 0; i < seen.Tasks.Length; i++)
        {
            if (i < tasks.Length && tasks[i] >= seen.Tasks[i]) continue;
            if (ReferenceEquals(tasks, known.Tasks)) Array.Resize(ref tasks, Math.Max(known.Tasks.Length, seen.Tasks.Length));
            if (ReferenceEquals(tasks, known.Tasks)) tasks = (int[])known.Tasks.Clone();
            tasks[i] = Math.Max(tasks[i], seen.Tasks[i]);
        }

        var others = known.Others;
        foreach (var (source, last) in seen.Others)
        {
            if (others.GetValueOrDefault(source) >= last) continue;
            if (ReferenceEquals(others, known.Others)) others = new Dictionary<string, int>(others);
            others[source] = last;
        }

        return ReferenceEquals(tasks, known.Tasks) && ReferenceEquals(others, known.Others) ? known : new HistorySeen { Tasks = tasks, Others = others };
    }

    /// <summary>The segment of a source, and its task's place in it; -1 for a source that is no task.</summary>
    public static (string Segment, int Offset) PlaceOf(string source)
    {
        if (source.StartsWith("t/", StringComparison.Ordinal)
            && int.TryParse(source.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (source[2] != '0' || source.Length == 3))
        {
            return ((number / TaskId.PerSegment).ToString(CultureInfo.InvariantCulture), number % TaskId.PerSegment);
        }

        var hash = 17u;
        foreach (var letter in source) hash = unchecked((hash * 31) + letter);
        return (string.Create(CultureInfo.InvariantCulture, $"o{hash % OtherBuckets}"), -1);
    }

    /// <summary>Whether an event is new; throws for one that leaves a gap.</summary>
    public async ValueTask<bool> IsNewAsync(HistoryEvent e)
    {
        var last = _recent.TryGetValue(e.Source, out var recent) ? recent.Last : await MergedLastAsync(e.Source);
        if (e.Sequence > last + 1)
            throw new HistoryRefusedException($"Source \"{e.Source}\" leaves a gap in {historyKey}: {e.Sequence} came after {last}.");
        return e.Sequence > last;
    }

    /// <summary>An event was taken; it is, or will be, in that chunk.</summary>
    public void Take(string source, int sequence, int chunk) => _recent[source] = (sequence, chunk);

    /// <summary>The last sequences of merged sources, by segment, durable when this completes.</summary>
    public async Task SaveAsync(MergedSources merged)
    {
        foreach (var (segment, seen) in merged.Segments) await Grain(segment).RaiseAsync(seen);
    }

    /// <summary>Forgets the sources whose events are all in blobs; call when the head no longer names their chunks.</summary>
    public void ForgetBelow(int firstChunk)
    {
        foreach (var (source, recent) in _recent) if (recent.Chunk < firstChunk) _recent.Remove(source);

        // A look-up beside the merge may have loaded a segment before it was raised.
        _segments.Clear();
    }

    private async Task<int> MergedLastAsync(string source)
    {
        var (segment, offset) = PlaceOf(source);
        if (!_segments.TryGetValue(segment, out var seen))
        {
            seen = await Grain(segment).ReadAsync();
            if (_segments.Count >= segmentsMax) _segments.Clear();
            _segments[segment] = seen;
        }

        if (offset < 0) return seen.Others.GetValueOrDefault(source);
        return offset < seen.Tasks.Length ? seen.Tasks[offset] : 0;
    }

    private IHistorySeenGrain Grain(string segment) => grains.GetGrain<IHistorySeenGrain>($"{historyKey}/{segment}");
}
