using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Distribution.Contracts.Experiments;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distribution.Web.Experiments;

/// <summary>Starts an experiment under the caller's id, so that asking twice starts one.</summary>
public sealed record NewExperiment([property: Required, RegularExpression("^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$")] string Id, [property: Required] ExperimentPlan Plan);

/// <summary>Ends an experiment without a result.</summary>
public sealed record StopExperiment([property: Required, StringLength(200, MinimumLength = 1)] string Reason);

/// <summary>Random variants inside a project. What is measured, how much and when is stated before; in between nobody sees a mean.</summary>
internal static class ExperimentsApi
{
    private const string What = "The project";

    public static void MapExperiments(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}/experiments").WithTags("Experiments").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListExperiments");
        group.MapPost("", StartAsync).WithName("StartExperiment");
        group.MapPost("/plan", PlanAsync).WithName("PlanExperiment").WithSummary("How many units a plan needs, and how far a difference must go at each look; starts nothing");
        group.MapPost("/{experiment}/looks", LookAsync).WithName("LookAtExperiment").WithSummary("Takes the next planned look; refused before it is due");
        group.MapPost("/{experiment}/stop", StopAsync).WithName("StopExperiment");
    }

    private static async Task<Results<Ok<ExperimentsView>, ProblemHttpResult>> ListAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IExperimentDesk desk, CancellationToken ct) =>
        await access.FindAsync(user, project) is { } view ? TypedResults.Ok(await desk.ListAsync(view.Id, ct)) : Problems.NotFound(What);

    private static async Task<Results<Ok<ExperimentSchedule>, ProblemHttpResult>> PlanAsync(
        string project, ExperimentPlan plan, ClaimsPrincipal user, ProjectAccess access, IExperimentDesk desk) =>
        await access.FindAsync(user, project) is { } view ? desk.Plan(view, plan).ToResult() : Problems.NotFound(What);

    private static async Task<Results<Ok<ExperimentRecord>, ProblemHttpResult>> StartAsync(
        string project, NewExperiment request, ClaimsPrincipal user, ProjectAccess access, IExperimentDesk desk) =>
        await access.FindAsync(user, project) is { } view ? (await desk.StartAsync(view, user.Id(), request.Id, request.Plan)).ToResult() : Problems.NotFound(What);

    private static async Task<Results<Ok<ExperimentRecord>, ProblemHttpResult>> LookAsync(
        string project, string experiment, ClaimsPrincipal user, ProjectAccess access, IExperimentDesk desk, CancellationToken ct) =>
        await access.FindAsync(user, project) is { } view ? (await desk.LookAsync(view.Id, user.Id(), experiment, ct)).ToResult() : Problems.NotFound("The experiment");

    private static async Task<Results<Ok<ExperimentRecord>, ProblemHttpResult>> StopAsync(
        string project, string experiment, StopExperiment request, ClaimsPrincipal user, ProjectAccess access, IExperimentDesk desk) =>
        await access.FindAsync(user, project) is { } view ? (await desk.StopAsync(view.Id, user.Id(), experiment, request.Reason)).ToResult() : Problems.NotFound("The experiment");
}
