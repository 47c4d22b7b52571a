using System.Text.Json.Serialization;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Workers;

/// <summary>The record behind <see cref="DraftGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("DraftState")]
public sealed record DraftState
{
    /// <summary>The latest draft; null before the first.</summary>
    [Id(0), JsonPropertyName("d")] public Draft? Draft { get; init; }
}

/// <summary>The draft of one assignment. It outlives the lease: nobody's text is lost with a clock.</summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed class DraftGrain : Grain, IDraftGrain
{
    private readonly Committed<DraftState> _state;
    private readonly TimeProvider _time;

    public DraftGrain([PersistentState("draft")] IPersistentState<DraftState> storage, TimeProvider time)
    {
        _state = new Committed<DraftState>(this, storage);
        _time = time;
    }

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Draft> SaveAsync(int version, string body, bool isComplete)
    {
        if (_state.Value.Draft is { } present && present.Version >= version) return present;
        var draft = new Draft(version, body, isComplete, _time.GetUtcNow());
        await _state.CommitAsync(new DraftState { Draft = draft });
        return draft;
    }

    /// <inheritdoc />
    public async Task<Draft?> GetAsync()
    {
        await _state.RefreshAsync();
        return _state.Value.Draft;
    }
}
