using System.Net;
using Distribution.Tests.Integration.Support;
using Distribution.Web.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Integration;

/// <summary>Accounts on a server that has none yet, or whose writes fail.</summary>
public sealed class FirstAccountTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task SetupLink_MakesOneAdministrator_Once()
    {
        var first = _server.Services.GetRequiredService<FirstAdmin>();
        var token = (await first.IssueLinkAsync())!.Split('=')[1];
        using var nobody = _server.Connect();
        var body = new { token, email = "root@example.com", password = DistributionServer.Password };
        (await nobody.PostAsync("accounts/setup", body with { token = "guess" }).ProblemAsync()).ShouldBe((404, "NotFound"));
        await nobody.PostAsync("accounts/setup", body).JsonAsync();
        (await nobody.PostAsync("accounts/setup", body with { email = "second@example.com" }).ProblemAsync()).ShouldBe((404, "NotFound"));
        (await first.IssueLinkAsync()).ShouldBeNull();
        await nobody.SignInAsync("root@example.com").JsonAsync();
        var page = await nobody.GetAsync("admin/accounts").JsonAsync();
        page.GetProperty("accounts").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Administrator_MadeByCommandLine_ClosesTheLink()
    {
        var first = _server.Services.GetRequiredService<FirstAdmin>();
        (await first.IssueLinkAsync()).ShouldNotBeNull();
        (await first.CreateAsync("root@example.com", DistributionServer.Password, TestContext.Current.CancellationToken)).IsOk.ShouldBeTrue();
        (await first.IssueLinkAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData(1, WriteFault.Before)]
    [InlineData(1, WriteFault.After)]
    [InlineData(2, WriteFault.Before)]
    [InlineData(2, WriteFault.After)]
    [InlineData(3, WriteFault.Before)]
    [InlineData(3, WriteFault.After)]
    public async Task Claim_BrokenOffAtAnyWrite_LeavesTheEmailWithOneWholeAccountOrFree(int write, WriteFault fault)
    {
        using var kim = _server.Connect();
        _server.Storage.FailWrite(write, fault);
        (await kim.SignUpAsync("kim@example.com").StatusAsync()).ShouldBe((int)HttpStatusCode.InternalServerError);
        var (status, code) = ((int, string))(await kim.SignUpAsync("kim@example.com") is { IsSuccessStatusCode: true }
            ? (201, "")
            : await kim.SignUpAsync("kim@example.com").ProblemAsync());
        if (status != 201) (status, code).ShouldBe((409, "EmailTaken"));
        await kim.SignInAsync("kim@example.com").JsonAsync();
    }
}
