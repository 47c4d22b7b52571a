using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Work;

/// <summary>What a trainer asks for: projects, a task, a place in line, their profile.</summary>
internal static class WorkApi
{
    public static void MapWork(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/work").WithTags("Work").RequireAuthorization(Scope.Work).RequireRateLimiting(Rates.Api);
        group.MapGet("/projects", ListOpenAsync).WithName("ListOpenProjects");
        group.MapPost("/lease", LeaseAsync).WithName("LeaseTask");
        group.MapGet("/current", CurrentAsync).WithName("GetCurrentWork");
        group.MapGet("/wishes", GetWishesAsync).WithName("GetWishes").WithSummary("How one wishes to work, and how long one has worked today");
        group.MapPut("/wishes", SetWishesAsync).WithName("SetWishes").WithSummary("An end of one's own day, and what comes first; costs nothing");
        group.MapPut("/lines/{project}", JoinLineAsync).WithName("JoinLine");
        group.MapDelete("/lines/{project}", LeaveLineAsync).WithName("LeaveLine");
        group.MapGet("/profile", GetProfileAsync).WithName("GetProfile");
        group.MapPut("/profile", SetProfileAsync).WithName("SetProfile").WithSummary("Changes the profile; languages and fields that are left out stay as they are");
        group.MapGet("/standing", StandingAsync).WithName("GetStanding").WithSummary("What one holds and has signed, and the needs that this meets");
    }

    private static async Task<Ok<IReadOnlyList<OpenProject>>> ListOpenAsync(ClaimsPrincipal user, IGrainFactory grains, OpenProjects open) =>
        TypedResults.Ok(await open.ForAsync(Worker(grains, user)));

    private static async Task<Results<Ok<WorkReply>, ProblemHttpResult>> LeaseAsync(LeaseRequest request, ClaimsPrincipal user, WorkService work) =>
        (await work.LeaseAsync(user.Id(), request)).ToResult();

    private static async Task<Ok<WorkerSnapshot>> CurrentAsync(ClaimsPrincipal user, WorkService work) =>
        TypedResults.Ok(await work.GetSnapshotAsync(user.Id()));

    private static async Task<Ok<WishesView>> GetWishesAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(await Worker(grains, user).GetWishesAsync());

    private static async Task<Ok<WishesView>> SetWishesAsync(WishesRequest request, ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(await Worker(grains, user).SetWishesAsync(request.DailyMinutesMax, request.LeansToLearned, request.GoOnToday));

    /// <summary>Nobody waits where there is nothing to wait for: a draft, or what never was, is not found.</summary>
    private static async Task<Results<Ok<LinePlace>, ProblemHttpResult>> JoinLineAsync(
        string project, ClaimsPrincipal user, IGrainFactory grains, ProjectAccess access)
    {
        var id = new ProjectId(project);
        var view = WorkService.IsProjectId(id) ? await access.Grain(project).GetAsync() : null;
        if (view is null or { Settings.Status: Contracts.Projects.ProjectStatus.Draft }) return Problems.NotFound("The project");
        return TypedResults.Ok(await Worker(grains, user).JoinLineAsync(id));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> LeaveLineAsync(string project, ClaimsPrincipal user, IGrainFactory grains)
    {
        var id = new ProjectId(project);
        if (!WorkService.IsProjectId(id)) return Problems.NotFound("The project");
        await Worker(grains, user).LeaveLineAsync(id);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<WorkerProfile>> GetProfileAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(await Worker(grains, user).GetProfileAsync());

    private static async Task<Results<Ok<WorkerProfile>, ProblemHttpResult>> SetProfileAsync(ProfileRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (ProfileCheck.Wrong(request) is { } wrong) return Problems.From(wrong);
        var present = await Worker(grains, user).GetProfileAsync();
        return TypedResults.Ok(await Worker(grains, user).EditProfileAsync(new ProfileEdit(
            request.DisplayName, request.TimeZone, request.Locale, request.Languages ?? present.Languages, request.Fields ?? present.Fields)));
    }

    private static async Task<Ok<StandingView>> StandingAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        // In this order: what is held is then at least what gives the needs that are shown as met.
        var tags = await Worker(grains, user).GetTagsAsync();
        return TypedResults.Ok(new StandingView(await Worker(grains, user).GetStandingAsync(), tags));
    }

    private static IWorkerGrain Worker(IGrainFactory grains, ClaimsPrincipal user) => grains.GetGrain<IWorkerGrain>(user.Id().Value);
}
