using System.Collections.Concurrent;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Tests.Unit.Runtime.Grains;

public interface IStressGrain : IGrainWithStringKey
{
    /// <summary>The caller's next number; a number that comes twice or before another is a broken promise.</summary>
    [ResponseTimeout("00:00:01")]
    Task<int> NextAsync(int caller, int number, int mood);

    [AlwaysInterleave]
    Task PeekAsync();
}

/// <summary>What all stress grains saw, kept outside so that it outlives activations.</summary>
public sealed class StressLog
{
    public ConcurrentDictionary<(string Grain, int Caller), int> Last { get; } = new();

    public ConcurrentQueue<string> Faults { get; } = new();

    private int _ran;

    public int Ran => _ran;

    public void Run() => Interlocked.Increment(ref _ran);
}

public sealed class StressGrain(StressLog log) : Grain, IStressGrain
{
    private int _inTurn;
    private bool _busy;

    public async Task<int> NextAsync(int caller, int number, int mood)
    {
        Enter();
        var key = this.GetPrimaryKeyString();
        if (_busy) log.Faults.Enqueue($"{key}: two calls at once");
        _busy = true;
        log.Run();
        var last = log.Last.GetValueOrDefault((key, caller), -1);
        if (last >= number) log.Faults.Enqueue($"{key}: {number} of caller {caller} after {last}");
        log.Last[(key, caller)] = number;
        if (mood % 97 == 0) DeactivateOnIdle();
        Leave();
        if (mood % 3 == 0) await Task.Yield();
        if (mood % 11 == 0) await Task.Run(static () => { });
        Enter();
        _busy = false;
        Leave();
        return mood % 13 == 0 ? throw new InvalidOperationException("mood") : number;
    }

    public async Task PeekAsync()
    {
        Enter();
        Leave();
        await Task.Yield();
        Enter();
        Leave();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_busy) log.Faults.Enqueue($"{this.GetPrimaryKeyString()}: deactivated while a call runs");
        return Task.CompletedTask;
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inTurn) != 1) log.Faults.Enqueue($"{this.GetPrimaryKeyString()}: two turns at once");
    }

    private void Leave() => Interlocked.Decrement(ref _inTurn);
}
