using System.ComponentModel.DataAnnotations;

namespace Distribution.Contracts.Webhooks;

/// <summary>The limits of telling other systems.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Whether addresses of the own machine and of private networks may be told. Default: no, so that nobody can make this server knock at doors that are
    /// closed to themselves. Yes in development.
    /// </summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Whether unencrypted addresses may be told. Default: no. Yes in development.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Webhooks of one project. Default: 5.</summary>
    [Range(1, 20)]
    public int PerProjectMax { get; set; } = 5;

    /// <summary>How long the other side may take to answer. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts of one delivery. Default: 12, which with the waits below is an hour and a half.</summary>
    [Range(1, 50)]
    public int AttemptsMax { get; set; } = 12;

    /// <summary>First wait after a failure. Default: 2 s; doubles each time.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two attempts. Default: 15 min.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Events of one delivery. Default: 50, some 10 KB.</summary>
    [Range(1, 500)]
    public int EventsMax { get; set; } = 50;

    /// <summary>Attempts that are kept to be shown. Default: 60, some 15 KB of the 64 KB that one state may have.</summary>
    [Range(10, 120)]
    public int AttemptsKept { get; set; } = 60;

    /// <summary>How often the history is looked at. Default: 1 s.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(1);
}
