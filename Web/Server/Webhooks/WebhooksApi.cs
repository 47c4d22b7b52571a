using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Distribution.Contracts.Webhooks;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Webhooks;

/// <summary>Where to, and what about: project.status, project.drained, export.ready, answer.submitted, answer.accepted, answer.returned, answer.rejected, task.stuck, task.closed.</summary>
public sealed record WebhookRequest([property: Required, StringLength(500)] string Url, [property: Required, MaxLength(20)] IReadOnlyList<string> Events, bool IsEnabled = true);

/// <summary>Telling other systems what happens in a project.</summary>
internal static class WebhooksApi
{
    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}/webhooks").WithTags("Webhooks").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("", GetAsync).WithName("GetWebhooks");
        group.MapPost("", AddAsync).WithName("AddWebhook");
        group.MapPut("/{webhook}", ChangeAsync).WithName("ChangeWebhook");
        group.MapDelete("/{webhook}", RemoveAsync).WithName("RemoveWebhook");
        group.MapPost("/{webhook}/ping", PingAsync).WithName("PingWebhook");
    }

    private static async Task<Results<Ok<WebhooksView>, ProblemHttpResult>> GetAsync(string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is null ? Problems.NotFound("The project") : TypedResults.Ok(await Webhooks(grains, project).GetAsync());

    /// <summary>Adds one; the secret that signs what it is sent is shown in this answer and never again.</summary>
    private static async Task<Results<Ok<NewWebhook>, ProblemHttpResult>> AddAsync(
        string project, WebhookRequest request, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is null) return Problems.NotFound("The project");
        var added = await Webhooks(grains, project).AddAsync(request.Url, request.Events);
        if (added.IsOk) await access.Grain(project).NoteAsync(user.Id(), $"webhook {added.Value.Webhook.Id} – → {request.Url} ({string.Join(' ', request.Events)})");
        return added.ToResult();
    }

    private static async Task<Results<Ok<Webhook>, ProblemHttpResult>> ChangeAsync(
        string project, string webhook, WebhookRequest request, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is null || await FindAsync(grains, project, webhook) is not { } before) return Problems.NotFound("The webhook");
        var changed = await Webhooks(grains, project).ChangeAsync(webhook, request.Url, request.Events, request.IsEnabled);
        if (changed.IsOk) await access.Grain(project).NoteAsync(user.Id(), $"webhook {webhook} {Describe(before)} → {Describe(changed.Value)}");
        return changed.ToResult();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string project, string webhook, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains)
    {
        if (await access.FindAsync(user, project) is null || await FindAsync(grains, project, webhook) is not { } before) return Problems.NotFound("The webhook");
        if (await Webhooks(grains, project).RemoveAsync(webhook)) await access.Grain(project).NoteAsync(user.Id(), $"webhook {webhook} {Describe(before)} → –");
        return TypedResults.NoContent();
    }

    /// <summary>Sends a test now, and answers how it went.</summary>
    private static async Task<Results<Ok<WebhookAttempt>, ProblemHttpResult>> PingAsync(
        string project, string webhook, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await access.FindAsync(user, project) is null ? Problems.NotFound("The webhook") : (await Webhooks(grains, project).PingAsync(webhook)).ToResult();

    private static string Describe(Webhook webhook) => $"{webhook.Url} ({string.Join(' ', webhook.Events)}){(webhook.IsEnabled ? "" : " off")}";

    private static async Task<Webhook?> FindAsync(IGrainFactory grains, string project, string webhook) =>
        (await Webhooks(grains, project).GetAsync()).Webhooks.FirstOrDefault(known => known.Id == webhook);

    private static IWebhooksGrain Webhooks(IGrainFactory grains, string project) => grains.GetGrain<IWebhooksGrain>(project);
}
