using Distribution.Grains.Blobs.Azure;
using Distribution.Host.Clustered;
using Distribution.Web;
using Distribution.Web.Clustered;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>Silos and web hosts in this process, told what Aspire would tell them.</summary>
internal static class Hosts
{
    /// <summary>What a web host is told: as a client it knows nothing of storage and reminders.</summary>
    public static Dictionary<string, string?> SettingsOfWeb(string cluster) => new()
    {
        ["ConnectionStrings:redis"] = Servers.Redis,
        ["ConnectionStrings:blobs"] = Servers.Azurite,
        ["Orleans:ClusterId"] = cluster,
        ["Orleans:ServiceId"] = cluster,
        ["Orleans:Clustering:ProviderType"] = "Redis",
        ["Orleans:Clustering:ServiceKey"] = "redis",
        ["Orleans:EnableDistributedTracing"] = "true",
        ["Pseudonyms:Secret"] = Convert.ToBase64String(new byte[36]),
        ["urls"] = "http://127.0.0.1:0",
    };

    /// <summary>What a silo is told.</summary>
    public static Dictionary<string, string?> SettingsOfSilo(string cluster) => new(SettingsOfWeb(cluster))
    {
        ["Orleans:Reminders:ProviderType"] = "Redis",
        ["Orleans:Reminders:ServiceKey"] = "redis",
        ["Orleans:GrainStorage:records:ProviderType"] = "Redis",
        ["Orleans:GrainStorage:records:ServiceKey"] = "redis",
        ["Orleans:Endpoints:SiloPort"] = $"{Servers.FreePort()}",
        ["Orleans:Endpoints:GatewayPort"] = $"{Servers.FreePort()}",
        ["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1",
    };

    public static async Task<WebApplication> StartSiloAsync(string cluster, Action<IServiceCollection>? configure = null)
    {
        var builder = Builder(SettingsOfSilo(cluster), "Production");
        builder.AddClusterSilo();
        configure?.Invoke(builder.Services);
        return await StartAsync(builder.Build());
    }

    public static Task<WebApplication> StartWebAsync(string cluster, params (string Key, string Value)[] settings) =>
        StartAsync(BuildWeb(cluster, settings).MapDistribution());

    /// <summary>A web host that has not asked for a silo yet.</summary>
    public static WebApplication BuildWeb(string cluster, (string Key, string Value)[] settings, string environment = "Production", ILoggerProvider? log = null)
    {
        var builder = Builder(SettingsOfWeb(cluster), environment);
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        if (log is not null) builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(log);
        builder.AddClusterWeb();
        return builder.Build();
    }

    /// <summary>One that is still starting could be killed, or stopped, without anybody missing it.</summary>
    public static async Task UntilWorkingAsync(IGrainFactory grains, int count)
    {
        var silos = 0;
        for (var tries = 0; tries < 600 && silos < count; tries++, await Task.Delay(100))
            silos = (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count;
        silos.ShouldBe(count);
    }

    /// <summary>The port of the silo that holds a grain; 0 while none does.</summary>
    public static async Task<int> SiloOfAsync(this IGrainFactory grains, IAddressable grain) =>
        (await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain))?.Endpoint.Port ?? 0;

    private static WebApplicationBuilder Builder(Dictionary<string, string?> settings, string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddKeyedRedisClient("redis");
        builder.AddAzureBlobServiceClient("blobs");
        return builder;
    }

    private static async Task<WebApplication> StartAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<AzureBlobStore>().CreateAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }
}
