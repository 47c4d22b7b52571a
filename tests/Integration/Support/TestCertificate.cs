using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Distribution.Tests.Integration.Support;

/// <summary>A certificate with an RSA key, signed by itself, in a file.</summary>
public static class TestCertificate
{
    public const string Password = "of a test";

    /// <summary>Makes one; answers its path.</summary>
    public static string Make(DirectoryInfo folder, string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(folder.FullName, $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, Password));
        return path;
    }
}
