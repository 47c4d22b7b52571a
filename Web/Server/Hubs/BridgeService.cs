using Distribution.Web.Common;
using Microsoft.Extensions.Options;

namespace Distribution.Web.Hubs;

/// <summary>Registers a process's observer again and again, since grains forget observers that stay silent.</summary>
public abstract partial class BridgeService(IOptions<WebOptions> options, TimeProvider time, ILogger<BridgeService> log) : BackgroundService
{
    private const int AtOnce = 32;

    /// <summary>What is watched now.</summary>
    protected abstract IEnumerable<string> Keys { get; }

    /// <summary>Registers for one key.</summary>
    protected abstract Task RenewAsync(string key);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.WatchPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
                await Parallel.ForEachAsync(Keys.ToList(), parallel, async (key, _) => await TryRenewAsync(key));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task TryRenewAsync(string key)
    {
        try
        {
            await RenewAsync(key);
        }
        catch (Exception error)
        {
            // The next round tries again; until then the page learns by its own beats.
            LogRenewFailed(error, key);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The bridge has stopped.")]
    private partial void LogStopped();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watching {Key} could not be renewed.")]
    private partial void LogRenewFailed(Exception error, string key);
}
