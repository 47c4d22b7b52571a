using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Grains.Blobs.Azure;
using Distribution.Web.Clustered;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
        await using var web = await StartWebAsync(cluster);
        var grains = web.Services.GetRequiredService<IGrainFactory>();
        await UntilBothWorkAsync(grains);
        await SetUpAsync(grains, web.Services.GetRequiredService<IBlobStore>());

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
                if (Require(await worker.LeaseAsync(new LeaseRequest(Project, null, null))).Assignment is not { } lease)
                {
                    idle++;
                    await Task.Delay(100);
                    continue;
                }

                await Task.Delay(20);
                var body = $"{{\"better\":\"a\",\"reason\":\"{lease.Id}\"}}";
                var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
                var reply = Require(await worker.SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission($"{lease.Id}", body, null, hash, false, null)));
                paid[trainer] += reply.Paid.Micros;
                var done = Interlocked.Increment(ref answers);
                if (done == Tasks / 3) third.SetResult();
                if (done == Tasks * 2 / 3) twoThirds.SetResult();
            }
        }
    }

    private static async Task<WebApplication> StartWebAsync(string cluster)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(SiloProcess.SettingsOfWeb(cluster).ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value));
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddKeyedRedisClient("redis");
        builder.AddAzureBlobServiceClient("blobs");
        builder.AddClusterWeb();
        var app = builder.Build();
        await app.Services.GetRequiredService<AzureBlobStore>().CreateAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    private static async Task SetUpAsync(IGrainFactory grains, IBlobStore blobs)
    {
        var settings = new ProjectSettings
        {
            Title = "cluster",
            TaskTypeId = "compare-two-answers",
            Overlap = 1,
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(18_333_333) },
        };
        var project = grains.GetGrain<IProjectGrain>(Project.Value);
        var owner = new WorkerId("manager");
        Require(await project.CreateAsync(owner, settings, new MicroAmount(9_000_000_000_000)));
        var payload = "{\"prompt\":\"p\",\"answerA\":\"a\",\"answerB\":\"b\"}"u8.ToArray();
        var hash = await blobs.PutAsync(Enumerable.Repeat(payload, Tasks).SelectMany(static bytes => bytes).ToArray(), CancellationToken.None);
        var number = await project.ReserveSegmentAsync("rows", 0);
        int[] offsets = [.. Enumerable.Range(0, Tasks + 1).Select(i => i * payload.Length)];
        await grains.GetGrain<ISegmentGrain>($"{Project}/{number}").ImportAsync(new SegmentImport("rows", Tasks, hash.ToString(), offsets, 0, [], DateTimeOffset.UtcNow));
        await project.AddSegmentAsync(new SegmentHead(number, Tasks, 0, [], DateTimeOffset.UtcNow));
        Require(await project.SetStatusAsync(owner, ProjectStatus.Live));
    }

    /// <summary>One that is still starting could be killed, or stopped, without anybody missing it.</summary>
    private static async Task UntilBothWorkAsync(IGrainFactory grains)
    {
        var silos = 0;
        for (var tries = 0; tries < 600 && silos < 2; tries++, await Task.Delay(100))
            silos = (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count;
        silos.ShouldBe(2);
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

    private static T Require<T>(Outcome<T> outcome) => outcome.IsOk ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.ToString());
}
