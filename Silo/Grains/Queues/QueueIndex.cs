using System.Numerics;
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
    private readonly TaskBitmap _begun = new();
    private IReadOnlyList<TaskPriority> _priorities = [];

    /// <summary>Segments known so far, with holes for those not yet imported.</summary>
    public int SegmentCount => _segments.Count;

    /// <summary>Tasks of all segments.</summary>
    public int Total { get; private set; }

    /// <summary>Tasks with a free slot.</summary>
    public int Ready => _buckets.Sum(static bucket => bucket.Ready.Count);

    /// <summary>Closed tasks.</summary>
    public int Closed { get; private set; }

    /// <summary>Tasks with a lease, an answer, or a slot held for somebody; the closed ones among them.</summary>
    public int Begun => _begun.Count;

    /// <summary>Of the ready tasks, those that the quota lets out now.</summary>
    public int Leasable(ProjectSettings settings)
    {
        if (settings.TaskQuota == 0) return Ready;
        var begun = 0;
        foreach (var bucket in _buckets)
            for (var word = bucket.Ready.FirstWord; word < bucket.Ready.Words; word++) begun += BitOperations.PopCount(bucket.Ready.Word(word) & _begun.Word(word));
        return begun + Math.Clamp(settings.TaskQuota - _begun.Count, 0, Ready - begun);
    }

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
        var row = new SegmentRow(view.Import) { Parts = PartsOf(number, view.Import) };
        _segments[number] = row;
        Total += view.Import.Count;
        for (var offset = 0; offset < view.Import.Count; offset++)
        {
            var task = (number * TaskId.PerSegment) + offset;
            // Out goes first: a closed task that is out again has a late answer.
            if (Bit(view.Out, offset)) _out.Add(task);
            else if (Bit(view.Closed, offset)) CountClosed(row, task);
            else BucketOf(task).Ready.Add(task);
        }

        AdvanceClosedBelow();
    }

    /// <summary>
    /// The best tasks for these tags, at most <paramref name="max"/>: priority, then age; soft needs hold until they have relaxed. When as many
    /// tasks are begun as the quota allows, only of those; the last one that it allows is named alone. In a pilot, only its tasks.
    /// </summary>
    public List<int> Find(ProjectSettings settings, IReadOnlySet<string> tags, SeenTasks seen, int max, DateTimeOffset now)
    {
        List<int> found = [];
        var among = IsQuotaReached(settings) ? _begun : settings.Pilot is { } pilot ? Range(pilot.FirstTask, pilot.Tasks) : null;
        foreach (var bucket in _buckets)
        {
            if (bucket.Ready.Count == 0 || !bucket.Admits(settings.Needs, tags, now)) continue;
            bucket.Collect(seen, max, found, among);
            if (found.Count >= max) break;
        }

        // Only the first is held; a second that is taken instead could be one too many.
        if (settings.TaskQuota > 0 && found.Count > 1 && settings.TaskQuota - _begun.Count < max && !found.TrueForAll(_begun.Contains)) found.RemoveRange(1, found.Count - 1);
        return found;
    }

    /// <summary>Whether this very task is ready, was not seen, and asks for nothing that these tags lack.</summary>
    public bool IsFor(int number, ProjectSettings settings, IReadOnlySet<string> tags, SeenTasks seen, DateTimeOffset now) =>
        HasSegment(number / TaskId.PerSegment) && !seen.Contains(number) && (!IsQuotaReached(settings) || _begun.Contains(number))
        && BucketOf(number) is var bucket && bucket.Ready.Contains(number) && bucket.Admits(settings.Needs, tags, now);

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

        var reason = Ready == 0 ? NoWorkReason.Empty : admitted == 0 ? NoWorkReason.NeedsNotMet : IsQuotaReached(settings) ? NoWorkReason.QuotaReached : NoWorkReason.AllSeen;
        return new NoWork(reason, Ready, missing, reason == NoWorkReason.AllSeen ? admitted : 0, 0);
    }

    /// <summary>The next ready tasks after <paramref name="number"/> in its bucket that were not written as out.</summary>
    public List<int> NextToLetOut(int number, int count)
    {
        List<int> next = [];
        foreach (var ready in BucketOf(number).Ready.From(number))
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
        foreach (var ready in BucketOf(number).Ready.From(number))
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
            _begun.Add(number);
            BucketOf(number).Ready.Remove(number);
            return standing is { OwesNothing: true, IsUntouched: true } && _out.Contains(number);
        }

        SetTaken(number, standing.Taken, overlap);
        return false;
    }

    /// <summary>The task may be out, whatever it was before.</summary>
    public void Reopen(int number)
    {
        var row = RowOf(number);
        if (!_out.Add(number) || BucketOf(number).Ready.Contains(number)) return;
        row.Closed--;
        Closed--;
    }

    /// <summary>The task is closed and its segment says so.</summary>
    public void MarkClosed(int number)
    {
        if (!_out.Remove(number)) return;
        CountClosed(RowOf(number), number);
        AdvanceClosedBelow();
    }

    /// <summary>Puts every ready task where these priorities have it; the last that names a task counts.</summary>
    public void ApplyPriorities(IReadOnlyList<TaskPriority> priorities)
    {
        if (_priorities.SequenceEqual(priorities)) return;
        _priorities = priorities;
        List<int> ready = [.. _buckets.SelectMany(static bucket => bucket.Ready.Numbers())];
        _buckets.Clear();
        for (var number = 0; number < _segments.Count; number++) if (_segments[number] is { } row) row.Parts = PartsOf(number, row.Import);
        foreach (var task in ready) BucketOf(task).Ready.Add(task);
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
        if (taken > 0) _begun.Add(number);
        else _begun.Remove(number);
        var ready = BucketOf(number).Ready;
        if (taken < overlap && !_stuck.Contains(number)) ready.Add(number);
        else ready.Remove(number);
    }

    /// <summary>So many tasks, counted over all that are here in the order of their numbers.</summary>
    private TaskBitmap Range(int first, int count)
    {
        var tasks = new TaskBitmap();
        for (var segment = 0; segment < _segments.Count && tasks.Count < count; segment++)
        {
            if (_segments[segment] is not { } row) continue;
            for (var offset = first; offset < row.Import.Count && tasks.Count < count; offset++) tasks.Add((segment * TaskId.PerSegment) + offset);
            first = Math.Max(0, first - row.Import.Count);
        }

        return tasks;
    }

    private bool IsQuotaReached(ProjectSettings settings) => settings.TaskQuota > 0 && _begun.Count >= settings.TaskQuota;

    private void CountClosed(SegmentRow row, int task)
    {
        _begun.Add(task);
        row.Closed++;
        Closed++;
    }

    private QueueBucket BucketOf(int number)
    {
        var parts = RowOf(number).Parts;
        var offset = number % TaskId.PerSegment;
        var at = 0;
        while (at < parts.Count - 1 && parts[at].To <= offset) at++;
        return parts[at].Bucket;
    }

    /// <summary>The runs of a segment's tasks that are equally urgent, in order: one, unless priorities name some of them.</summary>
    private List<(int To, QueueBucket Bucket)> PartsOf(int segment, SegmentImport import)
    {
        var first = segment * TaskId.PerSegment;
        var cuts = new SortedSet<int> { import.Count };
        foreach (var each in _priorities)
            foreach (var cut in (int[])[each.From - first, each.From - first + each.Count]) if (cut > 0 && cut < import.Count) cuts.Add(cut);
        var parts = new List<(int To, QueueBucket Bucket)>(cuts.Count);
        var from = 0;
        foreach (var to in cuts)
        {
            parts.Add((to, BucketFor(import, PriorityOf(first + from, import.Priority))));
            from = to;
        }

        return parts;
    }

    private int PriorityOf(int task, int imported)
    {
        for (var i = _priorities.Count - 1; i >= 0; i--)
            if (task >= _priorities[i].From && task < _priorities[i].From + _priorities[i].Count) return _priorities[i].Priority;
        return imported;
    }

    private void AdvanceClosedBelow()
    {
        while (ClosedBelow < _segments.Count && _segments[ClosedBelow] is { } row && row.Closed == row.Import.Count) ClosedBelow++;
    }

    private QueueBucket BucketFor(SegmentImport import, int priority)
    {
        var found = _buckets.Find(bucket => bucket.Matches(import, priority));
        if (found is not null) return found;
        var bucket = new QueueBucket(priority, import.ExtraNeeds, import.ImportedAt);
        var at = _buckets.FindIndex(bucket.GoesBefore);
        _buckets.Insert(at < 0 ? _buckets.Count : at, bucket);
        return bucket;
    }

    private sealed class SegmentRow(SegmentImport import)
    {
        public SegmentImport Import { get; } = import;

        public required List<(int To, QueueBucket Bucket)> Parts { get; set; }

        public int Closed { get; set; }
    }
}
