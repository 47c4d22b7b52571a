using System.ComponentModel.DataAnnotations;

namespace Distribution.Web.Security;

/// <summary>How many requests are let in.</summary>
public sealed class RateOptions
{
    /// <summary>Requests a second of one account, sustained. Default: 20, far above a person and below a flood.</summary>
    [Range(1, 1_000_000)]
    public int PerAccountPerSecond { get; set; } = 20;

    /// <summary>Requests of one account at once. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int PerAccountBurst { get; set; } = 100;

    /// <summary>Sign-ins and sign-ups a minute from one address. Default: 30, an office behind one address.</summary>
    [Range(1, 1_000_000)]
    public int SignInPerAddressPerMinute { get; set; } = 30;

    /// <summary>Other requests a second without an account, by address. Default: 50.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousPerSecond { get; set; } = 50;
}
