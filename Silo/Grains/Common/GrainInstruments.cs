using System.Diagnostics.Metrics;
using Distribution.Contracts;
using Distribution.Contracts.History;

namespace Distribution.Grains.Common;

/// <summary>The meter "Distribution.Grains": what happens to assignments, and what is booked, by project.</summary>
public static class GrainInstruments
{
    private static readonly Meter Meter = new("Distribution.Grains");

    private static readonly Counter<long> Events =
        Meter.CreateCounter<long>("distribution.assignment.events", "{event}", "Leases, submissions, expiries and whatever else happens to assignments, by project and kind.");

    private static readonly Counter<long> Credits =
        Meter.CreateCounter<long>("distribution.credits", "{credit}", "Credits that the ledger has confirmed, by project.");

    [ThreadStatic] private static bool _isMuted;

    /// <summary>Counts nothing that grains on this thread do from now on: a rehearsal has a thread of its own, and nothing in it happens.</summary>
    public static void MuteThread() => _isMuted = true;

    /// <summary>Something happened, and is on disk.</summary>
    public static void Happened(ProjectId project, EventKind kind)
    {
        if (!_isMuted && Events.Enabled) Events.Add(1, new KeyValuePair<string, object?>("project", project.Value), new KeyValuePair<string, object?>("kind", kind.ToString()));
    }

    /// <summary>A credit is on disk.</summary>
    public static void Booked(ProjectId project)
    {
        if (!_isMuted && Credits.Enabled) Credits.Add(1, new KeyValuePair<string, object?>("project", project.Value));
    }
}
