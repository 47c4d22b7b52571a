using Distribution.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace Distribution.Load.RuntimeBench;

/// <summary>A runtime with this assembly's grains and nothing else.</summary>
internal static class BenchRuntime
{
    public static EmbeddedRuntime Start(IWorkScheduler? scheduler = null, TimeProvider? time = null)
    {
        EmbeddedRuntime? runtime = null;
        var services = new ServiceCollection().AddSingleton<IGrainFactory>(_ => runtime!).BuildServiceProvider();
        return runtime = new EmbeddedRuntime(new EmbeddedRuntimeParts
        {
            Services = services,
            Manifests = EmbeddedRuntimeParts.ManifestsOf(typeof(BenchRuntime).Assembly),
            Log = NullLogger<EmbeddedRuntime>.Instance,
            Scheduler = scheduler ?? new ThreadPoolScheduler(),
            Time = time ?? TimeProvider.System,
            Options = new EmbeddedOptions { MaxActivations = 10_000_000 },
        });
    }
}

/// <summary>The thread's own queue instead of the pool's common one, for comparison.</summary>
internal sealed class LocalQueueScheduler : IWorkScheduler
{
    public void Schedule(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
}

/// <summary>The machine's clock, with timers that fire when told.</summary>
internal sealed class HandTimers : TimeProvider
{
    private TimerCallback? _callback;
    private object? _state;

    public void Fire() => _callback!(_state);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_callback, _state) = (callback, state);
        return new Timer(static _ => { }, null, Timeout.Infinite, Timeout.Infinite);
    }
}
