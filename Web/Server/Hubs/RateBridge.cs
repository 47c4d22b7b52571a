using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Notices;
using Distribution.Web.Projects;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Hubs;

/// <summary>
/// Tells everybody who is connected and could take a project's work that it pays another rate now, whether a manager or a rule changed it, or
/// that it has announced something. It compares the projects with what they were a period ago, so that any number of changes within one is a
/// single push.
/// </summary>
public sealed partial class RateBridge(
    OpenProjects projects, WorkBridge bridge, IGrainFactory grains, IHubContext<WorkHub, IWorkClient> hub, IOptions<WebOptions> options, TimeProvider time,
    ILogger<RateBridge> log) : BackgroundService
{
    private const int AtOnce = 32;
    private Dictionary<ProjectId, ProjectView> _before = [];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RatePeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Nobody to tell: who comes reads the rates, and is told of what changes from then on.
            if (!bridge.Watched.Any())
            {
                _before = [];
                return;
            }

            var now = (await projects.ReadNowAsync()).ToDictionary(static project => project.Id);
            var changed = now.Values.Where(project => _before.TryGetValue(project.Id, out var was) && IsOther(was, project))
                .Select(project => (Was: _before[project.Id], Is: project)).ToList();
            _before = now;
            if (changed.Count == 0) return;
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
            await Parallel.ForEachAsync(bridge.Watched.ToList(), parallel, async (worker, _) => await TellAsync(worker, changed));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The next look compares anew, and a lease names the rate that its trainer saw: nobody works for less than that.
            LogLookFailed(error);
        }
    }

    private static bool IsOther(ProjectView was, ProjectView project) =>
        was.Announced != project.Announced || (project.Settings.Status == ProjectStatus.Live && was.Settings.RateVersion != project.Settings.RateVersion);

    /// <summary>Only what this trainer may do, and only where it changes what this trainer earns or reads.</summary>
    private async Task TellAsync(WorkerId worker, List<(ProjectView Was, ProjectView Is)> changed)
    {
        var grain = grains.GetGrain<IWorkerGrain>(worker.Value);
        var (profile, tags) = (await grain.GetProfileAsync(), await grain.GetTagsAsync());
        if (changed.Exists(static change => change.Was.Announced != change.Is.Announced)) await TellOfNoticesAsync(worker, grain, tags, changed);
        if (profile.IsSuspended) return;
        foreach (var (was, project) in changed)
        {
            var rate = OpenProjects.RateFor(profile, project);
            if (rate == OpenProjects.RateFor(profile, was) || project.Settings.Status != ProjectStatus.Live || project.Settings.Needs.Hard.Except(tags).Any()) continue;
            var change = new RateChange(project.Id, project.Settings.RateVersion, rate, project.Settings.Currency);
            foreach (var client in bridge.ClientsOf(worker)) client.Send(() => hub.Clients.Client(client.Id).Rate(change));
        }
    }

    private async Task TellOfNoticesAsync(WorkerId worker, IWorkerGrain grain, IReadOnlyList<string> tags, List<(ProjectView Was, ProjectView Is)> changed)
    {
        var mine = await grain.GetProjectsAsync();
        if (!changed.Exists(change => change.Was.Announced != change.Is.Announced && NoticeReader.Concerns(change.Is, worker, mine, tags))) return;
        foreach (var client in bridge.ClientsOf(worker)) client.Send(() => hub.Clients.Client(client.Id).Notice());
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The look at rates has stopped.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rates could not be looked at.")]
    private partial void LogLookFailed(Exception error);
}
