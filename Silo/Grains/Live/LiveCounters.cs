using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;

namespace Distribution.Grains.Live;

/// <summary>The counting itself, without a runtime. Each event counts once, by its position in its partition.</summary>
public sealed class LiveCounters
{
    private const int MinutesMax = 180;
    private readonly SortedDictionary<int, long> _positions;
    private readonly Dictionary<EventKind, long> _totals = [];
    private readonly HashSet<string> _paused;
    private readonly SortedList<long, LiveMinuteState> _minutes = [];
    private readonly Pace _pace;
    private int _active;
    private long _spentMicros;

    /// <summary>Goes on from stored figures.</summary>
    public LiveCounters(LiveState state, LiveOptions options)
    {
        _pace = new Pace(state, options);
        _positions = new SortedDictionary<int, long>(state.Positions);
        _positions.TryAdd(0, 0);
        foreach (var (kind, count) in state.Totals) _totals[Enum.Parse<EventKind>(kind)] = count;
        _paused = new HashSet<string>(state.Paused, StringComparer.Ordinal);
        foreach (var minute in state.Minutes) _minutes[minute.Minute] = minute;
        (_active, _spentMicros) = (state.Active, state.SpentMicros);
    }

    /// <summary>How many are paused.</summary>
    public int PausedCount => _paused.Count;

    /// <summary>Whose answers came faster than anybody reads.</summary>
    public IReadOnlyList<HurriedTrainer> Hurried => _pace.Hurried;

    /// <summary>The partitions known, in order.</summary>
    public IReadOnlyList<int> Partitions => [.. _positions.Keys];

    /// <summary>The position of the first event of a partition that is not counted.</summary>
    public long PositionOf(int partition) => _positions.GetValueOrDefault(partition);

    /// <summary>Counts what is new of a run of events; returns how many were, or -1 when events before it are missing.</summary>
    public int Count(int partition, long from, IReadOnlyList<HistoryEvent> events)
    {
        var position = PositionOf(partition);
        if (from > position) return -1;
        var counted = 0;
        for (var i = (int)Math.Min(position - from, events.Count); i < events.Count; i++, counted++) Count(events[i]);
        _positions[partition] = position + counted;
        return counted;
    }

    /// <summary>The figures, to be stored.</summary>
    public LiveState ToState()
    {
        string[] paused = [.. _paused];
        Array.Sort(paused, StringComparer.Ordinal);
        return new LiveState
        {
            Positions = new SortedDictionary<int, long>(_positions),
            Totals = Totals(),
            Active = _active,
            Paused = paused,
            SpentMicros = _spentMicros,
            Minutes = [.. _minutes.Values],
            Pace = _pace.Counts,
            Hurried = _pace.Hurried,
        };
    }

    /// <summary>The figures, to be shown.</summary>
    public LiveSnapshot ToSnapshot(ProjectId project, string epoch, long version, DateTimeOffset at)
    {
        var minutes = new LiveMinute[_minutes.Count];
        for (var i = 0; i < minutes.Length; i++)
        {
            var m = _minutes.GetValueAtIndex(i);
            minutes[i] = new LiveMinute(
                DateTimeOffset.UnixEpoch.AddMinutes(m.Minute), m.Leased, m.Submitted, m.Expired, m.Skipped, new MicroAmount(m.SpentMicros));
        }

        return new LiveSnapshot(
            project, epoch, version, at, Totals(), Math.Max(0, _active), _paused.Count, minutes, new MicroAmount(_spentMicros));
    }

    private void Count(HistoryEvent e)
    {
        _totals[e.Kind] = _totals.GetValueOrDefault(e.Kind) + 1;
        _spentMicros = checked(_spentMicros + e.Amount.Micros);
        Follow(e.Kind, e.Assignment?.ToString() ?? "");
        CountMinute(e);
        _pace.Count(e);
    }

    /// <summary>A late or superseded submission ends nothing: its lease had ended before.</summary>
    private void Follow(EventKind kind, string assignment)
    {
        switch (kind)
        {
            case EventKind.Leased:
                _active++;
                break;
            case EventKind.Paused when _paused.Add(assignment):
                _active--;
                break;
            case EventKind.Resumed when _paused.Remove(assignment):
                _active++;
                break;
            case EventKind.Submitted or EventKind.Released or EventKind.Skipped or EventKind.Reported or EventKind.Expired
                when !_paused.Remove(assignment):
                _active--;
                break;
        }
    }

    private void CountMinute(HistoryEvent e)
    {
        var minute = e.At.ToUnixTimeMilliseconds() / 60_000;
        if (_minutes.Count > 0 && minute <= _minutes.GetKeyAtIndex(_minutes.Count - 1) - MinutesMax) return;
        var m = _minutes.GetValueOrDefault(minute) ?? new LiveMinuteState(minute, 0, 0, 0, 0, 0);
        m = m with { SpentMicros = checked(m.SpentMicros + e.Amount.Micros) };
        _minutes[minute] = e.Kind switch
        {
            EventKind.Leased => m with { Leased = m.Leased + 1 },
            EventKind.Submitted or EventKind.SubmittedLate => m with { Submitted = m.Submitted + 1 },
            EventKind.Expired => m with { Expired = m.Expired + 1 },
            EventKind.Skipped => m with { Skipped = m.Skipped + 1 },
            _ => m,
        };
        while (_minutes.GetKeyAtIndex(0) <= _minutes.GetKeyAtIndex(_minutes.Count - 1) - MinutesMax) _minutes.RemoveAt(0);
    }

    private Dictionary<string, long> Totals()
    {
        var totals = new Dictionary<string, long>(_totals.Count);
        foreach (var (kind, count) in _totals) totals[kind.ToString()] = count;
        return totals;
    }
}
