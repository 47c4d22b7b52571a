using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;

namespace Distribution.Grains.Live;

/// <summary>
/// Who holds a task now, by the history. Stored as the positions of the events by which they were leased, and read back from there, so that
/// thousands of leases fit into a record.
/// </summary>
internal sealed class OpenLeases
{
    private readonly Dictionary<AssignmentId, Lease> _open = [];
    private int _paused;

    /// <summary>All of them.</summary>
    public int Count => _open.Count;

    /// <summary>Those that are paused.</summary>
    public int Paused => _paused;

    /// <summary>Those at work that gave no sign of life since a moment.</summary>
    public int SilentSince(DateTimeOffset moment)
    {
        var silent = 0;
        foreach (var lease in _open.Values) if (lease.IsSilentSince(moment)) silent++;
        return silent;
    }

    /// <summary>Follows an event. A late or superseded submission ends nothing: its lease had ended before.</summary>
    public void Follow(HistoryEvent happened, int partition, long position)
    {
        if (happened.Assignment is not { } assignment) return;
        switch (happened.Kind)
        {
            case EventKind.Leased:
                End(assignment);
                _open[assignment] = new Lease(partition, position, happened.Task ?? 0, happened.At);
                break;
            case EventKind.Paused or EventKind.Resumed when _open.TryGetValue(assignment, out var lease):
                SetPaused(lease, happened.Kind == EventKind.Paused);
                lease.SeenAt = happened.At;
                break;
            case EventKind.Submitted or EventKind.Released or EventKind.Skipped or EventKind.Reported or EventKind.Expired or EventKind.Withdrawn:
                End(assignment);
                break;
        }
    }

    /// <summary>Puts back a lease that was stored, by its event.</summary>
    public void Restore(HistoryEvent leased, int partition, long position, bool isPaused, DateTimeOffset now)
    {
        if (leased is not { Kind: EventKind.Leased, Assignment: { } assignment }) return;
        var lease = new Lease(partition, position, leased.Task ?? 0, leased.At) { SeenAt = now };
        _open[assignment] = lease;
        SetPaused(lease, isPaused);
    }

    /// <summary>They gave a sign of life; those that are not open are ignored.</summary>
    public void Seen(IReadOnlyList<AssignmentId> assignments, DateTimeOffset now)
    {
        foreach (var assignment in assignments) if (_open.TryGetValue(assignment, out var lease)) lease.SeenAt = now;
    }

    /// <summary>Longest first.</summary>
    public IReadOnlyList<LiveHolder> List(int skip, int take, DateTimeOffset silentSince) =>
        [.. _open.OrderBy(static open => open.Value.LeasedAt).ThenBy(static open => open.Value.Position).Skip(skip).Take(take).Select(open => new LiveHolder(
            open.Key, open.Value.Task, open.Value.LeasedAt, open.Value.IsPaused, open.Value.IsSilentSince(silentSince), open.Value.SeenAt))];

    /// <summary>To be stored; see <see cref="LiveState.Open"/>.</summary>
    public SortedDictionary<int, byte[]> ToState()
    {
        var state = new SortedDictionary<int, byte[]>();
        foreach (var partition in _open.Values.GroupBy(static lease => lease.Partition))
        {
            var bytes = new List<byte>();
            var before = 0L;
            foreach (var lease in partition.OrderBy(static lease => lease.Position))
            {
                Write(bytes, ((lease.Position - before) << 1) | (lease.IsPaused ? 1L : 0L));
                before = lease.Position;
            }

            state[partition.Key] = [.. bytes];
        }

        return state;
    }

    /// <summary>What <see cref="ToState"/> wrote of one partition: positions, ascending, and whether paused.</summary>
    public static IReadOnlyList<(long Position, bool IsPaused)> Read(byte[] stored)
    {
        var found = new List<(long, bool)>();
        var (position, value, shift) = (0L, 0L, 0);
        foreach (var part in stored)
        {
            value |= (long)(part & 0x7f) << shift;
            shift += 7;
            if ((part & 0x80) != 0) continue;
            position += value >> 1;
            found.Add((position, (value & 1) != 0));
            (value, shift) = (0, 0);
        }

        return found;
    }

    private static void Write(List<byte> bytes, long value)
    {
        for (; value > 0x7f; value >>= 7) bytes.Add((byte)(0x80 | (value & 0x7f)));
        bytes.Add((byte)value);
    }

    private void End(AssignmentId assignment)
    {
        if (_open.Remove(assignment, out var lease)) SetPaused(lease, false);
    }

    private void SetPaused(Lease lease, bool isPaused)
    {
        if (lease.IsPaused == isPaused) return;
        lease.IsPaused = isPaused;
        _paused += isPaused ? 1 : -1;
    }

    private sealed class Lease(int partition, long position, int task, DateTimeOffset leasedAt)
    {
        public int Partition => partition;

        public long Position => position;

        public int Task => task;

        public DateTimeOffset LeasedAt { get; } = leasedAt;

        public bool IsPaused { get; set; }

        public DateTimeOffset SeenAt { get; set; } = leasedAt;

        public bool IsSilentSince(DateTimeOffset moment) => !IsPaused && SeenAt < moment;
    }
}
