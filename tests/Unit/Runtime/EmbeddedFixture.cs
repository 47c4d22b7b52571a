using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Distribution.Tests.Unit.Runtime.Grains;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Timers;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>The embedded runtime on a manual clock.</summary>
public sealed class EmbeddedFixture : IRuntimeFixture
{
    private readonly ServiceProvider _services;
    private readonly MemoryRecordStore _records = new();
    private readonly CountedScheduler _scheduler = new();
    private ReminderService? _reminders;
    private EmbeddedRuntime? _runtime;

    public EmbeddedFixture() => _services = new ServiceCollection()
        .AddSingleton(Journal)
        .AddSingleton(Stress)
        .AddKeyedSingleton<IGrainStorage>("test", Storage)
        .AddSingleton<IGrainStorage>(Storage)
        .AddSingleton<TimeProvider>(Time)
        .AddSingleton<IReminderRegistry>(_ => new RegistryNow(this))
        .AddSingleton<IGrainFactory>(_ => _runtime!)
        .BuildServiceProvider();

    public EmbeddedOptions Options { get; } = new();

    public IMessageCopier? Copier { get; set; }

    public ManualTime Time { get; } = new();

    public EmbeddedRuntime Runtime => _runtime!;

    public IGrainFactory GrainFactory => _runtime!;

    public Journal Journal { get; } = new();

    public StressLog Stress { get; } = new();

    public TestStorage Storage { get; } = new();

    public Type CallCycleError => typeof(CallCycleException);

    public bool NamesCallCycles => true;

    public bool ReportsDeadObservers => true;

    public bool StopsRunningTicks => true;

    public IList<IIncomingGrainCallFilter> IncomingFilters { get; } = [];

    public IList<IOutgoingGrainCallFilter> OutgoingFilters { get; } = [];

    public int ActivationCount => Runtime.ActivationCount;

    public async Task StartAsync()
    {
        _runtime = new EmbeddedRuntime(new EmbeddedRuntimeParts
        {
            Services = _services,
            Manifests = EmbeddedRuntimeParts.ManifestsOf(typeof(EmbeddedFixture).Assembly),
            Log = NullLogger<EmbeddedRuntime>.Instance,
            Options = Options,
            Time = Time,
            Copier = Copier,
            Scheduler = _scheduler,
            IncomingFilters = IncomingFilters,
            OutgoingFilters = OutgoingFilters,
        });
        _reminders = new ReminderService(_records, Time, NullLogger<ReminderService>.Instance);
        await _reminders.StartAsync(_runtime, CancellationToken.None);
    }

    public async Task StopAsync()
    {
        await _reminders!.DisposeAsync();
        await Runtime.StopAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task DeactivateAllAsync()
    {
        while (Runtime.ActivationCount > 0)
        {
            Runtime.CollectAll();
            await Task.Yield();
        }
    }

    /// <summary>Not while a visit is under way: a sweep knows only the calls that ended visits have left, and here no later sweep comes.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        await _scheduler.QuietAsync();
        Time.Advance(by);
    }

    public async ValueTask DisposeAsync()
    {
        Runtime.Kill();
        await _reminders!.DisposeAsync();
        await _services.DisposeAsync();
    }

    /// <summary>Services outlive a restart, the reminder service does not.</summary>
    private sealed class RegistryNow(EmbeddedFixture fixture) : IReminderRegistry
    {
        public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period) =>
            fixture._reminders!.RegisterOrUpdateReminder(callingGrainId, reminderName, dueTime, period);

        public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) =>
            fixture._reminders!.UnregisterReminder(callingGrainId, reminder);

        public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
            fixture._reminders!.GetReminder(callingGrainId, reminderName);
    }
}
