using System.Security.Claims;
using Distribution.Contracts.Rehearsals;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distribution.Web.Rehearsals;

/// <summary>What a project's past would have been under other settings. Publishing them is a change of the project like any other.</summary>
internal static class RehearsalsApi
{
    private const string What = "The rehearsal";

    public static void MapRehearsals(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}/rehearsals").WithTags("Rehearsals").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListRehearsals");
        group.MapPost("", StartAsync).WithName("StartRehearsal");
        group.MapGet("/{rehearsal}", GetAsync).WithName("GetRehearsal");
        group.MapDelete("/{rehearsal}", CancelAsync).WithName("CancelRehearsal");
    }

    /// <summary>What was asked, by whom and when; the figures stand in each.</summary>
    private static async Task<Results<Ok<IReadOnlyList<RehearsalHead>>, ProblemHttpResult>> ListAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IRehearsals rehearsals, PersonNames names)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        var heads = await rehearsals.ListAsync(view.Id);
        return TypedResults.Ok<IReadOnlyList<RehearsalHead>>(await Task.WhenAll(heads.Select(async head => head with { ByName = await names.OfAsync(head.By) })));
    }

    private static async Task<Results<Ok<RehearsalView>, ProblemHttpResult>> StartAsync(
        string project, RehearsalOrder order, ClaimsPrincipal user, ProjectAccess access, IRehearsals rehearsals) =>
        await access.FindAsync(user, project) is { } view ? (await rehearsals.StartAsync(view, user.Id(), order)).ToResult() : Problems.NotFound("The project");

    private static async Task<Results<Ok<RehearsalView>, ProblemHttpResult>> GetAsync(
        string project, string rehearsal, ClaimsPrincipal user, ProjectAccess access, IRehearsals rehearsals) =>
        await access.FindAsync(user, project) is { } view && await rehearsals.FindAsync(view.Id, rehearsal) is { } found ? TypedResults.Ok(found) : Problems.NotFound(What);

    private static async Task<Results<Ok<RehearsalView>, ProblemHttpResult>> CancelAsync(
        string project, string rehearsal, ClaimsPrincipal user, ProjectAccess access, IRehearsals rehearsals) =>
        await access.FindAsync(user, project) is { } view && await rehearsals.CancelAsync(view.Id, rehearsal) is { } found ? TypedResults.Ok(found) : Problems.NotFound(What);
}
