using System.Collections.Concurrent;
using Orleans;

namespace Distribution.Embedded.Runtime;

/// <summary>All activations of one grain class.</summary>
internal sealed class ActivationGroup(EmbeddedRuntime runtime, GrainClass grainClass)
{
    private readonly ConcurrentDictionary<string, Activation> _single = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Activation[]> _several = new(StringComparer.Ordinal);
    private readonly int _maxPerKey = grainClass.MaxLocalWorkers > 0 ? grainClass.MaxLocalWorkers : runtime.Options.ActivationsPerGrain;
    private readonly bool _isSingle = grainClass.MaxLocalWorkers == 0 && runtime.Options.ActivationsPerGrain == 1;

    // With two activations of a grain, as the simulation has it, nobody can say which one a caller waits for.
    private readonly bool _findsCycles = grainClass.MaxLocalWorkers > 0 || runtime.Options.ActivationsPerGrain == 1;
    private int _count;

    public EmbeddedRuntime Runtime => runtime;

    public GrainClass GrainClass => grainClass;

    public int Count => Volatile.Read(ref _count);

    public IEnumerable<Activation> Activations => _single.Select(static entry => entry.Value).Concat(_several.SelectMany(static entry => entry.Value));

    /// <summary>Finds or makes the activation for a call. Returns it if it's the one that later calls go to as well.</summary>
    public Activation? Deliver(string key, Invocation call)
    {
        for (; ; )
        {
            // A hint must not bring back a grain that has ended: it would ask others, whose hints come back, until the stop timeout.
            if (call.IsUnobserved && runtime.IsStopping && !Has(key)) return null;
            var activation = _isSingle ? _single.GetOrAdd(key, static (k, group) => new Activation(group, k), this) : PickAmongSeveral(key, call);
            if (TryDeliver(activation, call)) return _isSingle ? activation : null;
            Replace(key, activation, null);
        }
    }

    /// <summary>False when the activation has ended.</summary>
    public bool TryDeliver(Activation activation, Invocation call)
    {
        if (_findsCycles && call.Caller is not null && call.IsAwaitedBy(activation) && !activation.CouldInterleave(call))
            throw new CallCycleException(Chain(call, activation));
        call.Target = activation;
        return activation.TryEnqueue(call);
    }

    /// <summary>Takes an ended activation out; <paramref name="successor"/>, if any, stands in its place from the same moment on.</summary>
    public void Replace(string key, Activation activation, Activation? successor)
    {
        if (_isSingle)
        {
            if (successor is not null) _single.TryUpdate(key, successor, activation);
            else _single.TryRemove(KeyValuePair.Create(key, activation));
            return;
        }

        while (_several.TryGetValue(key, out var all))
        {
            var rest = Array.FindAll(all, other => other != activation);
            if (successor is not null) rest = [.. rest, successor];
            var done = rest.Length == 0 ? _several.TryRemove(KeyValuePair.Create(key, all)) : _several.TryUpdate(key, rest, all);
            if (done) return;
        }
    }

    public void CountOne(int change) => Interlocked.Add(ref _count, change);

    public void Sweep(long tick, bool isCrowded)
    {
        var age = EmbeddedRuntime.Ticks(grainClass.CollectionAge ?? runtime.Options.CollectionAge);
        var code = DeactivationReasonCode.ActivationIdle;
        var pressureAge = EmbeddedRuntime.Ticks(runtime.Options.PressureCollectionAge);
        if (isCrowded && pressureAge < age) (age, code) = (pressureAge, DeactivationReasonCode.HighMemoryPressure);
        foreach (var activation in Activations)
        {
            activation.ExpireCalls(tick);
            activation.CollectIfIdle(tick, age, code);
        }
    }

    public void CollectIdle(long tick, TimeSpan olderThan, DeactivationReasonCode code)
    {
        foreach (var activation in Activations) activation.CollectIfIdle(tick, EmbeddedRuntime.Ticks(olderThan), code);
    }

    private bool Has(string key) => _isSingle ? _single.ContainsKey(key) : _several.ContainsKey(key);

    private static string Chain(Invocation call, Activation target)
    {
        var links = new List<string> { $"{target.GrainId} ({call.Method.FullName})" };
        for (var caller = call.Caller; caller is not null; caller = caller.Caller)
            links.Add($"{caller.Target.GrainId} ({caller.Method.FullName})");
        links.Reverse();
        return string.Join(" -> ", links);
    }

    private Activation PickAmongSeveral(string key, Invocation call)
    {
        for (; ; )
        {
            var all = _several.GetOrAdd(key, static (k, group) => [new Activation(group, k)], this);
            var isWorker = grainClass.MaxLocalWorkers > 0;
            if (isWorker && Array.Find(all, static activation => activation.CallCount == 0) is { } idle) return idle;
            if (all.Length >= _maxPerKey) return isWorker ? LeastBusy(all, call) : all[runtime.PickIndex(all.Length)];
            var added = new Activation(this, key);
            if (_several.TryUpdate(key, [.. all, added], all)) return added;
        }
    }

    /// <summary>Rather one that does not wait for the caller, whatever its queue.</summary>
    private static Activation LeastBusy(Activation[] workers, Invocation call) =>
        workers.MinBy(worker => (call.IsAwaitedBy(worker), worker.CallCount))!;
}
