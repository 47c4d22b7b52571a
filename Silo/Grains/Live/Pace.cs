using System.Numerics;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;

namespace Distribution.Grains.Live;

/// <summary>
/// How long a project's answers take, and who hands in faster than anybody reads: within seconds, or in a small part of what half of all
/// answers take. Bounded, whoever comes: a histogram, and those with the most hurried answers.
/// </summary>
internal sealed class Pace
{
    private const int Buckets = 48;
    private const int LatestMax = 2;
    private readonly LiveOptions _options;
    private readonly int[] _counts = new int[Buckets];
    private readonly Dictionary<WorkerId, HurriedTrainer> _hurried = [];
    private int _answers;

    /// <summary>Goes on from stored figures.</summary>
    public Pace(LiveState state, LiveOptions options)
    {
        _options = options;
        Array.Copy(state.Pace, _counts, Math.Min(state.Pace.Length, Buckets));
        _answers = _counts.Sum();
        foreach (var trainer in state.Hurried) _hurried[trainer.Worker] = trainer;
    }

    /// <summary>Answers by how long they took; without empty buckets at the end.</summary>
    public int[] Counts => _counts[..(Array.FindLastIndex(_counts, static count => count > 0) + 1)];

    /// <summary>Most hurried answers first.</summary>
    public HurriedTrainer[] Hurried => [.. _hurried.Values.OrderByDescending(static trainer => trainer.Hurried).ThenBy(static trainer => trainer.Worker.Value, StringComparer.Ordinal)];

    /// <summary>Counts an answer that came in time.</summary>
    public void Count(HistoryEvent e)
    {
        if (e is not { Kind: EventKind.Submitted, Assignment: { } assignment }) return;
        var least = Least();
        _counts[BucketOf(e.ActiveMs)]++;
        _answers++;
        var known = _hurried.GetValueOrDefault(assignment.Worker);
        if (e.ActiveMs < least) Note(known ?? new HurriedTrainer(assignment.Worker, 0, 0, []), new HurriedAnswer(assignment, e.Task ?? 0, e.At, e.ActiveMs, least));
        else if (known is not null) _hurried[known.Worker] = known with { Answers = known.Answers + 1 };
    }

    private void Note(HurriedTrainer known, HurriedAnswer answer)
    {
        _hurried[known.Worker] = known with
        {
            Answers = known.Answers + 1,
            Hurried = known.Hurried + 1,
            Latest = known.Latest.Count == 0 ? [answer] : [.. known.Latest.Skip(known.Latest.Count - LatestMax + 1), answer],
        };
        if (_hurried.Count > _options.HurriedTrainersMax) _hurried.Remove(LastBut(known.Worker));
    }

    /// <summary>The last in the order of <see cref="Hurried"/>, that one left out. Asked at each hurried answer of a busy project, so without sorting.</summary>
    private WorkerId LastBut(WorkerId spared)
    {
        HurriedTrainer? last = null;
        foreach (var trainer in _hurried.Values)
            if (trainer.Worker != spared && (last is null || IsBehind(trainer, last))) last = trainer;
        return last!.Worker;
    }

    private static bool IsBehind(HurriedTrainer one, HurriedTrainer other) =>
        one.Hurried < other.Hurried || (one.Hurried == other.Hurried && string.CompareOrdinal(one.Worker.Value, other.Worker.Value) > 0);

    private long Least() =>
        _answers < _options.MedianFrom ? _options.HurriedMs : Math.Max(_options.HurriedMs, Median() * _options.HurriedPercent / 100);

    private long Median()
    {
        var (bucket, before) = (0, 0L);
        while (bucket < Buckets - 1 && (before += _counts[bucket]) * 2 < _answers) bucket++;
        return LowerOf(bucket);
    }

    /// <summary>Two buckets for each doubling, from 64 ms on.</summary>
    private static int BucketOf(long ms)
    {
        var x = (ulong)(Math.Max(0, ms) / 64) + 1;
        var log = BitOperations.Log2(x);
        return Math.Min(Buckets - 1, (2 * log) + (log > 0 ? (int)((x >> (log - 1)) & 1) : 0));
    }

    private static long LowerOf(int bucket) => (((2L + (bucket & 1)) << (bucket / 2)) / 2 - 1) * 64;
}
