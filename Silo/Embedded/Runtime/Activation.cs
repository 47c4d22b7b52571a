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
    private readonly List<IActivationState> _states = [];
    private readonly List<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Phase _phase = Phase.Created;
    private DeactivationReason _reason;
    private long _lastUsedTick;
    private long _keepUntilTick;

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

    public Task Deactivated => _ended.Task;

    IGrainContext IGrainActivationServices.Context => this;

    /// <summary>How many calls wait or run, read without the gate: a hint for choosing among stateless workers.</summary>
    public bool IsBusy => HasRunning;

    protected override bool IsOpen => _phase == Phase.Valid;

    /// <summary>False only when the activation has ended and the call must go to the next one.</summary>
    public bool TryEnqueue(Invocation call)
    {
        lock (Gate)
        {
            if (_phase == Phase.Ended) return false;
            if (call.CountsAsUse) _lastUsedTick = Runtime.Tick;
            EnqueueUnderGate(call);
            return true;
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (Gate)
        {
            if (_phase is not (Phase.Valid or Phase.Activating or Phase.Created)) return;
            _reason = deactivationReason;
            if (_phase == Phase.Valid) _phase = Phase.Leaving;
            ScheduleUnderGate();
        }
    }

    /// <summary>Ends the activation if nothing has used it for its collection age.</summary>
    public bool CollectIfIdle(long tick, long ageTicks, DeactivationReasonCode code)
    {
        lock (Gate)
        {
            if (_phase != Phase.Valid || !IsQuiet || tick < _keepUntilTick || tick - _lastUsedTick < ageTicks) return false;
        }

        Deactivate(new DeactivationReason(code, "Nothing has used this grain for its collection age."));
        return true;
    }

    public void DelayCollection(TimeSpan time)
    {
        lock (Gate) _keepUntilTick = time <= TimeSpan.Zero ? 0 : Runtime.Tick + EmbeddedRuntime.Ticks(time);
    }

    public GrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (Gate) _timers.Add(timer);
        return timer;
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (Gate) _timers.Remove(timer);
    }

    IPersistentState<TState> IGrainActivationServices.PersistentState<TState>(string stateName, string? storageName)
    {
        var storage = storageName is null
            ? Runtime.Services.GetRequiredService<IGrainStorage>()
            : Runtime.Services.GetRequiredKeyedService<IGrainStorage>(storageName);
        var state = new PersistentState<TState>(stateName, GrainId, storage);
        _states.Add(state);
        return state;
    }

    T IGrainActivationServices.Service<T>() => Runtime.Services.GetRequiredService<T>();

    protected override object? InstanceFor(Invocation call) => GrainInstance ?? this;

    protected override bool HasOwnCallUnderGate() =>
        _phase == Phase.Created || (_phase == Phase.Leaving && !HasRunning);

    protected override Invocation? TakeOwnCallUnderGate()
    {
        if (!HasOwnCallUnderGate()) return null;
        var call = _phase == Phase.Created
            ? new LifecycleInvocation(LifecycleInvocation.Activate, ActivateAsync)
            : new LifecycleInvocation(LifecycleInvocation.Deactivate, DeactivateAsync);
        _phase = _phase == Phase.Created ? Phase.Activating : Phase.Deactivating;
        call.Target = this;
        AddRunningUnderGate(call);
        return call;
    }

    protected override void OnCallFailed(Invocation call, Exception error)
    {
        if (error is InconsistentStateException)
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, error, "A write met another version than it expected."));
        if (call is LifecycleInvocation || call.IsUnobserved) Runtime.LogLostCall(call, error);
    }

    private async Task ActivateAsync()
    {
        try
        {
            Create();
            foreach (var state in _states) await state.ReadAsync();
            await ((IGrainBase)GrainInstance!).OnActivateAsync(CancellationToken.None);
            lock (Gate) _phase = _reason.ReasonCode == DeactivationReasonCode.None ? Phase.Valid : Phase.Leaving;
        }
        catch (Exception error)
        {
            Runtime.LogActivationFailed(GrainId, error);
            foreach (var call in End()) call.Fail(error);
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
            await ((IGrainBase)GrainInstance!).OnDeactivateAsync(_reason, CancellationToken.None);
        }
        finally
        {
            foreach (var call in End()) _group.Deliver(_key, call);
        }
    }

    private List<Invocation> End()
    {
        List<Invocation> orphans;
        lock (Gate)
        {
            _phase = Phase.Ended;
            orphans = TakeWaitingUnderGate();
            foreach (var timer in _timers) timer.Stop();
            _timers.Clear();
        }

        _group.Remove(_key, this);
        _ended.TrySetResult();
        return orphans.FindAll(static call => call is not TimerInvocation);
    }
}
