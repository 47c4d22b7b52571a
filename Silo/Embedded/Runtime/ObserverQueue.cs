using Orleans;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>The turns of one observer object, which is held weakly: when nobody else keeps it, calls to it are lost.</summary>
internal sealed class ObserverQueue(EmbeddedRuntime runtime, IGrainObserver observer, string id)
    : TurnQueue(runtime, new GrainId("observer", id), isReentrant: false)
{
    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private int _waitingCount;
    private bool _deleted;

    public bool IsAlive => !_deleted && _observer.TryGetTarget(out _);

    protected override bool IsOpen => true;

    public void Delete() => _deleted = true;

    public void Enqueue(Invocation call)
    {
        call.Target = this;
        if (!IsAlive)
        {
            call.Fail(new ClientNotAvailableException($"Observer {GrainId} is gone."));
            return;
        }

        lock (Gate)
        {
            if (_waitingCount < Runtime.Options.ObserverQueueLimit)
            {
                _waitingCount++;
                EnqueueUnderGate(call);
                return;
            }
        }

        call.Fail(new LimitExceededException($"Observer {GrainId} is {Runtime.Options.ObserverQueueLimit} calls behind."));
    }

    protected override object? InstanceFor(Invocation call)
    {
        if (!_deleted && _observer.TryGetTarget(out var observer)) return observer;
        call.Fail(new ClientNotAvailableException($"Observer {GrainId} is gone."));
        Ended(call, Task.CompletedTask);
        return null;
    }

    protected override void OnTurnEndedUnderGate() => _waitingCount--;

    protected override void OnCallFailed(Invocation call, Exception error)
    {
        if (call.IsUnobserved) Runtime.LogLostCall(call, error);
    }
}
