using System.Globalization;
using Distribution.Contracts.Blobs;
using Distribution.Grains.Moves;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;
using StackExchange.Redis;

namespace Distribution.Host.Clustered;

/// <summary>A cluster as the end of a move: this one silo runs, and no web host. The states go through the provider that its grains use.</summary>
public sealed class ClusterMove(
    [FromKeyedServices("Default")] IGrainStorage states, IBlobStore blobs, IReminderTable reminders, [FromKeyedServices(ClusterSilo.Redis)] IConnectionMultiplexer redis,
    IOptions<ClusterOptions> cluster, TimeProvider time) : IMoveTarget
{
    /// <inheritdoc />
    public IGrainStorage States => states;

    /// <inheritdoc />
    public IBlobStore Blobs => blobs;

    /// <inheritdoc />
    public Task WriteReminderAsync(MovedReminder reminder, CancellationToken ct) => reminders.UpsertRow(new ReminderEntry
    {
        GrainId = GrainId.Create(reminder.GrainType, reminder.GrainKey),
        ReminderName = reminder.Name,
        StartAt = reminder.FirstDue,
        Period = reminder.Period,
    });

    /// <summary>The time since the standalone build's last beat is an outage that the first silo to beat would not see: this silo's beat is there already.</summary>
    public async Task WriteOutagesAsync(MovedOutages outages, CancellationToken ct)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        HashEntry[] entries =
        [
            .. outages.Outages.Select(static outage => Entry(outage.From, outage.To.ToUnixTimeMilliseconds())), Entry(outages.Beat, now),
        ];
        await redis.GetDatabase().HashSetAsync($"{cluster.Value.ServiceId}/outages", entries);
    }

    private static HashEntry Entry(DateTimeOffset from, long to) =>
        new(string.Create(CultureInfo.InvariantCulture, $"from:{from.ToUnixTimeMilliseconds()}"), to);
}
