namespace Distribution.Embedded.Runtime;

/// <summary>
/// One call in flight. It is also the synchronization context under which the call runs, so that every await inside
/// returns to the activation's turns, and so that a call made from within knows its caller without ambient state.
/// </summary>
public abstract partial class Invocation : SynchronizationContext
{
    /// <summary>The method called.</summary>
    public abstract GrainMethod Method { get; }

    /// <summary>How many arguments the call carries, the cancellation token not counted.</summary>
    public virtual int ArgumentCount => 0;

    /// <summary>The argument at <paramref name="index"/>, boxed: for filters and diagnostics, never on the fast path.</summary>
    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, "The call has no such argument.");

    /// <summary>Replaces each argument by its copy.</summary>
    public virtual void CopyArguments(IMessageCopier copier) { }
}
