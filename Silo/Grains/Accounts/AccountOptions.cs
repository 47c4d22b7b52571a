using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Accounts;

/// <summary>The limits of accounts as stored.</summary>
public sealed class AccountOptions
{
    /// <summary>Accounts in one directory bucket. Default: 500, about 45 KB of the 64 KB that one state may have; 128,000 in all.</summary>
    [Range(1, 600)]
    public int AccountsPerBucketMax { get; set; } = 500;

    /// <summary>Projects in one part of the catalogue. Default: 1,000, about 35 KB; 16,000 in all.</summary>
    [Range(1, 1500)]
    public int ProjectsPerPartMax { get; set; } = 1000;

    /// <summary>Signed-out sessions that an account remembers. Default: 50; one more ends all of its sessions instead.</summary>
    [Range(1, 200)]
    public int EndedSessionsMax { get; set; } = 50;

    /// <summary>The wait before a change of status is told to the worker again. Default: 5 s.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(5);
}
