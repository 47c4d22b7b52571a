using System.Text.Json.Serialization;
using Distribution.Contracts.Images;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Grains.Images;

/// <summary>The record behind <see cref="ImagesGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("ImagesState")]
public sealed record ImagesState
{
    /// <summary>The hashes, in order.</summary>
    [Id(0), JsonPropertyName("h")] public IReadOnlyList<string> Hashes { get; init; } = [];
}

/// <summary>Which images a project has. A task names them inside a blob, where no sweep looks; here they stand in a record.</summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed class ImagesGrain : Grain, IImagesGrain
{
    private readonly Committed<ImagesState> _state;

    public ImagesGrain([PersistentState("images")] IPersistentState<ImagesState> storage) => _state = new Committed<ImagesState>(this, storage);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<bool> AddAsync(string hash)
    {
        var present = _state.Value.Hashes;
        if (present.Contains(hash)) return true;
        if (present.Count >= ImageKeys.PerRecordMax) return false;
        await _state.CommitAsync(new ImagesState { Hashes = [.. present.Append(hash).Order(StringComparer.Ordinal)] });
        return true;
    }

    /// <inheritdoc />
    public Task<bool> HasAsync(string hash) => Task.FromResult(_state.Value.Hashes.Contains(hash));
}
