using Distribution.Contracts.Blobs;
using Distribution.Embedded.Runtime;
using Distribution.Grains.Blobs;
using Distribution.Grains.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Timers;

namespace Distribution.Tests.Unit.Support;

/// <summary>The real grains on the embedded runtime, over stores that outlive it. Calls that go leftwards throw.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly EmbeddedRuntime _runtime;
    private readonly ServiceProvider _services;

    public TestSilo(
        IGrainStorage storage, Action<IServiceCollection>? configure = null, TimeProvider? time = null, IBlobStore? blobs = null,
        IWorkScheduler? scheduler = null, params IReadOnlyList<IOutgoingGrainCallFilter> filters)
    {
        var services = new ServiceCollection().AddOptions().AddLogging()
            .AddSingleton(storage)
            .AddSingleton(blobs ?? new MemoryBlobStore())
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton<IIdSource, SecureIdSource>()
            .AddSingleton<IReminderRegistry, NoReminders>()
            .AddSingleton<IGrainFactory>(_ => _runtime!);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
        _runtime = new EmbeddedRuntime(new EmbeddedRuntimeParts
        {
            Services = _services,
            Manifests = EmbeddedRuntimeParts.ManifestsOf(typeof(CallRanks).Assembly, typeof(IBlobStore).Assembly),
            Log = NullLogger<EmbeddedRuntime>.Instance,
            Time = time ?? TimeProvider.System,
            Scheduler = scheduler ?? new ThreadPoolScheduler(),
            OutgoingFilters = [new CallRankFilter(), .. filters],
        });
    }

    public IGrainFactory Grains => _runtime;

    public EmbeddedRuntime Runtime => _runtime;

    /// <summary>Dies as a process dies; the stores stay.</summary>
    public void Kill() => _runtime.Kill();

    /// <summary>Ends all activations, so that the next call reads its state from storage.</summary>
    public void Forget() => _runtime.CollectAll();

    public async ValueTask DisposeAsync()
    {
        await _runtime.DisposeAsync();
        await _services.DisposeAsync();
    }

    /// <summary>Takes them and never calls: for tests that do not wait for one.</summary>
    private sealed class NoReminders : IReminderRegistry
    {
        public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period) =>
            Task.FromResult<IGrainReminder>(new Reminder(reminderName));

        public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) => Task.CompletedTask;

        public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) => Task.FromResult<IGrainReminder?>(null);

        private sealed record Reminder(string ReminderName) : IGrainReminder;
    }
}
