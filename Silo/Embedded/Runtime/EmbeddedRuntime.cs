using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Embedded.Runtime;

/// <summary>Virtual actors in one process: makes references, finds or makes activations, sweeps timeouts and idle grains.</summary>
public sealed partial class EmbeddedRuntime : IClusterClient, IAsyncDisposable
{
    private const int SweepsPerCollection = 10;

    private readonly ILogger<EmbeddedRuntime> _log;
    private readonly WatchedQueues _watched = new();
    private readonly ManifestBuilder _manifest;
    private readonly ITimer _sweeper;
    private readonly long _started;
    private readonly long _defaultTimeout;
    private readonly long _sweepTicks;
    private long _tick;
    private long _observerCount;
    private int _sweeping;
    private int _sweeps;
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

    /// <summary>The class behind each grain type.</summary>
    public IReadOnlyDictionary<string, Type> GrainTypes =>
        _manifest.Groups.ToDictionary(static group => group.GrainClass.GrainType, static group => group.GrainClass.Type);

    internal IServiceProvider Services { get; }

    /// <summary>What grains call others by: asked for once, and used several times a call.</summary>
    internal IGrainFactory GrainFactory => field ??= Services.GetRequiredService<IGrainFactory>();

    internal EmbeddedOptions Options { get; }

    internal TimeProvider Time { get; }

    internal IWorkScheduler Scheduler { get; }

    internal IMessageCopier? Copier { get; }

    internal IIncomingGrainCallFilter[] IncomingFilters { get; }

    internal IOutgoingGrainCallFilter[] OutgoingFilters { get; }

    /// <summary>Queues whose calls may time out.</summary>
    internal WatchedQueues Watched => _watched;

    internal bool HasIncomingFilters => IncomingFilters.Length > 0;

    internal bool HasOutgoingFilters => OutgoingFilters.Length > 0;

    internal Func<int, int> PickIndex { get; }

    /// <summary>The simulated process has died: no turn runs any more.</summary>
    internal bool IsKilled => _phase == Phase.Killed;

    /// <summary>Grains end, and only what they need for that is made.</summary>
    internal bool IsStopping => _phase == Phase.Stopping;

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
        var queue = new ObserverQueue(this, obj, $"{Interlocked.Increment(ref _observerCount)}");
        return _manifest.ObserverReference<TGrainObserverInterface>(new ObserverTarget(this, queue));
    }

    /// <inheritdoc />
    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference { Target: ObserverTarget target })
            throw new ArgumentException("Give the reference, not the observer, as in Orleans.", nameof(obj));
        target.Delete();
    }

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

    /// <summary>Dies as a process dies: nothing that waits runs, nothing is told. For virtual worlds: the simulation, and rehearsals.</summary>
    public void Kill()
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

    /// <summary>
    /// Timeouts every time, but only where calls have outlasted a visit; all activations, of which most idle and are to stay,
    /// every tenth time, or each time when there are too many.
    /// </summary>
    private void Sweep()
    {
        if (_phase is not (Phase.Running or Phase.Stopping) || Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        var tick = (long)Time.GetElapsedTime(_started).TotalMilliseconds;
        Volatile.Write(ref _tick, tick);
        _watched.ExpireCalls(tick);
        var isCrowded = ActivationCount > Options.MaxActivations;
        if (++_sweeps % SweepsPerCollection == 0 || isCrowded)
        {
            foreach (var group in _manifest.Groups) group.Sweep(tick, isCrowded);
        }

        Volatile.Write(ref _sweeping, 0);
    }
}
