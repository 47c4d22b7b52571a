using Distribution.Contracts;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Common;

/// <summary>What a registry stores.</summary>
[GenerateSerializer, Immutable, Alias("RegistryState")]
public sealed record RegistryState
{
    /// <summary>The names, in the order they came.</summary>
    [Id(0)] public IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary>The names of one kind of thing: few, made by managers, and listed to everybody.</summary>
public sealed class RegistryGrain : Grain, IRegistryGrain
{
    /// <summary>Names of a kind. 1,000 names of at most 40 letters are 43 KB of the 64 KB that one state may have.</summary>
    public const int NamesMax = 1000;

    private readonly Committed<RegistryState> _state;

    public RegistryGrain([PersistentState("registry")] IPersistentState<RegistryState> storage) => _state = new Committed<RegistryState>(this, storage);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<int>> AddAsync(string name)
    {
        var present = _state.Value.Names;
        if (present.Contains(name)) return present.Count;
        if (present.Count >= NamesMax) return Refusal.Busy("RegistryFull", $"There are {NamesMax} of these already.");
        await _state.CommitAsync(new RegistryState { Names = [.. present, name] });
        return present.Count + 1;
    }

    /// <inheritdoc />
    public async Task RemoveAsync(string name)
    {
        if (_state.Value.Names.Contains(name)) await _state.CommitAsync(new RegistryState { Names = [.. _state.Value.Names.Where(known => known != name)] });
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ListAsync() => Task.FromResult(_state.Value.Names);
}
