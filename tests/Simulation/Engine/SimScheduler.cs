using Distribution.Embedded.Runtime;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>
/// The one thread. Collects what could run and lets the seeded random pick what does; when nothing can, time goes on to the next
/// timer. It is also the context of the driver's own code, so nothing leaves the thread unseen.
/// </summary>
internal sealed class SimScheduler(Random random, SimClock clock, SimTrace trace) : SynchronizationContext, IWorkScheduler
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<IThreadPoolWorkItem> _runnable = [];
    private readonly List<IThreadPoolWorkItem> _fresh = [];
    private readonly Lock _strayGate = new();
    private string? _stray;

    /// <summary>Called between any two steps; a crash happens here.</summary>
    public Action? BetweenSteps { get; set; }

    /// <summary>Something thrown where nobody waits for it.</summary>
    public Action<Exception>? OnError { get; set; }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <inheritdoc />
    public void Schedule(IThreadPoolWorkItem item)
    {
        CheckThread();
        _fresh.Add(item);
    }

    /// <summary>Runs an action as a step of its own.</summary>
    public void Schedule(string kind, Action action) => Schedule(new ActionItem(kind, action));

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
                if (_stray is { } stray) throw new InvalidOperationException($"A continuation left the simulation's thread:\n{stray}");
            }

            return true;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private bool StepOnce()
    {
        TakeFresh();
        if (_runnable.Count == 0) return clock.FireNext(OnError);
        var choice = random.Next(_runnable.Count);
        var item = _runnable[choice];
        trace.Step(choice, _runnable.Count, (item as TurnQueue)?.GrainId.Key);
        _runnable[choice] = _runnable[^1];
        _runnable.RemoveAt(_runnable.Count - 1);
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

    /// <summary>Several at once come in the order of their names: a sweep over a concurrent dictionary has none of its own.</summary>
    private void TakeFresh()
    {
        if (_fresh.Count > 1)
        {
            var sorted = _fresh.OrderBy(NameOf, StringComparer.Ordinal).ToList();
            _runnable.AddRange(sorted);
        }
        else
        {
            _runnable.AddRange(_fresh);
        }

        _fresh.Clear();
    }

    private static string NameOf(IThreadPoolWorkItem item) => item is TurnQueue queue ? queue.GrainId.ToString() : "";

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
