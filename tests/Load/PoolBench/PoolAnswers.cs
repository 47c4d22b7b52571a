namespace Distribution.Load.PoolBench;

/// <summary>Who has answered what.</summary>
internal sealed class PoolAnswers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, HashSet<int>> _byTask = [];
    private int _count;
    private int _noWork;

    public int Count => Volatile.Read(ref _count);

    public int NoWork => Volatile.Read(ref _noWork);

    public void CountNoWork() => Interlocked.Increment(ref _noWork);

    public void Add(int task, int trainer)
    {
        lock (_gate)
        {
            if (!_byTask.TryGetValue(task, out var people)) people = _byTask[task] = [];
            if (!people.Add(trainer)) throw new InvalidOperationException($"Trainer {trainer} has answered task {task} twice.");
            _count++;
        }
    }

    public int TasksWith(int people)
    {
        lock (_gate) return _byTask.Values.Count(set => set.Count == people);
    }
}
