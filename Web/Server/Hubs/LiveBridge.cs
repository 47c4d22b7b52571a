using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Web.Common;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Hubs;

/// <summary>From live grains to dashboards: one observer for the whole process.</summary>
public sealed class LiveBridge(
    IGrainFactory grains, IHubContext<LiveHub, ILiveClient> hub, IOptions<WebOptions> options, TimeProvider time, ILogger<BridgeService> log)
    : BridgeService(options, time, log), ILiveObserver
{
    private readonly Watchers<ProjectId> _watchers = new();
    private readonly int _projectsMax = options.Value.WatchedProjectsMax;
    private ILiveObserver? _reference;

    /// <inheritdoc />
    protected override IEnumerable<string> Keys => _watchers.Keys.Select(static project => project.Value);

    /// <summary>The projects that anybody watches.</summary>
    internal IEnumerable<ProjectId> Watched => _watchers.Keys;

    /// <summary>The dashboards of a project.</summary>
    internal IReadOnlyList<HubClient> ClientsOf(ProjectId project) => _watchers.ClientsOf(project);

    private ILiveObserver Reference => _reference ??= grains.CreateObjectReference<ILiveObserver>(this);

    /// <inheritdoc />
    public Task OnSnapshotAsync(LiveSnapshot snapshot)
    {
        foreach (var client in _watchers.ClientsOf(snapshot.Project)) client.Send(() => hub.Clients.Client(client.Id).Snapshot(snapshot));
        return Task.CompletedTask;
    }

    /// <summary>Begins to watch a project; null when the connection watches too many.</summary>
    public async Task<LiveSnapshot?> WatchAsync(ProjectId project, HubClient client) =>
        _watchers.TryAdd(project, client, _projectsMax) ? await Live(project).WatchAsync(Reference) : null;

    /// <summary>Ends a watch.</summary>
    public Task UnwatchAsync(ProjectId project, HubClient client) =>
        _watchers.Remove(project, client) ? Live(project).UnwatchAsync(Reference) : Task.CompletedTask;

    /// <summary>Ends what a connection watched.</summary>
    public async Task ForgetAsync(HubClient client)
    {
        foreach (var project in _watchers.RemoveAll(client)) await Live(project).UnwatchAsync(Reference);
    }

    /// <summary>The answer has all figures, so nothing that was missed stays missed.</summary>
    protected override async Task RenewAsync(string key) => await OnSnapshotAsync(await Live(new ProjectId(key)).WatchAsync(Reference));

    private ILiveGrain Live(ProjectId project) => grains.GetGrain<ILiveGrain>(project.Value);
}
