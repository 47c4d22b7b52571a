using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>What a reference names: a grain, or an observer object.</summary>
public abstract class ReferenceTarget
{
    private protected ReferenceTarget(EmbeddedRuntime runtime, GrainId grainId) => (Runtime, GrainId) = (runtime, grainId);

    internal EmbeddedRuntime Runtime { get; }

    internal GrainId GrainId { get; }

    internal Task Send(GrainReference reference, TaskInvocation call, CancellationToken cancellationToken)
    {
        if (Runtime.HasOutgoingFilters) return OutgoingCall.RunAsync(reference, call, cancellationToken);
        SendUnfiltered(call, cancellationToken);
        return call.Answer;
    }

    internal Task<TResult> Send<TResult>(GrainReference reference, TaskInvocation<TResult> call, CancellationToken cancellationToken)
    {
        if (Runtime.HasOutgoingFilters) return OutgoingCall.RunAsync(reference, call, cancellationToken);
        SendUnfiltered(call, cancellationToken);
        return call.Answer;
    }

    internal void Send(VoidInvocation call) => Dispatch(call, CancellationToken.None);

    internal void SendUnfiltered(TaskInvocation call, CancellationToken cancellationToken)
    {
        if (!call.Method.IsOneWay) call.ExpectAnswer();
        Dispatch(call, cancellationToken);
    }

    internal void SendUnfiltered<TResult>(TaskInvocation<TResult> call, CancellationToken cancellationToken)
    {
        if (!call.Method.IsOneWay) call.ExpectAnswer();
        Dispatch(call, cancellationToken);
    }

    /// <summary>Hands a call to the queue of its target; for a grain, the activation is made if there is none.</summary>
    private protected abstract void Deliver(Invocation call);

    private void Dispatch(Invocation call, CancellationToken cancellationToken)
    {
        try
        {
            if (Runtime.Copier is { } copier) call.CopyArguments(copier);
            call.RequestValues = RequestContext.Values;
            call.Caller = SynchronizationContext.Current as Invocation;
            if (!call.Method.IsOneWay)
            {
                call.DeadlineTick = Runtime.DeadlineTick(call.Method);
                if (cancellationToken.CanBeCanceled && !call.ObserveCancellation(cancellationToken)) return;
            }

            if (Runtime.Refuses(call)) throw new SiloUnavailableException("The silo stops and takes no more calls.");
            Deliver(call);
        }
        catch (Exception error)
        {
            // Whatever keeps a call from its target is the call's outcome: a caller never waits for a call that is lost.
            Undeliverable(call, error);
        }
    }

    private void Undeliverable(Invocation call, Exception error)
    {
        call.Fail(error);
        if (call.IsUnobserved) Runtime.LogLostCall(call.Method.FullName, GrainId, error);
    }
}

/// <summary>A grain, whose activation is remembered: most calls find it where the last one left it.</summary>
internal sealed class GrainTarget(EmbeddedRuntime runtime, ActivationGroup group, string key)
    : ReferenceTarget(runtime, new GrainId(group.GrainClass.GrainType, key))
{
    private Activation? _last;

    private protected override void Deliver(Invocation call)
    {
        if (_last is { } last && group.TryDeliver(last, call)) return;
        _last = group.Deliver(GrainId.Key, call);
    }
}

internal sealed class ObserverTarget(EmbeddedRuntime runtime, ObserverQueue queue) : ReferenceTarget(runtime, queue.GrainId)
{
    public void Delete() => queue.Delete();

    private protected override void Deliver(Invocation call) => queue.Enqueue(call);
}
