namespace Distribution.Embedded.Runtime;

/// <summary>Where turns run. The simulator puts its own here, and so decides their order.</summary>
public interface IWorkScheduler
{
    /// <summary>Runs <paramref name="item"/> soon, exactly once, never inside this call.</summary>
    void Schedule(IThreadPoolWorkItem item);
}

/// <summary>The thread pool.</summary>
public sealed class ThreadPoolScheduler : IWorkScheduler
{
    /// <inheritdoc />
    public void Schedule(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
}
