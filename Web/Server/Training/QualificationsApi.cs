using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Training;

/// <summary>Qualifications: what they are, who may give them, and what one holds.</summary>
internal static class QualificationsApi
{
    private const string What = "The qualification";

    public static void MapQualifications(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/qualifications").WithTags("Qualifications").RequireAuthorization().RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListQualifications").WithSummary("All qualifications: what one holds, how the rest is earned, how much work waits behind each");
        group.MapGet("/{name}/versions", VersionsAsync).WithName("ListQualificationVersions");
        group.MapPost("/{name}/versions", PublishAsync).WithName("PublishQualification").WithSummary("Publishes the next version").RequireAuthorization(Scope.Projects);
        group.MapPut("/{name}/holders/{account}", GrantAsync).WithName("GrantQualification").WithSummary("Gives it by a manager's word").RequireAuthorization(Scope.Projects);
        group.MapPost("/{name}/holders/{account}/revoke", RevokeAsync).WithName("RevokeQualification")
            .WithSummary("Takes it back with a reason; a running lease goes on").RequireAuthorization(Scope.Projects);
    }

    private static async Task<Ok<IReadOnlyList<QualificationCard>>> ListAsync(ClaimsPrincipal user, LearningService learning) =>
        TypedResults.Ok(await learning.ListQualificationsAsync(user.Id()));

    private static async Task<Results<Ok<IReadOnlyList<QualificationVersion>>, ProblemHttpResult>> VersionsAsync(string name, IGrainFactory grains) =>
        Names.IsName(name) && await grains.GetGrain<IQualificationGrain>(name).ListAsync() is { Count: > 0 } versions
            ? TypedResults.Ok(versions)
            : Problems.NotFound(What);

    private static async Task<Results<Ok<QualificationVersion>, ProblemHttpResult>> PublishAsync(
        string name, QualificationRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Names.IsName(name)) return Problems.From(Refusal.Invalid("BadName", "A name has 2 to 40 lower-case letters, digits and hyphens."));
        if (request.EarnedBy == EarnedBy.Course != Names.IsName(request.Course) || request.EarnedBy == EarnedBy.Credential != Names.IsName(request.Credential))
            return Problems.From(Refusal.Invalid("BadSource", "Name the course, or the credential, that it is earned by, and only that."));
        var grain = grains.GetGrain<IQualificationGrain>(name);
        if (await grain.ListAsync() is [var first, ..] && !user.MayPublish(first.By)) return Problems.From(Refusal.Conflict("NameTaken", "This qualification belongs to another manager."));
        var listed = await grains.GetGrain<IRegistryGrain>(RegistryKinds.Qualifications).AddAsync(name);
        if (!listed.IsOk) return Problems.From(listed.Refusal);
        return (await grain.PublishAsync(user.Id(), new QualificationText(
            request.Title.Ko, request.Title.En, request.Description.Ko, request.Description.En, request.EarnedBy, request.Course, request.Credential,
            request.ValidDays))).ToResult();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> GrantAsync(
        string name, string account, GrantRequest request, ClaimsPrincipal user, IGrainFactory grains, TimeProvider time)
    {
        if (await MineAsync(name, user, grains) is not { } versions || versions.FirstOrDefault(known => known.Version == request.Version) is not { } version)
            return Problems.NotFound(What);
        if (!await IsTrainerAsync(account, grains)) return Problems.NotFound("The account");
        var now = time.GetUtcNow();
        var until = version.Text.ValidDays > 0 ? now.AddDays(version.Text.ValidDays) : (DateTimeOffset?)null;
        var holding = new Holding(HoldingKind.Qualification, name, request.Version, now, until, $"grant/{user.Id()}/{now:yyyyMMddHHmmss}: {request.Reason}");
        var granted = await grains.GetGrain<IWorkerGrain>(account).GrantAsync(holding);
        return granted.IsOk ? TypedResults.NoContent() : Problems.From(granted.Refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string name, string account, RevokeRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await MineAsync(name, user, grains) is null) return Problems.NotFound(What);
        if (!await IsTrainerAsync(account, grains)) return Problems.NotFound("The account");
        await grains.GetGrain<IWorkerGrain>(account).RevokeAsync(HoldingKind.Qualification, name, request.Reason);
        return TypedResults.NoContent();
    }

    /// <summary>The versions, if this person publishes them.</summary>
    private static async Task<IReadOnlyList<QualificationVersion>?> MineAsync(string name, ClaimsPrincipal user, IGrainFactory grains) =>
        Names.IsName(name) && await grains.GetGrain<IQualificationGrain>(name).ListAsync() is { Count: > 0 } versions && user.MayPublish(versions[0].By)
            ? versions
            : null;

    private static async Task<bool> IsTrainerAsync(string account, IGrainFactory grains) =>
        account.Length is > 0 and <= 64 && await grains.GetGrain<IAccountGrain>(account).GetAsync() is not null;
}
