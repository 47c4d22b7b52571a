using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Live;

/// <summary>What dashboards read when they open; from then on the live hub tells them.</summary>
internal static class LiveApi
{
    private const int HoldersMax = 200;
    private const int SparkMinutes = 60;

    public static void MapLive(this IEndpointRouteBuilder api)
    {
        api.MapGet("/overview", OverviewAsync).WithName("ListOverview").WithTags("Live").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        var group = api.MapGroup("/projects/{project}").WithTags("Live").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("/pulse", PulseAsync).WithName("GetPulse");
        group.MapGet("/series/{span}", SeriesAsync).WithName("GetSeries");
        group.MapGet("/holders", HoldersAsync).WithName("ListHolders");
    }

    private static async Task<Ok<IReadOnlyList<ProjectSummary>>> OverviewAsync(ClaimsPrincipal user, IGrainFactory grains, ProjectAccess access, TimeProvider time)
    {
        var account = await grains.GetGrain<IAccountGrain>(user.Id().Value).GetAsync();
        var views = await Task.WhenAll((account?.Projects ?? []).Select(id => access.Grain(id.Value).GetAsync()));
        return TypedResults.Ok<IReadOnlyList<ProjectSummary>>(
            await Task.WhenAll(views.OfType<ProjectView>().Where(view => view.Owner == user.Id()).Select(view => SummaryAsync(view, grains, time.GetUtcNow()))));
    }

    private static async Task<ProjectSummary> SummaryAsync(ProjectView view, IGrainFactory grains, DateTimeOffset now)
    {
        var live = grains.GetGrain<ILiveGrain>(view.Id.Value);
        var (figures, series, queue) = (live.GetAsync(), live.SeriesAsync(LiveSpan.Minutes), grains.GetGrain<IQueueGrain>($"{view.Id}/0").CountAsync());
        await Task.WhenAll(figures, series, queue);
        var snapshot = await figures;
        return new ProjectSummary(view, await queue, snapshot.Active, snapshot.Paused, snapshot.Spent, PulseReader.Used(snapshot), Spark((await series).Points, now));
    }

    private static long[] Spark(IReadOnlyList<LivePoint> points, DateTimeOffset now)
    {
        var first = (now.ToUnixTimeMilliseconds() / 60_000) - SparkMinutes + 1;
        var spark = new long[SparkMinutes];
        foreach (var point in points)
            if ((point.At.ToUnixTimeMilliseconds() / 60_000) - first is >= 0 and < SparkMinutes and var at) spark[at] = point.Submitted + point.Late;
        return spark;
    }

    private static async Task<Results<Ok<ProjectPulse>, ProblemHttpResult>> PulseAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, PulseReader reader) =>
        await access.FindAsync(user, project) is { } view && await reader.ReadAsync(view.Id) is { } pulse
            ? TypedResults.Ok(pulse)
            : Problems.NotFound("The project");

    private static async Task<Results<Ok<LiveSeries>, ProblemHttpResult>> SeriesAsync(
        string project, string span, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        LiveSpan? wanted = span switch { "minutes" => LiveSpan.Minutes, "hours" => LiveSpan.Hours, "days" => LiveSpan.Days, _ => null };
        return wanted is { } found
            ? TypedResults.Ok(await grains.GetGrain<ILiveGrain>(view.Id.Value).SeriesAsync(found))
            : Problems.From(Refusal.Invalid("BadSpan", "The span is minutes, hours or days."));
    }

    private static async Task<Results<Ok<IReadOnlyList<HolderView>>, ProblemHttpResult>> HoldersAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, PersonNames names, int skip = 0, int take = 50)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        var holders = await grains.GetGrain<ILiveGrain>(view.Id.Value).HoldersAsync(Math.Max(0, skip), Math.Clamp(take, 1, HoldersMax));
        return TypedResults.Ok<IReadOnlyList<HolderView>>(await Task.WhenAll(holders.Select(async holder => new HolderView(
            holder.Assignment, holder.Task, holder.Assignment.Worker, await names.OfAsync(holder.Assignment.Worker), holder.LeasedAt, holder.IsPaused, holder.IsSilent, holder.SeenAt))));
    }
}
