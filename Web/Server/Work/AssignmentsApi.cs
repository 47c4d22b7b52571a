using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;
using AssignmentResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distribution.Contracts.Tasks.AssignmentView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;
using SubmitResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distribution.Web.Work.SubmitView>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Distribution.Web.Work;

/// <summary>One's own assignments.</summary>
internal static class AssignmentsApi
{
    public static void MapAssignments(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value;
        var group = api.MapGroup("/assignments/{assignment}").WithTags("Assignments").WithUrgency(Urgency.Finish).RequireAuthorization(Scope.Work).RequireRateLimiting(Rates.Api);
        group.MapGet("/content", ContentAsync).WithName("GetTaskContent");
        group.MapPost("/beat", BeatAsync).WithName("Beat");
        group.MapPost("/pause", PauseAsync).WithName("PauseAssignment");
        group.MapPost("/resume", ResumeAsync).WithName("ResumeAssignment");
        group.MapPost("/submit", SubmitAsync).WithName("Submit").WithBodyLimit(limits.SubmissionBytesMax);
        group.MapPost("/release", ReleaseAsync).WithName("ReleaseAssignment");
        group.MapPost("/skip", SkipAsync).WithName("SkipAssignment");
        group.MapPost("/report", ReportAsync).WithName("ReportAssignment");
        group.MapGet("/draft", GetDraftAsync).WithName("GetDraft");

        // JSON may write one byte of a draft as six.
        group.MapPut("/draft", SaveDraftAsync).WithName("SaveDraft").WithBodyLimit((limits.DraftBytesMax * 6) + 1024);
        group.MapGet("/receipt", ReceiptAsync).WithName("GetReceipt");
    }

    private static async Task<Results<Ok<TaskContent>, ProblemHttpResult>> ContentAsync(
        string assignment, ClaimsPrincipal user, WorkService work, CancellationToken ct) =>
        (await work.GetContentAsync(user.Id(), assignment, ct)).ToResult();

    private static async Task<AssignmentResult> BeatAsync(string assignment, BeatRequest request, ClaimsPrincipal user, WorkService work) =>
        (await work.BeatAsync(user.Id(), assignment, request)).ToResult();

    private static async Task<AssignmentResult> PauseAsync(string assignment, FenceRequest request, ClaimsPrincipal user, WorkService work) =>
        (await work.PauseAsync(user.Id(), assignment, request.Fence)).ToResult();

    private static async Task<AssignmentResult> ResumeAsync(string assignment, FenceRequest request, ClaimsPrincipal user, WorkService work) =>
        (await work.ResumeAsync(user.Id(), assignment, request.Fence)).ToResult();

    private static async Task<SubmitResult> SubmitAsync(
        string assignment, SubmitRequest request, ClaimsPrincipal user, WorkService work, CancellationToken ct) =>
        (await work.SubmitAndGoOnAsync(user.Id(), assignment, request, ct)).ToResult();

    private static Task<SubmitResult> ReleaseAsync(string assignment, GiveBackRequest request, ClaimsPrincipal user, WorkService work) =>
        GiveBackAsync(assignment, GiveBackKind.Release, request, user, work);

    private static Task<SubmitResult> SkipAsync(string assignment, GiveBackRequest request, ClaimsPrincipal user, WorkService work) =>
        GiveBackAsync(assignment, GiveBackKind.Skip, request, user, work);

    private static Task<SubmitResult> ReportAsync(string assignment, GiveBackRequest request, ClaimsPrincipal user, WorkService work) =>
        GiveBackAsync(assignment, GiveBackKind.Report, request, user, work);

    private static async Task<Results<Ok<Draft>, ProblemHttpResult>> GetDraftAsync(string assignment, ClaimsPrincipal user, WorkService work) =>
        (await work.GetDraftAsync(user.Id(), assignment)).ToResult();

    private static async Task<Results<Ok<Draft>, ProblemHttpResult>> SaveDraftAsync(
        string assignment, DraftRequest request, ClaimsPrincipal user, WorkService work) =>
        (await work.SaveDraftAsync(user.Id(), assignment, request)).ToResult();

    /// <summary>The task is asked, since it holds the truth; it answers only for an assignment of this person.</summary>
    private static async Task<Results<Ok<Receipt>, ProblemHttpResult>> ReceiptAsync(
        string assignment, string task, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (WorkService.Mine(user.Id(), assignment) is not { } id || !TaskIds.TryParse(task, out var taskId)) return Problems.NotFound("The receipt");
        var view = await grains.GetGrain<ITaskGrain>(taskId.ToString()).GetAsync();
        return view?.Answers.FirstOrDefault(answer => answer.Assignment.Id == id)?.Receipt is { } receipt
            ? TypedResults.Ok(receipt)
            : Problems.NotFound("The receipt");
    }

    private static async Task<SubmitResult> GiveBackAsync(
        string assignment, GiveBackKind kind, GiveBackRequest request, ClaimsPrincipal user, WorkService work)
    {
        if (kind != GiveBackKind.Release && string.IsNullOrWhiteSpace(request.Reason))
            return Problems.From(Refusal.Invalid("ReasonNeeded", "Say why, in a few words."));
        return (await work.GiveBackAsync(user.Id(), assignment, kind, request)).ToResult(SubmitView.Of);
    }
}
