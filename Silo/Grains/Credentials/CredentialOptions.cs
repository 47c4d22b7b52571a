using System.ComponentModel.DataAnnotations;

namespace Distribution.Grains.Credentials;

/// <summary>The limits of credentials and their documents.</summary>
public sealed class CredentialOptions
{
    /// <summary>Credentials of one person. Default: 20.</summary>
    [Range(1, 50)]
    public int CredentialsMax { get; set; } = 20;

    /// <summary>Documents of one credential. Default: 5: a certificate, its back, a translation, and two more.</summary>
    [Range(1, 10)]
    public int DocumentsMax { get; set; } = 5;

    /// <summary>Bytes of one document. Default: 5 MB, a scanned page in colour.</summary>
    [Range(1024, 50_000_000)]
    public int DocumentBytesMax { get; set; } = 5 * 1024 * 1024;

    /// <summary>Bytes of all documents of one person. Default: 30 MB.</summary>
    [Range(1024, 500_000_000)]
    public int QuotaBytes { get; set; } = 30 * 1024 * 1024;

    /// <summary>Credentials that wait to be verified, in all. Default: 600, some 50 KB of the 64 KB that one state may have; more are asked to come later.</summary>
    [Range(1, 700)]
    public int PendingMax { get; set; } = 600;

    /// <summary>The wait before a decision is delivered again. Default: 5 s.</summary>
    public TimeSpan DeliveryRetry { get; set; } = TimeSpan.FromSeconds(5);
}
