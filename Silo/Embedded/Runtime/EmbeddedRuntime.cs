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
    private readonly long _started;
    private readonly long _defaultTimeout;
    private readonly long _sweepTicks;
    private long _tick;
    private long _observerCount;
    private int _sweeping;
    private volatile Phase _phase;

    /// <summary>Starts the runtime over the given parts.</summary>
    public EmbeddedRuntime(EmbeddedRuntimeParts parts)
    {
        (Services, Options, Time, Scheduler, Copier, _log) =
            (parts.Services, parts.Options, parts.Time, parts.Scheduler, parts.Copier, parts.Log);
        IncomingFilters = [.. parts.IncomingFilters];
        OutgoingFilters = [.. parts.OutgoingFilters];
        PickIndex = parts.PickIndex;
        _manifest = new ManifestBuilder(this, parts.Manifests);
        (_started, _defaultTimeout, _sweepTicks) = (Time.GetTimestamp(), Ticks(Options.ResponseTimeout), Ticks(Options.SweepPeriod));
        _sweeper = Time.CreateTimer(static state => ((EmbeddedRuntime)state!).Sweep(), this, Options.SweepPeriod, Options.SweepPeriod);
    }

    private enum Phase
    {
        Running,
        Stopping,
        Stopped,
        Killed,
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
    internal bool IsKilled => _phase == Phase.Killed;

    /// <summary>The runtime's coarse clock, in milliseconds since start; it steps once a sweep.</summary>
    internal long Tick => Volatile.Read(ref _tick);

    /// <inheritdoc />
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrEmpty(primaryKey);
        return _manifest.Reference<TGrainInterface>(primaryKey, grainClassNamePrefix);
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
        if (Interlocked.CompareExchange(ref _phase, Phase.Stopping, Phase.Running) != Phase.Running) return;
        try
        {
            await EndAllAsync().WaitAsync(Options.StopTimeout, Time);
        }
        catch (TimeoutException)
        {
            LogStopTimedOut(ActivationCount);
        }

        await _sweeper.DisposeAsync();
        Interlocked.CompareExchange(ref _phase, Phase.Stopped, Phase.Stopping);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Dies as a process dies: nothing that waits runs, nothing is told. For the simulation.</summary>
    internal void Kill()
    {
        _phase = Phase.Killed;
        _sweeper.Dispose();
    }

    /// <summary>Ends every idle activation now, whatever its age.</summary>
    internal void CollectAll()
    {
        foreach (var group in _manifest.Groups) group.CollectIdle(Tick, TimeSpan.Zero, DeactivationReasonCode.RuntimeRequested);
    }

    internal static long Ticks(TimeSpan time) => (long)Math.Ceiling(time.TotalMilliseconds);

    /// <summary>The clock may be a whole step behind, so a step is added: a timeout comes late rather than early.</summary>
    internal long TickAfter(long ticks) => Tick + _sweepTicks + ticks;

    internal long DeadlineTick(GrainMethod method) => TickAfter(method.TimeoutTicks ?? _defaultTimeout);

    internal TGrainInterface Reference<TGrainInterface>(GrainId grainId) where TGrainInterface : class, IAddressable =>
        _manifest.ReferenceTo<TGrainInterface>(grainId);

    /// <summary>While the silo stops, grains may still call each other to end in order; nothing new comes from outside.</summary>
    internal bool Refuses(Invocation call) => _phase switch
    {
        Phase.Running => false,
        Phase.Stopping => call.Caller is null,
        _ => true,
    };

    private async Task EndAllAsync()
    {
        // Again, because grains that end may call others, which are made for that.
        while (!IsKilled && _manifest.Groups.SelectMany(static group => group.Activations).ToList() is { Count: > 0 } activations)
        {
            foreach (var activation in activations)
                activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo stops."));
            await Task.WhenAll(activations.Select(static activation => activation.Deactivated));
        }
    }

    private void Sweep()
    {
        if (_phase is not (Phase.Running or Phase.Stopping) || Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        var tick = (long)Time.GetElapsedTime(_started).TotalMilliseconds;
        Volatile.Write(ref _tick, tick);
        var isCrowded = ActivationCount > Options.MaxActivations;
        foreach (var group in _manifest.Groups) group.Sweep(tick, isCrowded);
        _observerQueues.ExpireCalls(tick);
        Volatile.Write(ref _sweeping, 0);
    }
}
