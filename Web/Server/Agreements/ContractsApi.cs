using System.Security.Claims;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Agreements;
using Distribution.Contracts.Workers;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Agreements;

/// <summary>Contracts: anyone signed in may read them; only people sign, never keys; managers publish.</summary>
internal static class ContractsApi
{
    private const string What = "The contract";

    public static void MapContracts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/contracts").WithTags("Contracts").RequireAuthorization().RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListContracts").WithSummary("All contracts, with one's own signatures");
        group.MapGet("/{contract}/versions/{version:int:min(0)}", GetAsync).WithName("GetContract").WithSummary("A version to read; 0 is the current one");
        group.MapPost("/{contract}/versions/{version:int:min(1)}/signature", SignAsync).WithName("SignContract")
            .WithSummary("Signs the current version; signing again changes nothing").RequireAuthorization(Scope.Self);
        group.MapPost("/{contract}/versions", PublishAsync).WithName("PublishContract")
            .WithSummary("Publishes the next version; projects that need the contract then ask for it").RequireAuthorization(Scope.Projects);
    }

    private static async Task<Ok<IReadOnlyList<ContractCard>>> ListAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        var standing = await Worker(grains, user).GetStandingAsync();
        var names = await grains.GetGrain<IRegistryGrain>(RegistryKinds.Contracts).ListAsync();
        var latest = await Task.WhenAll(names.Select(async name => (name, Version: await Agreement(grains, name).GetAsync(0))));
        return TypedResults.Ok<IReadOnlyList<ContractCard>>([.. latest.Where(static found => found.Version is not null)
            .Select(found => Card(found.name, found.Version!, standing))]);
    }

    private static async Task<Results<Ok<ContractView>, ProblemHttpResult>> GetAsync(string contract, int version, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Names.IsName(contract) || await Agreement(grains, contract).GetAsync(version) is not { } found) return Problems.NotFound(What);
        var latest = (await Agreement(grains, contract).ListAsync()).Count;
        var standing = await Worker(grains, user).GetStandingAsync();
        return TypedResults.Ok(new ContractView(
            contract, found.Head.Version, found.Head.Version == latest, Read(found), found.Head.Hash, found.Head.PublishedAt,
            standing.Signatures.FirstOrDefault(signature => signature.Contract == contract && signature.Version == found.Head.Version)));
    }

    private static async Task<Results<Ok<ContractSignature>, ProblemHttpResult>> SignAsync(
        string contract, int version, SignRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Names.IsName(contract)) return Problems.NotFound(What);
        if (!request.Agreed) return Problems.From(Refusal.Invalid("NotAgreed", "Say that you agree; else nothing is signed."));
        return (await Worker(grains, user).SignAsync(contract, version, request.SignedName.Trim(), request.TextHash)).ToResult();
    }

    private static async Task<Results<Ok<PublishedVersion>, ProblemHttpResult>> PublishAsync(
        string contract, AgreementDocument document, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Names.IsName(contract)) return Problems.From(Refusal.Invalid("BadName", "A name has 2 to 40 lower-case letters, digits and hyphens."));
        var grain = Agreement(grains, contract);
        if (!user.MayPublish(await grain.ListAsync())) return Problems.From(Refusal.Conflict("NameTaken", "This contract belongs to another manager."));
        var listed = await grains.GetGrain<IRegistryGrain>(RegistryKinds.Contracts).AddAsync(contract);
        if (!listed.IsOk) return Problems.From(listed.Refusal);
        var published = await grain.PublishAsync(user.Id(), JsonSerializer.Serialize(document, AgreementsJsonContext.Default.AgreementDocument));
        return published.ToResult(head => PublishedVersion.Of(contract, head));
    }

    private static ContractCard Card(string name, DocumentVersion latest, Standing standing)
    {
        IReadOnlyList<ContractSignature> mine = [.. standing.Signatures.Where(signature => signature.Contract == name)];
        return new ContractCard(
            name, latest.Head.Version, Read(latest).Title, latest.Head.PublishedAt, mine.Any(signature => signature.Version == latest.Head.Version), mine);
    }

    private static AgreementDocument Read(DocumentVersion version) =>
        JsonSerializer.Deserialize(version.Text, AgreementsJsonContext.Default.AgreementDocument)
            ?? throw new InvalidDataException($"The contract {version.Head.Hash} does not read.");

    private static IAgreementGrain Agreement(IGrainFactory grains, string contract) => grains.GetGrain<IAgreementGrain>(contract);

    private static IWorkerGrain Worker(IGrainFactory grains, ClaimsPrincipal user) => grains.GetGrain<IWorkerGrain>(user.Id().Value);
}
