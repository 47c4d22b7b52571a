using System.Globalization;
using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Tasks;

/// <summary>What a task shows.</summary>
public sealed record TaskMaterial(int Number, System.Text.Json.JsonElement Payload);

/// <summary>What happens in a project, for those who run it: tasks, the stuck list, history, figures.</summary>
internal static class TasksApi
{
    private const int StuckMax = 200;
    private const int HistoryMax = 1000;

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}").WithTags("Tasks").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("/tasks/{number:int:min(0)}", GetAsync).WithName("GetTask");
        group.MapGet("/stuck", StuckAsync).WithName("ListStuckTasks");
        group.MapGet("/tasks/{number:int:min(0)}/material", MaterialAsync).WithName("GetTaskMaterial").WithSummary("What a task shows, as it was imported");
        group.MapPost("/tasks/{number:int:min(0)}/unstick", UnstickAsync).WithName("UnstickTask");
        group.MapGet("/history", HistoryAsync).WithName("ReadHistory");
        group.MapGet("/live", LiveAsync).WithName("GetLive");
        group.MapGet("/hurried", HurriedAsync).WithName("ListHurried");
        group.MapGet("/queue", QueueAsync).WithName("GetQueueCounts");
    }

    private static async Task<Results<Ok<TaskView>, ProblemHttpResult>> GetAsync(
        string project, int number, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is not { } view || number >= view.TaskCount) return Problems.NotFound("The task");
        var task = new TaskId(view.Id, number);

        // A task nobody has leased has no record yet.
        return TypedResults.Ok(await grains.GetGrain<ITaskGrain>(task.ToString()).GetAsync() ?? new TaskView(task, false, [], []));
    }

    private static async Task<Results<Ok<TaskMaterial>, ProblemHttpResult>> MaterialAsync(
        string project, int number, ClaimsPrincipal user, ProjectAccess access, SegmentCache segments, CancellationToken ct) =>
        await access.FindAsync(user, project) is { } view && await segments.PayloadAsync(new TaskId(view.Id, number), ct) is { } payload
            ? TypedResults.Ok(new TaskMaterial(number, payload))
            : Problems.NotFound("The task");

    private static async Task<Results<Ok<IReadOnlyList<int>>, ProblemHttpResult>> StuckAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, int skip = 0, int take = 50) =>
        await access.FindAsync(user, project) is { } view
            ? TypedResults.Ok(await Queue(grains, view.Id).StuckAsync(Math.Max(0, skip), Math.Clamp(take, 1, StuckMax)))
            : Problems.NotFound("The project");

    private static async Task<Results<Ok<TaskStanding>, ProblemHttpResult>> UnstickAsync(
        string project, int number, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is not { } view || number >= view.TaskCount) return Problems.NotFound("The task");
        var standing = await grains.GetGrain<ITaskGrain>(new TaskId(view.Id, number).ToString()).UnstickAsync(user.Id());
        await access.Grain(project).NoteAsync(user.Id(), string.Create(CultureInfo.InvariantCulture, $"task {number}: stuck → offered again"));
        await Queue(grains, view.Id).HintAsync(new TaskHint(number));
        return TypedResults.Ok(standing);
    }

    private static async Task<Results<Ok<HistoryPage>, ProblemHttpResult>> HistoryAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, long from = 0, int take = 100) =>
        await access.FindAsync(user, project) is { } view
            ? TypedResults.Ok(await grains.GetGrain<IHistoryGrain>($"{view.Id}/0").ReadAsync(Math.Max(0, from), Math.Clamp(take, 1, HistoryMax)))
            : Problems.NotFound("The project");

    private static async Task<Results<Ok<LiveSnapshot>, ProblemHttpResult>> LiveAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view
            ? TypedResults.Ok(await grains.GetGrain<ILiveGrain>(view.Id.Value).GetAsync())
            : Problems.NotFound("The project");

    /// <summary>Whose answers came faster than anybody reads, with the evidence.</summary>
    private static async Task<Results<Ok<IReadOnlyList<HurriedTrainer>>, ProblemHttpResult>> HurriedAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view
            ? TypedResults.Ok(await grains.GetGrain<ILiveGrain>(view.Id.Value).GetHurriedAsync())
            : Problems.NotFound("The project");

    private static async Task<Results<Ok<QueueCounts>, ProblemHttpResult>> QueueAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is { } view
            ? TypedResults.Ok(await Queue(grains, view.Id).CountAsync())
            : Problems.NotFound("The project");

    private static IQueueGrain Queue(IGrainFactory grains, ProjectId project) => grains.GetGrain<IQueueGrain>($"{project}/0");
}
