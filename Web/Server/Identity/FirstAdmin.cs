using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Web.Security;
using Microsoft.Extensions.Options;
using Orleans;

namespace Distribution.Web.Identity;

/// <summary>How an installation gets its first administrator: by command line, or by a link that is printed at the first start.</summary>
public sealed class FirstAdmin(IGrainFactory grains, IServiceScopeFactory scopes, IOptions<AccessOptions> options, TimeProvider time)
{
    private static readonly string[] AdminRoles = [Roles.Trainer, Roles.Manager, Roles.Admin];

    private ISetupGrain Setup => grains.GetGrain<ISetupGrain>("first");

    /// <summary>For "admin create": makes an administrator, whether or not there is one. This process only; no address leads here.</summary>
    public async Task<Outcome<AccountRecord>> CreateAsync(string email, string password, CancellationToken ct = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<SignInService>().SignUpAsync(email, password, "Administrator", AdminRoles, ct);
        if (made.IsOk) await Setup.CloseAsync();
        return made;
    }

    /// <summary>
    /// The path of a fresh one-time link, or null when there was an administrator. The secret stands in the fragment, which browsers
    /// never send, so no log or proxy sees it.
    /// </summary>
    public async Task<string?> IssueLinkAsync()
    {
        if ((await Setup.GetAsync()).IsDone) return null;
        var secret = Secrets.New(32);
        var issued = await Setup.IssueAsync(Secrets.Hash(secret), time.GetUtcNow() + options.Value.SetupLinkLifetime);
        return issued.IsOk ? $"/#setup={secret}" : null;
    }

    /// <summary>Makes the first administrator with a link's secret.</summary>
    public async Task<Outcome<AccountRecord>> RedeemAsync(string secret, string email, string password, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SignInService>().PrepareAsync(
            email, password, "Administrator", AdminRoles, user => Setup.RedeemAsync(Secrets.Hash(secret), user.Record), ct);
    }
}
