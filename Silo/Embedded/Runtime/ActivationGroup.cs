using System.Collections.Concurrent;
using Orleans;

namespace Distribution.Embedded.Runtime;

/// <summary>All activations of one grain class.</summary>
internal sealed class ActivationGroup(EmbeddedRuntime runtime, GrainClass grainClass)
{
    private readonly ConcurrentDictionary<string, Activation> _single = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Activation[]> _several = new(StringComparer.Ordinal);

    public EmbeddedRuntime Runtime => runtime;

    public GrainClass GrainClass => grainClass;

    public int Count => _single.Count + _several.Sum(static entry => entry.Value.Length);

    public IEnumerable<Activation> Activations => _single.Select(static entry => entry.Value).Concat(_several.SelectMany(static entry => entry.Value));

    private int MaxPerKey => grainClass.MaxLocalWorkers > 0 ? grainClass.MaxLocalWorkers : runtime.Options.ActivationsPerGrain;

    public void Deliver(string key, Invocation call)
    {
        for (; ; )
        {
            var activation = MaxPerKey > 1 ? PickAmongSeveral(key) : _single.GetOrAdd(key, static (k, group) => new Activation(group, k), this);
            if (MaxPerKey == 1 || grainClass.MaxLocalWorkers > 0) ThrowOnCycle(activation, call);
            call.Target = activation;
            if (activation.TryEnqueue(call)) return;
            Remove(key, activation);
        }
    }

    public void Remove(string key, Activation activation)
    {
        if (MaxPerKey == 1)
        {
            _single.TryRemove(KeyValuePair.Create(key, activation));
            return;
        }

        while (_several.TryGetValue(key, out var all))
        {
            var rest = Array.FindAll(all, other => other != activation);
            var done = rest.Length == 0 ? _several.TryRemove(KeyValuePair.Create(key, all)) : _several.TryUpdate(key, rest, all);
            if (done) return;
        }
    }

    public void CollectIdle(long tick, TimeSpan? olderThan, DeactivationReasonCode code)
    {
        var age = EmbeddedRuntime.Ticks(olderThan ?? grainClass.CollectionAge ?? runtime.Options.CollectionAge);
        foreach (var activation in Activations) activation.CollectIfIdle(tick, age, code);
    }

    private static void ThrowOnCycle(Activation target, Invocation call)
    {
        for (var caller = call.Caller; caller is not null; caller = caller.Caller)
        {
            if (caller.Target == target && !target.CouldInterleave(call)) throw new CallCycleException(Chain(call, target));
        }
    }

    private static string Chain(Invocation call, Activation target)
    {
        var links = new List<string> { $"{target.GrainId} ({call.Method.FullName})" };
        for (var caller = call.Caller; caller is not null; caller = caller.Caller)
            links.Add($"{caller.Target.GrainId} ({caller.Method.FullName})");
        links.Reverse();
        return string.Join(" -> ", links);
    }

    private Activation PickAmongSeveral(string key)
    {
        for (; ; )
        {
            var all = _several.GetOrAdd(key, static (k, group) => [new Activation(group, k)], this);
            if (Array.Find(all, static activation => !activation.IsBusy) is { } idle && grainClass.MaxLocalWorkers > 0) return idle;
            if (all.Length >= MaxPerKey) return all[runtime.PickIndex(all.Length)];
            var added = new Activation(this, key);
            if (_several.TryUpdate(key, [.. all, added], all)) return added;
        }
    }
}
