using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;

namespace Distribution.Tests.Unit.Pay;

/// <summary>Plays a story on the product's clock and, beside it, on a model that labels one cell of ten seconds at a time.</summary>
internal sealed class StoryRun(Story story)
{
    private const int FilledInAfterCells = 6;
    private readonly List<TimeKind> _cells = [];
    private int _cell;
    private bool _isPaused;

    /// <summary>The product's sheet.</summary>
    public TimeSheet Sheet { get; private set; } = Clock.Start(Lease.Begin);

    /// <summary>Now.</summary>
    public DateTimeOffset Now => Lease.Begin.AddMilliseconds((long)_cell * Story.CellMs);

    /// <summary>What the host has recorded so far: an outage is known once it is over.</summary>
    public List<Outage> Known =>
        [.. story.Outages.Where(it => it.To <= _cell).Select(it => new Outage(Instant(it.From), Instant(it.To)))];

    public StoryRun ToTheEnd(Action<StoryRun>? atEach = null)
    {
        foreach (var (act, wait) in story.Acts)
        {
            _cell += wait;
            if (IsOut(_cell))
                continue; // nobody can act while the system is down
            atEach?.Invoke(this);
            Play(act);
        }

        while (IsOut(_cell))
            _cell++;
        Label();
        Sheet = Clock.Close(Sheet, story.Pins, Now, isStalled: false, Known);
        return this;
    }

    public Receipt Receipt() => Clock.Receipt(Lease.Assignment, Lease.Task, Sheet, story.Pins, MicroAmount.Zero);

    /// <summary>The model's trace: runs of equal cells.</summary>
    public List<TimeSegment> ModelTrace()
    {
        var trace = new List<TimeSegment>();
        for (var i = 0; i < _cells.Count; i++)
        {
            var (from, to) = ((long)i * Story.CellMs, (i + 1L) * Story.CellMs);
            if (trace.Count > 0 && trace[^1].Kind == _cells[i])
                trace[^1] = trace[^1] with { ToMs = to };
            else
                trace.Add(new TimeSegment(_cells[i], from, to));
        }

        return trace;
    }

    private void Play(Act act)
    {
        Label();
        _isPaused = act == Act.Pause || (act == Act.Beat && _isPaused);
        Sheet = act switch
        {
            Act.Pause => Clock.Pause(Sheet, story.Pins, Now, Known),
            Act.Resume => Clock.Resume(Sheet, story.Pins, Now, Known),
            _ => Clock.Beat(Sheet, story.Pins, Now, new Beat(true, 0), Known),
        };
    }

    /// <summary>Labels the cells since the last act, up to the hard limit.</summary>
    private void Label()
    {
        var end = Math.Min(_cell, HardLimitCell());
        var gap = Enumerable.Range(_cells.Count, Math.Max(0, end - _cells.Count)).Count(cell => !IsOut(cell));
        var kind = _isPaused ? TimeKind.Paused
            : gap > story.Pins.GraceMs / Story.CellMs ? TimeKind.Unproven
            : gap > FilledInAfterCells ? TimeKind.FilledIn
            : TimeKind.Active;
        while (_cells.Count < end)
            _cells.Add(IsOut(_cells.Count) ? TimeKind.Outage : kind);
    }

    private int HardLimitCell()
    {
        var left = story.Pins.HardLimitMs / Story.CellMs;
        var cell = 0;
        for (; left > 0; cell++)
            left -= IsOut(cell) ? 0 : 1;
        return cell;
    }

    private bool IsOut(int cell) => story.Outages.Any(it => it.From <= cell && cell < it.To);

    private static DateTimeOffset Instant(int cell) => Lease.Begin.AddMilliseconds((long)cell * Story.CellMs);
}
