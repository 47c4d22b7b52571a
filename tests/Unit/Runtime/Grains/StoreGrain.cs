using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Runtime.Grains;

[GenerateSerializer]
public sealed class StoredNumber
{
    [Id(0)] public int Value { get; set; }
}

public sealed class StoreGrain(
    Journal journal,
    [PersistentState("main", "test")] IPersistentState<StoredNumber> main,
    [PersistentState("other", "test")] IPersistentState<StoredNumber> other) : Grain, IStoreGrain
{
    private static int _activations;

    private readonly int _number = Interlocked.Increment(ref _activations);
    private int _inTurn;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write($"activate with {main.State.Value}");
        return Task.CompletedTask;
    }

    public Task<int> ReadAsync() => Task.FromResult(main.State.Value);

    public Task<string?> EtagAsync() => Task.FromResult<string?>(main.Etag);

    public Task<bool> ExistsAsync() => Task.FromResult(main.RecordExists);

    public async Task WriteAsync(int value)
    {
        main.State.Value = value;
        await main.WriteStateAsync();
        if (Interlocked.Increment(ref _inTurn) > 1) journal.Write("overlap");
        if (SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default) journal.Write("off the scheduler");
        Interlocked.Decrement(ref _inTurn);
    }

    public async Task WriteOtherAsync(int value)
    {
        other.State.Value = value;
        await other.WriteStateAsync();
    }

    public Task<int> ReadOtherAsync() => Task.FromResult(other.State.Value);

    public Task ClearAsync() => main.ClearStateAsync();

    public Task ReloadAsync() => main.ReadStateAsync();

    public Task WriteThroughAsync(string other, int value) => GrainFactory.GetGrain<IStoreGrain>(other).WriteAsync(value);

    public Task<int> NumberAsync() => Task.FromResult(_number);
}
