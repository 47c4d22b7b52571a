using System.Collections.Concurrent;
using Distribution.Contracts;
using Distribution.Contracts.Tasks;
using Distribution.Web.Work;

namespace Distribution.Tests.EndToEnd.Pairs;

/// <summary>A submission that the server has acknowledged.</summary>
internal sealed record Acknowledged(TaskId Task, AssignmentId Assignment, string Body, SubmitView Reply);

/// <summary>The driver's own journal: what the server has promised, kept outside the server.</summary>
internal sealed class Acknowledgements(int wanted)
{
    private readonly ConcurrentDictionary<AssignmentId, Acknowledged> _all = new();
    private int _used;

    public ICollection<Acknowledged> All => _all.Values;

    public int Count => _all.Count;

    public bool IsComplete => Volatile.Read(ref _used) >= wanted;

    public void Note(Acknowledged one)
    {
        if (!_all.TryAdd(one.Assignment, one)) throw new InvalidOperationException($"{one.Assignment} was acknowledged twice.");
        if (one.Reply.Fate is AssignmentStatus.Submitted or AssignmentStatus.SubmittedLate) Interlocked.Increment(ref _used);
    }
}
