using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;

namespace Distribution.Grains.Timers;

/// <summary>Wakes the task of one assignment when its clock has something to say. The deadlines are the task's; a lost timer loses nothing.</summary>
[PreferLocalPlacement]
public sealed class TimerGrain(TimeProvider time) : Grain, ITimerGrain
{
    /// <summary>The longest wait before the task is asked again, should a hint get lost.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);
    private IGrainTimer? _timer;
    private TaskId _task;

    /// <inheritdoc />
    public Task ArmAsync(TaskId task, DateTimeOffset at)
    {
        _task = task;
        var wait = at - time.GetUtcNow();
        if (wait < ShortestWait) wait = ShortestWait;
        if (wait > LongestWait) wait = LongestWait;
        if (_timer is null) _timer = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        else _timer.Change(wait, Timeout.InfiniteTimeSpan);
        DelayDeactivation(wait + TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task DisarmAsync()
    {
        _timer?.Dispose();
        _timer = null;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var next = await GrainFactory.GetGrain<ITaskGrain>(_task.ToString()).TickAsync(AssignmentId.Parse(this.GetPrimaryKeyString()));
        if (next is { } at) await ArmAsync(_task, at);
        else await DisarmAsync();
    }
}
