using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Guidelines;
using Distribution.Contracts.Projects;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Orleans;

namespace Distribution.Web.Guidelines;

/// <summary>Guidelines to publish: Markdown in both languages, at most 100,000 characters each.</summary>
public sealed record GuidelinesRequest([property: Required] GuidelinesText Text);

/// <summary>A version as trainers see it.</summary>
public sealed record GuidelinesView(int Version, DateTimeOffset PublishedAt, GuidelinesText Text);

/// <summary>A project's guidelines: managers publish versions, trainers read the one that their lease has pinned.</summary>
internal static class GuidelinesApi
{
    private const int CharsMax = 100_000;
    private const int BodyBytesMax = 2 * 6 * CharsMax;
    private const string What = "The guidelines";

    public static void MapGuidelines(this IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/projects/{project}/guidelines").WithTags("Guidelines").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        own.MapGet("", ListAsync).WithName("ListGuidelines");
        own.MapPost("", PublishAsync).WithName("PublishGuidelines").WithBodyLimit(BodyBytesMax);
        api.MapGet("/work/projects/{project}/guidelines/{version:int:min(1)}", GetAsync).WithName("GetGuidelines")
            .WithTags("Work").RequireAuthorization(Scope.Work).RequireRateLimiting(Rates.Api);
    }

    private static async Task<Results<Ok<IReadOnlyList<GuidelinesHead>>, ProblemHttpResult>> ListAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view ? TypedResults.Ok(await Grain(grains, view.Id.Value).ListAsync()) : Problems.NotFound("The project");

    /// <summary>Publishes the next version and makes it that of the project's next leases; running ones keep theirs.</summary>
    private static async Task<Results<Ok<GuidelinesHead>, ProblemHttpResult>> PublishAsync(
        string project, GuidelinesRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (request.Text.Ko.Length > CharsMax || request.Text.En.Length > CharsMax)
            return Problems.From(Refusal.Invalid("TooLong", $"Guidelines have at most {CharsMax} characters in each language."));
        if (!int.TryParse(ifMatch?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return Problems.Of(StatusCodes.Status428PreconditionRequired, "IfMatchNeeded", "Send If-Match with the version of the project that you changed.");
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        if (view.Settings.Version != version) return Problems.From(Refusal.Conflict("VersionChanged", "Somebody else has changed the project meanwhile."));
        var published = await Grain(grains, project).PublishAsync(user.Id(), request.Text);
        if (!published.IsOk) return Problems.From(published.Refusal);
        if (view.Settings.GuidelineVersion == published.Value.Version) return TypedResults.Ok(published.Value);
        var changed = await access.Grain(project).ChangeAsync(user.Id(), view.Settings with { GuidelineVersion = published.Value.Version }, version);
        return changed.IsOk ? TypedResults.Ok(published.Value) : Problems.From(changed.Refusal);
    }

    /// <summary>A draft's guidelines are nobody's yet.</summary>
    private static async Task<Results<Ok<GuidelinesView>, ProblemHttpResult>> GetAsync(string project, int version, ProjectAccess access, IGrainFactory grains)
    {
        if (!WorkService.IsProjectId(new ProjectId(project))) return Problems.NotFound(What);
        if (await access.Grain(project).GetAsync() is null or { Settings.Status: ProjectStatus.Draft }) return Problems.NotFound(What);
        return await Grain(grains, project).GetAsync(version) is { } found
            ? TypedResults.Ok(new GuidelinesView(found.Head.Version, found.Head.PublishedAt, found.Text))
            : Problems.NotFound(What);
    }

    private static IGuidelinesGrain Grain(IGrainFactory grains, string project) => grains.GetGrain<IGuidelinesGrain>(project);
}
