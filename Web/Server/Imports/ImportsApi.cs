using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Web.Common;
using Distribution.Web.Projects;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Imports;

/// <summary>
/// Imports of tasks. A PUT with the file starts one, or goes on with the one of that id: after a broken connection or a crash, send
/// the same file to the same address again.
/// </summary>
internal static class ImportsApi
{
    private const string What = "The import";

    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/projects/{project}/imports").WithTags("Imports").RequireAuthorization(Scope.Projects)
            .RequireRateLimiting(Rates.Api);
        group.MapPut("/{import}", RunAsync).WithName("RunImport").WithUrgency(Urgency.Stream).DisableRequestTimeout();
        group.MapGet("/{import}", GetAsync).WithName("GetImport");
        group.MapGet("/{import}/errors", ErrorsAsync).WithName("DownloadImportErrors").WithUrgency(Urgency.Stream).DisableRequestTimeout();
    }

    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> RunAsync(
        string project, string import, HttpContext http, ProjectAccess access, IImportService imports, IOptions<UploadOptions> options,
            string policy = "keepGood")
    {
        if (await access.FindAsync(http.User, project) is not { } view) return Problems.NotFound("The project");
        if (!IsId(import)) return Problems.From(Refusal.Invalid("BadId", "An import id has 1 to 64 letters, digits, '_' and '-'."));
        if (PolicyOf(policy) is not { } wanted) return Problems.From(Refusal.Invalid("BadPolicy", "The policy is keepGood or allOrNothing."));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize =
            options.Value.FileBytesMax;
        var (upload, wrong) = await Upload.OpenAsync(http.Request, options.Value, http.RequestAborted);
        if (upload is null) return Problems.From(wrong!);
        var result = await imports.RunAsync(
            upload.Content, Request(view, import, http.User, upload, wanted), progress: null, http.RequestAborted);
        return ToResult(result, options.Value);
    }

    private static ImportRequest Request(ProjectView view, string import, ClaimsPrincipal user, Upload upload, ImportPolicy policy) => new()
    {
        ImportId = Key(view.Id, import),
        Project = view.Id,
        By = user.Id(),
        TaskTypeId = view.Settings.TaskTypeId,
        TaskTypeVersion = view.Settings.TaskTypeVersion,
        Format = upload.Format,
        Policy = policy,
        Mapping = upload.Mapping,
        Description = upload.Name,
    };

    private static Results<Ok<ImportReport>, ProblemHttpResult> ToResult(ImportResult result, UploadOptions options)
    {
        if (result.Refusal is { } refusal) return Problems.From(refusal);
        if (result.MappingErrors.Count > 0) return Problem("BadMapping", "The mapping does not fit the task type.", result.MappingErrors);
        var shown = result.Errors.Take(options.ErrorsShown).ToList();
        return result.View!.Status == ImportStatus.Refused
            ? Problem("BadRows", $"{result.View.Counts.Rejected} of {result.View.Counts.Rows} rows are wrong, so nothing was added.", shown)
            : TypedResults.Ok(new ImportReport(result.View, shown));
    }

    private static async Task<Results<Ok<ImportView>,
        ProblemHttpResult>> GetAsync(string project, string import, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        await FindAsync(project, import, user, access, grains) is { } found ? TypedResults.Ok(found) : Problems.NotFound(What);

    private static async Task<Results<FileStreamHttpResult, NoContent, ProblemHttpResult>> ErrorsAsync(
        string project, string import, HttpContext http, ProjectAccess access, IGrainFactory grains, IBlobStore blobs)
    {
        if (await FindAsync(project, import, http.User, access, grains) is not { } found) return Problems.NotFound(What);
        if (found.ErrorsHash is null) return TypedResults.NoContent();
        return await blobs.OpenAsync(BlobHash.Parse(found.ErrorsHash), http.RequestAborted) is { } errors
            ? TypedResults.Stream(errors, "application/x-ndjson", $"{import}-errors.jsonl")
            : Problems.NotFound("The list of errors");
    }

    private static async Task<ImportView?> FindAsync(
        string project, string import, ClaimsPrincipal user, ProjectAccess access, IGrainFactory grains) =>
        IsId(import) && await access.FindAsync(user, project) is { } view ? await grains.GetGrain<IImportGrain>(Key(view.Id, import))
            .GetAsync() : null;

    private static ProblemHttpResult Problem<T>(string code, string message, IReadOnlyList<T> errors) => TypedResults.Problem(
        detail: message, statusCode: StatusCodes.Status422UnprocessableEntity, extensions: new Dictionary<string,
            object?>
        { ["code"] = code, ["errors"] = errors });

    /// <summary>The project's id is part of the key, so nobody reaches another project's import by its name.</summary>
    private static string Key(ProjectId project, string import) => $"{project}/{import}";

    /// <summary>Written as in JSON; the query's own binding knows only the names of the code.</summary>
    private static ImportPolicy? PolicyOf(string policy) => policy switch
    {
        "keepGood" => ImportPolicy.KeepGood,
        "allOrNothing" => ImportPolicy.AllOrNothing,
        _ => null,
    };

    private static bool IsId(string import) =>
        import.Length is > 0 and <= 64 && import.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
