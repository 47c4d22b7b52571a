using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Embedded.Runtime;

/// <summary>One grain in memory: its instance, its states, its timers, and its turns.</summary>
internal sealed class Activation : TurnQueue, IGrainContext, IGrainActivationServices
{
    [ThreadStatic] private static Activation? _beingCreated;

    private readonly ActivationGroup _group;
    private readonly string _key;
    // Many grains live for milliseconds, without a state, a timer, or anybody who waits for their end.
    private List<IActivationState>? _states;
    private List<GrainTimer>? _timers;
    private TaskCompletionSource? _ended;
    private Phase _phase = Phase.Created;
    private DeactivationReason _reason;
    private long _lastUsedTick;
    private long _keepUntilTick;
    private bool _hasServed;

    public Activation(ActivationGroup group, string key)
        : base(group.Runtime, new GrainId(group.GrainClass.GrainType, key), group.GrainClass.IsReentrant)
    {
        (_group, _key) = (group, key);
        _lastUsedTick = Runtime.Tick;
    }

    private enum Phase
    {
        Created,
        Activating,
        Valid,
        Leaving,
        Deactivating,
        Ended,
    }

    public static Activation? BeingCreated => _beingCreated;

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => Runtime.Services;

    /// <summary>Completes at the end; for who ends them all.</summary>
    public Task Deactivated
    {
        get
        {
            lock (Gate)
            {
                if (_phase == Phase.Ended) return Task.CompletedTask;
                return (_ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    IGrainContext IGrainActivationServices.Context => this;

    protected override bool IsOpen => _phase == Phase.Valid;

    /// <summary>False only when the activation has ended and the call must go to the next one.</summary>
    public bool TryEnqueue(Invocation call)
    {
        bool mustSchedule;
        lock (Gate)
        {
            if (_phase == Phase.Ended) return false;
            if (call.CountsAsUse) _lastUsedTick = Runtime.Tick;
            mustSchedule = EnqueueUnderGate(call);
        }

        if (mustSchedule) Runtime.Scheduler.Schedule(this);
        return true;
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool mustSchedule;
        lock (Gate) mustSchedule = LeaveUnderGate(deactivationReason);
        if (mustSchedule) Runtime.Scheduler.Schedule(this);
    }

    /// <summary>Ends the activation if nothing has used it for its collection age.</summary>
    public void CollectIfIdle(long tick, long ageTicks, DeactivationReasonCode code)
    {
        // Without the gate first: a sweep goes over all activations, and nearly all are to stay.
        if (tick - Volatile.Read(ref _lastUsedTick) < ageTicks) return;
        bool mustSchedule;
        lock (Gate)
        {
            if (_phase != Phase.Valid || !IsQuiet || tick < _keepUntilTick || tick - _lastUsedTick < ageTicks) return;
            mustSchedule = LeaveUnderGate(new DeactivationReason(code, "Nothing has used this grain for its collection age."));
        }

        if (mustSchedule) Runtime.Scheduler.Schedule(this);
    }

    public void DelayCollection(TimeSpan time)
    {
        lock (Gate) _keepUntilTick = time <= TimeSpan.Zero ? 0 : Runtime.TickAfter(EmbeddedRuntime.Ticks(time));
    }

    public GrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        bool isLate;
        lock (Gate)
        {
            isLate = _phase is Phase.Leaving or Phase.Deactivating or Phase.Ended;
            if (!isLate) (_timers ??= []).Add(timer);
        }

        if (isLate) timer.Stop();
        return timer;
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (Gate) _timers?.Remove(timer);
    }

    /// <summary>Takes over the calls that waited for an activation that has ended, in their order.</summary>
    private bool Adopt(List<Invocation> calls)
    {
        var mustSchedule = false;
        lock (Gate)
        {
            foreach (var call in calls)
            {
                call.Target = this;
                mustSchedule |= EnqueueUnderGate(call);
            }
        }

        return mustSchedule;
    }

    IPersistentState<TState> IGrainActivationServices.PersistentState<TState>(string stateName, string? storageName)
    {
        var storage = storageName is null
            ? Runtime.Services.GetRequiredService<IGrainStorage>()
            : Runtime.Services.GetRequiredKeyedService<IGrainStorage>(storageName);
        var state = new PersistentState<TState>(stateName, GrainId, storage);
        (_states ??= []).Add(state);
        return state;
    }

    T IGrainActivationServices.Service<T>() => Runtime.Services.GetRequiredService<T>();

    protected override object? InstanceFor(Invocation call)
    {
        if (call is LifecycleInvocation) return this;
        _hasServed = true;
        return GrainInstance;
    }

    protected override void OnCallEndedUnderGate(Invocation call)
    {
        if (call.CountsAsUse) _lastUsedTick = Runtime.Tick;
    }

    protected override bool HasOwnCallUnderGate() =>
        _phase == Phase.Created || (_phase == Phase.Leaving && !HasRunning);

    protected override Invocation? TakeOwnCallUnderGate()
    {
        if (!HasOwnCallUnderGate()) return null;
        var call = _phase == Phase.Created
            ? new LifecycleInvocation(LifecycleInvocation.Activate)
            : new LifecycleInvocation(LifecycleInvocation.Deactivate);
        if (_phase == Phase.Created) _group.CountOne(1);
        _phase = _phase == Phase.Created ? Phase.Activating : Phase.Deactivating;
        call.Target = this;
        AddRunningUnderGate(call);
        return call;
    }

    public override void OnCallFailed(Invocation call, Exception error)
    {
        if (error is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, error, "A write met another version than it expected."));
        }

        if (call is LifecycleInvocation || call.IsUnobserved) Runtime.LogLostCall(call, error);
    }

    /// <summary>Begins or ends, as the method says.</summary>
    public Task LiveAsync(GrainMethod method) => method == LifecycleInvocation.Activate ? ActivateAsync() : DeactivateAsync();

    private async Task ActivateAsync()
    {
        try
        {
            Create();
            for (var i = 0; i < _states?.Count; i++) await _states[i].ReadAsync();
            await ((IGrainBase)GrainInstance!).OnActivateAsync(CancellationToken.None);
            lock (Gate) _phase = _reason.ReasonCode == DeactivationReasonCode.None ? Phase.Valid : Phase.Leaving;
        }
        catch (Exception error)
        {
            Runtime.LogActivationFailed(GrainId, error);
            End(error);
        }
    }

    private void Create()
    {
        _beingCreated = this;
        try
        {
            GrainInstance = _group.GrainClass.Create(this);
        }
        finally
        {
            _beingCreated = null;
        }
    }

    private async Task DeactivateAsync()
    {
        try
        {
            var deactivated = ((IGrainBase)GrainInstance!).OnDeactivateAsync(_reason, CancellationToken.None);
            // A grain that can't end must not keep its calls for ever.
            if (!deactivated.IsCompleted) deactivated = deactivated.WaitAsync(Runtime.Options.StopTimeout, Runtime.Time);
            await deactivated;
        }
        finally
        {
            End(null);
        }
    }

    private bool LeaveUnderGate(DeactivationReason reason)
    {
        if (_phase is not (Phase.Valid or Phase.Activating or Phase.Created)) return false;
        if (_reason.ReasonCode == DeactivationReasonCode.None) _reason = reason;
        if (_phase != Phase.Valid) return false;
        _phase = Phase.Leaving;
        // In a turn, since stopping a timer cancels a token that the grain's code may listen to.
        return _timers is { Count: > 0 }
            ? PostUnderGate(new Continuation(static state => ((Activation)state!).StopTimers(), this, null))
            : MustScheduleUnderGate();
    }

    private void StopTimers()
    {
        List<GrainTimer>? timers;
        lock (Gate) (timers, _timers) = (_timers, null);
        for (var i = 0; i < timers?.Count; i++) timers[i].Stop();
    }

    /// <summary>
    /// The last moment: calls that wait fail with <paramref name="failure"/>, or go to a new activation, which has them before
    /// anybody can find it, so that they stay ahead of what the same callers send next.
    /// </summary>
    private void End(Exception? failure)
    {
        StopTimers();
        List<Invocation>? refused = null;
        Activation? successor = null;
        TaskCompletionSource? ended;
        var mustSchedule = false;
        lock (Gate)
        {
            _phase = Phase.Ended;
            ended = _ended;
            failure ??= FailureOfOrphans();
            if (HasWaiting)
            {
                (refused, var adopted) = SortOrphansUnderGate(isFailed: failure is not null);
                if (adopted.Count > 0)
                {
                    successor = new Activation(_group, _key);
                    mustSchedule = successor.Adopt(adopted);
                }
            }

            _group.Replace(_key, this, successor);
        }

        if (mustSchedule) Runtime.Scheduler.Schedule(successor!);
        _group.CountOne(-1);
        // References remember their last activation: what they keep shall be small.
        GrainInstance = null;
        _states = null;
        for (var i = 0; i < refused?.Count; i++) Refuse(refused[i], failure ?? new SiloUnavailableException("The silo stops."));
        ended?.TrySetResult();
    }

    private (List<Invocation> Refused, List<Invocation> Adopted) SortOrphansUnderGate(bool isFailed)
    {
        List<Invocation> refused = [], adopted = [];
        foreach (var call in TakeWaitingUnderGate())
        {
            if (call is TimerInvocation || (call.IsUnobserved && Runtime.IsStopping)) continue;
            // Asked once a call: the runtime may begin to stop between two questions, and then the call would be in neither list.
            (isFailed || Runtime.Refuses(call) ? refused : adopted).Add(call);
        }

        return (refused, adopted);
    }

    private void Refuse(Invocation call, Exception failure)
    {
        call.Fail(failure);
        if (call.IsUnobserved) Runtime.LogLostCall(call, failure);
    }

    /// <summary>A grain that asks to end before its first call would do so again and again: its callers are told instead.</summary>
    private OrleansException? FailureOfOrphans() => !_hasServed && _reason.ReasonCode == DeactivationReasonCode.ApplicationRequested
        ? new OrleansException($"{GrainId} asked to be deactivated before it took its first call.")
        : null;
}
