using Distribution.Contracts;
using Distribution.Contracts.Queues;

namespace Distribution.Grains.Queues;

/// <summary>
/// Notes in the segments which tasks may be out before they are named, a batch at a time, and early enough that a proposal seldom waits for it.
/// </summary>
internal sealed class WriteAhead(QueueIndex index, Func<int, ISegmentGrain> segments, int batch)
{
    private Task _writing = Task.CompletedTask;

    /// <summary>Completes when a write is durable: this one, or the one that was under way, after which the caller looks again.</summary>
    public Task WriteAsync(int number)
    {
        if (_writing.IsCompleted) _writing = WriteBatchAsync(number);
        return _writing;
    }

    /// <summary>Begins the next batch when fewer than half a batch is left behind <paramref name="number"/>.</summary>
    public void KeepAhead(int number)
    {
        if (!_writing.IsCompleted || index.FirstToLetOut(number, within: batch / 2) is not { } next) return;
        // Should it fail, a proposal that needs it writes again, and fails with the reason.
        _ = WriteAsync(next).ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Current);
    }

    private async Task WriteBatchAsync(int number)
    {
        var numbers = index.NextToLetOut(number, batch);
        if (!numbers.Contains(number)) numbers.Insert(0, number);
        foreach (var segment in numbers.GroupBy(static n => n / TaskId.PerSegment).ToList())
        {
            await segments(segment.Key).MarkOutAsync([.. segment.Select(static n => n % TaskId.PerSegment)]);
            foreach (var written in segment) index.Out.Add(written);
        }
    }
}
