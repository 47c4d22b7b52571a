using System.Text.Json.Serialization;
using Distribution.Contracts.Rehearsals;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Rehearsals;

/// <summary>The record of a project's rehearsals.</summary>
[GenerateSerializer, Immutable, Alias("RehearsalShelfState")]
public sealed record RehearsalShelfState
{
    /// <summary>In the order in which they were asked for.</summary>
    [Id(0)] public IReadOnlyList<KeptRehearsal> All { get; init => field = value ?? []; } = [];
}

/// <summary>Keeps rehearsals: heads here, the figures as blobs, since those of a month may have a hundred kilobytes.</summary>
public sealed class RehearsalShelfGrain : Grain, IRehearsalShelfGrain
{
    private readonly Committed<RehearsalShelfState> _state;

    public RehearsalShelfGrain([PersistentState("rehearsalshelf")] IPersistentState<RehearsalShelfState> storage) =>
        _state = new Committed<RehearsalShelfState>(this, storage);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task KeepAsync(KeptRehearsal rehearsal, int most)
    {
        var all = _state.Value.All.ToList();
        var known = all.FindIndex(kept => kept.Head.Id == rehearsal.Head.Id);
        if (known >= 0) all[known] = rehearsal;
        else all.Add(rehearsal);
        return _state.CommitAsync(new RehearsalShelfState { All = [.. all.TakeLast(most)] });
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<KeptRehearsal>> ListAsync() => Task.FromResult<IReadOnlyList<KeptRehearsal>>([.. _state.Value.All.Reverse()]);
}

/// <summary>The stored state of rehearsals, and the rehearsals themselves as blobs, source-generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RehearsalShelfState))]
[JsonSerializable(typeof(RehearsalView))]
public sealed partial class RehearsalsJsonContext : JsonSerializerContext;
