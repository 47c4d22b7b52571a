using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Notices;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Notices;

/// <summary>Something that a trainer is told.</summary>
/// <param name="Id">What it is put away by.</param>
/// <param name="Kind">Whether all were told, or this trainer alone.</param>
/// <param name="Project">Who tells.</param>
/// <param name="Title">What that project is called.</param>
/// <param name="Text">As it was written; one language may be empty.</param>
/// <param name="At">Since when.</param>
public sealed record NoticeView(string Id, NoticeKind Kind, ProjectId Project, string Title, NoticeText Text, DateTimeOffset At);

/// <summary>The kinds of notices.</summary>
public enum NoticeKind
{
    /// <summary>To all trainers of a project.</summary>
    Announcement = 1,

    /// <summary>To one trainer.</summary>
    Message = 2,

    /// <summary>To one trainer, whose lease was taken back.</summary>
    Withdrawn = 3,
}

/// <summary>Puts a notice away.</summary>
public sealed record PutAwayRequest([property: Required, StringLength(60, MinimumLength = 2), RegularExpression("^(m[0-9]{1,9}|[a-z0-9-]{2,40}:[0-9]{1,9})$")] string Notice);

/// <summary>What trainers are told by projects.</summary>
internal static class NoticesApi
{
    public static void MapNotices(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/work/notices").WithTags("Work").RequireAuthorization(Scope.Work).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListNotices");
        group.MapPost("/put-away", PutAwayAsync).WithName("PutNoticeAway");
    }

    /// <summary>What is not put away yet, newest first.</summary>
    private static async Task<Ok<IReadOnlyList<NoticeView>>> ListAsync(ClaimsPrincipal user, NoticeReader reader) =>
        TypedResults.Ok(await reader.ForAsync(user.Id()));

    private static async Task<NoContent> PutAwayAsync(PutAwayRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        await grains.GetGrain<IInboxGrain>(user.Id().Value).PutAwayAsync(request.Notice);
        return TypedResults.NoContent();
    }
}
