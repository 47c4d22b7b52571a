using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Embedded.Runtime;

/// <summary>A state that its activation reads before it opens.</summary>
internal interface IActivationState
{
    Task ReadAsync();
}

/// <summary>A state that knows which object came from storage, or went there, at its ETag.</summary>
internal interface IStoredState<TState>
{
    TState? Stored { get; set; }
}

internal sealed class PersistentState<TState>(string name, GrainId grainId, IGrainStorage storage)
    : IPersistentState<TState>, IGrainState<TState>, IStoredState<TState>, IActivationState
{
    public TState State { get; set; } = Activator.CreateInstance<TState>();

    public TState? Stored { get; set; }

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    string? Orleans.Core.IStorage.Etag => ETag;

    public Task ReadAsync() => storage.ReadStateAsync(name, grainId, this);

    public Task ReadStateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return storage.ReadStateAsync(name, grainId, this);
    }

    public Task WriteStateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return storage.WriteStateAsync(name, grainId, this);
    }

    public Task ClearStateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return storage.ClearStateAsync(name, grainId, this);
    }
}
