using Orleans;

namespace Distribution.Load.RuntimeBench;

/// <summary>A grain that does nothing, so that only the runtime's own work is measured.</summary>
public interface IBenchGrain : IGrainWithStringKey
{
    /// <summary>Ends in its first turn.</summary>
    Task<int> AddAsync(int value);

    /// <summary>Ends in a later turn.</summary>
    Task<int> AddLaterAsync(int value);
}

/// <summary>A grain that calls others.</summary>
public interface IBenchCallerGrain : IGrainWithStringKey
{
    /// <summary>Calls the <paramref name="grains"/> bench grains in turn; returns how many calls it made.</summary>
    Task<int> CallAsync(int grains, int first, int calls);
}

internal sealed class BenchGrain : Grain, IBenchGrain
{
    private int _sum;

    public Task<int> AddAsync(int value) => Task.FromResult((_sum += value) & 7);

    public async Task<int> AddLaterAsync(int value)
    {
        await Task.Yield();
        return (_sum += value) & 7;
    }
}

internal sealed class BenchCallerGrain(IGrainFactory factory) : Grain, IBenchCallerGrain
{
    private IBenchGrain[] _targets = [];

    public async Task<int> CallAsync(int grains, int first, int calls)
    {
        if (_targets.Length != grains) _targets = [.. Enumerable.Range(0, grains).Select(i => factory.GetGrain<IBenchGrain>($"g{i}"))];
        for (var i = 0; i < calls; i++) await _targets[(first + i) % grains].AddAsync(1);
        return calls;
    }
}
