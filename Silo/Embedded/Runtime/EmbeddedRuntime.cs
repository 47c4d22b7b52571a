using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>Virtual actors in one process: makes references, finds or makes activations, sweeps timeouts and idle grains.</summary>
public sealed partial class EmbeddedRuntime : IClusterClient, IAsyncDisposable
{
    private readonly ILogger<EmbeddedRuntime> _log;
    private readonly ManifestBuilder _manifest;
    private readonly ObserverTable _observerQueues = new();
    private readonly ITimer _sweeper;
    private long _tick;
    private long _observerCount;
    private volatile bool _isStopping;

    /// <summary>Starts the runtime over the given parts.</summary>
    public EmbeddedRuntime(EmbeddedRuntimeParts parts)
    {
        (Services, Options, Time, Scheduler, Copier, _log) =
            (parts.Services, parts.Options, parts.Time, parts.Scheduler, parts.Copier, parts.Log);
        IncomingFilters = [.. parts.IncomingFilters];
        OutgoingFilters = [.. parts.OutgoingFilters];
        PickIndex = parts.PickIndex;
        _manifest = new ManifestBuilder(this, parts.Manifests);
        _sweeper = Time.CreateTimer(static state => ((EmbeddedRuntime)state!).Sweep(), this, Options.SweepPeriod, Options.SweepPeriod);
    }

    /// <summary>How many activations are in memory now.</summary>
    public int ActivationCount => _manifest.Groups.Sum(static group => group.Count);

    /// <summary>The activations by grain type, for metrics and the memory bound's tests.</summary>
    public IReadOnlyDictionary<string, int> ActivationsByType =>
        _manifest.Groups.ToDictionary(static group => group.GrainClass.GrainType, static group => group.Count);

    internal IServiceProvider Services { get; }

    internal EmbeddedOptions Options { get; }

    internal TimeProvider Time { get; }

    internal IWorkScheduler Scheduler { get; }

    internal IMessageCopier? Copier { get; }

    internal IIncomingGrainCallFilter[] IncomingFilters { get; }

    internal IOutgoingGrainCallFilter[] OutgoingFilters { get; }

    internal bool HasIncomingFilters => IncomingFilters.Length > 0;

    internal bool HasOutgoingFilters => OutgoingFilters.Length > 0;

    internal Func<int, int> PickIndex { get; }

    /// <summary>The simulated process has died: no turn runs any more.</summary>
    internal bool IsKilled { get; private set; }

    /// <summary>The runtime's coarse clock, in <see cref="Ticks"/> of a second since start.</summary>
    internal long Tick => Volatile.Read(ref _tick);

    /// <inheritdoc />
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        return _manifest.Reference<TGrainInterface>(primaryKey);
    }

    /// <inheritdoc />
    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        var queue = _observerQueues.GetOrAdd(obj, () => new ObserverQueue(this, obj, $"{Interlocked.Increment(ref _observerCount)}"));
        return _manifest.ObserverReference<TGrainObserverInterface>(new ObserverTarget(this, queue));
    }

    /// <inheritdoc />
    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver =>
        _observerQueues.Remove(obj)?.Delete();

    /// <summary>Ends every activation, after the calls that run; waits at most the stop timeout.</summary>
    public async Task StopAsync()
    {
        _isStopping = true;
        await _sweeper.DisposeAsync();
        var activations = _manifest.Groups.SelectMany(static group => group.Activations).ToList();
        foreach (var activation in activations)
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo stops."));
        try
        {
            await Task.WhenAll(activations.Select(static activation => activation.Deactivated)).WaitAsync(Options.StopTimeout, Time);
        }
        catch (TimeoutException)
        {
            LogStopTimedOut(activations.Count(static activation => !activation.Deactivated.IsCompleted));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_isStopping && !IsKilled) await StopAsync();
    }

    /// <summary>Dies as a process dies: nothing that waits runs, nothing is told. For the simulation.</summary>
    internal void Kill()
    {
        IsKilled = true;
        _sweeper.Dispose();
    }

    /// <summary>Ends every idle activation now, whatever its age.</summary>
    internal void CollectAll()
    {
        foreach (var group in _manifest.Groups) group.CollectIdle(Tick, TimeSpan.Zero, DeactivationReasonCode.RuntimeRequested);
    }

    internal static long Ticks(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    internal long DeadlineTick(GrainMethod method) => Tick + Ticks(method.ResponseTimeout ?? Options.ResponseTimeout);

    internal T CopyOf<T>(T value) => Copier is null ? value : Copier.Copy(value);

    internal TGrainInterface Reference<TGrainInterface>(GrainId grainId) where TGrainInterface : class, IAddressable =>
        _manifest.ReferenceTo<TGrainInterface>(grainId);

    internal void Deliver(Invocation call, Action<Invocation> deliver)
    {
        if (IsKilled || (_isStopping && call.Caller is null && !call.Method.IsOneWay))
        {
            call.Fail(new SiloUnavailableException("The silo stops and takes no more calls."));
            return;
        }

        try
        {
            deliver(call);
        }
        catch (CallCycleException cycle)
        {
            call.Fail(cycle);
        }
    }

    private void Sweep()
    {
        if (IsKilled) return;
        var tick = Interlocked.Add(ref _tick, Ticks(Options.SweepPeriod));
        var isCrowded = ActivationCount > Options.MaxActivations;
        foreach (var group in _manifest.Groups)
        {
            foreach (var activation in group.Activations) activation.ExpireCalls(tick);
            group.CollectIdle(tick, null, DeactivationReasonCode.ActivationIdle);
            if (isCrowded) group.CollectIdle(tick, Options.PressureCollectionAge, DeactivationReasonCode.HighMemoryPressure);
        }
    }
}
