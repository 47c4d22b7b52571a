using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Accounts;

/// <summary>Keys for one's programs. Only people make them: a key can't make keys.</summary>
internal static class ApiKeysApi
{
    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/accounts/me/keys").WithTags("API keys").RequireAuthorization(Scope.Self).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListApiKeys");
        group.MapPost("", CreateAsync).WithName("CreateApiKey");
        group.MapDelete("/{key}", RemoveAsync).WithName("RemoveApiKey");
    }

    private static async Task<Ok<IReadOnlyList<ApiKeyView>>> ListAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        var account = await grains.GetGrain<IAccountGrain>(user.Id().Value).GetAsync();
        return TypedResults.Ok<IReadOnlyList<ApiKeyView>>([.. account?.ApiKeys.Select(ApiKeyView.Of) ?? []]);
    }

    private static async Task<Results<Created<NewApiKey>, ProblemHttpResult>> CreateAsync(
        ApiKeyRequest request, ClaimsPrincipal user, IGrainFactory grains, SessionCache cache, IOptions<AccessOptions> options, TimeProvider time)
    {
        if (request.Scopes.FirstOrDefault(static scope => !ApiKeys.Scopes.Contains(scope)) is { } unknown)
            return Problems.From(Refusal.Invalid("UnknownScope", $"\"{unknown}\" is no scope; there are {string.Join(", ", ApiKeys.Scopes)}."));
        var now = time.GetUtcNow();
        var (stored, text) = ApiKeys.New(user.Id(), request.Name, [.. request.Scopes.Distinct()], now, now.AddDays(request.ExpiresInDays));
        var added = await grains.GetGrain<IAccountGrain>(user.Id().Value).AddKeyAsync(stored, options.Value.ApiKeysMax);
        cache.Forget(user.Id());
        return added.IsOk
            ? TypedResults.Created($"/api/v1/accounts/me/keys/{stored.Id}", new NewApiKey(ApiKeyView.Of(stored), text))
            : Problems.From(added.Refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string key, ClaimsPrincipal user, IGrainFactory grains, SessionCache cache)
    {
        var removed = await grains.GetGrain<IAccountGrain>(user.Id().Value).RemoveKeyAsync(key);
        cache.Forget(user.Id());
        return removed.IsOk ? TypedResults.NoContent() : Problems.From(removed.Refusal);
    }
}
