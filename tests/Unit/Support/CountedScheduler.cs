using Distribution.Embedded.Runtime;

namespace Distribution.Tests.Unit.Support;

/// <summary>The thread pool, and the number of visits that wait for it or run.</summary>
internal sealed class CountedScheduler : IWorkScheduler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private int _visits;

    public void Schedule(IThreadPoolWorkItem item)
    {
        Interlocked.Increment(ref _visits);
        ThreadPool.UnsafeQueueUserWorkItem(new Visit(this, item), preferLocal: false);
    }

    /// <summary>Returns when no visit is under way; real time limits the wait.</summary>
    public async Task QuietAsync()
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        // Twice in a row, with a turn of the pool between: what waits for several calls goes on by a work item of its own.
        for (var quiet = 0; quiet < 2;)
        {
            if (Environment.TickCount64 > end) throw new TimeoutException("A grain keeps its thread.");
            if (Volatile.Read(ref _visits) > 0) await Task.Delay(1);
            await Task.Run(static () => { });
            quiet = Volatile.Read(ref _visits) > 0 ? 0 : quiet + 1;
        }
    }

    private sealed class Visit(CountedScheduler scheduler, IThreadPoolWorkItem item) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            item.Execute();
            Interlocked.Decrement(ref scheduler._visits);
        }
    }
}
