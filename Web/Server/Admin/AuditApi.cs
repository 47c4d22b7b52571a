using System.Security.Claims;
using Distribution.Contracts.Audit;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans;

namespace Distribution.Web.Admin;

/// <summary>What the background audit found, for administrators.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/audit").WithTags("Admin").RequireAuthorization(Scope.Admin).RequireRateLimiting(Rates.Api);
        group.MapGet("", GetAsync).WithName("GetAudit");
        group.MapPost("/release", ReleaseAsync).WithName("ReleaseAudit");
    }

    private static async Task<Ok<AuditStanding>> GetAsync(IGrainFactory grains) => TypedResults.Ok(await Audit(grains).GetAsync());

    /// <summary>The findings were dealt with: payouts go on.</summary>
    private static async Task<Ok<AuditStanding>> ReleaseAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(await Audit(grains).ReleaseAsync(user.Id()));

    internal static IAuditGrain Audit(IGrainFactory grains) => grains.GetGrain<IAuditGrain>(IAuditGrain.Key);
}

/// <summary>Degraded, never unhealthy: work goes on while payouts are held.</summary>
internal sealed class AuditHealthCheck(IGrainFactory grains) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var standing = await AuditApi.Audit(grains).GetAsync();
        return standing.PayoutsHeld
            ? HealthCheckResult.Degraded($"Payouts are held: {standing.Findings[0].Invariant} at {standing.Findings[0].Subject}, and {standing.Findings.Count - 1} more.")
            : HealthCheckResult.Healthy();
    }
}
