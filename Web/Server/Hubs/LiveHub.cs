using Distribution.Contracts;
using Distribution.Contracts.Live;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Distribution.Web.Hubs;

/// <summary>A dashboard's live connection. Who may see a project is asked at each watch.</summary>
[Authorize(Policy = Scope.Projects)]
public sealed class LiveHub(LiveBridge bridge, HubConnections connections, ProjectAccess access) : Hub<ILiveClient>
{
    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        if (!connections.TryAdd(Context)) Context.Abort();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (connections.Remove(Context) is { } client) await bridge.ForgetAsync(client);
    }

    /// <summary>All figures now, and again whenever they change.</summary>
    public async Task<HubReply<LiveSnapshot>> Watch(string projectId)
    {
        if (await access.FindAsync(Context.User!, projectId) is not { } project)
            return new HubReply<LiveSnapshot>(null, new HubProblem(StatusCodes.Status404NotFound, "NotFound", "The project was not found."));
        return await bridge.WatchAsync(project.Id, connections.Of(Context)) is { } snapshot
            ? new HubReply<LiveSnapshot>(snapshot, null)
            : new HubReply<LiveSnapshot>(null, new HubProblem(StatusCodes.Status409Conflict, "TooManyWatched", "This connection watches too many projects."));
    }

    /// <summary>Ends a watch.</summary>
    public Task Unwatch(string projectId) => bridge.UnwatchAsync(new ProjectId(projectId), connections.Of(Context));
}
