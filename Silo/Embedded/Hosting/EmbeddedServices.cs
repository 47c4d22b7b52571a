using System.Reflection;
using Distribution.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Storage;
using Orleans.Timers;

namespace Distribution.Embedded.Hosting;

/// <summary>Puts the embedded runtime into a service collection.</summary>
public static class EmbeddedServices
{
    /// <summary>
    /// Adds the runtime with the grains and contracts of <paramref name="assemblies"/>. The caller adds the
    /// <see cref="Storage.IRecordStore"/> and the <see cref="IStateSerializer"/>.
    /// </summary>
    public static IServiceCollection AddEmbeddedRuntime(this IServiceCollection services, params Assembly[] assemblies)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkScheduler, ThreadPoolScheduler>();
        services.AddOptions<EmbeddedOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IGrainStorage, RecordGrainStorage>();
        services.TryAddSingleton<ReminderService>();
        services.AddSingleton<IReminderRegistry>(static provider => provider.GetRequiredService<ReminderService>());
        services.AddSingleton(provider => Create(provider, assemblies));
        services.AddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<EmbeddedRuntime>());
        services.AddSingleton<IClusterClient>(static provider => provider.GetRequiredService<EmbeddedRuntime>());
        return services;
    }

    private static EmbeddedRuntime Create(IServiceProvider provider, Assembly[] assemblies) => new(new EmbeddedRuntimeParts
    {
        Services = provider,
        Manifests = EmbeddedRuntimeParts.ManifestsOf(assemblies),
        Log = provider.GetRequiredService<ILogger<EmbeddedRuntime>>(),
        Options = provider.GetRequiredService<IOptions<EmbeddedOptions>>().Value,
        Time = provider.GetRequiredService<TimeProvider>(),
        Scheduler = provider.GetRequiredService<IWorkScheduler>(),
        Copier = provider.GetService<IMessageCopier>(),
        IncomingFilters = provider.GetServices<IIncomingGrainCallFilter>(),
        OutgoingFilters = provider.GetServices<IOutgoingGrainCallFilter>(),
    });
}
