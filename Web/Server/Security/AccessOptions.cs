using System.ComponentModel.DataAnnotations;

namespace Distribution.Web.Security;

/// <summary>How long people stay signed in, and how soon a revoked session ends.</summary>
public sealed class AccessOptions
{
    /// <summary>A browser's session, renewed while it is used. Default: 12 h, a working day.</summary>
    public TimeSpan CookieLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A program's bearer token. Default: 12 h.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How old the account's standing may be that a request is checked against. Default: 2 s; revocation is promised within 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:04")]
    public TimeSpan CheckAge { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often open hubs are checked. Default: 2 s; with the age above, a hub closes within 4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:03")]
    public TimeSpan HubCheckPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Accounts whose standing is remembered. Default: 50,000, about 30 MB; above it all are forgotten and asked again.</summary>
    [Range(100, 1_000_000)]
    public int RememberedAccountsMax { get; set; } = 50_000;

    /// <summary>Password tries until the account is locked. Default: 5.</summary>
    [Range(1, 100)]
    public int PasswordTriesMax { get; set; } = 5;

    /// <summary>How long it is locked. Default: 5 min.</summary>
    public TimeSpan Lockout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Password hashes computed at once. Default: 1 less than the processors, so that sign-ins never take all of them; 0 means that.</summary>
    [Range(0, 64)]
    public int HashesAtOnceMax { get; set; }

    /// <summary>Sign-ins that may wait for a processor. Default: 100, some 10 s of work; more are told to come back.</summary>
    [Range(0, 10_000)]
    public int HashesWaitingMax { get; set; } = 100;

    /// <summary>PBKDF2 rounds. Default: 100,000 of HMAC-SHA512, Identity's own.</summary>
    [Range(1, 10_000_000)]
    public int HashIterations { get; set; } = 100_000;

    /// <summary>API keys of one account. Default: 20.</summary>
    [Range(1, 100)]
    public int ApiKeysMax { get; set; } = 20;

    /// <summary>How long the link for the first administrator holds. Default: 24 h.</summary>
    public TimeSpan SetupLinkLifetime { get; set; } = TimeSpan.FromHours(24);
}
