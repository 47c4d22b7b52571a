using System.Security.Claims;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Guidelines;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Web.Agreements;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Distribution.Web.Training;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Guidelines;

/// <summary>Guidelines: managers publish versions, trainers read the one that their lease pinned, and check what is new.</summary>
internal static class GuidelinesApi
{
    private const string What = "The guidelines";

    public static void MapGuidelines(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value;
        var mine = api.MapGroup("/projects/{project}/guidelines").WithTags("Guidelines").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        mine.MapPost("", PublishAsync).WithName("PublishGuidelines").WithBodyLimit(limits.CourseBytesMax).WithSummary("Publishes the next version; running leases keep theirs");
        mine.MapGet("/versions/{version:int:min(0)}", GetDocumentAsync).WithName("GetGuidelinesDocument").WithSummary("A version with the answers of its check, for its manager");
        var work = api.MapGroup("/work/projects/{project}/guidelines").WithTags("Guidelines").RequireAuthorization(Scope.Work).RequireRateLimiting(Rates.Api);
        work.MapGet("/{version:int:min(0)}", GetAsync).WithName("GetGuidelines").WithSummary("A version to read; 0 is the current one");
        work.MapGet("/{version:int:min(1)}/changes", ChangesAsync).WithName("GetGuidelineChanges").WithSummary("How a version differs from an earlier one");
        work.MapPost("/{version:int:min(1)}/check", CheckAsync).WithName("CheckGuidelines").WithSummary("Answers the check; refused in the middle of a task")
            .RequireAuthorization(Scope.Self);
        api.MapGet("/assignments/{assignment}/guidelines", PinnedAsync).WithName("GetPinnedGuidelines").WithTags("Guidelines").RequireAuthorization(Scope.Work)
            .RequireRateLimiting(Rates.Api).WithSummary("The version that one's lease pinned");
    }

    private static async Task<Results<Ok<PublishedVersion>, ProblemHttpResult>> PublishAsync(
        string project, GuidelineDocument document, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is null) return Problems.NotFound("The project");
        var text = JsonSerializer.Serialize(document, GuidelinesJsonContext.Default.GuidelineDocument);
        return (await Grain(grains, project).PublishAsync(user.Id(), text)).ToResult(head => PublishedVersion.Of(project, head));
    }

    private static async Task<Results<Ok<GuidelinesVersionView>, ProblemHttpResult>> GetDocumentAsync(
        string project, int version, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is not null && await Grain(grains, project).GetAsync(version) is { } found
            ? TypedResults.Ok(new GuidelinesVersionView(found.Head.Version, found.Head.PublishedAt, found.Head.By, Read(found)))
            : Problems.NotFound(What);

    private static async Task<Results<Ok<GuidelinesView>, ProblemHttpResult>> GetAsync(
        string project, int version, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await IsOpenAsync(project, access) && await ViewAsync(project, version, user, grains) is { } view ? TypedResults.Ok(view) : Problems.NotFound(What);

    private static async Task<Results<Ok<GuidelinesDiff>, ProblemHttpResult>> ChangesAsync(
        string project, int version, ProjectAccess access, IGrainFactory grains, int from = 0)
    {
        if (from == 0) from = version - 1;
        if (!await IsOpenAsync(project, access) || from < 1 || await Grain(grains, project).GetAsync(from) is not { } before
            || await Grain(grains, project).GetAsync(version) is not { } after) return Problems.NotFound(What);
        var (old, now) = (Read(before), Read(after));
        return TypedResults.Ok(new GuidelinesDiff(from, version, now.Changes, LineDiff.Of(old.Text.Ko, now.Text.Ko), LineDiff.Of(old.Text.En, now.Text.En)));
    }

    private static async Task<Results<Ok<GuidelinesCheckReply>, ProblemHttpResult>> CheckAsync(
        string project, int version, QuizAnswers request, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, TimeProvider time)
    {
        if (!await IsOpenAsync(project, access) || await Grain(grains, project).GetAsync(version) is not { } found) return Problems.NotFound(What);
        if (await Grain(grains, project).GetCheckVersionAsync() != version) return Problems.From(Refusal.Conflict("NotNeeded", "This version's check is not the one that is needed now."));
        var worker = grains.GetGrain<IWorkerGrain>(user.Id().Value);
        if ((await worker.GetSnapshotAsync()).Assignment is not null)
            return Problems.From(Refusal.Conflict("AtWork", "Finish the task that you are at: what is new waits, and touches only the next one."));
        string[] wrong = [.. Read(found).Check.Where(question => !question.IsRight(request.Answers.GetValueOrDefault(question.Id))).Select(static question => question.Id)];
        if (wrong.Length > 0) return TypedResults.Ok(new GuidelinesCheckReply(false, wrong));
        var granted = await worker.GrantAsync(new Holding(HoldingKind.Guidelines, project, version, time.GetUtcNow(), null, $"guidelines/{project}/v{version}"));
        return granted.ToResult(static _ => new GuidelinesCheckReply(true, []));
    }

    private static async Task<Results<Ok<GuidelinesView>, ProblemHttpResult>> PinnedAsync(
        string assignment, string task, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (WorkService.Mine(user.Id(), assignment) is not { } id || !TaskIds.TryParse(task, out var taskId)) return Problems.NotFound(What);
        if (await grains.GetGrain<ITaskGrain>(taskId.ToString()).ViewAsync(id) is not { } view) return Problems.NotFound(What);
        return await ViewAsync(taskId.Project.Value, view.Pins.GuidelineVersion, user, grains) is { } pinned ? TypedResults.Ok(pinned) : Problems.NotFound(What);
    }

    private static async Task<GuidelinesView?> ViewAsync(string project, int version, ClaimsPrincipal user, IGrainFactory grains)
    {
        var grain = Grain(grains, project);
        if (await grain.GetAsync(version) is not { } found) return null;
        var (document, check, latest) = (Read(found), await grain.GetCheckVersionAsync(), (await grain.ListAsync()).Count);
        var standing = await grains.GetGrain<IWorkerGrain>(user.Id().Value).GetStandingAsync();
        var isChecked = standing.Holdings.Any(held => held.Kind == HoldingKind.Guidelines && held.Name == project && held.Version >= check);
        return new GuidelinesView(
            new ProjectId(project), found.Head.Version, latest, found.Head.PublishedAt, document.Text, document.Changes, check, check == 0 || isChecked,
            [.. document.Check.Select(QuizQuestionView.Hidden)]);
    }

    /// <summary>What a trainer may read: of any project that was ever opened.</summary>
    private static async Task<bool> IsOpenAsync(string project, ProjectAccess access) =>
        WorkService.IsProjectId(new ProjectId(project)) && await access.Grain(project).GetAsync() is { Settings.Status: not ProjectStatus.Draft };

    private static GuidelineDocument Read(DocumentVersion version) =>
        JsonSerializer.Deserialize(version.Text, GuidelinesJsonContext.Default.GuidelineDocument)
            ?? throw new InvalidDataException($"The guidelines {version.Head.Hash} do not read.");

    private static IGuidelinesGrain Grain(IGrainFactory grains, string project) => grains.GetGrain<IGuidelinesGrain>(project);
}
