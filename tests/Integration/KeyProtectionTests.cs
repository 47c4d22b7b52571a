using System.Security.Claims;
using Distribution.Tests.Integration.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Distribution.Tests.Integration;

public sealed class KeyProtectionTests : IDisposable
{
    private const string Scheme = "cookie";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distribution-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, Trait("Promise", "C9")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keys_LieEncryptedInTheirFolder_WithACertificate(bool hasCertificate)
    {
        var keys = _folder.CreateSubdirectory("keys");
        (string, string)[] settings = [("Web:KeysFolder", keys.FullName)];
        if (hasCertificate)
            settings = [.. settings, ("DataProtection:Certificate", TestCertificate.Make(_folder, "some")), ("DataProtection:Password", TestCertificate.Password)];
        await using var one = await DistributionServer.StartAsync(settings);
        await using var two = await DistributionServer.StartAsync(settings);

        var cookie = Cookies(one).Protect(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "kim")], Scheme)), Scheme));
        Cookies(two).Unprotect(cookie).ShouldNotBeNull().Principal.Identity?.Name.ShouldBe("kim");
        var key = await File.ReadAllTextAsync(keys.GetFiles("*.xml").ShouldHaveSingleItem().FullName, TestContext.Current.CancellationToken);
        key.Contains("masterKey", StringComparison.Ordinal).ShouldBe(!hasCertificate);
        key.Contains("EncryptedData", StringComparison.Ordinal).ShouldBe(hasCertificate);
    }

    private static ISecureDataFormat<AuthenticationTicket> Cookies(DistributionServer server) =>
        server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme).TicketDataFormat;
}
