using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Reviews;

/// <summary>Reviewing: a paid task with its own clock, never of one's own work.</summary>
internal static class ReviewsApi
{
    private const string What = "The claim";
    private const int ReasonsMax = 5;
    private const int TextMax = 400;
    private const int HeadingMax = 120;

    public static void MapReviews(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/reviews").WithTags("Reviews").RequireAuthorization(Scope.Review).RequireRateLimiting(Rates.Api);
        group.MapGet("/projects", ProjectsAsync).WithName("ListReviewProjects").WithSummary("Where answers wait to be reviewed, and what one review pays");
        group.MapPost("/claims", ClaimAsync).WithName("ClaimReview").WithSummary("Claims the next answer, or shows the one that is claimed");
        group.MapGet("/claims/{assignment}", GetAsync).WithName("GetReviewTask");
        group.MapPost("/claims/{assignment}/verdict", DecideAsync).WithName("GiveVerdict").WithSummary("Judges the answer; the same verdict again is answered as the first was");
        group.MapPost("/claims/{assignment}/release", ReleaseAsync).WithName("ReleaseReview").WithSummary("Gives the claim back; somebody else gets it");
    }

    private static async Task<Ok<IReadOnlyList<ReviewProject>>> ProjectsAsync(ClaimsPrincipal user, IGrainFactory grains, OpenProjects open)
    {
        var worker = grains.GetGrain<IWorkerGrain>(user.Id().Value);
        var tags = await worker.GetTagsAsync();
        var found = new List<ReviewProject>();
        foreach (var project in await open.ForAsync(worker))
        {
            var desk = Desk(grains, project.Id);
            if (await desk.GetPolicyAsync() is not { } policy) continue;
            var counts = await desk.CountAsync();
            found.Add(new ReviewProject(project.Id, project.Title, counts.Waiting, policy.PayPerReview, policy.Currency, [.. policy.Needs.Except(tags)]));
        }

        return TypedResults.Ok<IReadOnlyList<ReviewProject>>(found);
    }

    private static async Task<Results<Ok<ReviewTask>, ProblemHttpResult>> ClaimAsync(
        ClaimRequest request, ClaimsPrincipal user, IGrainFactory grains, ReviewService reviews, CancellationToken ct)
    {
        if (!WorkService.IsProjectId(request.Project)) return Problems.NotFound("The project");
        var tags = await grains.GetGrain<IWorkerGrain>(user.Id().Value).GetTagsAsync();
        var claim = await Desk(grains, request.Project).ClaimAsync(user.Id(), tags);
        if (!claim.IsOk) return Problems.From(claim.Refusal);
        return await reviews.ShowAsync(claim.Value, ct) is { } task ? TypedResults.Ok(task) : Problems.NotFound("The answer");
    }

    private static async Task<Results<Ok<ReviewTask>, ProblemHttpResult>> GetAsync(
        string assignment, string project, ClaimsPrincipal user, IGrainFactory grains, ReviewService reviews, CancellationToken ct) =>
        await FindAsync(assignment, new ProjectId(project), user, grains) is { } claim && await reviews.ShowAsync(claim, ct) is { } task
            ? TypedResults.Ok(task)
            : Problems.NotFound(What);

    private static async Task<Results<Ok<VerdictReply>, ProblemHttpResult>> DecideAsync(
        string assignment, VerdictRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Parse(assignment) is not { } id || !WorkService.IsProjectId(request.Project)) return Problems.NotFound(What);
        if (request.Reasons.Count > ReasonsMax || request.Reasons.Any(static reason => reason.Text.Length > TextMax || reason.Guideline?.Length > HeadingMax))
            return Problems.From(Refusal.Invalid("TooLong", $"At most {ReasonsMax} reasons of at most {TextMax} letters."));
        var decided = await grains.GetGrain<IReviewGrain>(id.ToString()).DecideAsync(user.Id(), request.Fence, request.Verdict, request.Reasons);
        if (!decided.IsOk) return Problems.From(decided.Refusal);
        var policy = await Desk(grains, decided.Value.Task.Project).GetPolicyAsync();
        return TypedResults.Ok(new VerdictReply(decided.Value.Status, policy?.PayPerReview ?? MicroAmount.Zero, policy?.Currency ?? ""));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(
        string assignment, ClaimRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await FindAsync(assignment, request.Project, user, grains) is not { } claim) return Problems.NotFound(What);
        await Desk(grains, request.Project).ReleaseAsync(user.Id(), claim.Assignment);
        return TypedResults.NoContent();
    }

    private static async Task<ReviewClaim?> FindAsync(string assignment, ProjectId project, ClaimsPrincipal user, IGrainFactory grains) =>
        Parse(assignment) is { } id && WorkService.IsProjectId(project) ? await Desk(grains, project).FindClaimAsync(user.Id(), id) : null;

    /// <summary>An assignment's name as it comes from outside, or null.</summary>
    internal static AssignmentId? Parse(string text) =>
        text.Length <= 80 && text.LastIndexOf('.') is > 0 and var dot ? WorkService.Mine(new WorkerId(text[..dot]), text) : null;

    internal static IReviewDeskGrain Desk(IGrainFactory grains, ProjectId project) => grains.GetGrain<IReviewDeskGrain>(project.Value);
}
