using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Contracts.Workers;
using Distribution.Web.Live;

namespace Distribution.Web.Hubs;

/// <summary>What the server calls on a trainer's page.</summary>
public interface IWorkClient
{
    /// <summary>Something has changed. A gap in (epoch, sequence) means: call Watch again.</summary>
    Task Push(WorkerPush push);

    /// <summary>Something may have been missed: call Watch again.</summary>
    Task Resync();

    /// <summary>What a project pays this trainer has changed.</summary>
    Task Rate(RateChange change);

    /// <summary>A project has announced something, or taken it back: read the notices again.</summary>
    Task Notice();
}

/// <summary>The hourly rate of one trainer in one project from now on; a running lease keeps its own.</summary>
public sealed record RateChange(ProjectId Project, int RateVersion, MicroAmount HourlyRate, string Currency);

/// <summary>What the server calls on a dashboard.</summary>
public interface ILiveClient
{
    /// <summary>All figures of a watched project.</summary>
    Task Snapshot(LiveSnapshot snapshot);

    /// <summary>What else of a watched project has changed: at most one a second.</summary>
    Task Pulse(ProjectPulse pulse);
}
