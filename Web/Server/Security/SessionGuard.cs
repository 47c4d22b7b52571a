using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace Distribution.Web.Security;

/// <summary>Checks every session against its account, whatever the scheme, and takes the roles from there.</summary>
public sealed class SessionGuard(SessionCache cache, TimeProvider time) : IClaimsTransformation
{
    /// <inheritdoc />
    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (principal.FindFirst(Claims.Account)?.Value is not { } id) return principal;
        var account = await cache.GetAsync(new WorkerId(id));
        return account is not null && IsGood(principal, account, time.GetUtcNow()) ? WithRoles(principal, account) : new ClaimsPrincipal(new ClaimsIdentity());
    }

    /// <summary>Whether the session still holds.</summary>
    public static bool IsGood(ClaimsPrincipal principal, AccountSession account, DateTimeOffset now)
    {
        if (account.Status == AccountStatus.Disabled) return false;
        if (principal.FindFirst(Claims.Key) is { } key) return account.ApiKeys.Any(known => known.Id == key.Value && !(known.ExpiresAt <= now));
        return principal.FindFirst(Claims.Stamp)?.Value == account.SecurityStamp
            && principal.FindFirst(Claims.Session)?.Value is { } session && account.EndedSessions.All(ended => ended.Id != session);
    }

    /// <summary>A session that no longer holds counts as none: its bearer is asked to sign in, not told that this is forbidden.</summary>
    internal static Task ForgetRefusedAsync(HttpContext http, RequestDelegate next)
    {
        if (http.User.Identity is not { IsAuthenticated: true }) http.Features.Set<IAuthenticateResultFeature>(null);
        return next(http);
    }

    private static ClaimsPrincipal WithRoles(ClaimsPrincipal principal, AccountSession account)
    {
        var identity = (ClaimsIdentity)principal.Identity!;
        var kept = identity.Claims.Where(static claim => claim.Type is Claims.Account or Claims.Stamp or Claims.Session or Claims.Key or Claims.Scope);
        return new ClaimsPrincipal(new ClaimsIdentity(
            [.. kept, new Claim(ClaimTypes.Name, account.DisplayName), .. account.Roles.Select(static role => new Claim(ClaimTypes.Role, role))],
            identity.AuthenticationType, ClaimTypes.Name, ClaimTypes.Role));
    }
}
