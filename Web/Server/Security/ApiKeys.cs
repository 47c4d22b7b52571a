using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Distribution.Web.Security;

/// <summary>Keys for programs: "dk_account.key.secret". The secret has 160 bits; only its hash is stored, so a fast hash is enough.</summary>
public static class ApiKeys
{
    /// <summary>How every key begins.</summary>
    public const string Prefix = "dk_";

    /// <summary>What a key may be allowed to do.</summary>
    public static IReadOnlyList<string> Scopes { get; } = [Scope.Work, Scope.Earnings, Scope.Projects, Scope.Admin];

    /// <summary>A new key: what is stored, and what its owner sees once.</summary>
    public static (ApiKey Stored, string Text) New(WorkerId account, string name, IReadOnlyList<string> scopes, DateTimeOffset now, DateTimeOffset? expiresAt)
    {
        var id = Secrets.New(10);
        var secret = Secrets.New(20);
        return (new ApiKey(id, name, Secrets.Hash(secret), scopes, now, expiresAt), $"{Prefix}{account}.{id}.{secret}");
    }

    /// <summary>Takes a key apart; null when it is none.</summary>
    public static (WorkerId Account, string Id, string Secret)? Parse(string text)
    {
        if (text.Length > 200 || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var parts = text[Prefix.Length..].Split('.');
        return parts.Length == 3 && parts.All(static part => part.Length > 0) ? (new WorkerId(parts[0]), parts[1], parts[2]) : null;
    }
}

/// <summary>Random secrets and their hashes.</summary>
public static class Secrets
{
    /// <summary>So many random bytes as text that fits everywhere.</summary>
    public static string New(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that tells nothing.</summary>
    public static bool IsSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}

/// <summary>Lets API keys in.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SessionCache cache)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Schemes.BearerOf(Request) is not { } text || ApiKeys.Parse(text) is not { } given) return AuthenticateResult.NoResult();
        var account = await cache.GetAsync(given.Account);
        var key = account?.ApiKeys.FirstOrDefault(known => known.Id == given.Id);

        // A stranger's id costs the same hash and compare as a wrong secret.
        var isRight = Secrets.IsSame(key?.SecretHash ?? "", Secrets.Hash(given.Secret));
        if (key is null || !isRight || key.ExpiresAt <= TimeProvider.GetUtcNow()) return AuthenticateResult.Fail("No such key.");
        var identity = new ClaimsIdentity(Schemes.ApiKey, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(Claims.Account, given.Account.Value));
        identity.AddClaim(new Claim(Claims.Key, key.Id));
        identity.AddClaims(key.Scopes.Select(static scope => new Claim(Claims.Scope, scope)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Schemes.ApiKey));
    }
}
