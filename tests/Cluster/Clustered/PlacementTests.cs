using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>Where grains lie on two silos. What Orleans places as it likes stays on the caller's silo, so the calls of a test come from a silo that it knows.</summary>
public sealed class PlacementTests : IAsyncLifetime
{
    private const int Projects = 32;
    private const int TrainersASilo = 12;
    private readonly string _cluster = $"placement-{Guid.NewGuid():N}";
    private readonly List<WebApplication> _silos = [];

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 2; i++) _silos.Add(await Hosts.StartSiloAsync(_cluster));
        await Hosts.UntilWorkingAsync(GrainsOf(0), 2);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos) await silo.DisposeAsync();
    }

    [Fact, Trait("Promise", "C7")]
    public async Task Partitions_OfManyProjects_AreSpread_ThoughOneSiloCallsThemAll()
    {
        var grains = GrainsOf(0);
        await SpreadAsync("queues", static (grains, id) => grains.GetGrain<IQueueGrain>($"{id}/0"), static queue => queue.CountAsync());
        await SpreadAsync("budgets", static (grains, id) => grains.GetGrain<IBudgetGrain>($"{id}/0"), static budget => budget.GetAsync());
        await SpreadAsync("lines", static (grains, id) => grains.GetGrain<ILineGrain>(id), static line => line.LengthAsync());
        await SpreadAsync("histories", static (grains, id) => grains.GetGrain<IHistoryGrain>($"{id}/0"), static history => history.CountAsync());
        await SpreadAsync("live figures", static (grains, id) => grains.GetGrain<ILiveGrain>(id), static live => live.GetAsync());

        // Of 32 that lie by chance, fewer than 3 on one of two silos are so rare as once in four million times.
        async Task SpreadAsync<TGrain>(string what, Func<IGrainFactory, string, TGrain> find, Func<TGrain, Task> wake) where TGrain : IAddressable
        {
            var silos = await Task.WhenAll(Enumerable.Range(0, Projects).Select(async i =>
            {
                var grain = find(grains, $"project-{i}");
                await wake(grain);
                return await grains.SiloOfAsync(grain);
            }));
            silos.ShouldNotContain(0, what);
            var counts = silos.CountBy(static silo => silo).ToDictionary();
            counts.Count.ShouldBe(2, what);
            counts.Values.Min().ShouldBeGreaterThanOrEqualTo(3, what);
        }
    }

    [Fact, Trait("Promise", "C7")]
    public async Task Timer_OfALease_LiesWithItsTask()
    {
        var project = new ProjectId("timers");
        await SmallProject.OpenAsync(GrainsOf(0), _silos[0].Services.GetRequiredService<IBlobStore>(), project, new WorkerId("manager"), 100);
        var silos = new HashSet<int>();
        for (var i = 0; i < TrainersASilo * 2; i++)
        {
            var grains = GrainsOf(i % 2);
            var lease = (await SmallProject.LeaseAsync(grains.GetGrain<IWorkerGrain>($"trainer{i}"), project)).ShouldNotBeNull();
            var task = await grains.SiloOfAsync(grains.GetGrain<ITaskGrain>(lease.Task.ToString()));
            (await TimerOfAsync(grains, lease.Id)).ShouldBe(task, $"{lease.Task}");
            silos.Add(task);
        }

        silos.Count.ShouldBe(2, "tasks of both silos were looked at");
    }

    private IGrainFactory GrainsOf(int silo) => _silos[silo].Services.GetRequiredService<IGrainFactory>();

    /// <summary>Nobody waits for a timer to be armed, so neither does the lease.</summary>
    private static async Task<int> TimerOfAsync(IGrainFactory grains, AssignmentId lease)
    {
        for (var tries = 0; ; tries++)
        {
            var silo = await grains.SiloOfAsync(grains.GetGrain<ITimerGrain>(lease.ToString()));
            if (silo != 0 || tries > 100) return silo;
            await Task.Delay(50);
        }
    }
}
