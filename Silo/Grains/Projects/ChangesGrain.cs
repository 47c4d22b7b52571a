using System.Text.Json.Serialization;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Projects;

/// <summary>The record of one page of a project's changes.</summary>
[GenerateSerializer, Immutable, Alias("ChangesState")]
public sealed record ChangesState
{
    /// <summary>By number, oldest first; at most <see cref="ChangePages.Size"/>.</summary>
    [Id(0), JsonPropertyName("e")] public IReadOnlyList<HistoryEvent> Events { get; init; } = [];
}

/// <summary>A page of what was done to a project: its own events, which its history holds among all others, where they can be read by number.</summary>
[CollectionAgeLimit(Minutes = 5)]
public sealed class ChangesGrain : Grain, IChangesGrain
{
    private readonly Committed<ChangesState> _state;

    public ChangesGrain([PersistentState("changes")] IPersistentState<ChangesState> storage) => _state = new Committed<ChangesState>(this, storage);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task PutAsync(IReadOnlyList<HistoryEvent> events)
    {
        var known = _state.Value.Events.Select(static happened => happened.Sequence).ToHashSet();
        List<HistoryEvent> added = [.. events.Where(happened => known.Add(happened.Sequence))];
        return added.Count == 0
            ? Task.CompletedTask
            : _state.CommitAsync(new ChangesState { Events = [.. _state.Value.Events.Concat(added).OrderBy(static happened => happened.Sequence)] });
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<HistoryEvent>> GetAsync() => Task.FromResult(_state.Value.Events);
}
