using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Web.Common;
using Distribution.Web.Identity;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Accounts;

/// <summary>Signing up, in and out.</summary>
internal static class AccountsApi
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/accounts").WithTags("Accounts").RequireRateLimiting(Rates.SignIn);
        group.MapPost("/sign-up", SignUpAsync).WithName("SignUp");
        group.MapPost("/sign-in", SignInAsync).WithName("SignIn");
        group.MapPost("/setup", SetupAsync).WithName("RedeemSetupLink");

        var mine = api.MapGroup("/accounts").WithTags("Accounts").RequireAuthorization().RequireRateLimiting(Rates.Api);
        mine.MapGet("/me", MeAsync).WithName("GetMe");
        mine.MapPost("/sign-out", SignOutAsync).WithName("SignOut").RequireAuthorization(Scope.Self);
        mine.MapPost("/sign-out-everywhere", SignOutEverywhereAsync).WithName("SignOutEverywhere").RequireAuthorization(Scope.Self);
        mine.MapPost("/me/password", ChangePasswordAsync).WithName("ChangePassword").RequireAuthorization(Scope.Self).RequireRateLimiting(Rates.SignIn);
    }

    private static async Task<Results<Created<AccountView>, ProblemHttpResult>> SignUpAsync(
        SignUpRequest request, SignInService service, CancellationToken ct)
    {
        var made = await service.SignUpAsync(request.Email, request.Password, request.DisplayName, [Roles.Trainer], ct);
        return made.IsOk ? TypedResults.Created("/api/v1/accounts/me", AccountView.Of(made.Value)) : Problems.From(made.Refusal);
    }

    private static async Task<Results<Ok<SignInReply>, ProblemHttpResult>> SignInAsync(
        SignInRequest request, HttpContext http, SignInService service, TokenMinter minter, IOptions<AccessOptions> options, CancellationToken ct)
    {
        if (request.Mode == SignInMode.Cookie && !http.Request.IsHttps && !IsLoopback(http))
            return Problems.From(Refusal.Invalid("HttpsNeeded", "A cookie would travel in the open: use https."));
        var checkedAccount = await service.CheckAsync(request.Email, request.Password, ct);
        if (!checkedAccount.IsOk) return Problems.From(checkedAccount.Refusal);
        var account = checkedAccount.Value;
        if (request.Mode == SignInMode.Token)
        {
            return TypedResults.Ok(new SignInReply(
                AccountView.Of(account), minter.TokenFor(account), (int)options.Value.TokenLifetime.TotalSeconds));
        }

        await http.SignInAsync(Schemes.Cookie, Claims.ForSession(account.Id, account.SecurityStamp, Secrets.New(16), Schemes.Cookie));
        return TypedResults.Ok(new SignInReply(AccountView.Of(account), null, (int)options.Value.CookieLifetime.TotalSeconds));
    }

    private static async Task<Results<Created<AccountView>, ProblemHttpResult>> SetupAsync(SetupRequest request, FirstAdmin first, CancellationToken ct)
    {
        var made = await first.RedeemAsync(request.Token, request.Email, request.Password, ct);
        return made.IsOk ? TypedResults.Created("/api/v1/accounts/me", AccountView.Of(made.Value)) : Problems.From(made.Refusal);
    }

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> MeAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.GetGrain<IAccountGrain>(user.Id().Value).GetAsync() is { } account
            ? TypedResults.Ok(AccountView.Of(account))
            : Problems.NotFound("The account");

    private static async Task<NoContent> SignOutAsync(
        HttpContext http, IGrainFactory grains, SessionCache cache, IOptions<AccessOptions> options, TimeProvider time)
    {
        var id = http.User.Id();
        if (http.User.FindFirst(Claims.Session)?.Value is { } session)
        {
            var longest = options.Value.CookieLifetime > options.Value.TokenLifetime ? options.Value.CookieLifetime : options.Value.TokenLifetime;
            await grains.GetGrain<IAccountGrain>(id.Value).EndSessionAsync(new EndedSession(session, time.GetUtcNow() + longest));
            cache.Forget(id);
        }

        await http.SignOutAsync(Schemes.Cookie);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SignOutEverywhereAsync(HttpContext http, IGrainFactory grains, SessionCache cache)
    {
        await grains.GetGrain<IAccountGrain>(http.User.Id().Value).EndSessionsAsync();
        cache.Forget(http.User.Id());
        await http.SignOutAsync(Schemes.Cookie);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePasswordAsync(
        PasswordRequest request, HttpContext http, SignInService service, SessionCache cache, CancellationToken ct)
    {
        var changed = await service.ChangePasswordAsync(http.User.Id(), request.Current, request.Next, ct);
        if (!changed.IsOk) return Problems.From(changed.Refusal);
        cache.Forget(http.User.Id());
        await http.SignOutAsync(Schemes.Cookie);
        return TypedResults.NoContent();
    }

    private static bool IsLoopback(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address);
}
