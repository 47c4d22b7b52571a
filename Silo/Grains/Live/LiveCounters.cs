using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;

namespace Distribution.Grains.Live;

/// <summary>The counting itself, without a runtime. Each event counts once, by its position in its partition.</summary>
public sealed class LiveCounters
{
    private const int NotesKept = 24;
    private const int NoteLengthMax = 120;
    private readonly SortedDictionary<int, long> _positions;
    private readonly Dictionary<EventKind, long> _totals = [];
    private readonly OpenLeases _open = new();
    private readonly LiveSeriesBuckets _minutes, _hours, _days;
    private readonly RecentHandling _handling;
    private readonly Pace _pace;
    private readonly List<LiveNoteState> _notes;
    private long _spentMicros;

    /// <summary>Goes on from stored figures; those of another form are counted anew.</summary>
    public LiveCounters(LiveState stored, LiveOptions options)
    {
        var state = stored.Form == LiveState.CurrentForm ? stored : new LiveState();
        _pace = new Pace(state, options);
        _positions = new SortedDictionary<int, long>(state.Positions);
        _positions.TryAdd(0, 0);
        foreach (var (kind, count) in state.Totals) _totals[Enum.Parse<EventKind>(kind)] = count;
        _minutes = new LiveSeriesBuckets(TimeSpan.FromMinutes(1), 120, state.Minutes);
        _hours = new LiveSeriesBuckets(TimeSpan.FromHours(1), 7 * 24, state.Hours);
        _days = new LiveSeriesBuckets(TimeSpan.FromDays(1), 200, state.Days);
        _handling = new RecentHandling(state.Handling);
        _notes = [.. state.Notes];
        _spentMicros = state.SpentMicros;
        StoredOpen = state.Open.ToDictionary(static open => open.Key, static open => OpenLeases.Read(open.Value));
    }

    /// <summary>The open leases that were stored, by partition: give each event of these positions to <see cref="Restore"/> before counting on.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<(long Position, bool IsPaused)>> StoredOpen { get; }

    /// <summary>How many hold a task.</summary>
    public int OpenCount => _open.Count;

    /// <summary>Whose answers came faster than anybody reads.</summary>
    public IReadOnlyList<HurriedTrainer> Hurried => _pace.Hurried;

    /// <summary>The partitions known, in order.</summary>
    public IReadOnlyList<int> Partitions => [.. _positions.Keys];

    /// <summary>The position of the first event of a partition that is not counted.</summary>
    public long PositionOf(int partition) => _positions.GetValueOrDefault(partition);

    /// <summary>Puts back an open lease that was stored.</summary>
    public void Restore(HistoryEvent leased, int partition, long position, bool isPaused, DateTimeOffset now) =>
        _open.Restore(leased, partition, position, isPaused, now);

    /// <summary>Counts what is new of a run of events; returns how many were, or -1 when events before it are missing.</summary>
    public int Count(int partition, long from, IReadOnlyList<HistoryEvent> events)
    {
        var position = PositionOf(partition);
        if (from > position) return -1;
        var counted = 0;
        for (var i = (int)Math.Min(position - from, events.Count); i < events.Count; i++, counted++) Count(events[i], partition, from + i);
        _positions[partition] = position + counted;
        return counted;
    }

    /// <summary>Signs of life.</summary>
    public void Seen(IReadOnlyList<AssignmentId> assignments, DateTimeOffset now) => _open.Seen(assignments, now);

    /// <summary>The figures, to be stored.</summary>
    public LiveState ToState() => new()
    {
        Form = LiveState.CurrentForm,
        Positions = new SortedDictionary<int, long>(_positions),
        Totals = Totals(),
        SpentMicros = _spentMicros,
        Minutes = _minutes.ToState(),
        Hours = _hours.ToState(),
        Days = _days.ToState(),
        Open = _open.ToState(),
        Handling = _handling.ToState(),
        Notes = [.. _notes],
        Pace = _pace.Counts,
        Hurried = _pace.Hurried,
    };

    /// <summary>The figures, to be shown; silent is who gave no sign of life since <paramref name="silentSince"/>.</summary>
    public LiveSnapshot ToSnapshot(ProjectId project, string epoch, long version, DateTimeOffset at, DateTimeOffset silentSince) => new(
        project, epoch, version, at, Totals(), _open.Count - _open.Paused, _open.Paused, _minutes.Points(newest: 5), new MicroAmount(_spentMicros),
        _open.SilentSince(silentSince), _handling.ToTimes())
    {
        LastNote = _notes is [.., var newest] ? newest.Position : -1,
    };

    /// <summary>The past.</summary>
    public LiveSeries ToSeries(LiveSpan span, DateTimeOffset at)
    {
        var buckets = span switch
        {
            LiveSpan.Minutes => _minutes,
            LiveSpan.Hours => _hours,
            LiveSpan.Days => _days,
            _ => throw new ArgumentOutOfRangeException(nameof(span), span, "There is no such span."),
        };
        return new LiveSeries(span, at, buckets.Points(int.MaxValue), [.. _notes.Select(static note => new LiveNote(
            note.Position, DateTimeOffset.FromUnixTimeMilliseconds(note.AtMs), (EventKind)note.Kind, note.Detail))]);
    }

    /// <summary>Who holds a task, longest first.</summary>
    public IReadOnlyList<LiveHolder> Holders(int skip, int take, DateTimeOffset silentSince) => _open.List(skip, take, silentSince);

    private void Count(HistoryEvent happened, int partition, long position)
    {
        _totals[happened.Kind] = _totals.GetValueOrDefault(happened.Kind) + 1;
        _spentMicros = checked(_spentMicros + happened.Amount.Micros);
        _open.Follow(happened, partition, position);
        _minutes.Count(happened);
        _hours.Count(happened);
        _days.Count(happened);
        _pace.Count(happened);
        if (happened.Kind is EventKind.Submitted or EventKind.SubmittedLate) _handling.Add(happened.ActiveMs);
        if (happened.Kind < EventKind.Leased) Note(happened, position);
    }

    /// <summary>A large import is many events in a row: its last one stands for all.</summary>
    private void Note(HistoryEvent happened, long position)
    {
        var detail = happened.Detail ?? "";
        if (detail.Length > NoteLengthMax) detail = string.Concat(detail.AsSpan(0, NoteLengthMax - 1), "…");
        if (happened.Kind == EventKind.SegmentImported && _notes is [.., { Kind: (int)EventKind.SegmentImported }]) _notes.RemoveAt(_notes.Count - 1);
        _notes.Add(new LiveNoteState(position, happened.At.ToUnixTimeMilliseconds(), (int)happened.Kind, detail));
        if (_notes.Count > NotesKept) _notes.RemoveAt(0);
    }

    private Dictionary<string, long> Totals()
    {
        var totals = new Dictionary<string, long>(_totals.Count);
        foreach (var (kind, count) in _totals) totals[kind.ToString()] = count;
        return totals;
    }
}
