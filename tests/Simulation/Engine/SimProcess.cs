using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Journal;
using Distribution.Embedded.Virtual;
using Distribution.Grains.Blobs;
using Distribution.Grains.Budgets;
using Distribution.Grains.Common;
using Distribution.Grains.History;
using Distribution.Grains.Ledger;
using Distribution.Grains.Live;
using Distribution.Grains.Tasks;
using Distribution.Host.Standalone;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>What every life of the process shares.</summary>
internal sealed record SimParts(
    SimScheduler Scheduler, VirtualClock Clock, SimFaults Faults, SimLog Log, MemoryBlobStore Blobs, IIdSource Ids, SimTrace Trace, SimulationOptions Options)
{
    public SimulationMode Mode { get; init; }

    /// <summary>Whether messages and states go through JSON and back.</summary>
    public bool ChecksJson { get; init; }

    /// <summary>Half of the seeds keep an honest clock, so that deadlines can be compared to the millisecond.</summary>
    public bool MayStepClock { get; init; }

    public TimeSpan QueueBeat { get; init; }

    public int TurnsPerVisit { get; init; }
}

/// <summary>One life of the silo's process: the production composition over the simulated device, clock and network.</summary>
internal sealed class SimProcess
{
    private static readonly IReadOnlyList<IGrainManifest> Manifests = EmbeddedRuntimeParts.ManifestsOf(typeof(TaskGrain).Assembly, typeof(TaskId).Assembly);
    private readonly SimParts _parts;
    private readonly ManualCommitPump _pump = new();
    private readonly ServiceProvider _services;
    private readonly Action _checkDevice;
    private bool _commitIsDue;

    /// <summary>Opens the store, which recovers it, and makes the runtime. Throws what the store throws.</summary>
    public SimProcess(SimParts parts, IJournalDevice device, SimTime time, bool twoActivations, Action checkDevice)
    {
        (_parts, Time, _checkDevice) = (parts, time, checkDevice);
        _pump.OnWake = WantCommit;
        var anchored = new AnchoredTime(time, new SimLogger<AnchoredTime>(parts.Log));
        var options = new StorageOptions { MaxBatchWrites = parts.Mode == SimulationMode.Single ? 1 : 10_000, CheckpointBytes = 40_000, CheckpointSliceRows = 6 };
        Store = JournalRecordStore.Open(device, options, anchored, _pump);
        _services = Compose(anchored, PlantedStore.Over(Store, parts.Options.Mutation), twoActivations);
        Runtime = _services.GetRequiredService<EmbeddedRuntime>();
    }

    public SimTime Time { get; }

    public JournalRecordStore Store { get; }

    public EmbeddedRuntime Runtime { get; }

    public bool IsDead { get; private set; }

    /// <summary>Beats, then reminders, as the production host does it.</summary>
    public Task StartAsync() => _services.GetRequiredService<SiloService>().StartAsync(CancellationToken.None);

    /// <summary>Dies: nothing of it runs any more.</summary>
    public void Kill()
    {
        IsDead = true;
        Time.IsDead = true;
        Runtime.Kill();
    }

    /// <summary>Sleeps, and says again and again that it runs.</summary>
    public void SleepUnnoticed(TimeSpan time)
    {
        var outages = _services.GetRequiredService<OutageRecorder>();
        for (var end = _parts.Clock.Now + time; _parts.Clock.Now < end;)
        {
            _parts.Clock.Sleep(OutageRecorder.BeatPeriod);
            outages.Since(DateTimeOffset.MaxValue);
        }
    }

    private ServiceProvider Compose(TimeProvider time, IRecordStore store, bool twoActivations)
    {
        var services = new ServiceCollection();
        services.AddSingleton(_parts.Log).AddSingleton(typeof(ILogger<>), typeof(SimLogger<>));
        services.AddSingleton(store).AddSingleton(time);
        services.AddSingleton<IBlobStore>(_parts.Blobs).AddSingleton<IIdSource>(_parts.Ids);
        services.AddSingleton<IStateSerializer>(new CheckedSerializer(new StateSerializer(), _parts.ChecksJson, _parts.Trace));
        if (_parts.Options.Mutation == Mutation.ForgetOutages) services.AddSingleton<IOutageLog, NoOutages>();
        services.AddSilo().AddSingleton<SiloService>();
        services.Configure<LeaseOptions>(lease => (lease.QueueBeat, lease.OutBatch, lease.RecentPerFlush) = (_parts.QueueBeat, 3, 3));
        services.Configure<BudgetOptions>(static budget => budget.ReservationsPerDraw = 3);
        services.Configure<HistoryOptions>(static history => (history.TailBytes, history.MergeChunks) = (1500, 3));
        services.Configure<LedgerOptions>(static ledger => ledger.TailMax = 3);
        services.Configure<LiveOptions>(static live => live.StoreEvery = 20);
        services.AddSingleton(provider => new EmbeddedRuntime(new EmbeddedRuntimeParts
        {
            Services = provider,
            Manifests = Mutants.TargetOf(_parts.Options.Mutation) is null
                ? Manifests
                : [.. Manifests.Select(manifest => new MutantManifest(manifest, _parts.Options.Mutation, _parts.Faults.Random))],
            Log = provider.GetRequiredService<ILogger<EmbeddedRuntime>>(),
            Options = new EmbeddedOptions
            {
                ActivationsPerGrain = twoActivations ? 2 : 1,
                TurnsPerVisit = _parts.TurnsPerVisit,
                SweepPeriod = TimeSpan.FromSeconds(5),
            },
            Time = time,
            Scheduler = _parts.Scheduler,
            Copier = _parts.ChecksJson ? new JsonCopier() : null,
            IncomingFilters = [new SimReceiver(_parts.Faults, isDeaf: _parts.Options.Mutation == Mutation.NeverSweep)],
            OutgoingFilters = [new CallRankFilter(), new SimNetwork(_parts.Faults, time)],
            PickIndex = _parts.Faults.Random.Next,
        }));
        return services.BuildServiceProvider();
    }

    private void WantCommit()
    {
        if (_commitIsDue || IsDead) return;
        _commitIsDue = true;
        if (_parts.Faults.Strikes(Fault.SlowStorage, 40))
            Time.CreateTimer(_ => Commit(), null, TimeSpan.FromMilliseconds(_parts.Faults.Random.Next(1, 2000)), Timeout.InfiniteTimeSpan);
        else
            _parts.Scheduler.Schedule("commit", Commit);
    }

    private void Commit()
    {
        _commitIsDue = false;
        if (IsDead) return;
        var again = _pump.CommitPending();
        _checkDevice();
        if (again) WantCommit();
    }
}
