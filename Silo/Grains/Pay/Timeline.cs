using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;

namespace Distribution.Grains.Pay;

/// <summary>
/// A time sheet laid out up to one moment: outages cut out, the open gap judged, all of it cut at the hard limit. The one place where the
/// rules of time are applied; <see cref="Clock"/> only asks it and stores it.
/// </summary>
internal sealed class Timeline
{
    private static readonly List<(long From, long To)> NoOutages = [];
    private readonly List<TimeSegment> _segments = [];
    private readonly List<(long From, long To)> _outages;
    private readonly long _hardLimitMs;

    private Timeline(TimeSheet sheet, LeasePins pins, long toMs, IReadOnlyList<Outage> outages)
    {
        _hardLimitMs = pins.HardLimitMs;
        _outages = Spans(sheet, toMs, outages);
    }

    /// <summary>Contiguous from 0 to <see cref="EndMs"/>; neighbours are of different kinds.</summary>
    public List<TimeSegment> Segments => _segments;

    /// <summary>The moment it is laid out to: now, or the hard limit if that came first.</summary>
    public long EndMs { get; private set; }

    /// <summary>Time outside outages, of whatever kind: what the hard limit counts.</summary>
    public long CountedMs { get; private set; }

    /// <summary>The paid time: active and filled in.</summary>
    public long ActiveMs { get; private set; }

    /// <summary>Time inside outages.</summary>
    public long OutageMs { get; private set; }

    /// <summary>Time outside outages since the last sign of life, up to <see cref="EndMs"/>.</summary>
    public long GapMs { get; private set; }

    /// <summary>Whether the hard limit has come.</summary>
    public bool IsFull => CountedMs >= _hardLimitMs;

    /// <summary>When the hard limit comes, or came, if no more outages follow.</summary>
    public long HardLimitAtMs => EndMs + Math.Max(0, _hardLimitMs - CountedMs);

    /// <summary>Lays out <paramref name="sheet"/> to <paramref name="now"/>.</summary>
    /// <param name="sheet">An open sheet.</param>
    /// <param name="pins">The lease's figures.</param>
    /// <param name="now">A moment earlier than the sheet knows counts as the last one known: durations are never negative.</param>
    /// <param name="outages">In any order; may overlap. Only their part before now counts: nobody knows one that is to come.</param>
    /// <param name="isGone">Nobody is there: what follows the last sign of life is not paid, however short.</param>
    public static Timeline Of(TimeSheet sheet, LeasePins pins, DateTimeOffset now, IReadOnlyList<Outage> outages, bool isGone = false)
    {
        var toMs = Math.Max(sheet.LastBeatMs, Offset(sheet, now));
        var timeline = new Timeline(sheet, pins, toMs, outages);
        foreach (var segment in sheet.Segments)
            timeline.Add(segment.Kind, segment.FromMs, segment.ToMs);
        var before = timeline.CountedMs;
        timeline.GapMs = Math.Min(timeline.OutsideMs(sheet.LastBeatMs, toMs), timeline._hardLimitMs - before);
        timeline.Add(timeline.GapKind(sheet, pins, isGone), sheet.LastBeatMs, toMs);
        return timeline;
    }

    /// <summary>A closed sheet as it stands.</summary>
    public static Timeline Of(TimeSheet closed, LeasePins pins) => Of(closed, pins, closed.LeasedAt, []);

    private TimeKind GapKind(TimeSheet sheet, LeasePins pins, bool isGone)
    {
        if (sheet.IsPaused)
            return TimeKind.Paused;
        if (isGone || GapMs > pins.GraceMs)
            return TimeKind.Unproven;
        return GapMs > Clock.FilledInAfterMs ? TimeKind.FilledIn : TimeKind.Active;
    }

    private void Add(TimeKind kind, long fromMs, long toMs)
    {
        if (kind == TimeKind.Outage)
        {
            Append(kind, fromMs, toMs);
            return;
        }

        var at = fromMs;
        foreach (var outage in _outages)
        {
            var (from, to) = (Math.Max(at, outage.From), Math.Min(toMs, outage.To));
            if (from >= to)
                continue;
            Append(kind, at, from);
            Append(TimeKind.Outage, from, to);
            at = to;
        }

        Append(kind, at, toMs);
    }

    private void Append(TimeKind kind, long fromMs, long toMs)
    {
        // An outage that begins when the lease has just ended no longer concerns it.
        if (IsFull || fromMs >= toMs)
            return;
        var to = kind == TimeKind.Outage ? toMs : Math.Min(toMs, fromMs + _hardLimitMs - CountedMs);
        var ms = to - fromMs;
        if (_segments.Count > 0 && _segments[^1].Kind == kind)
            _segments[^1] = _segments[^1] with { ToMs = to };
        else
            _segments.Add(new TimeSegment(kind, fromMs, to));
        EndMs = to;
        OutageMs += kind == TimeKind.Outage ? ms : 0;
        CountedMs += kind == TimeKind.Outage ? 0 : ms;
        ActiveMs += kind is TimeKind.Active or TimeKind.FilledIn ? ms : 0;
    }

    private long OutsideMs(long fromMs, long toMs)
    {
        var ms = toMs - fromMs;
        foreach (var outage in _outages)
            ms -= Math.Max(0, Math.Min(toMs, outage.To) - Math.Max(fromMs, outage.From));
        return ms;
    }

    private static long Offset(TimeSheet sheet, DateTimeOffset at) => (at - sheet.LeasedAt).Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>
    /// The outages as disjoint spans in order. Folded segments have lost their places, and their outages are already among them, so nothing
    /// is cut out of them a second time.
    /// </summary>
    private static List<(long From, long To)> Spans(TimeSheet sheet, long toMs, IReadOnlyList<Outage> outages)
    {
        if (outages.Count == 0)
            return NoOutages;
        var spans = new List<(long From, long To)>();
        foreach (var outage in outages.OrderBy(outage => outage.From))
        {
            var from = Math.Max(sheet.FoldedMs, Offset(sheet, outage.From));
            var to = Math.Min(toMs, Offset(sheet, outage.To));
            if (spans.Count > 0)
                from = Math.Max(from, spans[^1].To);
            if (from < to)
                spans.Add((from, to));
        }

        return spans;
    }
}
