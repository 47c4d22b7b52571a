using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Microsoft.AspNetCore.Identity;
using Orleans;

namespace Distribution.Web.Identity;

/// <summary>Identity's store on the account and directory grains.</summary>
public sealed partial class GrainUserStore(IGrainFactory grains) : IUserPasswordStore<AppUser>, IUserEmailStore<AppUser>, IUserRoleStore<AppUser>
{
    /// <inheritdoc />
    public async Task<IdentityResult> CreateAsync(AppUser user, CancellationToken cancellationToken) =>
        Take(user, await Bucket(user.Record.NormalizedEmail).ClaimAsync(user.Record));

    /// <inheritdoc />
    public async Task<IdentityResult> UpdateAsync(AppUser user, CancellationToken cancellationToken) =>
        Take(user, await grains.GetGrain<IAccountGrain>(user.Id.Value).UpdateAsync(user.Record));

    /// <summary>Accounts are disabled, never deleted: work and pay stand under their ids.</summary>
    public Task<IdentityResult> DeleteAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    public async Task<AppUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(userId) ? null : Of(await grains.GetGrain<IAccountGrain>(userId).GetAsync());

    /// <inheritdoc />
    public Task<AppUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);

    /// <inheritdoc />
    public async Task<AppUser?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        await Bucket(normalizedEmail).FindAsync(EmailHash.Of(normalizedEmail)) is { } id ? await FindByIdAsync(id.Value, cancellationToken) : null;

    /// <inheritdoc />
    public Task<string> GetUserIdAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Value);

    /// <inheritdoc />
    public Task<string?> GetUserNameAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Record.Email);

    /// <inheritdoc />
    public Task SetUserNameAsync(AppUser user, string? userName, CancellationToken cancellationToken) => SetEmailAsync(user, userName, cancellationToken);

    /// <inheritdoc />
    public Task<string?> GetNormalizedUserNameAsync(AppUser user, CancellationToken cancellationToken) => GetNormalizedEmailAsync(user, cancellationToken);

    /// <inheritdoc />
    public Task SetNormalizedUserNameAsync(AppUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task<string?> GetEmailAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Record.Email);

    /// <inheritdoc />
    public Task<string?> GetNormalizedEmailAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Record.NormalizedEmail);

    /// <summary>Holds only until the account is stored: changing an e-mail is a claim of its own, which there is not yet.</summary>
    public Task SetEmailAsync(AppUser user, string? email, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(email);
        return Set(user, user.Record with { Email = email, NormalizedEmail = AppUser.Normalize(email) });
    }

    /// <inheritdoc />
    public Task SetNormalizedEmailAsync(AppUser user, string? normalizedEmail, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>No mail is sent yet, so no e-mail is known to be the person's.</summary>
    public Task<bool> GetEmailConfirmedAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <inheritdoc />
    public Task SetEmailConfirmedAsync(AppUser user, bool confirmed, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc />
    public Task SetPasswordHashAsync(AppUser user, string? passwordHash, CancellationToken cancellationToken) =>
        Set(user, user.Record with { PasswordHash = passwordHash });

    /// <inheritdoc />
    public Task<string?> GetPasswordHashAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Record.PasswordHash);

    /// <inheritdoc />
    public Task<bool> HasPasswordAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Record.PasswordHash is not null);

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing is held: grain references are values.
    }

    private static AppUser? Of(AccountRecord? record) => record is null ? null : new AppUser { Record = record };

    private static Task Set(AppUser user, AccountRecord next)
    {
        user.Record = next;
        return Task.CompletedTask;
    }

    private static IdentityResult Take(AppUser user, Outcome<AccountRecord> outcome)
    {
        if (!outcome.IsOk) return IdentityResult.Failed(new IdentityError { Code = outcome.Refusal.Code, Description = outcome.Refusal.Message });
        user.Record = outcome.Value;
        return IdentityResult.Success;
    }

    private IDirectoryGrain Bucket(string normalizedEmail) => grains.GetGrain<IDirectoryGrain>(EmailHash.BucketOf(EmailHash.Of(normalizedEmail)));
}
