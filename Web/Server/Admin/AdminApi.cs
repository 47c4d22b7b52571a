using System.ComponentModel.DataAnnotations;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Web.Accounts;
using Distribution.Web.Common;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Distribution.Web.Admin;

/// <summary>Sets the roles of an account.</summary>
public sealed record RolesRequest([property: Required] IReadOnlyList<string> Roles);

/// <summary>Suspends (no new work), disables (closed at once) or restores an account.</summary>
public sealed record AccountStatusRequest(AccountStatus Status);

/// <summary>One bucket of accounts; ask for the next one until there is none.</summary>
public sealed record AccountPage(IReadOnlyList<AccountView> Accounts, int? NextBucket);

/// <summary>Accounts, for administrators.</summary>
internal static class AdminApi
{
    public static void MapAdmin(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/accounts").WithTags("Admin").RequireAuthorization(Scope.Admin).RequireRateLimiting(Rates.Api);
        group.MapGet("", ListAsync).WithName("ListAccounts");
        group.MapGet("/{account}", GetAsync).WithName("GetAccount");
        group.MapPut("/{account}/roles", SetRolesAsync).WithName("SetAccountRoles");
        group.MapPut("/{account}/status", SetStatusAsync).WithName("SetAccountStatus");
        group.MapPost("/{account}/end-sessions", EndSessionsAsync).WithName("EndAccountSessions");
    }

    /// <summary>Goes through the buckets until a page is full enough, so that a small installation is one answer.</summary>
    private static async Task<Results<Ok<AccountPage>, ProblemHttpResult>> ListAsync(IGrainFactory grains, int bucket = 0, int atLeast = 50)
    {
        if (bucket is < 0 or >= EmailHash.Buckets) return Problems.NotFound("The bucket");
        var found = new List<AccountView>();
        while (bucket < EmailHash.Buckets && found.Count < Math.Clamp(atLeast, 1, 200))
        {
            var ids = await grains.GetGrain<IDirectoryGrain>(EmailHash.Bucket(bucket++)).ListAsync();
            var accounts = await Task.WhenAll(ids.Select(id => grains.GetGrain<IAccountGrain>(id.Value).GetAsync()));
            found.AddRange(accounts.OfType<AccountRecord>().Select(AccountView.Of));
        }

        return TypedResults.Ok(new AccountPage(found, bucket < EmailHash.Buckets ? bucket : null));
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> GetAsync(string account, IGrainFactory grains) =>
        IsId(account) && await grains.GetGrain<IAccountGrain>(account).GetAsync() is { } found
            ? TypedResults.Ok(AccountView.Of(found))
            : Problems.NotFound("The account");

    private static Task<Results<Ok<AccountView>, ProblemHttpResult>> SetRolesAsync(
        string account, RolesRequest request, IGrainFactory grains, SessionCache cache) =>
        ChangeAsync(account, grains, cache, grain => grain.SetRolesAsync(request.Roles));

    private static Task<Results<Ok<AccountView>, ProblemHttpResult>> SetStatusAsync(
        string account, AccountStatusRequest request, IGrainFactory grains, SessionCache cache) =>
        ChangeAsync(account, grains, cache, grain => grain.SetStatusAsync(request.Status));

    private static Task<Results<Ok<AccountView>, ProblemHttpResult>> EndSessionsAsync(string account, IGrainFactory grains, SessionCache cache) =>
        ChangeAsync(account, grains, cache, static grain => grain.EndSessionsAsync());

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> ChangeAsync(
        string account, IGrainFactory grains, SessionCache cache, Func<IAccountGrain, Task<Outcome<AccountRecord>>> change)
    {
        if (!IsId(account)) return Problems.NotFound("The account");
        var changed = await change(grains.GetGrain<IAccountGrain>(account));
        cache.Forget(new WorkerId(account));
        return changed.ToResult(AccountView.Of);
    }

    private static bool IsId(string account) => account.Length is > 0 and <= 64;
}
