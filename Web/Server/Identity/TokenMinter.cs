using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Identity;

/// <summary>A token and whose it is.</summary>
public sealed record MintedToken(WorkerId Account, string Token);

/// <summary>
/// Makes bearer tokens without passwords. For this process only (the command line, tests): no address leads here. Load clients
/// start with such tokens, since hashing ten thousand passwords would measure the hashing.
/// </summary>
public sealed class TokenMinter(IGrainFactory grains, IOptionsMonitor<BearerTokenOptions> bearer, IOptions<AccessOptions> options, TimeProvider time)
{
    private const int AtOnce = 64;

    /// <summary>Makes <paramref name="count"/> accounts of a role, without passwords, and a token for each.</summary>
    public async Task<IReadOnlyList<MintedToken>> MintAsync(string role, int count, TimeSpan? lifetime = null, CancellationToken ct = default)
    {
        if (!Roles.All.Contains(role)) throw new ArgumentException($"\"{role}\" is no role; there are {string.Join(", ", Roles.All)}.", nameof(role));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var tokens = new MintedToken[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, _) =>
        {
            var account = AppUser.New($"minted-{Secrets.New(12)}@example.invalid", $"Minted {i + 1}", [role], time.GetUtcNow()).Record;
            var bucket = EmailHash.BucketOf(EmailHash.Of(account.NormalizedEmail));
            var made = await grains.GetGrain<IDirectoryGrain>(bucket).ClaimAsync(account);
            if (!made.IsOk) throw new InvalidOperationException($"{made.Refusal.Code}: {made.Refusal.Message}");
            tokens[i] = new MintedToken(made.Value.Id, TokenFor(made.Value, lifetime));
        });
        return tokens;
    }

    /// <summary>A token for an account as it stands; ends when its sessions are ended.</summary>
    public string TokenFor(AccountRecord account, TimeSpan? lifetime = null)
    {
        var now = time.GetUtcNow();
        var principal = Claims.ForSession(account.Id, account.SecurityStamp, Secrets.New(16), Schemes.Token);
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + (lifetime ?? options.Value.TokenLifetime) };

        // The name that the bearer handler expects of an access token's ticket.
        var ticket = new AuthenticationTicket(principal, properties, $"{Schemes.Token}:AccessToken");
        return bearer.Get(Schemes.Token).BearerTokenProtector.Protect(ticket);
    }
}
