using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Tests.Unit.Support;

/// <summary>Thrown on demand instead of, or after, a write.</summary>
public sealed class SimulatedStorageException(string what) : Exception(what);

/// <summary>What a failing write does.</summary>
public enum WriteFault
{
    /// <summary>Nothing is written.</summary>
    Before = 1,

    /// <summary>It is written, and the writer hears of an error.</summary>
    After = 2,
}

/// <summary>Grain states in memory, as JSON bytes with ETags: outlives a <see cref="TestSilo"/>, as a disk outlives a process.</summary>
public sealed class MemoryGrainStorage(params IReadOnlyList<IJsonTypeInfoResolver> contexts) : IGrainStorage
{
    private readonly JsonSerializerOptions _json = new() { TypeInfoResolver = JsonTypeInfoResolver.Combine([.. contexts]) };
    private readonly SortedDictionary<string, (byte[] Json, int Version)> _records = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<string> _log = [];
    private int _failAt;
    private WriteFault _fault;

    /// <summary>Writes and clears so far.</summary>
    public int Writes { get; private set; }

    /// <summary>The keys of all writes, in the order in which they became durable.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_gate) return [.. _log];
        }
    }

    /// <summary>Asked before each write, by its key: may hold it up, or throw instead of it.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Told after each write, by its key: may throw, and then the writer does not know that it was done.</summary>
    public Action<string>? After { get; set; }

    /// <summary>What is stored under a key such as "task/p/0#task", or null.</summary>
    public T? Stored<T>(string key) where T : class
    {
        lock (_gate) return _records.TryGetValue(key, out var record) ? JsonSerializer.Deserialize<T>(record.Json, _json) : null;
    }

    /// <summary>Records of a grain type, with their sizes in bytes.</summary>
    public IReadOnlyDictionary<string, int> SizesOf(string grainType)
    {
        lock (_gate)
            return _records.Where(r => r.Key.StartsWith(grainType + "/", StringComparison.Ordinal)).ToDictionary(r => r.Key, r => r.Value.Json.Length);
    }

    /// <summary>The <paramref name="n"/>th write from now on fails, once.</summary>
    public void FailWrite(int n, WriteFault fault)
    {
        lock (_gate) (_failAt, _fault) = (Writes + n, fault);
    }

    /// <summary>Replaces text within a record, as a bad disk or a bad person would.</summary>
    public void Tamper(string key, Func<string, string> change)
    {
        lock (_gate) _records[key] = (System.Text.Encoding.UTF8.GetBytes(change(System.Text.Encoding.UTF8.GetString(_records[key].Json))), _records[key].Version);
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        lock (_gate)
        {
            grainState.RecordExists = _records.TryGetValue(Key(stateName, grainId), out var record);
            grainState.ETag = grainState.RecordExists ? $"{record.Version}" : null;
            if (grainState.RecordExists) grainState.State = JsonSerializer.Deserialize<T>(record.Json, _json)!;
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State, _json);
        if (json.Length > 64 * 1024) throw new InvalidOperationException($"{grainId} wants to write {json.Length} bytes.");
        await Task.Yield();
        var key = Key(stateName, grainId);
        if (Before is { } before) await before(key);
        lock (_gate)
        {
            var version = CheckEtag(stateName, grainId, grainState.ETag);
            Change(() => _records[key] = (json, version + 1));
            _log.Add(key);
            (grainState.ETag, grainState.RecordExists) = ($"{version + 1}", true);
        }

        After?.Invoke(key);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        lock (_gate)
        {
            CheckEtag(stateName, grainId, grainState.ETag);
            Change(() => _records.Remove(Key(stateName, grainId)));
            (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, Activator.CreateInstance<T>());
        }
    }

    private static string Key(string stateName, GrainId grainId) => $"{grainId}#{stateName}";

    private int CheckEtag(string stateName, GrainId grainId, string? etag)
    {
        var version = _records.TryGetValue(Key(stateName, grainId), out var record) ? record.Version : 0;
        var stored = version == 0 ? null : $"{version}";
        return stored == etag ? version : throw new InconsistentStateException($"{grainId} was written by another.", stored, etag);
    }

    private void Change(Action change)
    {
        var fails = ++Writes == _failAt;
        if (fails && _fault == WriteFault.Before) throw new SimulatedStorageException("Nothing was written.");
        change();
        if (fails) throw new SimulatedStorageException("It was written, but you would not know.");
    }
}
