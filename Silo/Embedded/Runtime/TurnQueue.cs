using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>
/// The turns of one activation or observer: continuations and new calls run one at a time, in the order they came,
/// and a new call waits until the one before it has ended, unless both may interleave.
/// </summary>
internal abstract class TurnQueue(EmbeddedRuntime runtime, GrainId grainId, bool isReentrant) : IThreadPoolWorkItem
{
    private readonly Queue<Continuation> _ready = new();
    private readonly WaitingCalls _waiting = new();
    private readonly List<Invocation> _running = new(1);
    private bool _scheduled;

    public GrainId GrainId { get; } = grainId;

    public EmbeddedRuntime Runtime { get; } = runtime;

    protected Lock Gate { get; } = new();

    /// <summary>Under <see cref="Gate"/>: whether new calls may start now.</summary>
    protected abstract bool IsOpen { get; }

    /// <summary>Under <see cref="Gate"/>: nothing runs and nothing waits.</summary>
    protected bool IsQuiet => _running.Count == 0 && _waiting.Count == 0 && _ready.Count == 0;

    protected bool HasRunning => _running.Count > 0;

    public void Post(Continuation continuation)
    {
        lock (Gate)
        {
            _ready.Enqueue(continuation);
            ScheduleUnderGate();
        }
    }

    /// <summary>One visit of the pool: a bounded number of turns, so that no grain keeps a thread for itself.</summary>
    public void Execute()
    {
        var previous = SynchronizationContext.Current;
        for (var turns = 0; turns < Runtime.Options.TurnsPerVisit && !Runtime.IsKilled; turns++)
        {
            if (!RunOne()) break;
        }

        SynchronizationContext.SetSynchronizationContext(previous);
        lock (Gate)
        {
            _scheduled = false;
            if (HasWorkUnderGate() && !Runtime.IsKilled) ScheduleUnderGate();
        }
    }

    /// <summary>Ends a call: the next may start.</summary>
    public void Ended(Invocation call, Task work)
    {
        if (work.IsFaulted) OnCallFailed(call, Failures.Of(work));
        lock (Gate)
        {
            _running.Remove(call);
            OnTurnEndedUnderGate();
            ScheduleUnderGate();
        }
    }

    /// <summary>Answers calls whose callers have waited too long. A call that runs goes on: its outcome is unknown to the caller.</summary>
    public void ExpireCalls(long tick)
    {
        List<Invocation>? expired = null;
        lock (Gate)
        {
            foreach (var call in _running) if (call.DeadlineTick <= tick) (expired ??= []).Add(call);
            for (var call = _waiting.First; call is not null; call = call.Next) if (call.DeadlineTick <= tick) (expired ??= []).Add(call);
        }

        if (expired is null) return;
        foreach (var call in expired)
        {
            call.DeadlineTick = long.MaxValue;
            call.Fail(new TimeoutException($"{call.Method.FullName} on {GrainId} did not answer in time; its outcome is unknown."));
        }
    }

    /// <summary>Whether <paramref name="call"/> could start although its caller, which this grain waits for, has not ended.</summary>
    public bool CouldInterleave(Invocation call)
    {
        if (isReentrant || call.Method.IsAlwaysInterleave) return true;
        lock (Gate)
        {
            var (blocked, onlyByReads) = Blocking();
            return !blocked || (call.Method.IsReadOnly && onlyByReads);
        }
    }

    protected void EnqueueUnderGate(Invocation call)
    {
        _waiting.AddLast(call);
        ScheduleUnderGate();
    }

    protected void AddRunningUnderGate(Invocation call) => _running.Add(call);

    protected List<Invocation> TakeWaitingUnderGate() => _waiting.TakeAll();

    protected void ScheduleUnderGate()
    {
        if (_scheduled) return;
        _scheduled = true;
        Runtime.Scheduler.Schedule(this);
    }

    /// <summary>The object on which calls run, in a turn; null when it is gone, and the call was dealt with.</summary>
    protected abstract object? InstanceFor(Invocation call);

    protected virtual void OnTurnEndedUnderGate() { }

    protected virtual void OnCallFailed(Invocation call, Exception error) { }

    /// <summary>Under <see cref="Gate"/>: a call of the queue itself (activation, deactivation) that is due before others.</summary>
    protected virtual Invocation? TakeOwnCallUnderGate() => null;

    private bool HasWorkUnderGate() => _ready.Count > 0 || (IsOpen && FindAdmissible() is not null) || HasOwnCallUnderGate();

    protected virtual bool HasOwnCallUnderGate() => false;

    private bool RunOne()
    {
        Continuation continuation = default;
        Invocation? start = null;
        lock (Gate)
        {
            if (!_ready.TryDequeue(out continuation))
            {
                start = TakeOwnCallUnderGate() ?? TakeAdmissibleUnderGate();
                if (start is null) return false;
            }
        }

        if (start is null) RunContinuation(continuation);
        else RunCall(start);
        return true;
    }

    private static void RunContinuation(Continuation continuation)
    {
        SynchronizationContext.SetSynchronizationContext(continuation.Call);
        continuation.Callback(continuation.State);
    }

    private void RunCall(Invocation call)
    {
        SynchronizationContext.SetSynchronizationContext(call);
        if (InstanceFor(call) is not { } instance) return;
        if (call.RequestValues is null)
        {
            call.Begin(instance);
            return;
        }

        RequestContext.Values = call.RequestValues;
        call.Begin(instance);
        RequestContext.Values = null;
    }

    private Invocation? TakeAdmissibleUnderGate()
    {
        if (!IsOpen) return null;
        while (FindAdmissible() is { } call)
        {
            _waiting.Remove(call);
            if (call.IsAnswered) continue;
            _running.Add(call);
            return call;
        }

        return null;
    }

    private Invocation? FindAdmissible()
    {
        if (_running.Count == 0 || isReentrant || _waiting.First is null) return _waiting.First;
        var (blocked, onlyByReads) = Blocking();
        if (!blocked) return _waiting.First;
        if (_waiting.InterleavingCount == 0) return null;
        var call = _waiting.First;
        while (call is not null && !(call.Method.IsAlwaysInterleave || (call.Method.IsReadOnly && onlyByReads))) call = call.Next;
        return call;
    }

    /// <summary>Whether a running call holds others back, and whether all that do only read.</summary>
    private (bool Blocked, bool OnlyByReads) Blocking()
    {
        var blocked = false;
        foreach (var running in _running)
        {
            if (running.Method.IsAlwaysInterleave) continue;
            if (!running.Method.IsReadOnly) return (true, false);
            blocked = true;
        }

        return (blocked, true);
    }
}
