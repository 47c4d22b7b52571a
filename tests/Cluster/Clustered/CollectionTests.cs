using System.Collections.Concurrent;
using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Workers;
using Distribution.Grains.Tasks;
using Distribution.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>How long idle grains stay in memory, at a sixtieth of the true ages: minutes are seconds.</summary>
public sealed class CollectionTests
{
    private const int Trainers = 10;
    private const int Scale = 60;

    [Fact, Trait("Promise", "C7")]
    public async Task IdleTask_LeavesMemoryAfterTwoMinutes_ATrainerStays()
    {
        var ages = new ScaledAges();
        var ofOthers = TimeSpan.Zero;
        await using var silo = await Hosts.StartSiloAsync($"collection-{Guid.NewGuid():N}", services => services.AddSingleton<IGrainPropertiesProvider>(ages)
            .PostConfigure<GrainCollectionOptions>(options =>
            {
                ofOthers = options.CollectionAge;
                (options.CollectionAge, options.CollectionQuantum) = (options.CollectionAge / Scale, options.CollectionQuantum / Scale);
            }));
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        var project = new ProjectId("idle");
        await SmallProject.OpenAsync(grains, silo.Services.GetRequiredService<IBlobStore>(), project, new WorkerId("manager"), Trainers);
        for (var i = 0; i < Trainers; i++)
        {
            var worker = grains.GetGrain<IWorkerGrain>($"trainer{i}");
            await SmallProject.SubmitAsync(worker, (await SmallProject.LeaseAsync(worker, project)).ShouldNotBeNull());
        }

        (ages.True[typeof(TaskGrain)], ofOthers).ShouldBe((TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)));
        (await CountAsync<TaskGrain>(grains)).ShouldBeGreaterThan(0);
        await UntilNoneAsync<TaskGrain>(grains);
        (await CountAsync<TaskGrain>(grains)).ShouldBe(0);
        (await CountAsync<WorkerGrain>(grains)).ShouldBe(Trainers);
    }

    private static async Task UntilNoneAsync<TGrain>(IGrainFactory grains)
    {
        for (var tries = 0; tries < 100 && await CountAsync<TGrain>(grains) > 0; tries++) await Task.Delay(100);
    }

    private static async Task<int> CountAsync<TGrain>(IGrainFactory grains) => (await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
        .Where(static statistic => statistic.GrainType.Contains(typeof(TGrain).FullName!, StringComparison.Ordinal)).Sum(static statistic => statistic.ActivationCount);

    /// <summary>What the classes say of themselves stands in the silo's manifest, as seen after Orleans' own providers.</summary>
    private sealed class ScaledAges : IGrainPropertiesProvider
    {
        public ConcurrentDictionary<Type, TimeSpan> True { get; } = [];

        public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
        {
            if (!TimeSpan.TryParse(properties.GetValueOrDefault(WellKnownGrainTypeProperties.IdleDeactivationPeriod), CultureInfo.InvariantCulture, out var age)) return;
            True[grainClass] = age;
            properties[WellKnownGrainTypeProperties.IdleDeactivationPeriod] = (age / Scale).ToString("c");
        }
    }
}
