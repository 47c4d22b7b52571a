namespace Distribution.Embedded.Runtime;

/// <summary>Where turns run. The simulator puts its own here, and so decides their order.</summary>
public interface IWorkScheduler
{
    /// <summary>Runs <paramref name="item"/> soon, exactly once, never inside this call.</summary>
    void Schedule(IThreadPoolWorkItem item);
}

/// <summary>
/// The thread pool's common queue. A thread's own queue is last in, first out: two busy callers then starve all others, for
/// little more throughput (CallBench measures both).
/// </summary>
public sealed class ThreadPoolScheduler : IWorkScheduler
{
    /// <inheritdoc />
    public void Schedule(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
}
