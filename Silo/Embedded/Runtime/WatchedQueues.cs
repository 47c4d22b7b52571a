namespace Distribution.Embedded.Runtime;

/// <summary>The queues that had calls left when their visit ended: the only ones whose calls can be late, save when the pool itself is.</summary>
internal sealed class WatchedQueues
{
    private readonly Lock _gate = new();
    private List<TurnQueue> _queues = [];

    public void Add(TurnQueue queue)
    {
        lock (_gate) _queues.Add(queue);
    }

    public void ExpireCalls(long tick)
    {
        List<TurnQueue> queues;
        lock (_gate) (queues, _queues) = (_queues, []);
        foreach (var queue in queues)
        {
            queue.ExpireCalls(tick);
            if (!queue.StopsWatch()) Add(queue);
        }
    }
}
