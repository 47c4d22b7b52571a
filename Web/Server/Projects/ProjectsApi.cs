using System.Globalization;
using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Projects;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>Projects, for those who run them.</summary>
internal static class ProjectsApi
{
    private const string What = "The project";

    public static void MapProjects(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects").WithTags("Projects").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListProjects");
        group.MapPost("", CreateAsync).WithName("CreateProject");
        group.MapGet("/{project}", GetAsync).WithName("GetProject");
        group.MapPut("/{project}", ChangeAsync).WithName("ChangeProject");
        group.MapPut("/{project}/status", SetStatusAsync).WithName("SetProjectStatus");
        group.MapPut("/{project}/budget", SetBudgetAsync).WithName("SetProjectBudget");
    }

    private static async Task<Ok<IReadOnlyList<ProjectView>>> ListAsync(ClaimsPrincipal user, IGrainFactory grains, ProjectAccess access)
    {
        var account = await grains.GetGrain<IAccountGrain>(user.Id().Value).GetAsync();
        var views = await Task.WhenAll((account?.Projects ?? []).Select(id => access.Grain(id.Value).GetAsync()));

        // A project is noted before it is made: one that never came to be is left out, as is one that another person made first.
        return TypedResults.Ok<IReadOnlyList<ProjectView>>([.. views.OfType<ProjectView>().Where(view => view.Owner == user.Id())]);
    }

    private static async Task<Results<Created<ProjectView>, ProblemHttpResult>> CreateAsync(
        NewProject request, ClaimsPrincipal user, HttpContext http, IGrainFactory grains, ProjectAccess access, IOptions<WebOptions> options)
    {
        var id = new ProjectId(request.Id);
        if (await access.Grain(request.Id).GetAsync() is { } present && present.Owner != user.Id())
            return Problems.From(Refusal.Conflict("IdTaken", "This id is taken: choose another."));
        var noted = await grains.GetGrain<IAccountGrain>(user.Id().Value).AddProjectAsync(id, options.Value.ProjectsPerAccountMax);
        if (!noted.IsOk) return Problems.From(noted.Refusal);
        var listed = await grains.GetGrain<ICatalogGrain>(CatalogKeys.Of(id)).AddAsync(id);
        if (!listed.IsOk) return Problems.From(listed.Refusal);
        var settings = request.Settings with { Version = 1, RateVersion = 1, Status = ProjectStatus.Draft };
        var made = await access.Grain(request.Id).CreateAsync(user.Id(), settings, request.Budget);
        if (!made.IsOk) return Problems.From(made.Refusal);
        SetETag(http, made.Value);
        return TypedResults.Created($"/api/v1/projects/{request.Id}", made.Value);
    }

    private static async Task<Results<Ok<ProjectView>, ProblemHttpResult>> GetAsync(string project, ClaimsPrincipal user, HttpContext http, ProjectAccess access)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound(What);
        SetETag(http, view);
        return TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<ProjectView>, ProblemHttpResult>> ChangeAsync(
        string project, ProjectSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, ClaimsPrincipal user, HttpContext http, ProjectAccess access)
    {
        if (!int.TryParse(ifMatch?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return Problems.Of(StatusCodes.Status428PreconditionRequired, "IfMatchNeeded", "Send If-Match with the version that you changed.");
        if (await access.FindAsync(user, project) is null) return Problems.NotFound(What);
        var changed = await access.Grain(project).ChangeAsync(user.Id(), settings, version);
        if (changed.IsOk) SetETag(http, changed.Value);
        return changed.ToResult();
    }

    private static async Task<Results<Ok<ProjectView>, ProblemHttpResult>> SetStatusAsync(
        string project, StatusRequest request, ClaimsPrincipal user, ProjectAccess access, RiskReader risk)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound(What);
        if (request.Status == ProjectStatus.Live && await risk.RefuseAsync(view) is { } refused) return refused;
        return (await access.Grain(project).SetStatusAsync(user.Id(), request.Status)).ToResult();
    }

    private static async Task<Results<Ok<ProjectView>, ProblemHttpResult>> SetBudgetAsync(
        string project, BudgetRequest request, ClaimsPrincipal user, ProjectAccess access) =>
        await access.FindAsync(user, project) is null
            ? Problems.NotFound(What)
            : (await access.Grain(project).SetBudgetAsync(user.Id(), request.Total)).ToResult();

    private static void SetETag(HttpContext http, ProjectView view) =>
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{view.Settings.Version}\"");
}
