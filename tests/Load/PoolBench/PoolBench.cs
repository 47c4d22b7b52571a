using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Host.Standalone;
using Distribution.Load.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Distribution.Load.PoolBench;

/// <summary>
/// Few people and many answers a task: 20 trainers must each answer half of everything, and whoever asks has seen most of what is
/// left. The queue must find what this one has not seen without asking task after task.
/// </summary>
public static class PoolBench
{
    private const int Trainers = 20;
    private const int Overlap = 5;
    private static readonly ProjectId Project = new("pool");

    /// <summary>Works <paramref name="tasks"/> tasks to the end.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int tasks)
    {
        using var folder = new TemporaryFolder();
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new Microsoft.Extensions.Hosting.HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var counter = new LeaseCallCounter();
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(counter);
        await builder.Services.AddStandaloneSiloAsync(new SiloOptions { DataFolder = folder.Path });
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await SetUpAsync(grains, host.Services.GetRequiredService<IBlobStore>(), tasks);
        var clock = Stopwatch.StartNew();
        var answers = new PoolAnswers();
        await Task.WhenAll(Enumerable.Range(0, Trainers).Select(n => WorkAsync(grains, n, answers, tasks)));
        var elapsed = clock.Elapsed;
        var counts = await UntilClosedAsync(grains, tasks);
        await host.StopAsync();
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["tasks"] = tasks,
            ["trainers"] = Trainers,
            ["overlap"] = Overlap,
            ["answers"] = answers.Count,
            ["closed"] = counts.Closed,
            ["tasks_with_five_people"] = answers.TasksWith(Overlap),
            ["leases"] = counter.Leases,
            ["task_calls_max"] = counter.Max,
            ["task_calls_mean"] = Math.Round(counter.Mean, 3),
            ["answers_per_s"] = Math.Round(answers.Count / elapsed.TotalSeconds),
            ["no_work_answers"] = answers.NoWork,
            ["seconds"] = Math.Round(elapsed.TotalSeconds, 1),
            ["meaning"] = "task_calls = calls of TaskGrain.LeaseAsync that one lease cost; a pool of 20 must find what each has not seen",
        };
    }

    private static async Task WorkAsync(IGrainFactory grains, int number, PoolAnswers answers, int tasks)
    {
        var worker = grains.GetGrain<IWorkerGrain>($"pool{number}");
        while (answers.Count < tasks * Overlap)
        {
            var reply = Require(await worker.LeaseAsync(new LeaseRequest(Project, null, null)));
            if (reply.Assignment is not { } lease)
            {
                // The last tasks are out with others: nothing to do but look again.
                answers.CountNoWork();
                await Task.Delay(20);
                continue;
            }

            var body = $"{{\"better\":\"a\",\"reason\":\"{lease.Id}\"}}";
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
            Require(await worker.SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission($"{lease.Id}", body, null, hash, false, null)));
            answers.Add(lease.Task.Number, number);
        }
    }

    private static async Task SetUpAsync(IGrainFactory grains, IBlobStore blobs, int tasks)
    {
        var settings = new ProjectSettings
        {
            Title = "pool",
            TaskTypeId = "compare-two-answers",
            Overlap = Overlap,
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_000) },
        };
        var project = grains.GetGrain<IProjectGrain>(Project.Value);
        var owner = new WorkerId("manager");
        Require(await project.CreateAsync(owner, settings, new MicroAmount(9_000_000_000_000)));
        var payload = "{\"prompt\":\"p\",\"answerA\":\"a\",\"answerB\":\"b\"}"u8.ToArray();
        for (var first = 0; first < tasks; first += TaskId.PerSegment)
        {
            var count = Math.Min(TaskId.PerSegment, tasks - first);
            var hash = await blobs.PutAsync(Enumerable.Repeat(payload, count).SelectMany(static bytes => bytes).ToArray(), CancellationToken.None);
            var number = await project.ReserveSegmentAsync("pool", first / TaskId.PerSegment);
            int[] offsets = [.. Enumerable.Range(0, count + 1).Select(i => i * payload.Length)];
            await grains.GetGrain<ISegmentGrain>($"{Project}/{number}").ImportAsync(new SegmentImport("pool", count, hash.ToString(), offsets, 0, [], DateTimeOffset.UtcNow));
            await project.AddSegmentAsync(new SegmentHead(number, count, 0, [], DateTimeOffset.UtcNow));
        }

        Require(await project.SetStatusAsync(owner, ProjectStatus.Live));
    }

    /// <summary>The queue hears of the last answers by hints: it may lag by a beat, never for good.</summary>
    private static async Task<QueueCounts> UntilClosedAsync(IGrainFactory grains, int tasks)
    {
        var clock = Stopwatch.StartNew();
        for (; ; await Task.Delay(50))
        {
            var counts = await grains.GetGrain<IQueueGrain>($"{Project}/0").CountAsync();
            if (counts.Closed >= tasks || clock.Elapsed > TimeSpan.FromSeconds(90)) return counts;
        }
    }

    private static T Require<T>(Outcome<T> outcome) => outcome.IsOk ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.ToString());
}
