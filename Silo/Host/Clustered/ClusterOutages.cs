using Distribution.Grains.Common;
using Distribution.Grains.Pay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Distribution.Host.Clustered;

/// <summary>
/// Every silo beats into one record of Redis. A gap between two beats, whoever sent them, is time in which no silo could write: an
/// outage, which extends both clocks of every running lease. One lost silo of several makes no gap: its grains answer elsewhere after
/// seconds, well within the grace. What one silo missed, asleep or cut off from Redis, it sees as an outage until it has heard (<see cref="BeatView"/>).
/// </summary>
public sealed partial class ClusterOutages(
    [FromKeyedServices(ClusterSilo.Redis)] IConnectionMultiplexer redis, IOptions<ClusterOptions> cluster, TimeProvider time, ILogger<ClusterOutages> log)
    : BackgroundService, IOutageLog
{
    /// <summary>The time between a silo's beats.</summary>
    public static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(3);

    /// <summary>A longer gap is an outage. Default of the standalone build, too.</summary>
    public static readonly TimeSpan ShortestOutage = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(40);

    // Redis' own clock measures the gap, so the silos' clocks need not agree. One hash, so that it works in a Redis cluster, too.
    private const string Script =
        """
        local t = redis.call('TIME')
        local now = t[1] * 1000 + math.floor(t[2] / 1000)
        local last = redis.call('HGET', KEYS[1], 'beat')
        if last and now - tonumber(last) >= tonumber(ARGV[1]) then
          redis.call('HSET', KEYS[1], 'from:' .. last, string.format('%d', now))
        end
        redis.call('HSET', KEYS[1], 'beat', string.format('%d', now))
        local all = redis.call('HGETALL', KEYS[1])
        for i = 1, #all, 2 do
          if all[i] ~= 'beat' and now - tonumber(all[i + 1]) > tonumber(ARGV[2]) then redis.call('HDEL', KEYS[1], all[i]) end
        end
        return redis.call('HGETALL', KEYS[1])
        """;

    private readonly BeatView _view = new(time, ShortestOutage);

    /// <summary>Whether the last beats got through.</summary>
    public bool IsBeating => _view.IsHeardWithin(ShortestOutage + BeatPeriod);

    /// <inheritdoc />
    public IReadOnlyList<Outage> Since(DateTimeOffset from) => _view.Since(from);

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The first one is waited for, and fails the start: the outage before must be known to the first clock that is looked at.
        await BeatAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(BeatPeriod, time, stoppingToken);
                await BeatAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is RedisException or TimeoutException)
            {
                LogBeatFailed(error);
            }
        }
    }

    private async Task BeatAsync()
    {
        // From before it was asked: what happens while the answer is on its way is not known to be sound.
        var asked = time.GetTimestamp();
        var result = await redis.GetDatabase().ScriptEvaluateAsync(
            Script, [$"{cluster.Value.ServiceId}/outages"], [(long)ShortestOutage.TotalMilliseconds, (long)KeptFor.TotalMilliseconds]);
        var fields = (RedisValue[]?)result ?? [];
        var outages = new List<Outage>();
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            if (fields[i] == "beat") continue;
            outages.Add(new Outage(At(long.Parse(((string)fields[i]!)["from:".Length..], System.Globalization.CultureInfo.InvariantCulture)), At((long)fields[i + 1])));
        }

        if (_view.Hear(outages, asked) is { } newest) LogOutage(newest.From, newest.To);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    [LoggerMessage(1, LogLevel.Warning, "The last outage: from {From} to {To}. Every lease that ran through it gets that time added to both clocks.")]
    private partial void LogOutage(DateTimeOffset from, DateTimeOffset to);

    [LoggerMessage(2, LogLevel.Error, "The beat could not be written; the time until one can is an outage if no other silo beats")]
    private partial void LogBeatFailed(Exception error);
}
