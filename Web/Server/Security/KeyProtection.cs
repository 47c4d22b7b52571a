using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;

namespace Distribution.Web.Security;

/// <summary>With what the keys of cookies and tokens are encrypted where they rest: certificates with an RSA key, as PFX files. Section "DataProtection".</summary>
public sealed class KeyProtectionOptions
{
    /// <summary>The path of the certificate that new keys are encrypted with. Default: none, so that keys rest as they are.</summary>
    public string? Certificate { get; set; }

    /// <summary>Its password. Default: none.</summary>
    public string? Password { get; set; }

    /// <summary>The path of the certificate before: it reads the keys of its time, which sign people in for some months more. Default: none.</summary>
    public string? Previous { get; set; }

    /// <summary>The password of the one before. Default: none.</summary>
    public string? PreviousPassword { get; set; }

    /// <summary>What the configuration says.</summary>
    public static KeyProtectionOptions Of(IConfiguration configuration) => configuration.GetSection("DataProtection").Get<KeyProtectionOptions>() ?? new KeyProtectionOptions();
}

/// <summary>Encrypts the keys that protect cookies and tokens.</summary>
internal static class KeyProtection
{
    /// <summary>Encrypts new keys, and reads those of both certificates.</summary>
    /// <exception cref="InvalidOperationException">A certificate is named, but can't be used.</exception>
    public static void ProtectKeys(this IDataProtectionBuilder keys, KeyProtectionOptions options)
    {
        var current = Load(nameof(options.Certificate), options.Certificate, options.Password);
        var previous = Load(nameof(options.Previous), options.Previous, options.PreviousPassword);
        if (current is not null) keys.ProtectKeysWithCertificate(current);
        X509Certificate2[] all = [.. new[] { current, previous }.OfType<X509Certificate2>()];
        if (all.Length > 0) keys.UnprotectKeysWithAnyCertificate(all);
    }

    private static X509Certificate2? Load(string option, string? path, string? password)
    {
        if (string.IsNullOrEmpty(path)) return null;
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            using var key = certificate.GetRSAPrivateKey();
            return key is not null ? certificate : throw new CryptographicException("it has no private RSA key.");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"DataProtection:{option} names {path}, which can't be used: {error.Message}", error);
        }
    }
}
