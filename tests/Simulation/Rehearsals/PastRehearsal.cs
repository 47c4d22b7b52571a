using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Rehearsals;
using Distribution.Grains.Common;
using Distribution.Grains.Rehearsals;
using Distribution.Host.Standalone.Rehearsals;

namespace Distribution.Tests.Simulation.Rehearsals;

/// <summary>A rehearsal as the product runs it, without a server around it.</summary>
public static class PastRehearsal
{
    /// <summary>Replays a past twice: as it was, and with these settings.</summary>
    public static async Task<RehearsalView> RunAsync(Past past, ProjectSettings settings)
    {
        var change = new Change(past.Settings, settings);
        var view = new RehearsalView
        {
            Id = "rehearsal",
            Project = past.Project,
            By = new WorkerId("boss"),
            At = past.To,
            From = past.From,
            To = past.To,
            SettingsVersion = past.Settings.Version,
            Settings = settings,
            Changes = change.Settings,
        };
        await Task.Factory.StartNew(
            () => new Rehearsal(past, change, new LeaseOptions()).Run(next => view = next(view), CancellationToken.None),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return view;
    }
}
