using System.Net;
using Distribution.Grains.Common;
using Distribution.Tests.Unit.Runtime;
using Distribution.Tests.Unit.Runtime.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using StackExchange.Redis;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>Two Orleans silos and a client on real time, over a real Redis, in this process: the specification looks into what grains wrote down.</summary>
public sealed class OrleansFixture : IRuntimeFixture
{
    /// <summary>Longer waits than this skip the test: the embedded runtime holds it on a manual clock.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(12);

    private readonly string _id = $"specification-{Guid.NewGuid():N}";
    private readonly StressLog _stress = new();
    private readonly List<IHost> _silos = [];
    private IHost? _client;
    private IGrainFactory? _grains;

    public IGrainFactory GrainFactory => _grains!;

    public Journal Journal { get; } = new();

    public TestStorage Storage { get; } = new();

    public Type CallCycleError => typeof(TimeoutException);

    public bool NamesCallCycles => false;

    public bool ReportsDeadObservers => false;

    public bool StopsRunningTicks => false;

    public IList<IIncomingGrainCallFilter> IncomingFilters { get; } = [];

    public IList<IOutgoingGrainCallFilter> OutgoingFilters { get; } = [];

    public int ActivationCount => Statistics().GetAwaiter().GetResult();

    public async Task StartAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            var silo = Silo();
            await silo.StartAsync();
            _silos.Add(silo);
        }

        _client = Client();
        await _client.StartAsync();
        _grains = _client.Services.GetRequiredService<IGrainFactory>();
    }

    public async Task StopAsync()
    {
        if (_client is { } client) await StopAsync(client);
        _client = null;
        foreach (var silo in _silos) await StopAsync(silo);
        _silos.Clear();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task DeactivateAllAsync()
    {
        while (await Statistics() > 0)
        {
            await GrainFactory.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
            await Task.Delay(20);
        }
    }

    public Task AdvanceAsync(TimeSpan by)
    {
        if (by > LongestWait) Assert.Skip($"Takes {by} on real time; the embedded runtime shows it on a manual clock.");
        return Task.Delay(by);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
    }

    private IHost Silo()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(Name);
            silo.ConfigureEndpoints(IPAddress.Loopback, Servers.FreePort(), Servers.FreePort());
            silo.UseRedisClustering(Servers.Redis);
            silo.UseRedisReminderService(static options => options.ConfigurationOptions = ConfigurationOptions.Parse(Servers.Redis));
            silo.Services.AddSingleton(Journal).AddSingleton(_stress);
            silo.Services.AddGrainStorage("test", (_, _) => Storage).AddGrainStorage("Default", (_, _) => Storage);
            silo.AddIncomingGrainCallFilter<StorageFaults>();
            foreach (var filter in IncomingFilters) silo.Services.AddSingleton(filter);
            foreach (var filter in OutgoingFilters) silo.Services.AddSingleton(filter);
        });
        return builder.Build();
    }

    private IHost Client()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(Name);
            client.UseRedisClustering(Servers.Redis);
            foreach (var filter in OutgoingFilters) client.Services.AddSingleton(filter);
        });
        return builder.Build();
    }

    private void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (_id, _id);

    private async Task<int> Statistics() => (await GrainFactory.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
        .Where(static statistic => statistic.GrainType.Contains("Distribution.Tests", StringComparison.Ordinal)).Sum(static statistic => statistic.ActivationCount);
}

/// <summary>What the grains rely on, held by Orleans.</summary>
public sealed class OrleansRuntimeTests : RuntimeSpecification
{
    protected override IRuntimeFixture CreateFixture() => new OrleansFixture();
}
