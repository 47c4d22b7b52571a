using Distribution.Embedded.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Distribution.AppHost.Standalone;

/// <summary>Red while the journal can't be written: the beat writes every five seconds, so a failing disk shows within ten.</summary>
internal sealed class StorageHealthCheck(FolderRecordStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var snapshot = store.Health;
        return Task.FromResult(snapshot.Healthy
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The journal can't be written: {snapshot.LastError}"));
    }
}
