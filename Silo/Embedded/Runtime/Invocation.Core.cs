using System.Collections.Immutable;

namespace Distribution.Embedded.Runtime;

[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "The source has no timer and no handle; a call is not worth a finalizer.")]
public abstract partial class Invocation
{
    private CallCancellation? _cancellation;

    internal TurnQueue Target { get; set; } = null!;

    internal Invocation? Next { get; set; }

    internal Invocation? Previous { get; set; }

    /// <summary>The call during which this one was made; null from outside. An ended call forgets its own, so chains stay short.</summary>
    internal Invocation? Caller { get; set; }

    internal ImmutableDictionary<string, object>? RequestValues { get; set; }

    /// <summary>The sweeper's tick at which the caller stops waiting; long.MaxValue for one-way calls.</summary>
    internal long DeadlineTick { get; set; } = long.MaxValue;

    internal bool CountsAsUse { get; init; } = true;

    /// <summary>Set under the target's gate when the call leaves the queue to run.</summary>
    internal bool HasBegun { get; set; }

    /// <summary>The method has returned; nobody that called it waits for it any more.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Nobody waits for this call, so its failure is told to the log.</summary>
    internal bool IsUnobserved => Method.IsOneWay;

    internal virtual bool BypassesFilters => false;

    /// <summary>The caller has its answer, so the call need not start any more.</summary>
    internal abstract bool IsAnswered { get; }

    /// <summary>The token the callee gets; cancelled in a turn of the callee.</summary>
    internal CancellationToken CalleeToken => _cancellation?.Token ?? CancellationToken.None;

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
    internal void Fail(Exception error)
    {
        _cancellation?.StopObserving();
        SetError(error);
    }

    /// <summary>False when the caller has cancelled already: then the call is answered.</summary>
    internal bool ObserveCancellation(CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            Fail(new OperationCanceledException(token));
            return false;
        }

        _cancellation = new CallCancellation(this);
        _cancellation.Observe(token);
        return true;
    }

    /// <summary>Whether <paramref name="target"/> waits, directly or through others, for the one that makes this call.</summary>
    internal bool IsAwaitedBy(TurnQueue target)
    {
        for (var call = this; !call.Method.IsOneWay && call.Caller is { HasEnded: false } caller; call = caller)
        {
            if (caller.Target == target) return true;
        }

        return false;
    }

    protected private abstract void SetError(Exception error);

    /// <summary>What a failure means to the callee is settled before the caller hears of it, who may pass it on or call again at once.</summary>
    protected private void FailAs(Task work)
    {
        var error = Failures.Of(work);
        if (work.IsFaulted) Target.OnCallFailed(this, error);
        Fail(error);
    }

    /// <summary>First thing when the method has returned: whoever gets the answer may rely on the call being over.</summary>
    protected private void MarkEnded()
    {
        HasEnded = true;
        Caller = null;
        _cancellation?.StopObserving();
    }

    /// <summary>The caller's token and the callee's, apart from each other: only calls with a token pay for this.</summary>
    private sealed class CallCancellation(Invocation call) : CancellationTokenSource
    {
        private CancellationTokenRegistration _registration;

        public void Observe(CancellationToken token) =>
            _registration = token.UnsafeRegister(static (state, cancelled) => ((CallCancellation)state!).CancelFromCaller(cancelled), this);

        /// <summary>Does not wait for a callback that runs, unlike disposing: that callback may be who calls.</summary>
        public void StopObserving() => _registration.Unregister();

        private void CancelFromCaller(CancellationToken token)
        {
            call.SetError(new OperationCanceledException(token));
            // Before delivery there is no target; then the call is answered and will never start.
            call.Target?.Cancel(call, this);
        }
    }
}

/// <summary>What a turn does: resumes a callback of the call under which it was posted, or, without one, starts the call.</summary>
internal readonly record struct Continuation(SendOrPostCallback? Callback, object? State, Invocation? Call);
