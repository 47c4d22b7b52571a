using System.Globalization;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Ledger;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Virtual;
using Distribution.Grains.Blobs;
using Distribution.Grains.Common;
using Distribution.Grains.History;
using Distribution.Grains.Pay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace Distribution.Host.Standalone.Rehearsals;

/// <summary>
/// A silo of its own, in memory, with a clock that jumps from act to act: the production composition with nothing of the live one in it.
/// To be made and used on one thread.
/// </summary>
internal sealed class Stage
{
    private readonly ServiceProvider _services;

    public Stage(DateTimeOffset epoch, IReadOnlyList<Outage> outages, LeaseOptions live, TimeSpan queueBeat)
    {
        var clock = new VirtualClock();
        Time = new VirtualTime(clock, epoch);
        Scheduler = new VirtualScheduler(clock);
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IRecordStore, MemoryRecordStore>().AddSingleton<IBlobStore, MemoryBlobStore>().AddSingleton<IIdSource, CountedIds>();
        services.AddSingleton<TimeProvider>(Time).AddSingleton<IWorkScheduler>(Scheduler).AddSingleton<IOutageLog>(new KnownOutages(outages));
        services.AddSilo();
        services.AddSingleton<IOutgoingGrainCallFilter, OnThisThread>();
        services.Configure<LeaseOptions>(lease =>
        {
            (lease.AssignmentsPerTask, lease.ReleasesPerTrainer) = (live.AssignmentsPerTask, live.ReleasesPerTrainer);
            // What a queue hears of its tasks it hears at once: in the past it had heard, however long that took.
            lease.HintLinger = TimeSpan.FromMilliseconds(1);
            lease.QueueBeat = queueBeat;
        });
        // Nobody waits for a disk here, and an act must not wait for anybody: it happened when it happened.
        services.Configure<HistoryOptions>(static history => history.Linger = TimeSpan.Zero);
        services.Configure<EmbeddedOptions>(static options => (options.SweepPeriod, options.CollectionAge) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)));
        _services = services.BuildServiceProvider();
        Runtime = _services.GetRequiredService<EmbeddedRuntime>();
    }

    public VirtualTime Time { get; }

    public VirtualScheduler Scheduler { get; }

    public EmbeddedRuntime Runtime { get; }

    public IGrainFactory Grains => Runtime;

    public Task StartAsync() => _services.GetRequiredService<ReminderService>().StartAsync(Runtime, CancellationToken.None);

    private sealed class KnownOutages(IReadOnlyList<Outage> all) : IOutageLog
    {
        public IReadOnlyList<Outage> Since(DateTimeOffset from) => all.Count == 0 ? all : [.. all.Where(outage => outage.To > from)];
    }

    /// <summary>
    /// A call through a filter is awaited here, in a turn; without one its answer completes waiters on the pool. No books are kept: amounts are those
    /// of the tasks' own events, and a task that waits for a book to open would hold up who asks for it.
    /// </summary>
    private sealed class OnThisThread : IOutgoingGrainCallFilter
    {
        private static readonly string? Books = typeof(ILedgerGrain).FullName;

        public Task Invoke(IOutgoingGrainCallContext context) => context.InterfaceName == Books ? Task.CompletedTask : context.Invoke();
    }

    private sealed class CountedIds : IIdSource
    {
        private long _last;

        public string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{++_last:d16}");
    }
}
