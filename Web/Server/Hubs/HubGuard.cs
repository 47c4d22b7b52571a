using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Distribution.Web.Hubs;

/// <summary>Closes the hubs of sessions that no longer hold: SignalR itself looks at a session only when it connects.</summary>
public sealed partial class HubGuard(
    HubConnections connections, SessionCache cache, IHubContext<WorkHub, IWorkClient> hub, IOptions<AccessOptions> options, TimeProvider time,
    ILogger<HubGuard> log) : BackgroundService
{
    private const int AtOnce = 32;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HubCheckPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
                await Parallel.ForEachAsync(
                    connections.All.GroupBy(static client => client.Account), parallel, async (clients, _) => await CheckAsync([.. clients]));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task CheckAsync(IReadOnlyList<HubClient> clients)
    {
        try
        {
            var account = await cache.GetAsync(clients[0].Account);
            var now = time.GetUtcNow();
            foreach (var client in clients.Where(client => account is null || !SessionGuard.IsGood(client.User, account, now)))
            {
                var push = new WorkerPush("", 0, WorkerPushKind.SignedOut, null, null, now);
                client.Close(() => hub.Clients.Client(client.Id).Push(push));
            }
        }
        catch (Exception error) when (error is TimeoutException or OrleansException)
        {
            // Who can't be checked stays until the next round: an outage must not throw everybody out.
            LogCheckFailed(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The hub guard has stopped.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Open sessions could not be checked.")]
    private partial void LogCheckFailed(Exception error);
}

/// <summary>Bounds how often a connection calls.</summary>
internal sealed class HubRateFilter(HubConnections connections, Admission admission) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (!connections.Of(invocationContext.Context).Rate.TryTake()) throw new HubException("TooManyRequests: slow down.");
        var urgency = invocationContext.HubMethodName == nameof(WorkHub.Lease) ? Urgency.Begin : Urgency.Finish;
        if (!admission.TryEnter(urgency)) throw new HubException($"Busy: ask again in {admission.RetryAfterSeconds()} s.");
        try
        {
            return await next(invocationContext);
        }
        catch (Exception error) when (error is not HubException and not OperationCanceledException)
        {
            // By the same codes as over HTTP: "unexpected" tells a client neither whether to wait nor whether to ask again.
            var (_, code, message) = FaultHandler.Describe(error);
            throw new HubException($"{code}: {message}", error);
        }
        finally
        {
            admission.Leave(urgency);
        }
    }
}
