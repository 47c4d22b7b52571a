using Distribution.Contracts.Rehearsals;
using Distribution.Grains.Common;
using Distribution.Grains.Rehearsals;

namespace Distribution.Host.Standalone.Rehearsals;

/// <summary>
/// One rehearsal of a past that has been read: first as it was, which must reproduce it, then with the change. To be run on a thread of its own.
/// </summary>
internal sealed class Rehearsal(Past past, Change change, LeaseOptions leases, int corePercent = 100)
{
    /// <summary>Runs to the end, and tells how the view changes on the way.</summary>
    public void Run(Action<Func<RehearsalView, RehearsalView>> tell, CancellationToken ct)
    {
        var counted = Enumerable.Range(0, past.Assignments.Count).Where(i => past.Counts(past.Assignments[i])).ToList();
        var happened = counted.Select(i => past.Assignments[i].Fate).ToList();
        tell(view => view with
        {
            State = RehearsalState.Checking,
            Percent = 0,
            StillRunning = past.StillRunning,
            Before = past.Assignments.Count - counted.Count,
            Happened = Figures.Of([.. counted.Select(i => ((Fate?)past.Assignments[i].Fate, past.Assignments[i].Pins.LimitMs))]),
        });
        var unchanged = Play(Change.None(past.Settings));
        var check = Figures.Check(happened, [.. counted.Select(i => unchanged.Fates[i])]);
        tell(view => view with { State = change.Settings.Count == 0 ? RehearsalState.Checking : RehearsalState.Running, Percent = 0, Check = check });
        var changed = change.Settings.Count == 0 ? unchanged : Play(change);
        tell(view => view with
        {
            State = RehearsalState.Done,
            Percent = 100,
            Rehearsed = Figures.Of([.. counted.Select(i => (changed.Fates[i], changed.LimitsMs[i]))]),
            Effects = Figures.Effects(happened, [.. counted.Select(i => changed.Fates[i])]),
        });

        ReplayResult Play(Change played) => Replay.Run(past, played, leases, new Pace(corePercent), percent => tell(view => view with { Percent = percent }), ct);
    }
}
