using System.Text.Json.Serialization;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Workers;

/// <summary>The record behind <see cref="SeenGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("SeenState")]
public sealed record SeenState
{
    /// <summary>The tasks.</summary>
    [Id(0), JsonPropertyName("s")] public SeenTasks Seen { get; init; } = SeenTasks.None;
}

/// <summary>Which tasks of one project one person has had.</summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed class SeenGrain : Grain, ISeenGrain
{
    private readonly Committed<SeenState> _state;

    public SeenGrain([PersistentState("seen")] IPersistentState<SeenState> storage) => _state = new Committed<SeenState>(this, storage);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<SeenTasks> GetAsync() => Task.FromResult(_state.Value.Seen);

    /// <inheritdoc />
    public async Task<SeenTasks> AddAsync(IReadOnlyList<int> numbers, int closedBelow)
    {
        var seen = _state.Value.Seen.DropBelow(closedBelow);
        foreach (var number in numbers) seen = seen.Add(number);
        await _state.CommitAsync(new SeenState { Seen = seen });
        return seen;
    }
}
