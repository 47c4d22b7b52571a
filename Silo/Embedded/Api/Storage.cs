using Orleans.Runtime;

namespace Orleans.Core
{
    /// <summary>A stored state, without its value.</summary>
    public interface IStorage
    {
        /// <summary>The version of what is stored; null when nothing is.</summary>
        string? Etag { get; }

        /// <summary>Whether something is stored.</summary>
        bool RecordExists { get; }

        /// <summary>Deletes the record, if its version is still <see cref="Etag"/>.</summary>
        Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

        /// <inheritdoc cref="ClearStateAsync()" />
        Task ClearStateAsync(CancellationToken cancellationToken);

        /// <summary>Writes the record, if its version is still <see cref="Etag"/>; completes when it is durable.</summary>
        Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

        /// <inheritdoc cref="WriteStateAsync()" />
        Task WriteStateAsync(CancellationToken cancellationToken);

        /// <summary>Reads the record anew.</summary>
        Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

        /// <inheritdoc cref="ReadStateAsync()" />
        Task ReadStateAsync(CancellationToken cancellationToken);
    }

    /// <summary>A stored state.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The value in memory; <see cref="IStorage.WriteStateAsync()"/> makes it durable.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A named state of a grain, injected by <see cref="PersistentStateAttribute"/> and read before the grain activates.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;

    /// <summary>Asks for a named state on a grain's constructor parameter.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        /// <summary>The state's name within the grain.</summary>
        public string StateName { get; } = stateName;

        /// <summary>The storage provider's name; null is the default one.</summary>
        public string? StorageName { get; } = storageName;
    }
}

namespace Orleans.Storage
{
    /// <summary>A storage provider.</summary>
    public interface IGrainStorage
    {
        /// <summary>Fills <paramref name="grainState"/> from storage; leaves its value as it is when nothing is stored.</summary>
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <summary>Stores the value if the ETag still holds. Throws <see cref="InconsistentStateException"/> if not.</summary>
        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <summary>Deletes the record if the ETag still holds. Throws <see cref="InconsistentStateException"/> if not.</summary>
        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
    }

    /// <summary>A write met another version than it expected: somebody else wrote in between.</summary>
    public sealed class InconsistentStateException(string message, string? storedEtag, string? currentEtag, Exception? inner = null)
        : OrleansException(message, inner)
    {
        /// <summary>The version that is stored.</summary>
        public string? StoredEtag { get; } = storedEtag;

        /// <summary>The version that the writer expected.</summary>
        public string? CurrentEtag { get; } = currentEtag;

        /// <summary>True until the grain whose write it was has been deactivated: callers that pass the error on stay.</summary>
        internal bool IsSourceActivation { get; set; } = true;
    }
}

namespace Orleans
{
    /// <summary>A value with its version, as it travels between a grain and a storage provider.</summary>
    public interface IGrainState<T>
    {
        /// <summary>The value.</summary>
        T State { get; set; }

        /// <summary>The version; null when nothing is stored.</summary>
        string? ETag { get; set; }

        /// <summary>Whether something is stored.</summary>
        bool RecordExists { get; set; }
    }
}
