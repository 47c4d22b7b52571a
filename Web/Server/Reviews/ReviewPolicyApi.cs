using System.Security.Claims;
using System.Text.Json;
using Distribution.Contracts.Reviews;
using Distribution.Contracts.Training;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Reviews;

/// <summary>How a project's answers are reviewed, for its manager.</summary>
internal static class ReviewPolicyApi
{
    public static void MapReviewPolicy(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}").WithTags("Reviews").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("/review-policy", GetAsync).WithName("GetReviewPolicy");
        group.MapPut("/review-policy", SetAsync).WithName("SetReviewPolicy").WithSummary("Sets review share, pay, bonus, reserve and clocks, for what is submitted from now on");
        group.MapGet("/reviews", CountAsync).WithName("CountReviews");
        group.MapGet("/reviews/{assignment}", ReviewAsync).WithName("GetReview").WithSummary("The review of one answer, with who judged it");
        group.MapGet("/gold", GoldAsync).WithName("ListGoldTasks");
        group.MapPut("/gold", SetGoldAsync).WithName("SetGoldTasks").WithSummary("Makes tasks gold: answers to them are scored from now on");
    }

    private static async Task<Results<Ok<ReviewPolicy>, NoContent, ProblemHttpResult>> GetAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        return await ReviewsApi.Desk(grains, view.Id).GetPolicyAsync() is { } policy ? TypedResults.Ok(policy) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ReviewPolicy>, ProblemHttpResult>> SetAsync(
        string project, ReviewPolicy policy, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view
            ? (await ReviewsApi.Desk(grains, view.Id).SetPolicyAsync(policy with { Currency = view.Settings.Currency })).ToResult()
            : Problems.NotFound("The project");

    private static async Task<Results<Ok<ReviewCounts>, ProblemHttpResult>> CountAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view ? TypedResults.Ok(await ReviewsApi.Desk(grains, view.Id).CountAsync()) : Problems.NotFound("The project");

    private static async Task<Results<Ok<ReviewView>, ProblemHttpResult>> ReviewAsync(
        string project, string assignment, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view && ReviewsApi.Parse(assignment) is { } id
            && await grains.GetGrain<IReviewGrain>(id.ToString()).GetAsync() is { } review && review.Task.Project == view.Id
            ? TypedResults.Ok(review)
            : Problems.NotFound("The review");

    private static async Task<Results<Ok<IReadOnlyList<GoldAnswer>>, ProblemHttpResult>> GoldAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        var gold = await ReviewsApi.Desk(grains, view.Id).ListGoldAsync();
        return TypedResults.Ok<IReadOnlyList<GoldAnswer>>([.. gold.Select(static task => new GoldAnswer(
            task.Task, JsonSerializer.Deserialize(task.ExpectedJson, ExpectedAnswersJsonContext.Default.ListExpectedAnswer) ?? [], task.Explanation))]);
    }

    private static async Task<Results<Ok<int>, ProblemHttpResult>> SetGoldAsync(
        string project, GoldRequest request, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is not { } view || request.Tasks.Any(task => task.Task >= view.TaskCount)) return Problems.NotFound("The task");
        var gold = request.Tasks.Select(static task => new GoldTask(
            task.Task, JsonSerializer.Serialize([.. task.Expected], ExpectedAnswersJsonContext.Default.ListExpectedAnswer), task.Explanation));
        return (await ReviewsApi.Desk(grains, view.Id).SetGoldAsync([.. gold])).ToResult();
    }
}
