using System.Diagnostics;
using Distribution.Embedded.Runtime;

namespace Distribution.Load.RuntimeBench;

/// <summary>What a call within one process costs. Both ways to queue turns are measured in one run, since machines are noisy.</summary>
public static class CallBench
{
    private const int Callers = 100;
    private const int Grains = 100;
    private const int SampleEvery = 16;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyDictionary<string, object>> RunAsync()
    {
        var results = new Dictionary<string, object>();
        foreach (var (name, scheduler) in new (string, IWorkScheduler)[]
                 {
                     ("common_queue", new ThreadPoolScheduler()), ("local_queue", new LocalQueueScheduler()),
                 })
        {
            await using var runtime = BenchRuntime.Start(scheduler);
            await MeasureAsync(results, $"calls_outside_{name}", (caller, stop) => CallFromOutsideAsync(runtime, caller, stop));
            await MeasureAsync(results, $"calls_async_{name}", (caller, stop) => CallAsyncMethodAsync(runtime, caller, stop));
            await MeasureAsync(results, $"calls_grain_to_grain_{name}", (caller, stop) => CallFromGrainAsync(runtime, caller, stop));
        }

        await MeasureActivationsAsync(results);
        return results;
    }

    private static async Task MeasureAsync(Dictionary<string, object> results, string name, Func<Meter, CancellationToken, Task> call)
    {
        using var stop = new CancellationTokenSource();
        var meters = Enumerable.Range(0, Callers).Select(static number => new Meter(number)).ToArray();
        var running = meters.Select(meter => Task.Run(() => call(meter, stop.Token))).ToArray();
        await Task.Delay(WarmUp);
        var eachBefore = meters.Select(static m => m.Calls).ToArray();
        var (before, bytes, clock) = (meters.Sum(static m => m.Calls), GC.GetTotalAllocatedBytes(), Stopwatch.StartNew());
        await Task.Delay(Measured);
        var (calls, seconds) = (meters.Sum(static m => m.Calls) - before, clock.Elapsed.TotalSeconds);
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        results[$"{name}_slowest_callers_share"] = Math.Round(
            meters.Select((m, i) => m.Calls - eachBefore[i]).Min() / (calls / (double)Callers), 3);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        var sorted = meters.SelectMany(static m => m.Samples).Order().ToArray();
        results[$"{name}_per_second"] = (long)(calls / seconds);
        results[$"{name}_bytes_per_call"] = bytes / Math.Max(1, calls);
        if (sorted.Length == 0) return;
        results[$"{name}_p50_us"] = Microseconds(sorted[sorted.Length / 2]);
        results[$"{name}_p99_us"] = Microseconds(sorted[(int)(sorted.Length * 0.99)]);
    }

    private static async Task CallFromOutsideAsync(EmbeddedRuntime runtime, Meter meter, CancellationToken stop)
    {
        var targets = Targets(runtime);
        for (var i = meter.Number; !stop.IsCancellationRequested; i++)
        {
            var start = meter.Begin();
            await targets[i % Grains].AddAsync(1);
            meter.End(start);
        }
    }

    private static async Task CallAsyncMethodAsync(EmbeddedRuntime runtime, Meter meter, CancellationToken stop)
    {
        var targets = Targets(runtime);
        for (var i = meter.Number; !stop.IsCancellationRequested; i++)
        {
            var start = meter.Begin();
            await targets[i % Grains].AddLaterAsync(1);
            meter.End(start);
        }
    }

    private static async Task CallFromGrainAsync(EmbeddedRuntime runtime, Meter meter, CancellationToken stop)
    {
        var caller = runtime.GetGrain<IBenchCallerGrain>($"c{meter.Number}");
        while (!stop.IsCancellationRequested) meter.Calls += await caller.CallAsync(Grains, meter.Number, 1000);
    }

    /// <summary>First calls of new grains, and then one sweep over all of them.</summary>
    private static async Task MeasureActivationsAsync(Dictionary<string, object> results)
    {
        const int PerCaller = 2000;
        var time = new HandTimers();
        await using var runtime = BenchRuntime.Start(time: time);
        var (memory, clock) = (GC.GetTotalMemory(true), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < PerCaller; i++) await runtime.GetGrain<IBenchGrain>($"{caller}.{i}").AddAsync(1);
        })));
        results["activations_per_second"] = (long)(runtime.ActivationCount / clock.Elapsed.TotalSeconds);
        results["bytes_per_activation"] = (GC.GetTotalMemory(true) - memory) / runtime.ActivationCount;
        // The first looks at what the activations left; of the next ten, one goes over all of them.
        time.Fire();
        var sweeps = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            clock.Restart();
            time.Fire();
            sweeps.Add(clock.Elapsed.TotalMilliseconds);
        }

        results["sweep_ms_200k_activations_mean"] = sweeps.Average();
        results["sweep_ms_200k_activations_longest"] = sweeps.Max();
    }

    private static IBenchGrain[] Targets(EmbeddedRuntime runtime) =>
        [.. Enumerable.Range(0, Grains).Select(i => runtime.GetGrain<IBenchGrain>($"g{i}"))];

    private static double Microseconds(long ticks) => Math.Round(ticks * 1e6 / Stopwatch.Frequency, 1);

    /// <summary>One caller's count and some of its latencies.</summary>
    private sealed class Meter(int number)
    {
        public int Number { get; } = number;

        public long Calls { get; set; }

        public List<long> Samples { get; } = new(100_000);

        public long Begin() => Calls % SampleEvery == 0 ? Stopwatch.GetTimestamp() : 0;

        public void End(long start)
        {
            if (start != 0 && Samples.Count < Samples.Capacity) Samples.Add(Stopwatch.GetTimestamp() - start);
            Calls++;
        }
    }
}
