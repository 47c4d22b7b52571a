using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.TaskTypes;
using Distribution.Contracts.Training;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Manuscripts;

/// <summary>Saves a manuscript: any JSON object, finished or not.</summary>
/// <param name="Revision">The revision that it was written on; 0 for a new one.</param>
/// <param name="Document">The text. Its member "title" is what lists show.</param>
public sealed record ManuscriptRequest([property: Range(0, int.MaxValue)] int Revision, JsonElement Document);

/// <summary>A manuscript as its author left it.</summary>
public sealed record ManuscriptView(string Name, int Revision, DateTimeOffset SavedAt, JsonElement Document);

/// <summary>A document of one's own: published, being written, or both.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Version">The latest version that was published; 0 for none.</param>
/// <param name="PublishedAt">When that was.</param>
/// <param name="Revision">The manuscript's revision; 0 where nothing is being written.</param>
/// <param name="SavedAt">When it was saved last.</param>
public sealed record AuthoredDocument(string Name, LocalText Title, int Version, DateTimeOffset? PublishedAt, int Revision, DateTimeOffset? SavedAt);

/// <summary>What managers write before they publish it. Everybody has their own, and sees only those.</summary>
internal static class ManuscriptsApi
{
    private const string What = "This kind of document";

    public static void MapManuscripts(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value;
        var group = api.MapGroup("/manuscripts/{kind}").WithTags("Manuscripts").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListManuscripts").WithSummary("Courses or task types of one's own: what is published, and what is being written");
        group.MapGet("/{name}", GetAsync).WithName("GetManuscript").WithSummary("What one is writing; 204 where nothing is");
        group.MapPut("/{name}", SaveAsync).WithName("SaveManuscript").WithBodyLimit(limits.CourseBytesMax)
            .WithSummary("Saves it as it is; refused when another tab has saved meanwhile");
        group.MapDelete("/{name}", DiscardAsync).WithName("DiscardManuscript").WithSummary("Throws it away; what was published stays");
    }

    /// <summary>The manuscripts of whoever asks.</summary>
    public static IManuscriptsGrain Of(IGrainFactory grains, ClaimsPrincipal user, string kind) => grains.GetGrain<IManuscriptsGrain>($"{user.Id()}/{kind}");

    private static async Task<Results<Ok<IReadOnlyList<AuthoredDocument>>, ProblemHttpResult>> ListAsync(
        string kind, ClaimsPrincipal user, IGrainFactory grains, ICourseLibrary library)
    {
        if (!ManuscriptKinds.All.Contains(kind)) return Problems.NotFound(What);
        var written = (await Of(grains, user, kind).ListAsync()).ToDictionary(static head => head.Name);
        var names = await grains.GetGrain<IRegistryGrain>(kind == ManuscriptKinds.Courses ? RegistryKinds.Courses : RegistryKinds.TaskTypes).ListAsync();
        var published = kind == ManuscriptKinds.Courses
            ? await Task.WhenAll(names.Select(name => CourseAsync(name, user, grains, library)))
            : await Task.WhenAll(names.Select(name => TypeAsync(name, user, grains)));
        var all = published.OfType<AuthoredDocument>().ToDictionary(static document => document.Name);
        foreach (var head in written.Values)
        {
            var known = all.GetValueOrDefault(head.Name) ?? new AuthoredDocument(head.Name, new LocalText { Ko = "", En = "" }, 0, null, 0, null);
            all[head.Name] = known with { Title = new LocalText { Ko = head.TitleKo, En = head.TitleEn }, Revision = head.Revision, SavedAt = head.SavedAt };
        }

        return TypedResults.Ok<IReadOnlyList<AuthoredDocument>>([.. all.Values.OrderBy(static document => document.Name, StringComparer.Ordinal)]);
    }

    private static async Task<Results<Ok<ManuscriptView>, NoContent, ProblemHttpResult>> GetAsync(string kind, string name, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!ManuscriptKinds.All.Contains(kind)) return Problems.NotFound(What);
        if (await Of(grains, user, kind).GetAsync(name) is not { } found) return TypedResults.NoContent();
        using var document = JsonDocument.Parse(found.Text);
        return TypedResults.Ok(new ManuscriptView(name, found.Head.Revision, found.Head.SavedAt, document.RootElement.Clone()));
    }

    private static async Task<Results<Ok<ManuscriptHead>, ProblemHttpResult>> SaveAsync(
        string kind, string name, ManuscriptRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!ManuscriptKinds.All.Contains(kind)) return Problems.NotFound(What);
        if (!Names.IsName(name)) return Problems.From(Refusal.Invalid("BadName", "A name has 2 to 40 lower-case letters, digits and hyphens."));
        if (request.Document.ValueKind != JsonValueKind.Object) return Problems.From(Refusal.Invalid("NoDocument", "A document is a JSON object."));
        var title = TitleOf(request.Document);
        return (await Of(grains, user, kind).SaveAsync(name, request.Revision, title.Ko, title.En, request.Document.GetRawText())).ToResult();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(string kind, string name, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!ManuscriptKinds.All.Contains(kind)) return Problems.NotFound(What);
        await Of(grains, user, kind).RemoveAsync(name);
        return TypedResults.NoContent();
    }

    private static async Task<AuthoredDocument?> CourseAsync(string name, ClaimsPrincipal user, IGrainFactory grains, ICourseLibrary library) =>
        await grains.GetGrain<ICourseGrain>(name).ListAsync() is [var first, ..] && first.By == user.Id() && await library.FindAsync(name, 0) is { } latest
            ? new AuthoredDocument(name, latest.Document.Title, latest.Head.Version, latest.Head.PublishedAt, 0, null)
            : null;

    private static async Task<AuthoredDocument?> TypeAsync(string name, ClaimsPrincipal user, IGrainFactory grains)
    {
        var grain = grains.GetGrain<ITaskTypeGrain>(name);
        var own = (await grain.ListAsync()).Where(head => head.By == user.Id()).ToList();
        if (own is not [.., var latest] || await grain.GetAsync(latest.Version) is not { } found) return null;
        using var document = JsonDocument.Parse(found.Document);
        return new AuthoredDocument(name, TitleOf(document.RootElement), latest.Version, latest.PublishedAt, 0, null);
    }

    /// <summary>What a document says that it is called; empty where it does not, or not yet.</summary>
    private static LocalText TitleOf(JsonElement document)
    {
        return new LocalText { Ko = In("ko"), En = In("en") };

        string In(string language) =>
            document.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.Object && title.TryGetProperty(language, out var text)
                && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
    }
}
