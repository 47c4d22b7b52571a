using System.Security.Claims;
using Distribution.Contracts.Steering;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Steering;

/// <summary>Intervening in a project that runs: what it would do, doing it, undoing it.</summary>
internal static class SteeringApi
{
    public static void MapSteering(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}/steering").WithTags("Steering").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListSteering");
        group.MapPost("", ActAsync).WithName("Steer");
        group.MapPost("/preview", PreviewAsync).WithName("PreviewSteering");
        group.MapPost("/{action:int:min(1)}/undo", UndoAsync).WithName("UndoSteering");
    }

    private static async Task<Results<Ok<IReadOnlyList<SteeringAction>>, ProblemHttpResult>> ListAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is null ? Problems.NotFound("The project") : TypedResults.Ok(await Steering(grains, project).ListAsync());

    /// <summary>What an action would do now; nothing is changed.</summary>
    private static async Task<Results<Ok<SteeringEffect>, ProblemHttpResult>> PreviewAsync(
        string project, SteeringOrder order, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, PersonNames names)
    {
        if (await access.FindAsync(user, project) is null) return Problems.NotFound("The project");
        var effect = await Steering(grains, project).PreviewAsync(order);
        if (!effect.IsOk) return Problems.From(effect.Refusal);
        var named = await Task.WhenAll(effect.Value.Named.Select(async trainer => trainer with { DisplayName = await names.OfAsync(trainer.Account) }));
        return TypedResults.Ok(effect.Value with { Named = named });
    }

    /// <summary>Does it, once for each id of an order.</summary>
    private static async Task<Results<Ok<SteeringAction>, ProblemHttpResult>> ActAsync(
        string project, SteeringOrder order, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is null ? Problems.NotFound("The project") : (await Steering(grains, project).ActAsync(user.Id(), order)).ToResult();

    private static async Task<Results<Ok<SteeringAction>, ProblemHttpResult>> UndoAsync(
        string project, int action, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is null ? Problems.NotFound("The project") : (await Steering(grains, project).UndoAsync(user.Id(), action)).ToResult();

    private static ISteeringGrain Steering(IGrainFactory grains, string project) => grains.GetGrain<ISteeringGrain>(project);
}
