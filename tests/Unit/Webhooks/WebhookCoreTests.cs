using System.Net;
using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts.Webhooks;
using Distribution.Grains.Webhooks;

namespace Distribution.Tests.Unit.Webhooks;

/// <summary>Where webhooks may go, how they are signed, and when they are tried again.</summary>
public sealed class WebhookCoreTests
{
    private static readonly WebhookOptions Options = new();

    [Theory, Trait("Promise", "M17")]
    [InlineData("8.8.8.8", true)]
    [InlineData("93.184.216.34", true)]
    [InlineData("172.15.0.1", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2002:c0a8:101::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Address_IsPublicOnlyOutInTheWorld(string address, bool isPublic) => WebhookCore.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory, Trait("Promise", "M17")]
    [InlineData("https://hooks.example/a?b=c", null)]
    [InlineData("http://hooks.example/a", "BadUrl")]
    [InlineData("ftp://hooks.example/a", "BadUrl")]
    [InlineData("/only/a/path", "BadUrl")]
    [InlineData("https://me:secret@hooks.example/", "BadUrl")]
    [InlineData("https://hooks.example/#part", "BadUrl")]
    [InlineData("https://localhost/", "PrivateUrl")]
    [InlineData("https://127.0.0.1:8443/", "PrivateUrl")]
    [InlineData("https://[::1]/", "PrivateUrl")]
    [InlineData("https://2130706433/", "PrivateUrl")]
    [InlineData("https://0x7f000001/", "PrivateUrl")]
    [InlineData("https://169.254.169.254/latest/meta-data", "PrivateUrl")]
    public void Url_IsRefusedByName(string url, string? code) => (WebhookCore.Check(url, ["task.closed"], Options)?.Code).ShouldBe(code);

    [Fact, Trait("Promise", "M16")]
    public void Events_AreThoseOfTheList()
    {
        WebhookCore.Check("https://hooks.example/", [], Options)!.Code.ShouldBe("BadEvents");
        WebhookCore.Check("https://hooks.example/", ["task.eaten"], Options)!.Code.ShouldBe("BadEvents");
        WebhookCore.Check("https://hooks.example/", WebhookCore.EventNames, Options).ShouldBeNull();
        WebhookCore.Check("http://127.0.0.1:9/", ["task.closed"], new WebhookOptions { AllowHttp = true, AllowPrivate = true }).ShouldBeNull();
    }

    /// <summary>Computed apart, as the documentation says it.</summary>
    [Fact, Trait("Promise", "M16")]
    public void Signature_IsWhatTheDocumentationSays()
    {
        var body = Encoding.UTF8.GetBytes("{\"delivery\":\"한\"}");
        var header = WebhookCore.Sign("whsec_x", DateTimeOffset.FromUnixTimeSeconds(1_763_800_000), body);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, "whsec_x"u8.ToArray());
        mac.AppendData("1763800000."u8);
        mac.AppendData(body);
        header.ShouldBe($"t=1763800000,v1={Convert.ToHexStringLower(mac.GetHashAndReset())}");
        WebhookCore.Sign("whsec_y", DateTimeOffset.FromUnixTimeSeconds(1_763_800_000), body).ShouldNotBe(header);
    }

    [Fact, Trait("Promise", "M16")]
    public void Waits_DoubleUpToTheLongest()
    {
        Enumerable.Range(1, 12).Select(static attempt => WebhookCore.WaitAfter(attempt, Options).TotalSeconds)
            .ShouldBe([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        WebhookCore.WaitAfter(int.MaxValue, Options).ShouldBe(Options.LongestWait);
    }
}
