using System.Collections.Concurrent;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>Storage in memory that fails on demand and completes on other threads, as real storage does.</summary>
public sealed class TestStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, (string Json, string ETag)> _records = new();
    private int _version;

    /// <summary>Thrown by the next operations until it's taken away.</summary>
    public Exception? Failure { get; set; }

    public int Reads { get; private set; }

    public IReadOnlyCollection<string> Keys => [.. _records.Keys.Order()];

    /// <summary>Writes past the grain, so that its next write conflicts.</summary>
    public void Overwrite<T>(string stateName, GrainId grainId, T value) => _records[Key(stateName, grainId)] = (JsonSerializer.Serialize(value), NextTag());

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Reads++;
        await HopAsync();
        grainState.RecordExists = _records.TryGetValue(Key(stateName, grainId), out var record);
        if (grainState.RecordExists) (grainState.State, grainState.ETag) = (JsonSerializer.Deserialize<T>(record.Json)!, record.ETag);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await HopAsync();
        Check(stateName, grainId, grainState.ETag);
        grainState.ETag = NextTag();
        grainState.RecordExists = true;
        _records[Key(stateName, grainId)] = (JsonSerializer.Serialize(grainState.State), grainState.ETag);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await HopAsync();
        Check(stateName, grainId, grainState.ETag);
        _records.TryRemove(Key(stateName, grainId), out _);
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
    }

    private static string Key(string stateName, GrainId grainId) => $"{grainId}:{stateName}";

    /// <summary>Leaves the grain's scheduler for good: what comes after in the grain must find its way back.</summary>
    private async Task HopAsync()
    {
        await Task.Run(static () => { }).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (Failure is { } failure) throw failure;
    }

    private void Check(string stateName, GrainId grainId, string? expected)
    {
        var stored = _records.TryGetValue(Key(stateName, grainId), out var record) ? record.ETag : null;
        if (stored != expected) throw new InconsistentStateException("Another version is stored.", stored, expected);
    }

    private string NextTag() => $"v{Interlocked.Increment(ref _version)}";
}
