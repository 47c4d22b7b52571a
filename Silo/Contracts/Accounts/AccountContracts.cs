using Orleans;
using Orleans.Concurrency;

namespace Distribution.Contracts.Accounts;

/// <summary>What an account may do. Numbers are stored; never reuse one.</summary>
[GenerateSerializer, Alias("AccountStatus")]
public enum AccountStatus
{
    /// <summary>Everything its roles allow.</summary>
    Active = 1,

    /// <summary>No new work; what is being worked on may finish and is paid.</summary>
    Suspended = 2,

    /// <summary>Closed at once for security: sessions end, the present task goes back and its proven time is paid.</summary>
    Disabled = 3,
}

/// <summary>An API key as stored: the key itself is shown once and never kept.</summary>
[GenerateSerializer, Immutable, Alias("ApiKey")]
public sealed record ApiKey(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string SecretHash, [property: Id(3)] IReadOnlyList<string> Scopes,
    [property: Id(4)] DateTimeOffset CreatedAt, [property: Id(5)] DateTimeOffset? ExpiresAt);

/// <summary>A session that was signed out before its time.</summary>
[GenerateSerializer, Immutable, Alias("EndedSession")]
public sealed record EndedSession([property: Id(0)] string Id, [property: Id(1)] DateTimeOffset ForgetAt);

/// <summary>An account with its secrets, for the identity store. Never leaves the server.</summary>
[GenerateSerializer, Immutable, Alias("AccountRecord")]
public sealed record AccountRecord
{
    /// <summary>Which one.</summary>
    [Id(0)] public required WorkerId Id { get; init; }

    /// <summary>As the person wrote it.</summary>
    [Id(1)] public required string Email { get; init; }

    /// <summary>As it is compared.</summary>
    [Id(2)] public required string NormalizedEmail { get; init; }

    /// <summary>What others see.</summary>
    [Id(3)] public required string DisplayName { get; init; }

    /// <summary>Null for an account that can't sign in by password.</summary>
    [Id(4)] public string? PasswordHash { get; init; }

    /// <summary>A new one ends every session.</summary>
    [Id(5)] public required string SecurityStamp { get; init; }

    /// <summary>Names from <see cref="Accounts.Roles"/>.</summary>
    [Id(6)] public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Wrong passwords since the last right one.</summary>
    [Id(7)] public int FailedTries { get; init; }

    /// <summary>No password is looked at before this.</summary>
    [Id(8)] public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>What it may do.</summary>
    [Id(9)] public AccountStatus Status { get; init; } = AccountStatus.Active;

    /// <summary>When it was made.</summary>
    [Id(10)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Keys for programs.</summary>
    [Id(11)] public IReadOnlyList<ApiKey> ApiKeys { get; init; } = [];

    /// <summary>Projects that it made, or began to make.</summary>
    [Id(12)] public IReadOnlyList<ProjectId> Projects { get; init; } = [];

    /// <summary>Sessions signed out before their time.</summary>
    [Id(13)] public IReadOnlyList<EndedSession> EndedSessions { get; init; } = [];

    /// <summary>Rises by one with each change.</summary>
    [Id(14)] public int Version { get; init; } = 1;
}

/// <summary>The roles.</summary>
public static class Roles
{
    /// <summary>Does tasks.</summary>
    public const string Trainer = "trainer";

    /// <summary>Judges work.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Runs projects.</summary>
    public const string Manager = "manager";

    /// <summary>Runs accounts.</summary>
    public const string Admin = "admin";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Trainer, Reviewer, Manager, Admin];
}

/// <summary>What a request's session is checked against.</summary>
[GenerateSerializer, Immutable, Alias("AccountSession")]
public sealed record AccountSession(
    [property: Id(0)] WorkerId Id, [property: Id(1)] string DisplayName, [property: Id(2)] string SecurityStamp, [property: Id(3)] IReadOnlyList<string> Roles,
    [property: Id(4)] AccountStatus Status, [property: Id(5)] IReadOnlyList<ApiKey> ApiKeys, [property: Id(6)] IReadOnlyList<EndedSession> EndedSessions);

/// <summary>Whether a password may be looked at now.</summary>
[GenerateSerializer, Immutable, Alias("PasswordTry")]
public sealed record PasswordTry([property: Id(0)] bool IsAllowed, [property: Id(1)] DateTimeOffset? LockedUntil);

/// <summary>One account. Key: its id.</summary>
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>The account, or null.</summary>
    [ReadOnly]
    Task<AccountRecord?> GetAsync();

    /// <summary>What sessions are checked against, or null.</summary>
    [ReadOnly]
    Task<AccountSession?> GetSessionAsync();

    /// <summary>Makes the account. Called by the directory, which holds the e-mail for it; idempotent.</summary>
    [Idempotent]
    Task<Outcome<AccountRecord>> CreateAsync(AccountRecord account);

    /// <summary>Whether the account was made; if not, makes sure that it never is.</summary>
    Task<bool> ResolveAsync();

    /// <summary>Replaces name, password, stamp, roles and lockout; refused when the version is not the present one.</summary>
    Task<Outcome<AccountRecord>> UpdateAsync(AccountRecord next);

    /// <summary>
    /// Counts a password try before the password is looked at, so that many at once gain nothing. At
    /// <paramref name="triesMax"/> the account is locked for <paramref name="lockout"/>.
    /// </summary>
    Task<PasswordTry> CountTryAsync(int triesMax, TimeSpan lockout);

    /// <summary>The password was right.</summary>
    Task ClearTriesAsync();

    /// <summary>Suspends, disables or restores.</summary>
    [Idempotent]
    Task<Outcome<AccountRecord>> SetStatusAsync(AccountStatus status);

    /// <summary>Sets the roles; taking one away ends every session.</summary>
    Task<Outcome<AccountRecord>> SetRolesAsync(IReadOnlyList<string> roles);

    /// <summary>Ends every session.</summary>
    Task<Outcome<AccountRecord>> EndSessionsAsync();

    /// <summary>Ends one session; idempotent.</summary>
    [Idempotent]
    Task EndSessionAsync(EndedSession session);

    /// <summary>Adds a key, at most <paramref name="keysMax"/>.</summary>
    Task<Outcome<AccountRecord>> AddKeyAsync(ApiKey key, int keysMax);

    /// <summary>Removes a key.</summary>
    Task<Outcome<AccountRecord>> RemoveKeyAsync(string keyId);

    /// <summary>Notes a project before it is made; idempotent.</summary>
    [Idempotent]
    Task<Outcome<AccountRecord>> AddProjectAsync(ProjectId project, int projectsMax);
}
