using Azure.Storage.Blobs;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Webhooks;
using Distribution.Grains;
using Distribution.Grains.Blobs.Azure;
using Distribution.Grains.Common;
using Distribution.Grains.Exports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Persistence;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Distribution.Host.Clustered;

/// <summary>The grains on Orleans: what the standalone build's silo is for one machine, for many.</summary>
public static class ClusterSilo
{
    /// <summary>The name of the Redis resource.</summary>
    public const string Redis = "redis";

    /// <summary>The name of the storage provider that keeps the bytes of states.</summary>
    public const string Records = "records";

    /// <summary>Adds the silo with its grains; whoever calls adds the clients of Redis and of Blob Storage.</summary>
    public static IHostApplicationBuilder AddClusterSilo(this IHostApplicationBuilder builder)
    {
        ProviderGuard.Check(builder.Configuration, builder.Environment);
        builder.Services.AddGrainServices().AddAzureBlobs().AddAudit();
        builder.Services.Configure<PseudonymOptions>(options => options.Secret = SecretOf(builder.Configuration));

        // The grains that send read them here, the web hosts for what they refuse (WebServerServices).
        if (builder.Environment.IsDevelopment()) builder.Services.Configure<WebhookOptions>(static webhooks => webhooks.AllowPrivate = webhooks.AllowHttp = true);
        builder.Services.AddOptions<WebhookOptions>().Bind(builder.Configuration.GetSection("Webhooks"));

        // Stopping, a silo hands its grains over; killed in the middle of that it would cost its callers 15 s.
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(60));

        // Before the grains: none of them looks at a clock without knowing of the outage before.
        builder.Services.AddSingleton(static services => ActivatorUtilities.CreateInstance<ClusterOutages>(services, new MachineTime()));
        builder.Services.AddSingleton<IOutageLog>(static services => services.GetRequiredService<ClusterOutages>());
        builder.Services.AddHostedService(static services => services.GetRequiredService<ClusterOutages>());
        builder.Services.AddHealthChecks().AddCheck<ClusterHealthCheck>("redis");
        builder.UseOrleans(silo => Configure(silo, builder.Environment));
        return builder;
    }

    /// <summary>Blobs in Blob Storage, for silos and web hosts.</summary>
    public static IServiceCollection AddAzureBlobs(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new AzureBlobStore(
            provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("distribution"), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IBlobStore>(static provider => provider.GetRequiredService<AzureBlobStore>());
    }

    private static void Configure(ISiloBuilder silo, IHostEnvironment environment)
    {
        silo.Services.AddSingleton<IGrainStorageSerializer, BytesSerializer>();
        silo.Services.AddOptions<RedisStorageOptions>(Records).Configure(static options => options.DeleteStateOnClear = true);
        silo.Services.AddGrainStorage(ProviderName, static (services, _) => new StateStorage(
            services.GetRequiredKeyedService<IGrainStorage>(Records), services.GetRequiredService<IBlobStore>()));

        // As in the standalone build (EmbeddedOptions): a trainer's grain outlives a coffee, a finished task's does not.
        silo.Configure<GrainCollectionOptions>(static options => options.CollectionAge = TimeSpan.FromMinutes(15));
        silo.AddIncomingGrainCallFilter<StorageFaults>();
        silo.AddDashboard();
        if (environment.IsDevelopment()) silo.AddOutgoingGrainCallFilter<CallRankFilter>();
    }

    private const string ProviderName = "Default";

    /// <summary>The secret of export pseudonyms: base 64, the same for all silos and web hosts, and after a move the one that came along.</summary>
    public static byte[] SecretOf(IConfiguration configuration) => configuration["Pseudonyms:Secret"] is { Length: >= 43 } secret
        ? Convert.FromBase64String(secret)
        : throw new InvalidOperationException("Pseudonyms:Secret is missing: at least 32 bytes in base 64, the same everywhere and for ever, or exports name people anew.");
}

/// <summary>Hands bytes through: <see cref="StateStorage"/> has serialized already.</summary>
internal sealed class BytesSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => input is StoredBytes stored
        ? BinaryData.FromBytes(stored.Bytes)
        : throw new InvalidOperationException($"{typeof(T).Name} was to be stored past StateStorage.");

    public T Deserialize<T>(BinaryData input) => (T)(object)new StoredBytes { Bytes = input.ToMemory() };
}

/// <summary>Red while the beat can't be written: then no state can.</summary>
internal sealed class ClusterHealthCheck(ClusterOutages outages) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(outages.IsBeating ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Redis takes no writes."));
}
