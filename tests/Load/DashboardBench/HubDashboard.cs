using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;

namespace Distribution.Load.DashboardBench;

/// <summary>A dashboard as a program: the same pushes as a page gets.</summary>
internal sealed class HubDashboard : IAsyncDisposable
{
    private SignalRConnection? _hub;

    public Sightings Sightings { get; } = new();

    public bool IsConnected => _hub is { Ended.IsCompleted: false };

    public async Task WatchAsync(Uri server, string token, ProjectId project, CancellationToken ct)
    {
        _hub = await SignalRConnection.OpenAsync(server, "live", token, OnCall, ct);
        await _hub.InvokeAsync<JsonElement>("Watch", ct, project.Value);
    }

    public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void OnCall(string method, JsonElement argument)
    {
        if (method != "Snapshot") return;
        var totals = argument.GetProperty("totals").EnumerateObject();
        var submitted = totals.Where(static total => total.NameEquals("submitted") || total.NameEquals("Submitted")).Sum(static total => total.Value.GetInt64());
        Sightings.See(DateTime.UtcNow, submitted);
    }
}
