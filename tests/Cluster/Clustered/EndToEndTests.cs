using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>The working cycle on two silo processes and a web host's client; one silo is killed and replaced in the middle, then the other one upgraded.</summary>
public sealed class EndToEndTests
{
    private const int Tasks = 400;
    private const int Trainers = 10;
    private static readonly ProjectId Project = new("cluster");

    [Fact]
    public async Task Cycle_WithASiloKilled_AndOneReplaced_LosesNothingAndPaysOnce()
    {
        var cluster = $"cycle-{Guid.NewGuid():N}";
        await using var first = SiloProcess.Start(cluster);
        await using var victim = SiloProcess.Start(cluster);
        await using var web = await Hosts.StartWebAsync(cluster);
        var grains = web.Services.GetRequiredService<IGrainFactory>();
        await Hosts.UntilWorkingAsync(grains, 2);
        await SmallProject.OpenAsync(grains, web.Services.GetRequiredService<IBlobStore>(), Project, new WorkerId("manager"), Tasks);

        var paid = new long[Trainers];
        var answers = 0;
        TaskCompletionSource third = new(TaskCreationOptions.RunContinuationsAsynchronously), twoThirds = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = Task.WhenAll(Enumerable.Range(0, Trainers).Select(WorkAsync));
        await Task.WhenAny(third.Task, work);
        await victim.KillAsync();
        await using var replacement = SiloProcess.Start(cluster);
        await Task.WhenAny(twoThirds.Task, work);
        (await first.StopAsync()).ShouldBe(0);
        await work;

        answers.ShouldBe(Tasks);
        var counts = await UntilClosedAsync(grains);
        counts.Closed.ShouldBe(Tasks);
        for (var trainer = 0; trainer < Trainers; trainer++) await CheckLedgerAsync(grains, trainer, paid[trainer]);

        async Task WorkAsync(int trainer)
        {
            var worker = grains.GetGrain<IWorkerGrain>($"trainer{trainer}");
            for (var idle = 0; Volatile.Read(ref answers) < Tasks && idle < 600;)
            {
                if (await SmallProject.LeaseAsync(worker, Project) is not { } lease)
                {
                    idle++;
                    await Task.Delay(100);
                    continue;
                }

                await Task.Delay(20);
                paid[trainer] += (await SmallProject.SubmitAsync(worker, lease)).Micros;
                var done = Interlocked.Increment(ref answers);
                if (done == Tasks / 3) third.SetResult();
                if (done == Tasks * 2 / 3) twoThirds.SetResult();
            }
        }
    }

    private static async Task<QueueCounts> UntilClosedAsync(IGrainFactory grains)
    {
        for (var tries = 0; ; tries++)
        {
            var counts = await grains.GetGrain<IQueueGrain>($"{Project}/0").CountAsync();
            if (counts.Closed >= Tasks || tries > 900) return counts;
            await Task.Delay(100);
        }
    }

    /// <summary>What the replies said was paid stands in the book, to the micro-unit, and its chain is whole.</summary>
    private static async Task CheckLedgerAsync(IGrainFactory grains, int trainer, long paid)
    {
        var months = await grains.GetGrain<ILedgerMonthsGrain>($"trainer{trainer}").GetAsync();
        if (months.Newest is null && paid == 0) return;
        var ledger = grains.GetGrain<ILedgerGrain>($"trainer{trainer}/{months.Newest}");
        for (var tries = 0; tries < 900 && await BalanceAsync() < paid; tries++) await Task.Delay(100);
        (await BalanceAsync()).ShouldBe(paid);
        (await ledger.VerifyAsync()).IsIntact.ShouldBeTrue();

        async Task<long> BalanceAsync() => (await ledger.GetHeadAsync()).Balance.Values.Sum(static amount => amount.Micros);
    }
}
