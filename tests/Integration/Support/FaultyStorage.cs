using Distribution.Embedded.Hosting;
using Distribution.Embedded.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Tests.Integration.Support;

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

/// <summary>The real storage of grains, in which one chosen write fails.</summary>
public sealed class FaultyStorage(IRecordStore store, IStateSerializer serializer) : IGrainStorage
{
    private readonly RecordGrainStorage _inner = new(store, serializer);
    private readonly Lock _gate = new();
    private long _writes;
    private int _failIn;
    private WriteFault _fault;

    /// <summary>What each write ends with, until it is taken back.</summary>
    public Func<Exception>? Refuses { get; set; }

    /// <summary>Asked before each write, by the state's name: may hold it up.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Writes of grains since the start.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>The <paramref name="n"/>th write from now on fails, once.</summary>
    public void FailWrite(int n, WriteFault fault)
    {
        lock (_gate) (_failIn, _fault) = (n, fault);
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        _inner.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(stateName, () => _inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(stateName, () => _inner.ClearStateAsync(stateName, grainId, grainState));

    private async Task ChangeAsync(string stateName, Func<Task> change)
    {
        Interlocked.Increment(ref _writes);
        if (Before is { } before) await before(stateName);
        if (Refuses is { } refuse) throw refuse();
        bool fails;
        WriteFault fault;
        lock (_gate) (fails, fault) = (_failIn > 0 && --_failIn == 0, _fault);
        if (fails && fault == WriteFault.Before) throw new SimulatedStorageException("A secret detail: nothing was written.");
        await change();
        if (fails) throw new SimulatedStorageException("A secret detail: it was written.");
    }
}
