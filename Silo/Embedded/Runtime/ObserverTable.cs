using System.Runtime.CompilerServices;
using Orleans;

namespace Distribution.Embedded.Runtime;

/// <summary>The queue of each observer, for as long as somebody keeps the observer.</summary>
internal sealed class ObserverTable
{
    private readonly ConditionalWeakTable<IGrainObserver, ObserverQueue> _queues = [];
    private readonly Lock _gate = new();

    public ObserverQueue GetOrAdd(IGrainObserver observer, Func<ObserverQueue> create)
    {
        lock (_gate)
        {
            if (_queues.TryGetValue(observer, out var queue)) return queue;
            queue = create();
            _queues.Add(observer, queue);
            return queue;
        }
    }

    public ObserverQueue? Remove(IGrainObserver observer)
    {
        lock (_gate)
        {
            if (!_queues.TryGetValue(observer, out var queue)) return null;
            _queues.Remove(observer);
            return queue;
        }
    }

    public void ExpireCalls(long tick)
    {
        foreach (var (_, queue) in _queues) queue.ExpireCalls(tick);
    }
}
