using Distribution.Embedded.Runtime;

namespace Distribution.Embedded.Virtual;

/// <summary>
/// The one thread of a virtual world: the one that makes it and calls <see cref="Run"/>. What can run, runs in the order in which it came;
/// when nothing can, time goes on to the next timer. It is also the context of the driver's own code, so nothing leaves the thread unseen.
/// </summary>
public class VirtualScheduler(VirtualClock clock) : SynchronizationContext, IWorkScheduler
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Queue<IThreadPoolWorkItem> _runnable = new();
    private readonly Lock _strayGate = new();
    private TaskCompletionSource? _idle;
    private string? _stray;

    /// <summary>Called between any two steps. What it throws ends the run.</summary>
    public Action? BetweenSteps { get; set; }

    /// <summary>Something thrown where nobody waits for it.</summary>
    public Action<Exception>? OnError { get; set; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <inheritdoc />
    public void Schedule(IThreadPoolWorkItem item)
    {
        CheckThread();
        Add(item);
    }

    /// <summary>Runs an action as a step of its own.</summary>
    public void Schedule(string kind, Action action) => Schedule(new ActionItem(kind, action));

    /// <summary>Completes when nothing else can run at this moment of the world's time.</summary>
    public Task IdleAsync() => (_idle ??= new TaskCompletionSource()).Task;

    /// <inheritdoc />
    public override SynchronizationContext CreateCopy() => this;

    /// <inheritdoc />
    public override void Post(SendOrPostCallback d, object? state) => Schedule(new PostItem(d, state));

    /// <inheritdoc />
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Runs until <paramref name="isDone"/>; false when nothing is left that could ever run, or too much was.</summary>
    public bool Run(Func<bool> isDone, long stepsMax)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            while (!isDone())
            {
                if (Steps++ > stepsMax) return false;
                BetweenSteps?.Invoke();
                if (!StepOnce()) return false;
                if (_stray is { } stray) throw new InvalidOperationException($"A continuation left the virtual world's thread:\n{stray}");
            }

            return true;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Takes in what can run from now on.</summary>
    protected virtual void Add(IThreadPoolWorkItem item) => _runnable.Enqueue(item);

    /// <summary>What runs next; null when nothing can.</summary>
    protected virtual IThreadPoolWorkItem? Take() => _runnable.TryDequeue(out var item) ? item : null;

    private bool StepOnce()
    {
        if (Take() is not { } item) return WakeIdle() || clock.FireNext(OnError);
        try
        {
            item.Execute();
        }
        catch (Exception error)
        {
            OnError?.Invoke(error);
        }

        SetSynchronizationContext(this);
        return true;
    }

    private bool WakeIdle()
    {
        if (_idle is not { } idle) return false;
        _idle = null;
        idle.SetResult();
        return true;
    }

    private void CheckThread()
    {
        if (Environment.CurrentManagedThreadId == _thread) return;
        lock (_strayGate) _stray ??= Environment.StackTrace;
    }

    private sealed class ActionItem(string kind, Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();

        public override string ToString() => kind;
    }

    private sealed class PostItem(SendOrPostCallback callback, object? state) : IThreadPoolWorkItem
    {
        public void Execute() => callback(state);
    }
}
