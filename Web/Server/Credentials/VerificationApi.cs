using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Training;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Credentials;

/// <summary>Verifying credentials, for managers and administrators. Who opens a document is noted, and its holder sees it.</summary>
internal static class VerificationApi
{
    private const string What = "The credential";

    public static void MapVerification(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/verification/credentials").WithTags("Verification").RequireAuthorization(Scope.Projects).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListPendingCredentials").WithSummary("What waits to be verified, oldest first");
        // A GET would let any page that a verifier looks at note an opening in their name.
        group.MapPost("/{account}/{credential}/documents/{document}", DownloadAsync).WithName("OpenCredentialDocument").WithSummary("Opens a document; this is noted");
        group.MapPost("/{account}/{credential}/decision", DecideAsync).WithName("DecideCredential")
            .WithSummary("Verifies or rejects what waits, or takes back what was verified; never one's own");
    }

    private static async Task<Ok<IReadOnlyList<PendingCredentialView>>> ListAsync(IGrainFactory grains)
    {
        var pending = await grains.GetGrain<ICredentialInboxGrain>("all").ListAsync();
        var views = await Task.WhenAll(pending.Select(waiting => ViewAsync(waiting, grains)));
        return TypedResults.Ok<IReadOnlyList<PendingCredentialView>>([.. views.OfType<PendingCredentialView>()]);
    }

    private static async Task<PendingCredentialView?> ViewAsync(PendingCredential waiting, IGrainFactory grains)
    {
        if (await FindAsync(waiting.Worker.Value, waiting.Id, grains) is not { Status: CredentialStatus.Pending } credential) return null;
        var account = await grains.GetGrain<IAccountGrain>(waiting.Worker.Value).GetAsync();
        return new PendingCredentialView(waiting.Worker, account?.DisplayName ?? "", waiting.Since, credential);
    }

    /// <summary>Documents are open to verifiers only while there is something to verify.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DownloadAsync(
        string account, string credential, string document, ClaimsPrincipal user, IGrainFactory grains, IBlobStore blobs, CancellationToken ct)
    {
        if (await FindAsync(account, credential, grains) is not { } found || (found.Status != CredentialStatus.Pending && !user.IsAdmin())) return Problems.NotFound(What);
        if (found.Documents.All(known => known.Id != document)) return Problems.NotFound("The document");
        await grains.GetGrain<ICredentialsGrain>(account).NoteOpeningAsync(user.Id(), credential);
        return await CredentialsApi.FileAsync(found, document, blobs, ct);
    }

    private static async Task<Results<Ok<Credential>, ProblemHttpResult>> DecideAsync(
        string account, string credential, CredentialDecisionRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await FindAsync(account, credential, grains) is not { Status: not CredentialStatus.Draft } found) return Problems.NotFound(What);
        var decision = new CredentialDecision(request.Status, request.Reason, request.ValidUntil, await EarnedByAsync(found.Kind, grains));
        return (await grains.GetGrain<ICredentialsGrain>(account).DecideAsync(user.Id(), credential, decision)).ToResult();
    }

    /// <summary>The qualifications that say they are earned by such a credential.</summary>
    private static async Task<IReadOnlyList<EarnedQualification>> EarnedByAsync(string kind, IGrainFactory grains)
    {
        var earned = new List<EarnedQualification>();
        foreach (var name in await grains.GetGrain<IRegistryGrain>(RegistryKinds.Qualifications).ListAsync())
        {
            if (await grains.GetGrain<IQualificationGrain>(name).ListAsync() is [.., { Text: { EarnedBy: EarnedBy.Credential } text } latest] && text.Credential == kind)
                earned.Add(new EarnedQualification(name, latest.Version, text.ValidDays));
        }

        return earned;
    }

    private static async Task<Credential?> FindAsync(string account, string credential, IGrainFactory grains) =>
        account.Length is > 0 and <= 64
            ? (await grains.GetGrain<ICredentialsGrain>(account).ListAsync()).FirstOrDefault(known => known.Id == credential)
            : null;
}
