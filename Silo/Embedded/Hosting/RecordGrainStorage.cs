using System.Collections.Concurrent;
using System.Globalization;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Embedded.Hosting;

/// <summary>Grain states as records: one record a state, its version as the ETag.</summary>
public sealed class RecordGrainStorage(IRecordStore store, IStateSerializer serializer) : IGrainStorage
{
    private static readonly ConcurrentDictionary<(string Type, string State), string> Kinds = new();

    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = await store.ReadAsync(KeyOf(stateName, grainId, grainState), CancellationToken.None);
        if (record is not null && IsAsStored(grainState, record.Version)) return;
        grainState.RecordExists = record is not null;
        SetVersion(grainState, record?.Version ?? 0);
        if (record is null) return;
        grainState.State = serializer.Deserialize<T>(record.Body);
        Remember(grainState, grainState.State);
    }

    /// <inheritdoc />
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = grainState.State;
        var bytes = serializer.Serialize(state);
        long version;
        try
        {
            version = await store.WriteAsync(KeyOf(stateName, grainId, grainState), bytes, VersionOf(grainState), CancellationToken.None);
        }
        catch (RecordConflictException conflict)
        {
            throw Inconsistent(conflict);
        }

        SetVersion(grainState, version);
        grainState.RecordExists = true;
        Remember(grainState, state);
    }

    /// <inheritdoc />
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
        {
            try
            {
                await store.DeleteAsync(KeyOf(stateName, grainId, grainState), VersionOf(grainState), CancellationToken.None);
            }
            catch (RecordConflictException conflict)
            {
                throw Inconsistent(conflict);
            }
        }

        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    /// <summary>"task/state" for the state named "state" of a task grain: the kind under which its records rest.</summary>
    public static RecordKey Key(string stateName, GrainId grainId) => new(
        // One string a kind, not one a write: the store's memory keeps the keys of all that was written lately.
        Kinds.GetOrAdd((grainId.Type, stateName), static kind => $"{kind.Type}/{kind.State}"), grainId.Key);

    /// <summary>An immutable object that is stored under this very version need not be made again from its bytes.</summary>
    private static bool IsAsStored<T>(IGrainState<T> grainState, long version) =>
        Immutability<T>.IsDeclared && grainState is IStoredState<T> { Stored: { } stored } && ReferenceEquals(stored, grainState.State)
        && VersionOf(grainState) == version;

    private static void Remember<T>(IGrainState<T> grainState, T state)
    {
        if (Immutability<T>.IsDeclared && grainState is IStoredState<T> remembering) remembering.Stored = state;
    }

    private static RecordKey KeyOf<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        grainState is IStoredState<T> remembering ? remembering.RecordKey ??= Key(stateName, grainId) : Key(stateName, grainId);

    private static long VersionOf<T>(IGrainState<T> grainState) =>
        grainState is IStoredState<T> remembering ? remembering.Version : grainState.ETag is { } etag ? long.Parse(etag, CultureInfo.InvariantCulture) : 0;

    private static void SetVersion<T>(IGrainState<T> grainState, long version)
    {
        if (grainState is IStoredState<T> remembering) remembering.Version = version;
        else grainState.ETag = version > 0 ? version.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static InconsistentStateException Inconsistent(RecordConflictException conflict) => new(
        conflict.Message,
        conflict.Stored.ToString(CultureInfo.InvariantCulture),
        conflict.Expected.ToString(CultureInfo.InvariantCulture),
        conflict);

    private static class Immutability<T>
    {
        public static readonly bool IsDeclared = !typeof(T).IsValueType && typeof(T).IsDefined(typeof(ImmutableAttribute), inherit: false);
    }
}
