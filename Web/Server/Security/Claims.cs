using System.Security.Claims;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;

namespace Distribution.Web.Security;

/// <summary>What a session says about its holder. Roles are never believed from it: they come from the account at each request.</summary>
public static class Claims
{
    /// <summary>The account's id.</summary>
    public const string Account = ClaimTypes.NameIdentifier;

    /// <summary>The security stamp that it began with.</summary>
    public const string Stamp = "stamp";

    /// <summary>The session's own id.</summary>
    public const string Session = "sid";

    /// <summary>An API key's id, instead of a stamp.</summary>
    public const string Key = "key";

    /// <summary>What an API key may do; a person's session has none and may do all that its roles allow.</summary>
    public const string Scope = "scope";

    /// <summary>The principal of a new session.</summary>
    public static ClaimsPrincipal ForSession(WorkerId account, string stamp, string sessionId, string scheme) => new(new ClaimsIdentity(
        [new Claim(Account, account.Value), new Claim(Stamp, stamp), new Claim(Session, sessionId)], scheme, ClaimTypes.Name, ClaimTypes.Role));

    /// <summary>The account of a signed-in request.</summary>
    public static WorkerId Id(this ClaimsPrincipal user) => new(user.FindFirst(Account)?.Value
        ?? throw new InvalidOperationException("The request has no account: its endpoint must require one."));

    /// <summary>Whether this person may publish the next version of a document.</summary>
    public static bool MayPublish(this ClaimsPrincipal user, IReadOnlyList<DocumentHead> versions) =>
        user.MayPublish(versions.Count == 0 ? null : versions[0].By);

    /// <summary>The first publisher keeps the name; an administrator may publish under any.</summary>
    public static bool MayPublish(this ClaimsPrincipal user, WorkerId? first) => first is null || first == user.Id() || user.IsAdmin();

    /// <summary>Whether the account may see everything.</summary>
    public static bool IsAdmin(this ClaimsPrincipal user) => user.IsInRole(Roles.Admin);
}
