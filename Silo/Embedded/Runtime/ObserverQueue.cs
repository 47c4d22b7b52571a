using Orleans;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>The turns of one observer object, which is held weakly: when nobody else keeps it, calls to it are lost.</summary>
internal sealed class ObserverQueue(EmbeddedRuntime runtime, IGrainObserver observer, string id)
    : TurnQueue(runtime, new GrainId("observer", id), isReentrant: false)
{
    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private volatile bool _deleted;

    public bool IsAlive => !_deleted && _observer.TryGetTarget(out _);

    protected override bool IsOpen => true;

    public void Delete() => _deleted = true;

    public void Enqueue(Invocation call)
    {
        call.Target = this;
        if (!IsAlive) throw Gone();

        bool mustSchedule;
        lock (Gate)
        {
            if (CallCount >= Runtime.Options.ObserverQueueLimit)
                throw new LimitExceededException($"Observer {GrainId} is {Runtime.Options.ObserverQueueLimit} calls behind.");
            mustSchedule = EnqueueUnderGate(call);
        }

        if (mustSchedule) Runtime.Scheduler.Schedule(this);
    }

    protected override object? InstanceFor(Invocation call)
    {
        if (!_deleted && _observer.TryGetTarget(out var observer)) return observer;
        var gone = Gone();
        OnCallFailed(call, gone);
        call.Fail(gone);
        Ended(call);
        return null;
    }

    public override void OnCallFailed(Invocation call, Exception error)
    {
        if (call.IsUnobserved) Runtime.LogLostCall(call, error);
    }

    private ClientNotAvailableException Gone() => new($"Observer {GrainId} is gone.");
}
