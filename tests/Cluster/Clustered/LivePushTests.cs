using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Live;
using Distribution.Contracts.Workers;
using Distribution.Tests.Integration.Support;
using Distribution.Web.Identity;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>A dashboard on a web host before two silo processes, while two trainers work.</summary>
public sealed class LivePushTests
{
    private const int InARow = 10;
    private static readonly ProjectId Project = new("live");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact, Trait("Promise", "C8")]
    public async Task Pushes_GoOn_WhenTheSiloOfTheFiguresIsKilled()
    {
        var cluster = $"live-{Guid.NewGuid():N}";
        await using var one = SiloProcess.Start(cluster);
        await using var other = SiloProcess.Start(cluster);
        await using var web = await Hosts.StartWebAsync(cluster, ("Web:WatchPeriod", "00:00:05"));
        var grains = web.Services.GetRequiredService<IGrainFactory>();
        await Hosts.UntilWorkingAsync(grains, 2);
        var manager = (await web.Services.GetRequiredService<TokenMinter>().MintAsync(Roles.Manager, 1, ct: TestContext.Current.CancellationToken))[0];
        await SmallProject.OpenAsync(grains, web.Services.GetRequiredService<IBlobStore>(), Project, manager.Account, 1_000);
        await using var dashboard = await HubConnection.OpenAsync(new Uri(web.Urls.First()), "live", manager.Token, patience: Patience);
        await dashboard.InvokeAsync("Watch", Project.Value);
        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll(WorkAsync("trainer1"), WorkAsync("trainer2"));

        var before = await PushesInARowAsync(dashboard, otherThan: null);
        var holder = await grains.SiloOfAsync(grains.GetGrain<ILiveGrain>(Project.Value));
        await (holder == one.Port ? one : other).KillAsync();
        (await PushesInARowAsync(dashboard, otherThan: before)).ShouldNotBe(before);

        await stop.CancelAsync();
        await work;

        async Task WorkAsync(string trainer)
        {
            var worker = grains.GetGrain<IWorkerGrain>(trainer);
            while (!stop.IsCancellationRequested)
            {
                if (await SmallProject.LeaseAsync(worker, Project) is { } lease) await SmallProject.SubmitAsync(worker, lease);
                await Task.Delay(200);
            }
        }
    }

    /// <summary>
    /// Waits for pushes of one epoch without a gap; answers the epoch. What the web host reads when it registers again comes to
    /// the dashboard, too, every 5 s: it alone would leave gaps, since a version rises with each beat.
    /// </summary>
    private static async Task<string> PushesInARowAsync(HubConnection dashboard, string? otherThan)
    {
        var (epoch, version) = ("", 0L);
        for (var inARow = 0; inARow < InARow;)
        {
            var push = await dashboard.PushedAsync("Snapshot");
            var (nextEpoch, nextVersion) = (push.GetProperty("epoch").GetString()!, push.GetProperty("version").GetInt64());
            if (nextEpoch == otherThan || (nextEpoch, nextVersion) == (epoch, version)) continue;
            inARow = (nextEpoch, nextVersion) == (epoch, version + 1) ? inARow + 1 : 0;
            (epoch, version) = (nextEpoch, nextVersion);
        }

        return epoch;
    }
}
