using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Images;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Distribution.Web.Work;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Images;

/// <summary>An image that was stored; a task names it as "blob:" and its hash.</summary>
public sealed record ImageStored(string Hash, string MediaType, int Bytes);

/// <summary>Images of tasks: managers store them before they import the tasks that name them; who works on such a task sees them.</summary>
internal static class ImagesApi
{
    private const string What = "The image";

    public static void MapImages(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value;
        var mine = api.MapGroup("/projects/{project}/images").WithTags("Images").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        mine.MapPost("", StoreAsync).WithName("StoreImage").WithBodyLimit(limits.ImageBytesMax + 1024)
            .WithSummary("Stores an image (PNG, JPEG, GIF or WebP as the body); write \"blob:\" and its hash into a task");
        mine.MapGet("/{hash}", GetOwnAsync).WithName("GetProjectImage").WithSummary("An image of one's own project");
        api.MapGet("/work/images/{hash}", GetAtWorkAsync).WithName("GetTaskImage").WithTags("Work").RequireAuthorization(Scope.Work).RequireRateLimiting(Rates.Api)
            .WithSummary("An image that the task at work names");
    }

    private static async Task<Results<Ok<ImageStored>, ProblemHttpResult>> StoreAsync(
        string project, HttpRequest request, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains, IBlobStore blobs, IOptions<WebOptions> options, CancellationToken ct)
    {
        if (await access.FindAsync(user, project) is null) return Problems.NotFound("The project");
        var most = options.Value.ImageBytesMax;
        if (await FileKind.ReadAsync(request.Body, most, ct) is not { } content)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "TooLarge", $"An image has at most {most} bytes.");
        if (FileKind.Of(content) is not { } kind || !FileKind.IsPicture(kind)) return Problems.From(Refusal.Invalid("NoImage", "Send a PNG, JPEG, GIF or WebP image."));
        var hash = await blobs.PutAsync(content, ct);
        return await Images(grains, project, hash).AddAsync(hash.Value)
            ? TypedResults.Ok(new ImageStored(hash.Value, kind, content.Length))
            : Problems.From(Refusal.Busy("TooManyImages", "This project has no room for more images."));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetOwnAsync(
        string project, string hash, ClaimsPrincipal user, HttpContext http, ProjectAccess access, IGrainFactory grains, IBlobStore blobs, CancellationToken ct) =>
        BlobHash.TryParse(hash, out var name) && await access.FindAsync(user, project) is not null && await Images(grains, project, name).HasAsync(hash)
            ? await SendAsync(name, http, blobs, ct)
            : Problems.NotFound(What);

    /// <summary>The lease is the permission: whoever works on a task that names the image, and as long as they do.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAtWorkAsync(
        string hash, ClaimsPrincipal user, HttpContext http, IGrainFactory grains, SegmentCache segments, IBlobStore blobs, CancellationToken ct)
    {
        if (!BlobHash.TryParse(hash, out var name)) return Problems.NotFound(What);
        if ((await grains.GetGrain<IWorkerGrain>(user.Id().Value).GetSnapshotAsync()).Assignment is not { } lease) return Problems.NotFound(What);
        var isNamed = await segments.PayloadAsync(lease.Task, ct) is { } payload && payload.GetRawText().Contains($"blob:{hash}", StringComparison.Ordinal);
        // A payload is free text: only what its own project stored as an image is one.
        return isNamed && await Images(grains, lease.Task.Project.Value, name).HasAsync(hash) ? await SendAsync(name, http, blobs, ct) : Problems.NotFound(What);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SendAsync(BlobHash name, HttpContext http, IBlobStore blobs, CancellationToken ct)
    {
        if (await blobs.ReadAsync(name, ct) is not { } content || FileKind.Of(content.Span) is not { } kind) return Problems.NotFound(What);
        // Its name is its content. It stays in this person's browser for the time of some tasks, and nowhere else.
        http.Response.Headers.CacheControl = "private, max-age=3600, immutable";
        return TypedResults.File(content.ToArray(), kind);
    }

    private static IImagesGrain Images(IGrainFactory grains, string project, BlobHash hash) =>
        grains.GetGrain<IImagesGrain>(ImageKeys.Of(new ProjectId(project), hash.Value));
}
