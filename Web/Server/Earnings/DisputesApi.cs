using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Earnings;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Earnings;

/// <summary>Where the open disputes of a project are listed; those of no project are the administrators'.</summary>
internal static class DisputeList
{
    public static string Of(ProjectId? project) => $"disputes-of/{project?.Value ?? ""}";
}

/// <summary>Disputed lines, for those who answer them: the manager of the line's project, or an administrator.</summary>
internal static class DisputesApi
{
    private const string What = "The dispute";

    public static void MapDisputes(this IEndpointRouteBuilder api)
    {
        var projects = api.MapGroup("/projects/{project}/disputes").WithTags("Disputes").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        projects.MapGet("", ListAsync).WithName("ListProjectDisputes").WithSummary("The open disputes of a project");
        projects.MapPost("/{account}/{dispute}/answer", AnswerAsync).WithName("AnswerProjectDispute").WithSummary("Explains the line, or corrects it by an entry of its own");
        var admin = api.MapGroup("/admin/disputes").WithTags("Disputes").RequireAuthorization(Scope.Admin).RequireRateLimiting(Rates.Api);
        admin.MapGet("", ListOthersAsync).WithName("ListOtherDisputes").WithSummary("The open disputes of lines that belong to no project");
        admin.MapPost("/{account}/{dispute}/answer", AnswerOtherAsync).WithName("AnswerOtherDispute");
    }

    private static async Task<Results<Ok<IReadOnlyList<DisputeView>>, ProblemHttpResult>> ListAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view ? TypedResults.Ok(await OpenAsync(view.Id, grains)) : Problems.NotFound("The project");

    private static async Task<Ok<IReadOnlyList<DisputeView>>> ListOthersAsync(IGrainFactory grains) => TypedResults.Ok(await OpenAsync(null, grains));

    private static async Task<Results<Ok<Dispute>, ProblemHttpResult>> AnswerAsync(
        string project, string account, string dispute, DisputeAnswerRequest request, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view ? await DecideAsync(view.Id, account, dispute, request, user, grains) : Problems.NotFound("The project");

    private static Task<Results<Ok<Dispute>, ProblemHttpResult>> AnswerOtherAsync(
        string account, string dispute, DisputeAnswerRequest request, ClaimsPrincipal user, IGrainFactory grains) => DecideAsync(null, account, dispute, request, user, grains);

    private static async Task<Results<Ok<Dispute>, ProblemHttpResult>> DecideAsync(
        ProjectId? project, string account, string dispute, DisputeAnswerRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (account.Length is 0 or > 64) return Problems.NotFound(What);
        var grain = grains.GetGrain<IDisputesGrain>(account);
        if ((await grain.ListAsync()).FirstOrDefault(known => known.Id == dispute) is not { } found || found.Project != project) return Problems.NotFound(What);
        if (account == user.Id().Value) return Problems.From(Refusal.Conflict("OwnDispute", "Nobody answers their own disputes."));
        var answered = await grain.AnswerAsync(dispute, request.Outcome, request.Answer, request.Correction ?? MicroAmount.Zero);
        if (answered.IsOk) await grains.GetGrain<IRegistryGrain>(DisputeList.Of(project)).RemoveAsync($"{account}/{dispute}");
        return answered.ToResult();
    }

    private static async Task<IReadOnlyList<DisputeView>> OpenAsync(ProjectId? project, IGrainFactory grains)
    {
        var open = new List<DisputeView>();
        foreach (var name in await grains.GetGrain<IRegistryGrain>(DisputeList.Of(project)).ListAsync())
        {
            var slash = name.LastIndexOf('/');
            var disputes = await grains.GetGrain<IDisputesGrain>(name[..slash]).ListAsync();
            if (disputes.FirstOrDefault(dispute => dispute.Id == name[(slash + 1)..]) is { Outcome: DisputeOutcome.Open } found)
                open.Add(new DisputeView(new WorkerId(name[..slash]), found));
        }

        return open;
    }
}
