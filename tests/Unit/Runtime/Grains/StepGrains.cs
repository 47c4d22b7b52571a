using Orleans;
using Orleans.Concurrency;

namespace Distribution.Tests.Unit.Runtime.Grains;

/// <summary>The steps, the same in every kind of grain; notices when two turns overlap.</summary>
public abstract class StepGrain(Journal journal) : Grain, IStepGrain
{
    private int _inTurn;
    private bool _overlapped;

    protected Journal Journal => journal;

    protected string Key => this.GetPrimaryKeyString();

    protected bool HasKeptTurns => !_overlapped;

    public Task StepAsync(string name, string? gate) => WaitAsync(name, gate);

    public Task InterleaveAsync(string name, string? gate) => WaitAsync(name, gate);

    public Task ReadAsync(string name, string? gate) => WaitAsync(name, gate);

    public Task ForgetAsync(string name, string? gate) => WaitAsync(name, gate);

    public async Task<int> HurryAsync(string name, string? gate)
    {
        await WaitAsync(name, gate);
        return 1;
    }

    public async Task ObeyAsync(string name, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() =>
        {
            Turn();
            cancelled.TrySetResult();
        });
        journal.Write($"begin {name}");
        await cancelled.Task;
        journal.Write($"cancelled {name}");
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivate {Key}");
        journal.Write($"deactivate {Key} {reason.ReasonCode}");
        return journal.Flag($"fail-deactivate {Key}") is { } message ? throw new InvalidOperationException(message) : Task.CompletedTask;
    }

    protected async Task WaitAsync(string name, string? gate)
    {
        Turn();
        journal.Write($"begin {name}");
        if (gate is not null) await journal.Wait(gate);
        Turn();
        journal.Write($"end {name}");
    }

    /// <summary>Stays a moment in the turn, so that an overlapping one would be seen.</summary>
    protected void Turn()
    {
        if (Interlocked.Increment(ref _inTurn) > 1) _overlapped = true;
        Thread.SpinWait(50);
        Interlocked.Decrement(ref _inTurn);
    }
}

[Reentrant]
public sealed class ReentrantGrain(Journal journal) : StepGrain(journal), IReentrantGrain
{
    public Task CallBackAsync(string name) => GrainFactory.GetGrain<IReentrantGrain>(Key).StepAsync(name, null);
}

[StatelessWorker(2), GrainType("statelessworker")]
public sealed class WorkerGrain(Journal journal) : StepGrain(journal), IWorkerGrain;
