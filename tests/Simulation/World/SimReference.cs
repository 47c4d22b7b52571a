using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Tasks;

namespace Distribution.Tests.Simulation.World;

/// <summary>
/// One task as SPEC describes it, written a second time: fed with what the history says happened, in order, it says what may not
/// happen, what must have followed, and what the record must be in the end. Shares no rule with the product, only the words.
/// </summary>
internal sealed class SimReference(int number, int lowestOverlap, Func<AssignmentId, LeasePins?> pinsOf)
{
    private readonly List<(AssignmentId Id, Fate Fate)> _lives = [];
    private readonly List<string> _problems = [];
    private int _forgivenBelow;
    private bool _isClosed;
    private bool _isStuck;
    private EventKind? _mustFollow;

    private enum Fate
    {
        Active,
        Paused,
        Used,
        UsedLate,
        Superseded,
        Released,
        Skipped,
        Reported,
        Expired,
    }

    private int Answers => _lives.Count(static life => life.Fate is Fate.Used or Fate.UsedLate);

    private int Taken => _lives.Count(static life => life.Fate is Fate.Active or Fate.Paused or Fate.Used or Fate.UsedLate);

    private int Trouble => _lives.Skip(_forgivenBelow).Count(static life => life.Fate is Fate.Expired or Fate.Skipped or Fate.Reported);

    private int Wanted => _lives.Count == 0 ? 0 : pinsOf(_lives[^1].Id)?.Overlap ?? 0;

    /// <summary>Follows the events of the task and compares the end with the record.</summary>
    public IReadOnlyList<string> Compare(IEnumerable<HistoryEvent> events, TaskState state)
    {
        foreach (var e in events)
        {
            if (_mustFollow is { } kind && e.Kind != kind) Problem($"{kind} had to follow, not {e.Kind}");
            _mustFollow = null;
            Take(e);
        }

        if (_mustFollow is { } missing) Problem($"{missing} had to follow");
        if (_isClosed != state.IsClosed) Problem($"is {(_isClosed ? "closed" : "open")}, the record says otherwise");
        if (_isStuck != state.IsStuck) Problem($"is {(_isStuck ? "stuck" : "not stuck")}, the record says otherwise");
        if (_lives.Count != state.Assignments.Count) Problem($"has {_lives.Count} lives, the record {state.Assignments.Count}");
        foreach (var (id, fate) in _lives)
            if (state.Assignments.FirstOrDefault(a => a.Id == id) is not { } stored || !Means(fate, stored)) Problem($"{id} is {fate}, the record says otherwise");
        return _problems;
    }

    private static bool Means(Fate fate, TaskAssignment stored) => fate switch
    {
        Fate.Active => stored.Status == AssignmentStatus.Active,
        Fate.Paused => stored.Status == AssignmentStatus.Paused,
        Fate.Used => stored.Status == AssignmentStatus.Submitted,
        Fate.UsedLate => stored.Status == AssignmentStatus.SubmittedLate,
        Fate.Superseded => stored.Status == AssignmentStatus.Superseded,
        Fate.Released => stored.Status == AssignmentStatus.Released,
        Fate.Skipped => stored is { Status: AssignmentStatus.Skipped, IsReport: false },
        Fate.Reported => stored is { Status: AssignmentStatus.Skipped, IsReport: true },
        Fate.Expired => stored.Status == AssignmentStatus.Expired,
        _ => false,
    };

    private void Take(HistoryEvent e)
    {
        if (e.Assignment is not { } id) Problem($"{e.Kind} names no assignment");
        else if (e.Kind == EventKind.Leased) Lease(id);
        else if (e.Kind == EventKind.Closed) Close(id);
        else if (e.Kind == EventKind.Stuck) Stick(id);
        else if (e.Kind == EventKind.Unstuck) (_isStuck, _forgivenBelow) = (false, _lives.Count);
        else Live(e.Kind, id);
    }

    private void Lease(AssignmentId id)
    {
        if (_isClosed) Problem($"{id} was leased after it had closed");
        if (_isStuck) Problem($"{id} was leased while it was stuck");
        if (_lives.Exists(life => life.Id == id)) Problem($"{id} was leased twice");
        if (_lives.Exists(life => life.Id.Worker == id.Worker && life.Fate is not (Fate.Released or Fate.Expired))) Problem($"{id} was leased to somebody who had it");
        if (Taken >= (pinsOf(id)?.Overlap ?? 0)) Problem($"{id} was leased above the overlap");
        _lives.Add((id, Fate.Active));
    }

    private void Close(AssignmentId id)
    {
        if (_isClosed) Problem("closed twice");
        // The project may want fewer by now than at the latest lease.
        if (Answers < Math.Min(Wanted, lowestOverlap)) Problem($"{id} closed it with {Answers} answers");
        (_isClosed, _isStuck) = (true, false);
    }

    private void Stick(AssignmentId id)
    {
        if (_isStuck) Problem("stuck twice");
        if (Trouble < (pinsOf(id)?.StuckAfter ?? int.MaxValue)) Problem($"stuck after {Trouble} troubles");
        _isStuck = true;
    }

    private void Live(EventKind kind, AssignmentId id)
    {
        var at = _lives.FindIndex(life => life.Id == id);
        if (at < 0)
        {
            Problem($"{id} was {kind} before it was leased");
            return;
        }

        var before = _lives[at].Fate;
        if (!MayBecome(before, kind)) Problem($"{id} was {kind} when it was {before}");
        if (kind == EventKind.RateStepped) return;
        if (kind == EventKind.SubmittedLate && Taken >= (pinsOf(id)?.Overlap ?? 0)) Problem($"{id} was used late above the overlap");
        _lives[at] = (id, FateOf(kind));
        var isTrouble = kind is EventKind.Expired or EventKind.Skipped or EventKind.Reported;
        if (isTrouble && !_isStuck && !_isClosed && Trouble >= (pinsOf(id)?.StuckAfter ?? int.MaxValue) && Answers < Wanted) _mustFollow = EventKind.Stuck;
        if (kind is EventKind.Submitted or EventKind.SubmittedLate && !_isClosed && Answers >= Wanted) _mustFollow = EventKind.Closed;
    }

    private static bool MayBecome(Fate before, EventKind kind) => kind switch
    {
        EventKind.Paused => before == Fate.Active,
        EventKind.Resumed => before == Fate.Paused,
        EventKind.RateStepped or EventKind.Submitted or EventKind.Released or EventKind.Skipped or EventKind.Reported or EventKind.Expired
            => before is Fate.Active or Fate.Paused,
        EventKind.SubmittedLate or EventKind.Superseded => before is Fate.Released or Fate.Skipped or Fate.Reported or Fate.Expired,
        _ => false,
    };

    private static Fate FateOf(EventKind kind) => kind switch
    {
        EventKind.Paused => Fate.Paused,
        EventKind.Submitted => Fate.Used,
        EventKind.SubmittedLate => Fate.UsedLate,
        EventKind.Superseded => Fate.Superseded,
        EventKind.Released => Fate.Released,
        EventKind.Skipped => Fate.Skipped,
        EventKind.Reported => Fate.Reported,
        EventKind.Expired => Fate.Expired,
        _ => Fate.Active,
    };

    private void Problem(string what) => _problems.Add($"Reference: task {number} {what}");
}
