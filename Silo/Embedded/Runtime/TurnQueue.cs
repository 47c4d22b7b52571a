using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>
/// The turns of one activation or observer: continuations and new calls run one at a time, in the order they came,
/// and a new call waits until the one before it has ended, unless both may interleave.
/// </summary>
internal abstract class TurnQueue(EmbeddedRuntime runtime, GrainId grainId, bool isReentrant) : IThreadPoolWorkItem
{
    private Queue<Continuation>? _ready;
    private CallList _waiting;
    private CallList _running;
    private Invocation? _justEnded;
    private int _turnThread;

    /// <summary>The queue is at the scheduler or has a thread: whoever adds work need not, and must not, schedule it.</summary>
    private bool _scheduled;

    private bool _isWatched;

    public GrainId GrainId { get; } = grainId;

    public EmbeddedRuntime Runtime { get; } = runtime;

    protected Lock Gate { get; } = new();

    /// <summary>How many calls wait or run. Exact under <see cref="Gate"/>, elsewhere a hint.</summary>
    public int CallCount => _waiting.Count + _running.Count;

    /// <summary>Under <see cref="Gate"/>: whether new calls may start now.</summary>
    protected abstract bool IsOpen { get; }

    /// <summary>Under <see cref="Gate"/>: nothing runs and nothing waits. A call that is answered and only to be cleared away does not count.</summary>
    protected bool IsQuiet => _waiting.Count == 0 && _ready is not { Count: > 0 }
        && (_running.Count == 0 || (_running.Count == 1 && _running.First!.HasEnded));

    protected bool HasRunning => _running.Count > 0;

    protected bool HasWaiting => _waiting.Count > 0;

    public void Post(Continuation continuation)
    {
        bool mustSchedule;
        lock (Gate) mustSchedule = PostUnderGate(continuation);
        if (mustSchedule) Runtime.Scheduler.Schedule(this);
    }

    /// <summary>One visit of the pool: a bounded number of turns, so that no grain keeps a thread for itself.</summary>
    public void Execute()
    {
        var previous = SynchronizationContext.Current;
        var clean = ExecutionContext.Capture();
        _turnThread = Environment.CurrentManagedThreadId;
        for (var left = Runtime.Options.TurnsPerVisit; TryTake(left > 0, out var turn); left--)
        {
            try
            {
                Run(turn);
            }
            catch (Exception error)
            {
                // An "async void" or a raw posted callback. It must not take the process down, nor this queue.
                Runtime.LogTurnFailed(GrainId, error);
            }

            // A method that is not async may have changed ambient values (RequestContext, Activity): they end with its turn.
            if (clean is not null) ExecutionContext.Restore(clean);
        }

        SynchronizationContext.SetSynchronizationContext(previous);
    }

    /// <summary>A call has failed, and its caller has not heard of it yet.</summary>
    public virtual void OnCallFailed(Invocation call, Exception error) { }

    /// <summary>Ends a call: the next may start.</summary>
    public void Ended(Invocation call)
    {
        if (_turnThread == Environment.CurrentManagedThreadId && _justEnded is null)
        {
            // This thread takes the next turn in a moment, and then clears the call away under the same lock.
            _justEnded = call;
            return;
        }

        bool mustSchedule;
        lock (Gate)
        {
            RemoveEndedUnderGate(call);
            mustSchedule = MustScheduleUnderGate();
        }

        if (mustSchedule) Runtime.Scheduler.Schedule(this);
    }

    /// <summary>Answers calls whose callers have waited too long. A call that runs goes on: its outcome is unknown to the caller.</summary>
    public void ExpireCalls(long tick)
    {
        if (CallCount == 0) return;
        List<Invocation>? expired = null;
        lock (Gate)
        {
            for (var call = _running.First; call is not null; call = call.Next) if (call.DeadlineTick <= tick) (expired ??= []).Add(call);
            for (var call = _waiting.First; call is not null; call = call.Next) if (call.DeadlineTick <= tick) (expired ??= []).Add(call);
        }

        if (expired is null) return;
        foreach (var call in expired)
        {
            call.DeadlineTick = long.MaxValue;
            call.Fail(new TimeoutException($"{call.Method.FullName} on {GrainId} did not answer in time; its outcome is unknown."));
        }
    }

    /// <summary>True when nothing is left that could be late; until the next visit ends.</summary>
    public bool StopsWatch()
    {
        lock (Gate) return !(_isWatched = CallCount > 0);
    }

    /// <summary>Cancels the token of a call in a turn, if the call has begun. One that has not never will: it is answered.</summary>
    public void Cancel(Invocation call, CancellationTokenSource source)
    {
        var mustSchedule = false;
        lock (Gate)
        {
            if (call.HasBegun && call.Target == this)
                mustSchedule = PostUnderGate(new Continuation(static state => ((CancellationTokenSource)state!).Cancel(), source, call));
        }

        if (mustSchedule) Runtime.Scheduler.Schedule(this);
    }

    /// <summary>Whether <paramref name="call"/> could start although its caller, which this grain waits for, has not ended.</summary>
    public bool CouldInterleave(Invocation call)
    {
        lock (Gate) return IsOpen && MayStart(call.Method);
    }

    /// <summary>True when the caller must hand this queue to the scheduler, after it has left the gate.</summary>
    protected bool EnqueueUnderGate(Invocation call)
    {
        _waiting.AddLast(call);
        return MustScheduleUnderGate();
    }

    /// <inheritdoc cref="EnqueueUnderGate" />
    protected bool PostUnderGate(Continuation continuation)
    {
        (_ready ??= new Queue<Continuation>()).Enqueue(continuation);
        return MustScheduleUnderGate();
    }

    protected bool MustScheduleUnderGate()
    {
        if (_scheduled || Runtime.IsKilled || !HasWorkUnderGate()) return false;
        return _scheduled = true;
    }

    protected void AddRunningUnderGate(Invocation call)
    {
        call.HasBegun = true;
        _running.AddLast(call);
    }

    protected List<Invocation> TakeWaitingUnderGate() => _waiting.TakeAll();

    /// <summary>The object on which calls run, in a turn; null when it is gone, and the call was dealt with.</summary>
    protected abstract object? InstanceFor(Invocation call);

    protected virtual void OnCallEndedUnderGate(Invocation call) { }


    /// <summary>Under <see cref="Gate"/>: a call of the queue itself (activation, deactivation) that is due before others.</summary>
    protected virtual Invocation? TakeOwnCallUnderGate() => null;

    protected virtual bool HasOwnCallUnderGate() => false;

    private bool TryTake(bool mayGoOn, out Continuation turn)
    {
        lock (Gate)
        {
            if (_justEnded is { } ended)
            {
                _justEnded = null;
                RemoveEndedUnderGate(ended);
            }

            if (mayGoOn && !Runtime.IsKilled && TakeUnderGate(out turn)) return true;
            turn = default;
            _turnThread = 0;
            if (CallCount > 0 && !_isWatched)
            {
                _isWatched = true;
                Runtime.Watched.Add(this);
            }

            _scheduled = !mayGoOn && !Runtime.IsKilled && HasWorkUnderGate();
            if (!_scheduled) return false;
        }

        Runtime.Scheduler.Schedule(this);
        return false;
    }

    private bool TakeUnderGate(out Continuation turn)
    {
        if (_ready is not null && _ready.TryDequeue(out turn)) return true;
        turn = new Continuation(null, null, (TakeOwnCallUnderGate() ?? TakeAdmissibleUnderGate())!);
        return turn.Call is not null;
    }

    private void Run(Continuation turn)
    {
        SynchronizationContext.SetSynchronizationContext(turn.Call);
        if (turn.Callback is { } callback)
        {
            callback(turn.State);
            return;
        }

        if (InstanceFor(turn.Call!) is not { } instance) return;
        if (turn.Call!.RequestValues is { } values) RequestContext.Values = values;
        turn.Call.Begin(instance);
    }

    private void RemoveEndedUnderGate(Invocation call)
    {
        _running.Remove(call);
        OnCallEndedUnderGate(call);
    }

    private bool HasWorkUnderGate() => _ready is { Count: > 0 } || HasOwnCallUnderGate() || (IsOpen && FindAdmissible() is not null);

    private Invocation? TakeAdmissibleUnderGate()
    {
        if (!IsOpen) return null;
        while (FindAdmissible() is { } call)
        {
            _waiting.Remove(call);
            if (call.IsAnswered) continue;
            AddRunningUnderGate(call);
            return call;
        }

        return null;
    }

    private Invocation? FindAdmissible()
    {
        var call = _waiting.First;
        if (call is null || MayStart(call.Method)) return call;
        if (_waiting.AlwaysInterleavingCount + _waiting.ReadOnlyCount == 0) return null;
        while (call is not null && !MayStart(call.Method)) call = call.Next;
        return call;
    }

    private bool MayStart(GrainMethod method) =>
        isReentrant || !_running.Blocks || method.IsAlwaysInterleave || (method.IsReadOnly && _running.BlocksOnlyByReads);
}
