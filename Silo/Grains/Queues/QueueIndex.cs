using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Queues;

/// <summary>
/// The ready tasks of a partition, bucketed by priority, extra needs and age. Pure memory: everything in it can be rebuilt from
/// segments and tasks, and a task that it names twice refuses the second time.
/// </summary>
internal sealed class QueueIndex
{
    private const int AgesMax = 100;
    private readonly List<QueueBucket> _buckets = [];
    private readonly List<SegmentRow?> _segments = [];
    private readonly Dictionary<int, int> _taken = [];
    private readonly TaskBitmap _out = new();
    private readonly TaskBitmap _stuck = new();

    /// <summary>Segments known so far, with holes for those not yet imported.</summary>
    public int SegmentCount => _segments.Count;

    /// <summary>Tasks of all segments.</summary>
    public int Total { get; private set; }

    /// <summary>Tasks with a free slot.</summary>
    public int Ready => _buckets.Sum(static bucket => bucket.Ready.Count);

    /// <summary>Closed tasks.</summary>
    public int Closed { get; private set; }

    /// <summary>Tasks that may be out.</summary>
    public TaskBitmap Out => _out;

    /// <summary>Tasks that wait for a manager.</summary>
    public TaskBitmap Stuck => _stuck;

    /// <summary>No segment below this one has a task that is not closed.</summary>
    public int ClosedBelow { get; private set; }

    /// <summary>Whether a segment is here.</summary>
    public bool HasSegment(int number) => number < _segments.Count && _segments[number] is not null;

    /// <summary>Takes in a segment: its tasks that are neither closed nor out are ready.</summary>
    public void AddSegment(int number, SegmentView view)
    {
        while (_segments.Count <= number) _segments.Add(null);
        var bucket = BucketFor(view.Import);
        var row = new SegmentRow(bucket, view.Import.Count);
        _segments[number] = row;
        Total += view.Import.Count;
        for (var offset = 0; offset < view.Import.Count; offset++)
        {
            var task = (number * TaskId.PerSegment) + offset;
            // Out goes first: a closed task that is out again has a late answer.
            if (Bit(view.Out, offset)) _out.Add(task);
            else if (Bit(view.Closed, offset)) CountClosed(row);
            else bucket.Ready.Add(task);
        }

        AdvanceClosedBelow();
    }

    /// <summary>The best tasks for these tags, at most <paramref name="max"/>: priority, then age; soft needs hold until they have relaxed.</summary>
    public List<int> Find(ProjectSettings settings, IReadOnlySet<string> tags, SeenTasks seen, int max, DateTimeOffset now)
    {
        List<int> found = [];
        foreach (var bucket in _buckets)
        {
            if (bucket.Ready.Count == 0 || !bucket.Admits(settings.Needs, tags, now)) continue;
            bucket.Collect(seen, max, found);
            if (found.Count >= max) break;
        }

        return found;
    }

    /// <summary>The same among a few tasks only, in the order of their numbers.</summary>
    public List<int> FindAmong(IReadOnlyList<int> numbers, ProjectSettings settings, IReadOnlySet<string> tags, SeenTasks seen, int max, DateTimeOffset now)
    {
        List<int> found = [];
        foreach (var number in numbers)
        {
            var bucket = RowOf(number).Bucket;
            if (!bucket.Ready.Contains(number) || seen.Contains(number) || !bucket.Admits(settings.Needs, tags, now)) continue;
            found.Add(number);
            if (found.Count >= max) break;
        }

        return found;
    }

    /// <summary>The numbers of so many tasks, counted over all that are here.</summary>
    public IReadOnlyList<int> Range(int first, int count)
    {
        List<int> numbers = [];
        for (var segment = 0; segment < _segments.Count && numbers.Count < count; segment++)
        {
            if (_segments[segment] is not { } row) continue;
            for (var offset = first; offset < row.Count && numbers.Count < count; offset++) numbers.Add((segment * TaskId.PerSegment) + offset);
            first = Math.Max(0, first - row.Count);
        }

        return numbers;
    }

    /// <summary>Why nothing was found.</summary>
    public NoWork Explain(ProjectSettings settings, IReadOnlySet<string> tags, SeenTasks seen, DateTimeOffset now)
    {
        var missing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var admitted = 0;
        foreach (var bucket in _buckets)
        {
            if (bucket.Ready.Count == 0) continue;
            var lacks = bucket.Lacks(settings.Needs, tags, now).ToList();
            foreach (var tag in lacks) missing[tag] = missing.GetValueOrDefault(tag) + bucket.Ready.Count;
            if (lacks.Count == 0) admitted += bucket.Ready.Count;
        }

        var reason = Ready == 0 ? NoWorkReason.Empty : admitted == 0 ? NoWorkReason.NeedsNotMet : NoWorkReason.AllSeen;
        return new NoWork(reason, Ready, missing, reason == NoWorkReason.AllSeen ? admitted : 0, 0);
    }

    /// <summary>The next ready tasks after <paramref name="number"/> in its bucket that were not written as out.</summary>
    public List<int> NextToLetOut(int number, int count)
    {
        List<int> next = [];
        foreach (var ready in RowOf(number).Bucket.Ready.From(number))
        {
            if (!_out.Contains(ready)) next.Add(ready);
            if (next.Count == count) break;
        }

        return next;
    }

    /// <summary>The first ready task after <paramref name="number"/> in its bucket that is not written as out, if it is among the next <paramref name="within"/>.</summary>
    public int? FirstToLetOut(int number, int within)
    {
        var steps = 0;
        foreach (var ready in RowOf(number).Bucket.Ready.From(number))
        {
            if (!_out.Contains(ready)) return ready;
            if (++steps >= within) return null;
        }

        return null;
    }

    /// <summary>Holds a slot of a task that was named to somebody.</summary>
    public void Hold(int number, int overlap) => SetTaken(number, _taken.GetValueOrDefault(number) + 1, overlap);

    /// <summary>Gives a held slot back. A task that has closed meanwhile holds none, and does not become ready again.</summary>
    public void Free(int number, int overlap)
    {
        if (_taken.TryGetValue(number, out var taken) && taken > 0) SetTaken(number, taken - 1, overlap);
    }

    /// <summary>Puts in what the task itself says. Returns whether it has left "may be out" for good.</summary>
    public bool Correct(TaskStanding standing, int overlap)
    {
        var number = standing.Number;
        if (standing.IsStuck) _stuck.Add(number);
        else _stuck.Remove(number);
        if (standing.IsClosed)
        {
            _taken.Remove(number);
            RowOf(number).Bucket.Ready.Remove(number);
            return standing is { OwesNothing: true, IsUntouched: true } && _out.Contains(number);
        }

        SetTaken(number, standing.Taken, overlap);
        return false;
    }

    /// <summary>The task may be out, whatever it was before.</summary>
    public void Reopen(int number)
    {
        var row = RowOf(number);
        if (!_out.Add(number) || row.Bucket.Ready.Contains(number)) return;
        row.Closed--;
        Closed--;
    }

    /// <summary>The task is closed and its segment says so.</summary>
    public void MarkClosed(int number)
    {
        if (!_out.Remove(number)) return;
        CountClosed(RowOf(number));
        AdvanceClosedBelow();
    }

    /// <summary>
    /// The overlap has changed: tasks that were full may be ready again, or the other way round. Answers those that are full now: they
    /// may have all answers that are wanted, which only they themselves know.
    /// </summary>
    public List<int> ApplyOverlap(int overlap)
    {
        foreach (var (number, taken) in _taken.ToList()) SetTaken(number, taken, overlap);
        return [.. _taken.Where(entry => entry.Value >= overlap).Select(static entry => entry.Key).Order()];
    }

    /// <summary>How long the oldest ready task has been waiting since its import.</summary>
    public long OldestReadyMs(DateTimeOffset now)
    {
        var oldest = 0L;
        foreach (var bucket in _buckets)
            if (bucket.Ready.Count > 0) oldest = Math.Max(oldest, (long)(now - bucket.ImportedAt).TotalMilliseconds);
        return oldest;
    }

    /// <summary>The ready tasks by the hour of their import, oldest first, in at most a hundred groups.</summary>
    public IReadOnlyList<BacklogAge> Ages()
    {
        var hours = new SortedDictionary<long, int>();
        foreach (var bucket in _buckets)
        {
            if (bucket.Ready.Count == 0) continue;
            var hour = bucket.ImportedAt.UtcTicks / TimeSpan.TicksPerHour;
            hours[hour] = hours.GetValueOrDefault(hour) + bucket.Ready.Count;
        }

        var groups = hours.Select(static hour => new BacklogAge(new DateTimeOffset(hour.Key * TimeSpan.TicksPerHour, TimeSpan.Zero), hour.Value)).ToList();
        var tooMany = groups.Count - AgesMax;
        if (tooMany <= 0) return groups;
        var oldest = groups[0] with { Ready = groups.Take(tooMany + 1).Sum(static group => group.Ready) };
        return [oldest, .. groups.Skip(tooMany + 1)];
    }

    private static bool Bit(byte[] bits, int offset) => offset / 8 < bits.Length && (bits[offset / 8] & (1 << (offset % 8))) != 0;

    private SegmentRow RowOf(int number) => _segments[number / TaskId.PerSegment]
        ?? throw new InvalidOperationException($"Task {number} belongs to a segment that was never imported.");

    private void SetTaken(int number, int taken, int overlap)
    {
        _taken[number] = taken;
        var ready = RowOf(number).Bucket.Ready;
        if (taken < overlap && !_stuck.Contains(number)) ready.Add(number);
        else ready.Remove(number);
    }

    private void CountClosed(SegmentRow row)
    {
        row.Closed++;
        Closed++;
    }

    private void AdvanceClosedBelow()
    {
        while (ClosedBelow < _segments.Count && _segments[ClosedBelow] is { } row && row.Closed == row.Count) ClosedBelow++;
    }

    private QueueBucket BucketFor(SegmentImport import)
    {
        var found = _buckets.Find(bucket => bucket.Matches(import));
        if (found is not null) return found;
        var bucket = new QueueBucket(import.Priority, import.ExtraNeeds, import.ImportedAt);
        var at = _buckets.FindIndex(bucket.GoesBefore);
        _buckets.Insert(at < 0 ? _buckets.Count : at, bucket);
        return bucket;
    }

    private sealed class SegmentRow(QueueBucket bucket, int count)
    {
        public QueueBucket Bucket { get; } = bucket;

        public int Count { get; } = count;

        public int Closed { get; set; }
    }
}
