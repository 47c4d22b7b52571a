using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Web.Common;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Live;

/// <summary>
/// Gathers the beats that pass through this process and tells each project's live figures who was heard, one message a project and period: a
/// beat itself stays cheap, and dashboards can tell who is silent from who works.
/// </summary>
public sealed partial class SignsOfLife(IGrainFactory grains, IOptions<WebOptions> options, TimeProvider time, ILogger<SignsOfLife> log) : BackgroundService
{
    private readonly Lock _gate = new();
    private Dictionary<ProjectId, HashSet<AssignmentId>> _heard = [];

    /// <summary>A beat of a running lease.</summary>
    public void Note(ProjectId project, AssignmentId assignment)
    {
        lock (_gate)
        {
            if (!_heard.TryGetValue(project, out var assignments)) _heard[project] = assignments = [];
            assignments.Add(assignment);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SignsPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TellAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task TellAsync()
    {
        Dictionary<ProjectId, HashSet<AssignmentId>> heard;
        lock (_gate) (heard, _heard) = (_heard, []);
        foreach (var (project, assignments) in heard)
        {
            try
            {
                await grains.GetGrain<ILiveGrain>(project.Value).SeenAsync([.. assignments]);
            }
            catch (Exception error)
            {
                // A hint: the next beats say it again.
                LogNotTold(error, project);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Signs of life are no longer told.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Debug, Message = "The figures of {Project} could not be told who was heard.")]
    private partial void LogNotTold(Exception error, ProjectId project);
}
