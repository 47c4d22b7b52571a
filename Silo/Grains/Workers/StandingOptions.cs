using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Workers;

/// <summary>The limits of what one person's record holds, and how old its knowledge may be.</summary>
public sealed class StandingOptions
{
    /// <summary>Qualifications, credentials and guideline checks of one person. Default: 150, some 30 KB of the 64 KB that one state may have.</summary>
    [Range(10, 250)]
    public int HoldingsMax { get; set; } = 150;

    /// <summary>Signatures of one person; they are kept for ever. Default: 100, some 20 KB.</summary>
    [Range(10, 150)]
    public int SignaturesMax { get; set; } = 100;

    /// <summary>After how long a signer's record asks again which version of a contract is the current one. Default: 5 s, which is
    /// also how long a version that was replaced may still be worked under.</summary>
    public TimeSpan ContractAge { get; set; } = TimeSpan.FromSeconds(5);
}
