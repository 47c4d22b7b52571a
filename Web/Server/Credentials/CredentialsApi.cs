using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Credentials;

/// <summary>One's own credentials and their documents.</summary>
internal static class CredentialsApi
{
    private const int NameLengthMax = 120;

    public static void MapCredentials(this IEndpointRouteBuilder api)
    {
        var limits = api.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value;
        var group = api.MapGroup("/credentials").WithTags("Credentials").RequireAuthorization(Scope.Self).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListCredentials").WithSummary("One's credentials, with who opened their documents");
        group.MapPost("", AddAsync).WithName("AddCredential");
        group.MapDelete("/{credential}", RemoveAsync).WithName("RemoveCredential").WithSummary("Removes one that was never verified");
        group.MapPost("/{credential}/documents", UploadAsync).WithName("UploadCredentialDocument").WithBodyLimit(limits.DocumentBytesMax + 1024)
            .WithSummary("Adds a document (PDF, PNG, JPEG, GIF or WebP as the body) under ?name=");
        group.MapGet("/{credential}/documents/{document}", DownloadAsync).WithName("GetCredentialDocument");
        group.MapPost("/{credential}/submit", SubmitAsync).WithName("SubmitCredential").WithSummary("Sends it to be verified");
    }

    /// <summary>A document as a download: it never runs in the page.</summary>
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> FileAsync(
        Credential? credential, string document, IBlobStore blobs, CancellationToken ct) =>
        credential?.Documents.FirstOrDefault(known => known.Id == document) is { } found && await blobs.ReadAsync(BlobHash.Parse(found.Hash), ct) is { } content
            ? TypedResults.File(content.ToArray(), found.MediaType, found.Name)
            : Problems.NotFound("The document");

    private static async Task<Ok<IReadOnlyList<Credential>>> ListAsync(ClaimsPrincipal user, IGrainFactory grains) => TypedResults.Ok(await Mine(user, grains).ListAsync());

    private static async Task<Results<Ok<Credential>, ProblemHttpResult>> AddAsync(CredentialRequest request, ClaimsPrincipal user, IGrainFactory grains) =>
        Names.IsName(request.Kind)
            ? (await Mine(user, grains).AddAsync(request.Kind, request.Title, request.Issuer)).ToResult()
            : Problems.From(Refusal.Invalid("BadKind", "A kind has 2 to 40 lower-case letters, digits and hyphens."));

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string credential, ClaimsPrincipal user, IGrainFactory grains)
    {
        var removed = await Mine(user, grains).RemoveAsync(credential);
        return removed.IsOk ? TypedResults.NoContent() : Problems.From(removed.Refusal);
    }

    /// <summary>What is too much is refused before it is stored; what is stored and then refused is named by no record.</summary>
    private static async Task<Results<Ok<Credential>, ProblemHttpResult>> UploadAsync(
        string credential, string name, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, IBlobStore blobs, IOptions<WebOptions> options,
        CancellationToken ct)
    {
        var mine = Mine(user, grains);
        var allowed = await mine.CheckDocumentAsync(credential, (int)Math.Clamp(request.ContentLength ?? 0, 0, int.MaxValue));
        if (!allowed.IsOk) return Problems.From(allowed.Refusal);
        if (await FileKind.ReadAsync(request.Body, options.Value.DocumentBytesMax, ct) is not { } content)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "TooLarge", $"A document has at most {options.Value.DocumentBytesMax} bytes.");
        if (FileKind.Of(content) is not { } kind) return Problems.From(Refusal.Invalid("UnknownKind", "Send a PDF, PNG, JPEG, GIF or WebP file."));
        var safe = string.Concat(Path.GetFileName(name).Where(static c => !char.IsControl(c)));
        if (safe.Length is 0 or > NameLengthMax) return Problems.From(Refusal.Invalid("BadName", $"A file name has 1 to {NameLengthMax} letters."));
        var fits = await mine.CheckDocumentAsync(credential, content.Length);
        if (!fits.IsOk) return Problems.From(fits.Refusal);
        var hash = await blobs.PutAsync(content, ct);
        return (await mine.AddDocumentAsync(credential, safe, kind, content.Length, hash.Value)).ToResult();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DownloadAsync(
        string credential, string document, ClaimsPrincipal user, IGrainFactory grains, IBlobStore blobs, CancellationToken ct) =>
        await FileAsync((await Mine(user, grains).ListAsync()).FirstOrDefault(known => known.Id == credential), document, blobs, ct);

    private static async Task<Results<Ok<Credential>, ProblemHttpResult>> SubmitAsync(string credential, ClaimsPrincipal user, IGrainFactory grains) =>
        (await Mine(user, grains).SubmitAsync(credential)).ToResult();

    private static ICredentialsGrain Mine(ClaimsPrincipal user, IGrainFactory grains) => grains.GetGrain<ICredentialsGrain>(user.Id().Value);
}
