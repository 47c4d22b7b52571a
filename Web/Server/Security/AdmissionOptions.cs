using System.ComponentModel.DataAnnotations;

namespace Distribution.Web.Security;

/// <summary>How much is worked on at once. What is more than that is refused at once, so that what was let in is answered soon.</summary>
public sealed class AdmissionOptions
{
    /// <summary>
    /// Requests under way at which no new work begins. Default: 256: some 100 ms of a small machine's work; with more, all wait longer and
    /// none is done sooner.
    /// </summary>
    [Range(1, 100_000)]
    public int BeginAtOnceMax { get; set; } = 256;

    /// <summary>
    /// Requests under way at which nothing is taken. Default: 512, twice the above: who has worked may hand in while newcomers are told
    /// to come back.
    /// </summary>
    [Range(1, 100_000)]
    public int AtOnceMax { get; set; } = 512;

    /// <summary>Imports and exports under way. Default: 16; each may hold some megabytes for minutes.</summary>
    [Range(1, 1000)]
    public int StreamsAtOnceMax { get; set; } = 16;

    /// <summary>The longest wait that a refused one is told, in seconds; it is told 1 to so many, by chance. Default: 4, so that a crowd does not come back at once.</summary>
    [Range(1, 3600)]
    public int RetryAfterSecondsMax { get; set; } = 4;
}
