using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>What a reference names: a grain, or an observer object.</summary>
public abstract class ReferenceTarget
{
    private protected ReferenceTarget(EmbeddedRuntime runtime, GrainId grainId) => (Runtime, GrainId) = (runtime, grainId);

    internal EmbeddedRuntime Runtime { get; }

    internal GrainId GrainId { get; }

    internal Task Send(TaskInvocation call, CancellationToken cancellationToken)
    {
        if (Runtime.HasOutgoingFilters) return OutgoingCall.RunAsync(this, call, cancellationToken);
        SendUnfiltered(call, cancellationToken);
        return call.Answer;
    }

    internal Task<TResult> Send<TResult>(TaskInvocation<TResult> call, CancellationToken cancellationToken)
    {
        if (Runtime.HasOutgoingFilters) return OutgoingCall.RunAsync<TResult>(this, call, cancellationToken);
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
        if (Runtime.Copier is { } copier) call.CopyArguments(copier);
        call.RequestValues = RequestContext.Values;
        if (!call.Method.IsOneWay)
        {
            call.Caller = SynchronizationContext.Current as Invocation;
            call.DeadlineTick = Runtime.DeadlineTick(call.Method);
            cancellationToken.ThrowIfCancellationRequested();
            call.ObserveCancellation(cancellationToken);
        }

        Runtime.Deliver(call, Deliver);
    }
}

internal sealed class GrainTarget(EmbeddedRuntime runtime, ActivationGroup group, string key)
    : ReferenceTarget(runtime, new GrainId(group.GrainClass.GrainType, key))
{
    private protected override void Deliver(Invocation call) => group.Deliver(GrainId.Key, call);
}

internal sealed class ObserverTarget(EmbeddedRuntime runtime, ObserverQueue queue) : ReferenceTarget(runtime, queue.GrainId)
{
    private protected override void Deliver(Invocation call) => queue.Enqueue(call);
}
