using System.Globalization;
using Distribution.Embedded.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Embedded.Runtime;

/// <summary>A state that its activation reads before it opens.</summary>
internal interface IActivationState
{
    Task ReadAsync();
}

/// <summary>A state that remembers what its storage works out of it, so that no write does so again.</summary>
internal interface IStoredState<TState>
{
    /// <summary>The object that came from storage, or went there, at <see cref="Version"/>.</summary>
    TState? Stored { get; set; }

    /// <summary>The ETag as a number; 0 for none. Its text is made only for who asks.</summary>
    long Version { get; set; }

    /// <summary>Where it is stored; null until its storage knows.</summary>
    RecordKey? RecordKey { get; set; }
}

internal sealed class PersistentState<TState>(string name, GrainId grainId, IGrainStorage storage)
    : IPersistentState<TState>, IGrainState<TState>, IStoredState<TState>, IActivationState
{
    private string? _etag;
    private long _version;

    public TState State { get; set; } = Activator.CreateInstance<TState>();

    public TState? Stored { get; set; }

    public long Version
    {
        get => _version > 0 || _etag is null ? _version : long.Parse(_etag, CultureInfo.InvariantCulture);
        set => (_etag, _version) = (null, value);
    }

    public RecordKey? RecordKey { get; set; }

    public string? ETag
    {
        get => _etag ??= _version > 0 ? _version.ToString(CultureInfo.InvariantCulture) : null;
        set => (_etag, _version) = (value, 0);
    }

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
