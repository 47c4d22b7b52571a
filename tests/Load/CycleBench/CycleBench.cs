using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Distribution.Host.Standalone;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Distribution.Load.CycleBench;

/// <summary>
/// Durable lease, submit, paid: whole cycles a second inside one process, on disk. A cycle counts when its ledger entry is on
/// disk; each worker goes on as soon as its submission is acknowledged, as a trainer would.
/// </summary>
public static class CycleBench
{
    private static readonly string Answer = "{\"verdict\":\"A\",\"confidence\":4,\"comment\":\"" + new string('x', 140) + "\"}";

    /// <summary>Runs <paramref name="tasks"/> tasks of overlap 1 with <paramref name="workers"/> closed-loop workers.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int tasks, int workers, bool listAllocations)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("BENCH_DATA") ?? Path.GetTempPath(), $"distribution-cycle-{Environment.ProcessId}");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new Microsoft.Extensions.Hosting.HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var counting = new CountingStore();
        await builder.Services.AddStandaloneSiloAsync(new SiloOptions { DataFolder = folder });
        builder.Services.AddSingleton<IRecordStore>(provider => counting.Over(provider.GetRequiredService<FolderRecordStore>()));
        using var allocations = listAllocations ? new AllocationListener() : null;
        using var host = builder.Build();
        await host.StartAsync();
        try
        {
            var figures = await MeasureAsync(host.Services, counting, tasks, workers);
            if (allocations is not null) figures["allocated_percent_by_type"] = allocations.Top(40);
            return figures;
        }
        finally
        {
            await host.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<SortedDictionary<string, object>> MeasureAsync(IServiceProvider services, CountingStore counting, int tasks, int workers)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var project = new ProjectId("bench");
        await SetUpAsync(grains, services.GetRequiredService<IBlobStore>(), project, tasks);
        // Long enough for the runtime's second, measured compilation, which otherwise takes a quarter of the time that is measured.
        await WorkAsync(grains, project, "warm", WarmUp(tasks, workers), workers);
        counting.Reset();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var pauses = GC.GetTotalPauseDuration();
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        using var commits = new CommitListener();
        var clock = Stopwatch.StartNew();
        var (cycles, latencies) = await WorkAsync(grains, project, "w", tasks, workers);
        var acknowledged = clock.Elapsed;
        await UntilPaidAsync(grains, "w", workers, cycles);
        var paid = clock.Elapsed;
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        latencies.Sort();
        return new SortedDictionary<string, object>
        {
            ["cycles"] = cycles,
            ["cycles_per_s"] = Math.Round(cycles / paid.TotalSeconds),
            ["acknowledged_per_s"] = Math.Round(cycles / acknowledged.TotalSeconds),
            ["p50_ms"] = Math.Round(latencies[latencies.Count / 2], 2),
            ["p99_ms"] = Math.Round(latencies[(int)(latencies.Count * 0.99)], 2),
            ["writes_per_cycle"] = Math.Round((double)counting.Writes / cycles, 2),
            ["bytes_per_cycle"] = counting.Bytes / cycles,
            ["writes_by_kind"] = counting.ByKind(cycles),
            ["reads_by_kind"] = counting.ReadByKind(cycles),
            ["cpu_us_per_cycle"] = Math.Round(used.TotalMicroseconds / cycles, 1),
            ["allocated_bytes_per_cycle"] = (GC.GetTotalAllocatedBytes() - allocated) / cycles,
            ["gc_pause_percent"] = Math.Round(100 * (GC.GetTotalPauseDuration() - pauses) / paid, 1),
            ["gc_collections"] = string.Join('/', collections.Select(static (before, generation) => GC.CollectionCount(generation) - before)),
            ["commits"] = commits.Count,
            ["commit_ms"] = Math.Round(commits.MeanMs, 3),
            ["writes_per_commit"] = Math.Round((double)counting.Writes / Math.Max(1, commits.Count), 1),
            ["activations"] = services.GetRequiredService<EmbeddedRuntime>().ActivationCount,
            ["workers"] = workers,
            ["meaning"] = "one cycle = lease + submit + ledger entry, each on disk (fsync) before it counts",
        };
    }

    private static int WarmUp(int tasks, int workers) => Math.Max(workers * 5, tasks / 2);

    private static async Task SetUpAsync(IGrainFactory grains, IBlobStore blobs, ProjectId project, int tasks)
    {
        var settings = new ProjectSettings
        {
            Title = "bench",
            TaskTypeId = "compare-two-answers",
            // A fixed amount, since a cycle here may take less than a millisecond, and would then earn nothing.
            PayPolicy = new PayPolicy(PayForm.Fixed, [new PayStep(0, 1, 1)], new MicroAmount(1_250_000)),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_000) },
        };
        var grain = grains.GetGrain<IProjectGrain>(project.Value);
        var owner = new WorkerId("manager");
        Require(await grain.CreateAsync(owner, settings, new MicroAmount(9_000_000_000_000)));
        await ImportAsync(grains, blobs, project, (int)(tasks * 1.6) + 2000);
        Require(await grain.SetStatusAsync(owner, ProjectStatus.Live));
    }

    private static async Task ImportAsync(IGrainFactory grains, IBlobStore blobs, ProjectId project, int tasks)
    {
        var payload = Encoding.UTF8.GetBytes("{\"prompt\":\"Compare the two answers and say which one is better, and why.\"}");
        for (var segment = 0; segment * TaskId.PerSegment < tasks; segment++)
        {
            var all = new byte[payload.Length * TaskId.PerSegment];
            for (var i = 0; i < TaskId.PerSegment; i++) payload.CopyTo(all, i * payload.Length);
            var hash = await blobs.PutAsync(all, CancellationToken.None);
            var now = DateTimeOffset.UtcNow;
            var number = await grains.GetGrain<IProjectGrain>(project.Value).ReserveSegmentAsync("bench", segment);
            int[] offsets = [.. Enumerable.Range(0, TaskId.PerSegment + 1).Select(i => i * payload.Length)];
            await grains.GetGrain<ISegmentGrain>($"{project}/{number}").ImportAsync(
                new SegmentImport("bench", TaskId.PerSegment, hash.ToString(), offsets, 0, [], now));
            await grains.GetGrain<IProjectGrain>(project.Value).AddSegmentAsync(new SegmentHead(number, TaskId.PerSegment, 0, [], now));
        }
    }

    private static async Task<(int Cycles, List<double> Latencies)> WorkAsync(IGrainFactory grains, ProjectId project, string prefix, int cycles, int workers)
    {
        var left = cycles;
        var all = await Task.WhenAll(Enumerable.Range(0, workers).Select(async w =>
        {
            var latencies = new List<double>(cycles / workers * 2);
            var worker = grains.GetGrain<IWorkerGrain>($"{prefix}{w}");
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var began = Stopwatch.GetTimestamp();
                await OneAsync(worker, project);
                latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return latencies;
        }));
        return (cycles, [.. all.SelectMany(static l => l)]);
    }

    private static async Task OneAsync(IWorkerGrain worker, ProjectId project)
    {
        var reply = Require(await worker.LeaseAsync(new LeaseRequest(project, null, null)));
        var lease = reply.Assignment ?? throw new InvalidOperationException($"No work: {reply.NoWork}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Answer)));
        Require(await worker.SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission($"{lease.Id}", Answer, null, hash, false, null)));
    }

    private static async Task UntilPaidAsync(IGrainFactory grains, string prefix, int workers, int cycles)
    {
        var month = DateTimeOffset.UtcNow.UtcDateTime.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        var limit = Stopwatch.StartNew();
        for (; ; )
        {
            var heads = await Task.WhenAll(Enumerable.Range(0, workers).Select(w => grains.GetGrain<ILedgerGrain>($"{prefix}{w}/{month}").GetHeadAsync()));
            var entries = heads.Sum(static head => head.Entries);
            if (entries >= cycles) return;
            if (limit.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"Only {entries} of {cycles} credits are booked.");
            await Task.Delay(5);
        }
    }

    private static T Require<T>(Outcome<T> outcome) => outcome.IsOk ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.ToString());
}
