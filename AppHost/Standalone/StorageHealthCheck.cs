using Distribution.Embedded.Storage;
using Distribution.Web.Security;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Distribution.AppHost.Standalone;

/// <summary>
/// Red while the journal can't be written, and before that while the disk is nearly full: the beat writes every five seconds, so a failing or hanging disk
/// shows within ten. Degraded while it is slow.
/// </summary>
internal sealed class StorageHealthCheck(FolderRecordStore store) : IHealthCheck
{
    /// <summary>Trainers notice: handing in takes two commits.</summary>
    private static readonly TimeSpan SlowFrom = TimeSpan.FromMilliseconds(500);

    /// <summary>No disk that works takes so long; together with the beat's five seconds just within ten.</summary>
    private static readonly TimeSpan HangsFrom = TimeSpan.FromSeconds(4.5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Judge(store.Health, store.FreeBytesShort));

    internal static HealthCheckResult Judge(StorageHealth health, long? freeBytesShort)
    {
        if (freeBytesShort is { } free) return HealthCheckResult.Unhealthy($"The disk of the data folder is nearly full: {free / 1_048_576} MiB are left.");
        if (!health.Healthy) return HealthCheckResult.Unhealthy($"The journal can't be written: {health.LastError}");
        var seconds = $"{health.CommitTime.TotalSeconds:F1} s";
        if (health.CommitTime >= HangsFrom) return HealthCheckResult.Unhealthy($"The disk hangs: a commit takes {seconds}.");
        return health.CommitTime >= SlowFrom ? HealthCheckResult.Degraded($"The disk is slow: a commit takes {seconds}.") : HealthCheckResult.Healthy();
    }
}

/// <summary>
/// A lease takes three commits in sequence, each behind the one under way: with a slower disk than this its answer would come after the
/// 30 s that callers wait. Then no work begins, and what was begun can still be handed in.
/// </summary>
internal sealed class StorageStrain(FolderRecordStore store) : IStrain
{
    private static readonly TimeSpan StrainedFrom = TimeSpan.FromSeconds(4);

    public bool IsStrained => store.Health.CommitTime >= StrainedFrom;
}
