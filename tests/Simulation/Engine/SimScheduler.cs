using Distribution.Embedded.Runtime;
using Distribution.Embedded.Virtual;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>Collects what could run and lets the seeded random pick what does: a crash, or anything else, may come between any two steps.</summary>
internal sealed class SimScheduler(Random random, VirtualClock clock, SimTrace trace) : VirtualScheduler(clock)
{
    private readonly List<IThreadPoolWorkItem> _runnable = [];
    private readonly List<IThreadPoolWorkItem> _fresh = [];

    /// <inheritdoc />
    protected override void Add(IThreadPoolWorkItem item) => _fresh.Add(item);

    /// <inheritdoc />
    protected override IThreadPoolWorkItem? Take()
    {
        TakeFresh();
        if (_runnable.Count == 0) return null;
        var choice = random.Next(_runnable.Count);
        var item = _runnable[choice];
        trace.Step(choice, _runnable.Count, (item as TurnQueue)?.GrainId.Key);
        _runnable[choice] = _runnable[^1];
        _runnable.RemoveAt(_runnable.Count - 1);
        return item;
    }

    /// <summary>Several at once come in the order of their names: a sweep over a concurrent dictionary has none of its own.</summary>
    private void TakeFresh()
    {
        if (_fresh.Count > 1) _runnable.AddRange(_fresh.OrderBy(NameOf, StringComparer.Ordinal).ToList());
        else _runnable.AddRange(_fresh);
        _fresh.Clear();
    }

    private static string NameOf(IThreadPoolWorkItem item) => item is TurnQueue queue ? queue.GrainId.ToString() : "";
}
