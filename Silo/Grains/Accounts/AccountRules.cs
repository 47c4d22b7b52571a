using Distribution.Contracts;
using Distribution.Contracts.Accounts;

namespace Distribution.Grains.Accounts;

/// <summary>The decisions about an account, free of storage and time.</summary>
public static class AccountRules
{
    /// <summary>Counts a password try.</summary>
    public static (AccountRecord Next, PasswordTry Answer) CountTry(AccountRecord account, int triesMax, TimeSpan lockout, DateTimeOffset now)
    {
        if (account.LockedUntil > now) return (account, new PasswordTry(false, account.LockedUntil));
        var tries = (account.LockedUntil is null ? account.FailedTries : 0) + 1;
        var lockedUntil = tries >= triesMax ? now + lockout : (DateTimeOffset?)null;

        // The last try before the lock is still looked at: a right password clears both.
        return (Changed(account) with { FailedTries = tries, LockedUntil = lockedUntil }, new PasswordTry(true, lockedUntil));
    }

    /// <summary>Takes over what the identity store may change.</summary>
    public static Outcome<AccountRecord> Update(AccountRecord account, AccountRecord next) => next.Version != account.Version
        ? Refusal.Conflict("VersionChanged", "The account has changed meanwhile.")
        : Changed(account) with
        {
            DisplayName = next.DisplayName,
            PasswordHash = next.PasswordHash,
            SecurityStamp = next.SecurityStamp,
            Roles = next.Roles,
            FailedTries = next.FailedTries,
            LockedUntil = next.LockedUntil,
        };

    /// <summary>Sets the roles; a role taken away ends every session, since open hubs were let in by it.</summary>
    public static Outcome<AccountRecord> SetRoles(AccountRecord account, IReadOnlyList<string> roles, string freshStamp)
    {
        if (roles.FirstOrDefault(static role => !Roles.All.Contains(role)) is { } unknown)
            return Refusal.Invalid("UnknownRole", $"\"{unknown}\" is no role.");
        var isLess = account.Roles.Except(roles).Any();
        return Changed(account) with
        {
            Roles = [.. roles.Distinct()],
            SecurityStamp = isLess ? freshStamp : account.SecurityStamp,
        };
    }

    /// <summary>Sets the status; disabling ends every session.</summary>
    public static AccountRecord SetStatus(AccountRecord account, AccountStatus status, string freshStamp) => Changed(account) with
    {
        Status = status,
        SecurityStamp = status == AccountStatus.Disabled ? freshStamp : account.SecurityStamp,
    };

    /// <summary>Ends one session; when too many are remembered, all.</summary>
    public static AccountRecord EndSession(AccountRecord account, EndedSession session, int endedMax, string freshStamp, DateTimeOffset now)
    {
        var kept = account.EndedSessions.Where(ended => ended.ForgetAt > now && ended.Id != session.Id).Append(session).ToList();
        return kept.Count <= endedMax
            ? Changed(account) with { EndedSessions = kept }
            : Changed(account) with { EndedSessions = [], SecurityStamp = freshStamp };
    }

    /// <summary>Adds a key.</summary>
    public static Outcome<AccountRecord> AddKey(AccountRecord account, ApiKey key, int keysMax) => account.ApiKeys.Count >= keysMax
        ? Refusal.Conflict("TooManyKeys", $"An account has at most {keysMax} keys: remove one first.")
        : Changed(account) with { ApiKeys = [.. account.ApiKeys, key] };

    /// <summary>Removes a key.</summary>
    public static Outcome<AccountRecord> RemoveKey(AccountRecord account, string keyId) => account.ApiKeys.Any(key => key.Id == keyId)
        ? Changed(account) with { ApiKeys = [.. account.ApiKeys.Where(key => key.Id != keyId)] }
        : Refusal.NotFound("The key");

    /// <summary>Notes a project.</summary>
    public static Outcome<AccountRecord> AddProject(AccountRecord account, ProjectId project, int projectsMax)
    {
        if (account.Projects.Contains(project)) return account;
        return account.Projects.Count >= projectsMax
            ? Refusal.Conflict("TooManyProjects", $"An account has at most {projectsMax} projects.")
            : Changed(account) with { Projects = [.. account.Projects, project] };
    }

    /// <summary>What sessions are checked against.</summary>
    public static AccountSession SessionOf(AccountRecord account) => new(
        account.Id, account.DisplayName, account.SecurityStamp, account.Roles, account.Status, account.ApiKeys, account.EndedSessions);

    private static AccountRecord Changed(AccountRecord account) => account with { Version = account.Version + 1 };
}
