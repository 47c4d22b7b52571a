using Azure.Storage.Blobs;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Rehearsals;
using Distribution.Grains;
using Distribution.Grains.Blobs.Azure;
using Distribution.Grains.Exports;
using Distribution.Web.Common;
using Distribution.Web.Identity;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Runtime;
using StackExchange.Redis;

namespace Distribution.Web.Clustered;

/// <summary>The web host as an Orleans client: any request may come to any host, and any host may stop.</summary>
public static class ClusterWeb
{
    /// <summary>How often a web host asks which grains the silos have. Orleans' minute is as long as a host that met a starting silo would serve nothing.</summary>
    private static readonly TimeSpan ManifestPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Adds the web host and its grain client; whoever calls adds the clients of Redis and of Blob Storage.</summary>
    public static WebApplicationBuilder AddClusterWeb(this WebApplicationBuilder builder)
    {
        WebServer.Configure(builder);
        var services = builder.Services;
        services.AddGrainServices();
        services.AddSingleton(static provider => new AzureBlobStore(
            provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient("distribution"), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IBlobStore>(static provider => provider.GetRequiredService<AzureBlobStore>());
        services.Configure<PseudonymOptions>(options => options.Secret = Convert.FromBase64String(builder.Configuration["Pseudonyms:Secret"] ?? ""));
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>(static (options, provider) => options.XmlRepository = new RedisKeyRing(
            provider.GetRequiredKeyedService<IConnectionMultiplexer>("redis"), provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId));
        services.AddOptions<ClientMessagingOptions>().Configure<IOptions<RetryOptions>>(static (client, retries) => client.ResponseTimeout = retries.Value.ResponseTimeout);
        services.AddOptions<RetryOptions>().Bind(builder.Configuration.GetSection("Retries")).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<PlainKeysWarning>();
        services.AddHostedService<FirstAdminService>();
        services.AddSingleton<IRehearsals, NoRehearsals>();
        builder.UseOrleansClient(static client =>
        {
            client.AddOutgoingGrainCallFilter<RetryFilter>();
            client.UseConnectionRetryFilter<ConnectionPatience>();
            client.Configure<TypeManagementOptions>(static types => types.TypeMapRefreshInterval = ManifestPeriod);
            client.AddDashboard();
        });
        return builder;
    }
}

/// <summary>A web host that starts before the silos waits for them; stopping ends that.</summary>
internal sealed class ConnectionPatience(ILogger<ConnectionPatience> log) : IClientConnectionRetryFilter
{
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (log.IsEnabled(LogLevel.Information)) log.LogInformation(exception, "No silo answers yet; asking again in a second.");
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        return true;
    }
}

/// <summary>Makes the administrator that the configuration names, where there is none yet.</summary>
internal sealed class FirstAdminService(FirstAdmin first, IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<FirstAdminService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["FirstAdmin:Email"] is not { Length: > 0 } email || configuration["FirstAdmin:Password"] is not { Length: > 0 } password) return;
        await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            try
            {
                var made = await first.CreateAsync(email, password, stoppingToken);
                if (!made.IsOk && made.Refusal.Code != "EmailTaken") log.LogError("The first administrator was refused: {Message}", made.Refusal.Message);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Whatever it is: a host that serves must not stop for it. One that is faster than the silos knows none of their grains at first.
                log.LogWarning(error, "The first administrator can't be made yet; trying again.");
                await Task.Delay(TimeSpan.FromSeconds(3), stoppingToken);
            }
        }
    }
}
