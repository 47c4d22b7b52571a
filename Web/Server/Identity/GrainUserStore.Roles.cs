using Distribution.Contracts.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Distribution.Web.Identity;

/// <summary>Roles, lockout and stamps.</summary>
public sealed partial class GrainUserStore : IUserLockoutStore<AppUser>, IUserSecurityStampStore<AppUser>
{
    /// <inheritdoc />
    public Task AddToRoleAsync(AppUser user, string roleName, CancellationToken cancellationToken) =>
        Set(user, user.Record with { Roles = [.. user.Record.Roles.Append(roleName.ToLowerInvariant()).Distinct()] });

    /// <inheritdoc />
    public Task RemoveFromRoleAsync(AppUser user, string roleName, CancellationToken cancellationToken) =>
        Set(user, user.Record with { Roles = [.. user.Record.Roles.Where(role => !role.Equals(roleName, StringComparison.OrdinalIgnoreCase))] });

    /// <inheritdoc />
    public Task<IList<string>> GetRolesAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<IList<string>>([.. user.Record.Roles]);

    /// <inheritdoc />
    public Task<bool> IsInRoleAsync(AppUser user, string roleName, CancellationToken cancellationToken) =>
        Task.FromResult(user.Record.Roles.Contains(roleName, StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads every account: for administrators only, and seldom.</summary>
    public async Task<IList<AppUser>> GetUsersInRoleAsync(string roleName, CancellationToken cancellationToken)
    {
        var found = new List<AppUser>();
        for (var number = 0; number < EmailHash.Buckets; number++)
        {
            foreach (var id in await grains.GetGrain<IDirectoryGrain>(EmailHash.Bucket(number)).ListAsync())
            {
                if (await FindByIdAsync(id.Value, cancellationToken) is { } user && user.Record.Roles.Contains(roleName, StringComparer.OrdinalIgnoreCase)) found.Add(user);
            }
        }

        return found;
    }

    /// <inheritdoc />
    public Task<DateTimeOffset?> GetLockoutEndDateAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Record.LockedUntil);

    /// <inheritdoc />
    public Task SetLockoutEndDateAsync(AppUser user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Set(user, user.Record with { LockedUntil = lockoutEnd });

    /// <inheritdoc />
    public Task<int> IncrementAccessFailedCountAsync(AppUser user, CancellationToken cancellationToken)
    {
        user.Record = user.Record with { FailedTries = user.Record.FailedTries + 1 };
        return Task.FromResult(user.Record.FailedTries);
    }

    /// <inheritdoc />
    public Task ResetAccessFailedCountAsync(AppUser user, CancellationToken cancellationToken) => Set(user, user.Record with { FailedTries = 0 });

    /// <inheritdoc />
    public Task<int> GetAccessFailedCountAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(user.Record.FailedTries);

    /// <summary>Every account can be locked.</summary>
    public Task<bool> GetLockoutEnabledAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <inheritdoc />
    public Task SetLockoutEnabledAsync(AppUser user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task SetSecurityStampAsync(AppUser user, string stamp, CancellationToken cancellationToken) =>
        Set(user, user.Record with { SecurityStamp = stamp });

    /// <inheritdoc />
    public Task<string?> GetSecurityStampAsync(AppUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Record.SecurityStamp);
}
