using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Projects;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Projects;

/// <summary>Something that was done to a project.</summary>
/// <param name="Number">Rises by one with each.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What kind.</param>
/// <param name="By">Who did it.</param>
/// <param name="ByName">What they are called; the account's id for who has no name.</param>
/// <param name="What">What was done, with the values before and after.</param>
/// <param name="Names">What those are called whose accounts stand in <paramref name="What"/>, by account.</param>
public sealed record ChangeView(int Number, DateTimeOffset At, EventKind Kind, WorkerId By, string ByName, string What, IReadOnlyDictionary<string, string> Names);

/// <summary>A page of changes, newest first. <paramref name="Next"/>: ask for what comes before this number; null at the end.</summary>
public sealed record ChangesPage(IReadOnlyList<ChangeView> Changes, int? Next);

/// <summary>The audit log of a project, for those who run it.</summary>
internal static partial class ChangesApi
{
    private const int TakeMax = 100;

    /// <summary>Pages of 10 that one request looks through: who filters goes on by <see cref="ChangesPage.Next"/>.</summary>
    private const int PagesMax = 50;

    public static void MapChanges(this IEndpointRouteBuilder api) => api.MapGet("/projects/{project}/changes", ListAsync)
        .WithName("ListChanges").WithTags("Projects").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);

    /// <summary>What was done to a project, newest first, filtered by kind, by person (id or name) and by words.</summary>
    private static async Task<Results<Ok<ChangesPage>, ProblemHttpResult>> ListAsync(
        string project, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, PersonNames names, int? before = null, int take = 50, string? kind = null, string? by = null,
        string? words = null)
    {
        if (await access.FindAsync(user, project) is not { } view) return Problems.NotFound("The project");
        EventKind? wanted = null;
        if (!string.IsNullOrEmpty(kind))
        {
            if (!Enum.TryParse<EventKind>(kind, ignoreCase: true, out var found) || int.TryParse(kind, CultureInfo.InvariantCulture, out _))
                return Problems.From(Refusal.Invalid("BadKind", "There is no such kind of change."));
            wanted = found;
        }

        var changes = new List<ChangeView>();
        var next = Math.Clamp(before ?? (view.LastChange + 1), 1, view.LastChange + 1);
        for (var pages = 0; next > 1 && pages < PagesMax && changes.Count < Math.Clamp(take, 1, TakeMax); pages++)
        {
            var page = (next - 2) / ChangePages.Size;
            foreach (var happened in (await grains.GetGrain<IChangesGrain>(ChangePages.KeyOf(view.Id, page)).GetAsync()).Reverse())
            {
                if (happened.Sequence >= next || changes.Count >= Math.Clamp(take, 1, TakeMax)) continue;
                var change = await ViewAsync(happened, names);
                next = happened.Sequence;
                if ((wanted is null || change.Kind == wanted) && Says(change, by, words)) changes.Add(change);
            }

            if (changes.Count < Math.Clamp(take, 1, TakeMax)) next = (page * ChangePages.Size) + 1;
        }

        return TypedResults.Ok(new ChangesPage(changes, next > 1 ? next : null));
    }

    private static bool Says(ChangeView change, string? by, string? words) =>
        (string.IsNullOrWhiteSpace(by) || change.By.Value.Contains(by.Trim(), StringComparison.OrdinalIgnoreCase) || change.ByName.Contains(by.Trim(), StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrWhiteSpace(words) || change.Names.Values.Append(change.What).Any(text => text.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase)));

    private static async Task<ChangeView> ViewAsync(HistoryEvent happened, PersonNames names)
    {
        var detail = happened.Detail ?? "";
        var colon = detail.IndexOf(": ", StringComparison.Ordinal);
        var by = new WorkerId(colon < 0 ? "" : detail[..colon]);
        var name = await names.OfAsync(by);
        var what = colon < 0 ? detail : detail[(colon + 2)..];
        return new ChangeView(happened.Sequence, happened.At, happened.Kind, by, name.Length == 0 ? by.Value : name, what, await MentionedAsync(what, names));
    }

    private static async Task<Dictionary<string, string>> MentionedAsync(string what, PersonNames names)
    {
        var called = new Dictionary<string, string>();
        foreach (var account in Accounts().Matches(what).Select(static match => match.Value).Distinct())
            if (await names.OfAsync(new WorkerId(account)) is { Length: > 0 } name) called[account] = name;
        return called;
    }

    /// <summary>An account's id, as sign-up makes it.</summary>
    [GeneratedRegex("\\bw[0-9a-f]{24}(?![0-9A-Za-z_-])")]
    private static partial Regex Accounts();
}
