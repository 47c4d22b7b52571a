using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.People;

namespace Distribution.Grains.People;

/// <summary>Counts what each trainer has done in a project, event by event, in order. Without a runtime.</summary>
public sealed class PeopleTable
{
    private const int SpreadFrom = 10;
    private readonly Dictionary<WorkerId, PersonRow> _rows = [];

    /// <summary>Begins with nobody.</summary>
    public PeopleTable()
    {
    }

    /// <summary>Goes on from stored counts.</summary>
    public PeopleTable(IEnumerable<PersonRow> rows)
    {
        foreach (var row in rows) _rows[row.Worker] = row;
    }

    /// <summary>To be stored, in one order for everybody.</summary>
    public List<PersonRow> Rows => [.. _rows.Values.OrderBy(static row => row.Worker.Value, StringComparer.Ordinal)];

    /// <summary>Whether somebody has held a task here.</summary>
    public bool Knows(WorkerId worker) => _rows.ContainsKey(worker);

    /// <summary>Most answers first.</summary>
    public IReadOnlyList<PersonFigures> Figures() =>
        [.. _rows.Values.Select(Of).OrderByDescending(static person => person.Answers).ThenBy(static person => person.Worker.Value, StringComparer.Ordinal)];

    /// <summary>Counts an event.</summary>
    public void Count(HistoryEvent happened)
    {
        if (happened.Assignment is not { } assignment) return;
        var row = _rows.GetValueOrDefault(assignment.Worker) ?? new PersonRow { Worker = assignment.Worker, FirstAt = happened.At };
        var next = Counted(row, happened);
        if (next is not null) _rows[assignment.Worker] = next with { LastAt = happened.At, PaidMicros = checked(next.PaidMicros + happened.Amount.Micros) };
    }

    /// <summary>Ten buckets for each doubling from 128 ms on, so that a median is right within a tenth: 200 reach beyond a day.</summary>
    public static int BucketOf(long ms) => (int)Math.Clamp(Math.Round(10 * Math.Log2(Math.Max(ms, 128) / 128.0)), 0, 250);

    /// <summary>The time in the middle of a bucket.</summary>
    public static long TimeOf(int bucket) => (long)Math.Round(128 * Math.Pow(2, bucket / 10.0));

    private static PersonRow? Counted(PersonRow row, HistoryEvent happened) => happened.Kind switch
    {
        EventKind.Leased => row,
        EventKind.Submitted => row with
        {
            Answers = row.Answers + 1,
            ActiveMs = row.ActiveMs + happened.ActiveMs,
            Pace = Bumped(row.Pace, BucketOf(happened.ActiveMs)),
        },
        EventKind.SubmittedLate => row with { Answers = row.Answers + 1, Late = row.Late + 1 },
        EventKind.Superseded => row with { Late = row.Late + 1 },
        EventKind.Expired => row with { Expired = row.Expired + 1 },
        EventKind.Skipped or EventKind.Reported => row with { Skipped = row.Skipped + 1 },
        EventKind.Released or EventKind.Withdrawn => row,
        EventKind.ReviewAccepted or EventKind.ReviewReturned or EventKind.ReviewRejected => Judged(row, happened.Assignment!.Value.N, happened.Kind),
        _ => null,
    };

    /// <summary>A later verdict on the same answer takes the place of the earlier one.</summary>
    private static PersonRow Judged(PersonRow row, int assignment, EventKind verdict)
    {
        row.Verdicts[assignment] = (int)verdict;
        return row;
    }

    /// <summary>In place: nobody else has it, and a million answers are not copied a million times.</summary>
    private static SortedDictionary<int, int> Bumped(SortedDictionary<int, int> pace, int bucket)
    {
        pace[bucket] = pace.GetValueOrDefault(bucket) + 1;
        return pace;
    }

    private static PersonFigures Of(PersonRow row)
    {
        var timed = row.Pace.Values.Sum();
        var (low, high) = (At(row.Pace, timed, 0.1), At(row.Pace, timed, 0.9));
        return new PersonFigures(
            row.Worker, row.Answers, row.Late, row.Expired, row.Skipped, Verdicts(row, EventKind.ReviewAccepted), Verdicts(row, EventKind.ReviewReturned),
            Verdicts(row, EventKind.ReviewRejected), row.ActiveMs, new MicroAmount(row.PaidMicros), At(row.Pace, timed, 0.5),
            timed < SpreadFrom ? null : (int)Math.Min(100_000, (high * 100 / Math.Max(1, low)) - 100), row.FirstAt, row.LastAt);
    }

    private static int Verdicts(PersonRow row, EventKind kind) => row.Verdicts.Values.Count(verdict => verdict == (int)kind);

    /// <summary>The time that such a share of the answers took at most.</summary>
    private static long At(SortedDictionary<int, int> pace, int all, double share)
    {
        var before = 0;
        foreach (var (bucket, count) in pace)
            if ((before += count) >= Math.Max(1, Math.Ceiling(all * share))) return TimeOf(bucket);
        return 0;
    }
}
