using System.Collections.Concurrent;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Orleans;

namespace Distribution.Load.PoolBench;

/// <summary>Counts, for each lease that a trainer asks for, the tasks that were asked on its behalf. Sits on the way of every call.</summary>
internal sealed class LeaseCallCounter : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _calls;

    public int Leases { get; private set; }

    public int Max { get; private set; }

    public double Mean => Leases == 0 ? 0 : (double)_calls / Leases;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceName == typeof(IWorkerGrain).FullName && context.MethodName == nameof(IWorkerGrain.LeaseAsync))
            await CountAsync(context, context.TargetId.Key.ToString() ?? "");
        else if (context.InterfaceName == typeof(ITaskGrain).FullName && context.MethodName == nameof(ITaskGrain.LeaseAsync) && context.SourceId is { } worker)
            await AskedAsync(context, worker.Key.ToString() ?? "");
        else await context.Invoke();
    }

    private async Task CountAsync(IOutgoingGrainCallContext context, string worker)
    {
        _open[worker] = 0;
        await context.Invoke();
        if (!_open.TryRemove(worker, out var calls)) return;
        lock (_gate) (Leases, Max, _calls) = (Leases + 1, Math.Max(Max, calls), _calls + calls);
    }

    private Task AskedAsync(IOutgoingGrainCallContext context, string worker)
    {
        _open.AddOrUpdate(worker, 1, static (_, calls) => calls + 1);
        return context.Invoke();
    }
}
