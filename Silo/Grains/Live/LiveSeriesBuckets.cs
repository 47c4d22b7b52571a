using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;

namespace Distribution.Grains.Live;

/// <summary>Counts by stretches of one length. The newest stretches are kept, and an event that is older than all of them is left out.</summary>
internal sealed class LiveSeriesBuckets
{
    private const int Leased = 0, Submitted = 1, Spent = 2, ActiveMs = 3, Closed = 4, Expired = 5, Skipped = 6, Late = 7, Released = 8, Stepped = 9, Accepted = 10, Returned = 11;
    private const int Columns = 12;
    private readonly SortedList<long, long[]> _buckets = [];
    private readonly long _lengthMs;
    private readonly int _kept;

    /// <summary>Goes on from what was stored.</summary>
    public LiveSeriesBuckets(TimeSpan length, int kept, LiveBucket[] stored)
    {
        (_lengthMs, _kept) = ((long)length.TotalMilliseconds, kept);
        foreach (var bucket in stored)
        {
            var counts = new long[Columns];
            bucket.Counts.AsSpan(0, Math.Min(Columns, bucket.Counts.Length)).CopyTo(counts);
            _buckets[bucket.Start] = counts;
        }
    }

    /// <summary>Counts an event in its stretch.</summary>
    public void Count(HistoryEvent happened)
    {
        var column = ColumnOf(happened.Kind);
        if (column < 0 && happened.Amount == MicroAmount.Zero) return;
        var start = happened.At.ToUnixTimeMilliseconds() / _lengthMs;
        if (_buckets.Count > 0 && start <= _buckets.GetKeyAtIndex(_buckets.Count - 1) - _kept) return;
        if (!_buckets.TryGetValue(start, out var counts)) _buckets[start] = counts = new long[Columns];
        if (column >= 0) counts[column]++;
        if (column is Submitted or Late) counts[ActiveMs] += happened.ActiveMs;
        counts[Spent] = checked(counts[Spent] + happened.Amount.Micros);
        while (_buckets.GetKeyAtIndex(0) <= _buckets.GetKeyAtIndex(_buckets.Count - 1) - _kept) _buckets.RemoveAt(0);
    }

    /// <summary>The newest stretches, oldest first.</summary>
    public LivePoint[] Points(int newest)
    {
        var count = Math.Min(newest, _buckets.Count);
        var points = new LivePoint[count];
        for (var i = 0; i < count; i++)
        {
            var at = _buckets.Count - count + i;
            points[i] = Point(DateTimeOffset.FromUnixTimeMilliseconds(_buckets.GetKeyAtIndex(at) * _lengthMs), _buckets.GetValueAtIndex(at));
        }

        return points;
    }

    /// <summary>To be stored.</summary>
    public LiveBucket[] ToState() =>
        [.. _buckets.Select(static bucket => new LiveBucket(bucket.Key, bucket.Value[..(Array.FindLastIndex(bucket.Value, static count => count != 0) + 1)]))];

    private static LivePoint Point(DateTimeOffset at, long[] counts) => new(
        at, counts[Leased], counts[Submitted], counts[Late], counts[Expired], counts[Skipped], counts[Released], counts[Closed], counts[Accepted], counts[Returned],
        counts[Stepped], new MicroAmount(counts[Spent]), counts[ActiveMs]);

    private static int ColumnOf(EventKind kind) => kind switch
    {
        EventKind.Leased => Leased,
        EventKind.Submitted => Submitted,
        EventKind.SubmittedLate or EventKind.Superseded => Late,
        EventKind.Expired => Expired,
        EventKind.Skipped or EventKind.Reported => Skipped,
        EventKind.Released or EventKind.Withdrawn => Released,
        EventKind.Closed => Closed,
        EventKind.RateStepped => Stepped,
        EventKind.ReviewAccepted => Accepted,
        EventKind.ReviewReturned or EventKind.ReviewRejected => Returned,
        _ => -1,
    };
}
