using System.Collections.Immutable;

namespace Distribution.Embedded.Runtime;

[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "The source has no timer and no handle; a call is not worth a finalizer.")]
public abstract partial class Invocation
{
    private CancellationTokenSource? _calleeCancellation;
    private CancellationTokenRegistration _callerCancellation;

    internal TurnQueue Target { get; set; } = null!;

    internal Invocation? Next { get; set; }

    internal Invocation? Previous { get; set; }

    /// <summary>The call during which this one was made and which may wait for it; null from outside and for one-way calls.</summary>
    internal Invocation? Caller { get; set; }

    internal ImmutableDictionary<string, object>? RequestValues { get; set; }

    /// <summary>The sweeper's tick at which the caller stops waiting; long.MaxValue for one-way calls.</summary>
    internal long DeadlineTick { get; set; } = long.MaxValue;

    internal bool CountsAsUse { get; init; } = true;

    /// <summary>Nobody waits for this call, so its failure is told to the log.</summary>
    internal bool IsUnobserved => Method.IsOneWay;

    internal virtual bool BypassesFilters => false;

    /// <summary>The caller has its answer, so the call need not start any more.</summary>
    internal abstract bool IsAnswered { get; }

    /// <summary>The token the callee gets; cancelled in a turn of the callee.</summary>
    internal CancellationToken CalleeToken => _calleeCancellation?.Token ?? CancellationToken.None;

    /// <inheritdoc />
    public sealed override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc />
    public sealed override void Post(SendOrPostCallback d, object? state) => Target.Post(new Continuation(d, state, this));

    /// <inheritdoc />
    public sealed override void Send(SendOrPostCallback d, object? state)
    {
        if (Current != this) throw new NotSupportedException("A grain's turn cannot be waited for synchronously.");
        d(state);
    }

    /// <summary>Starts the call in the current turn; ends with <see cref="TurnQueue.Ended"/>, now or in a later turn.</summary>
    internal abstract void Begin(object instance);

    /// <summary>Calls the method and boxes its result: the way through filters.</summary>
    internal abstract Task<object?> InvokeBoxedAsync(object instance);

    /// <summary>Answers the caller with an error. Has no effect on a call that is answered.</summary>
    internal abstract void Fail(Exception error);

    internal void ObserveCancellation(CancellationToken token)
    {
        if (!token.CanBeCanceled) return;
        _calleeCancellation = new CancellationTokenSource();
        _callerCancellation = token.UnsafeRegister(static (state, cancelled) => ((Invocation)state!).CancelFromCaller(cancelled), this);
    }

    protected private void ReleaseCancellation() => _callerCancellation.Dispose();

    private void CancelFromCaller(CancellationToken token)
    {
        Fail(new OperationCanceledException(token));
        Post(static state => ((CancellationTokenSource)state!).Cancel(), _calleeCancellation);
    }
}

/// <summary>What a turn resumes: a callback of the call under which it was posted.</summary>
internal readonly record struct Continuation(SendOrPostCallback Callback, object? State, Invocation Call);
