using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;

namespace Distribution.Grains.Workers;

/// <summary>Numbers and sends what a trainer's clients should know. Best effort: a client that sees a gap, or another epoch, asks for all.</summary>
internal sealed class WorkerPushes(WorkerId worker, string epoch, TimeProvider time)
{
    /// <summary>How long a watch lasts without being renewed.</summary>
    public static readonly TimeSpan WatchTime = TimeSpan.FromMinutes(5);

    private const int WatchersMax = 16;
    private readonly List<(IWorkerObserver Observer, DateTimeOffset Until)> _watchers = [];

    /// <summary>New with each activation.</summary>
    public string Epoch => epoch;

    /// <summary>The number of the last push.</summary>
    public long Sequence { get; private set; }

    /// <summary>Adds a watcher, or renews it; the oldest goes when there are too many.</summary>
    public void Watch(IWorkerObserver observer)
    {
        Unwatch(observer);
        if (_watchers.Count == WatchersMax) _watchers.RemoveAt(0);
        _watchers.Add((observer, time.GetUtcNow() + WatchTime));
    }

    /// <summary>Removes a watcher.</summary>
    public void Unwatch(IWorkerObserver observer) => _watchers.RemoveAll(watcher => watcher.Observer.Equals(observer));

    /// <summary>Sends to all.</summary>
    public void Push(WorkerPushKind kind, AssignmentView? assignment, WorkOffer? offer)
    {
        var now = time.GetUtcNow();
        _watchers.RemoveAll(watcher => watcher.Until < now);
        var push = new WorkerPush(epoch, ++Sequence, kind, assignment, offer, now);
        foreach (var (observer, _) in _watchers) observer.OnPush(worker, push);
    }
}
