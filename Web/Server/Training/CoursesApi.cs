using System.Security.Claims;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Training;
using Distribution.Web.Agreements;
using Distribution.Web.Common;
using Distribution.Web.Manuscripts;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Training;

/// <summary>Courses for those who make them, and the pictures in them.</summary>
internal static class CoursesApi
{
    private const string What = "The course";

    public static void MapCourses(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value;
        var group = api.MapGroup("/courses/{course}").WithTags("Courses").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapPost("/versions", PublishAsync).WithName("PublishCourse").WithBodyLimit(limits.CourseBytesMax)
            .WithSummary("Publishes the next version; all that is wrong with it comes back by pointer, as 422");
        group.MapGet("/versions", VersionsAsync).WithName("ListCourseVersions").WithSummary("All versions, oldest first, for its owner");
        group.MapGet("/versions/{version:int:min(0)}", GetAsync).WithName("GetCourseDocument").WithSummary("A version with its answers, for its owner; 0 is the latest");
        group.MapPost("/pictures", UploadAsync).WithName("UploadCoursePicture").WithBodyLimit(limits.PictureBytesMax + 1024)
            .WithSummary("Stores a picture (PNG, JPEG, GIF or WebP as the body); write its hash into a lesson as ![alt](picture:HASH)");
        api.MapGet("/courses/{course}/pictures/{hash}", PictureAsync).WithName("GetCoursePicture").WithTags("Courses").RequireAuthorization()
            .RequireRateLimiting(Rates.Api).WithSummary("A picture of a published course");
    }

    private static async Task<Results<Ok<PublishedVersion>, ProblemHttpResult>> PublishAsync(
        string course, CourseDocument document, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Names.IsName(course)) return Problems.From(Refusal.Invalid("BadName", "A name has 2 to 40 lower-case letters, digits and hyphens."));
        var grain = grains.GetGrain<ICourseGrain>(course);
        if (!user.MayPublish(await grain.ListAsync())) return Problems.From(Refusal.Conflict("NameTaken", "This course belongs to another manager."));
        var listed = await grains.GetGrain<IRegistryGrain>(RegistryKinds.Courses).AddAsync(course);
        if (!listed.IsOk) return Problems.From(listed.Refusal);
        var text = JsonSerializer.Serialize(document, TrainingDocumentsJsonContext.Default.CourseDocument);
        var reply = await grain.PublishAsync(user.Id(), text);
        if (!reply.IsOk) return Problems.From(reply.Refusal);
        return reply.Value.Published is { } published
            ? TypedResults.Ok(PublishedVersion.Of(course, published))
            : Problems.List("BadCourse", "The course is wrong.", reply.Value.Errors);
    }

    private static async Task<Results<Ok<CourseDocument>, ProblemHttpResult>> GetAsync(
        string course, int version, ClaimsPrincipal user, IGrainFactory grains, ICourseLibrary library) =>
        await OwnsAsync(course, user, grains) && await library.FindAsync(course, version) is { } found ? TypedResults.Ok(found.Document) : Problems.NotFound(What);

    private static async Task<Results<Ok<PictureView>, ProblemHttpResult>> UploadAsync(
        string course, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, IBlobStore blobs, IOptions<WebOptions> options, CancellationToken ct)
    {
        if (!Names.IsName(course) || !user.MayPublish(await grains.GetGrain<ICourseGrain>(course).ListAsync())) return Problems.NotFound(What);
        if (await FileKind.ReadAsync(request.Body, options.Value.PictureBytesMax, ct) is not { } content)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "TooLarge", $"A picture has at most {options.Value.PictureBytesMax} bytes.");
        if (FileKind.Of(content) is not { } kind || !FileKind.IsPicture(kind)) return Problems.From(Refusal.Invalid("NoPicture", "Send a PNG, JPEG, GIF or WebP picture."));
        var hash = await blobs.PutAsync(content, ct);
        await ManuscriptsApi.Of(grains, user, ManuscriptKinds.Courses).NotePictureAsync(hash.Value);
        return TypedResults.Ok(new PictureView(hash.Value, kind, content.Length));
    }

    /// <summary>Only what the published course itself names, and what its reader has stored: a hash opens no other blob.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> PictureAsync(
        string course, string hash, ClaimsPrincipal user, IGrainFactory grains, IBlobStore blobs, CancellationToken ct)
    {
        if (!Names.IsName(course) || !BlobHash.TryParse(hash, out var name) || !await MaySeeAsync(course, hash, user, grains)
            || await blobs.ReadAsync(name, ct) is not { } content || FileKind.Of(content.Span) is not { } kind || !FileKind.IsPicture(kind)) return Problems.NotFound("The picture");
        return TypedResults.File(content.ToArray(), kind);
    }

    private static async Task<bool> MaySeeAsync(string course, string hash, ClaimsPrincipal user, IGrainFactory grains) =>
        (await grains.GetGrain<ICourseGrain>(course).GetAsync(0) is { } latest && latest.Text.Contains($"picture:{hash}", StringComparison.Ordinal))
        || await ManuscriptsApi.Of(grains, user, ManuscriptKinds.Courses).HasPictureAsync(hash);

    private static async Task<Results<Ok<IReadOnlyList<DocumentHead>>, ProblemHttpResult>> VersionsAsync(string course, ClaimsPrincipal user, IGrainFactory grains) =>
        await OwnsAsync(course, user, grains) ? TypedResults.Ok(await grains.GetGrain<ICourseGrain>(course).ListAsync()) : Problems.NotFound(What);

    private static async Task<bool> OwnsAsync(string course, ClaimsPrincipal user, IGrainFactory grains) =>
        Names.IsName(course) && await grains.GetGrain<ICourseGrain>(course).ListAsync() is [var first, ..] && user.MayPublish(first.By);
}
