using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Reviews;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Reviews;

/// <summary>What a trainer hears of their work, and what they can do about it.</summary>
internal static class FeedbackApi
{
    public static void MapFeedback(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value;
        var group = api.MapGroup("/work/feedback").WithTags("Feedback").RequireAuthorization(Scope.Work).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("GetFeedback").WithSummary("Verdicts and gold results, accuracy by month and project, experience level");
        group.MapGet("/{assignment}", GetAsync).WithName("GetAnswerFeedback").WithSummary("One answer: reasons with the guidelines they cite, and what can be done until when");
        group.MapPost("/{assignment}/fix", FixAsync).WithName("FixAnswer").WithBodyLimit(limits.SubmissionBytesMax).WithSummary("Hands in a fix of returned work, until its own clock ends");
        group.MapPost("/{assignment}/appeal", AppealAsync).WithName("AppealVerdict").WithSummary("Appeals a verdict, once; somebody else judges it, or it is upheld when the time is over");
    }

    private static async Task<Ok<Feedback>> ListAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetGrain<IFeedbackGrain>(user.Id().Value).GetAsync());

    private static async Task<Results<Ok<FeedbackView>, ProblemHttpResult>> GetAsync(
        string assignment, ClaimsPrincipal user, ReviewService reviews, CancellationToken ct) =>
        await reviews.FeedbackAsync(user.Id(), assignment, ct) is { } view ? TypedResults.Ok(view) : Problems.NotFound("The review");

    private static async Task<Results<Ok<FeedbackView>, ProblemHttpResult>> FixAsync(
        string assignment, FixRequest request, ClaimsPrincipal user, ReviewService reviews, CancellationToken ct) =>
        await ShowAsync(await reviews.FixAsync(user.Id(), assignment, request, ct), assignment, user, reviews, ct);

    private static async Task<Results<Ok<FeedbackView>, ProblemHttpResult>> AppealAsync(
        string assignment, AppealRequest request, ClaimsPrincipal user, ReviewService reviews, CancellationToken ct) =>
        await ShowAsync(await reviews.AppealAsync(user.Id(), assignment, request), assignment, user, reviews, ct);

    private static async Task<Results<Ok<FeedbackView>, ProblemHttpResult>> ShowAsync(
        Outcome<ReviewView> done, string assignment, ClaimsPrincipal user, ReviewService reviews, CancellationToken ct)
    {
        if (!done.IsOk) return Problems.From(done.Refusal);
        return await reviews.FeedbackAsync(user.Id(), assignment, ct) is { } view ? TypedResults.Ok(view) : Problems.NotFound("The review");
    }
}
