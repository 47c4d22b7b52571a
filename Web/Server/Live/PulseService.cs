using Distribution.Contracts;
using Distribution.Web.Common;
using Distribution.Web.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Distribution.Web.Live;

/// <summary>Sends each watched project's pulse to its dashboards: read once a period for all of them, and left out while nothing but the time changes.</summary>
public sealed partial class PulseService(
    LiveBridge bridge, PulseReader reader, IHubContext<LiveHub, ILiveClient> hub, IOptions<WebOptions> options, TimeProvider time, ILogger<PulseService> log)
    : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan QuietMax = TimeSpan.FromSeconds(10);
    private Dictionary<ProjectId, Sent> _sent = [];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PulsePeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await BeatAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        var watched = bridge.Watched.ToList();
        _sent = watched.ToDictionary(static project => project, project => _sent.TryGetValue(project, out var sent) ? sent : new Sent());
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(watched, parallel, async (project, _) => await TrySendAsync(project, _sent[project]));
    }

    private async Task TrySendAsync(ProjectId project, Sent sent)
    {
        try
        {
            if (await reader.ReadAsync(project) is not { } pulse) return;
            var clients = bridge.ClientsOf(project);
            if (!sent.IsNews(pulse, clients)) return;
            foreach (var client in clients) client.Send(() => hub.Clients.Client(client.Id).Pulse(pulse));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The next beat reads again; the page shows since when it has heard nothing.
            LogReadFailed(error, project);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The pulses have stopped.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The pulse of {Project} could not be read.")]
    private partial void LogReadFailed(Exception error, ProjectId project);

    /// <summary>What was sent last. Forecasts move with every second, so they make no news by themselves.</summary>
    private sealed class Sent
    {
        private (string Figures, int Clients) _last;
        private DateTimeOffset _at;

        public bool IsNews(ProjectPulse pulse, IReadOnlyList<HubClient> clients)
        {
            var queue = pulse.Queue with { OldestReadyMs = 0 };
            var advice = string.Join(',', pulse.Advice.Select(static advice => advice.Code));
            var figures = $"{pulse.Status} {pulse.SettingsVersion} {pulse.Active} {pulse.Paused} {pulse.Silent} {pulse.Waiting} {queue} {pulse.Money} {pulse.Shares} {advice}";
            var now = (figures, Clients: clients.Aggregate(clients.Count, static (hash, client) => HashCode.Combine(hash, client.Id)));
            if (now == _last && pulse.At - _at < QuietMax) return false;
            (_last, _at) = (now, pulse.At);
            return true;
        }
    }
}
