using System.Diagnostics;
using Distribution.Contracts;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Workers;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class AccountTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly DistributionServer _server = shared.Server;
    private readonly string _email = SharedServer.Name("Kim") + "@example.com";
    private readonly string _project = SharedServer.Name("p");

    [Fact]
    public async Task SignIn_WithTheRightPassword_OpensASessionByCookie()
    {
        using var kim = _server.Connect();
        await kim.SignUpAsync(_email).JsonAsync();
        (await kim.GetAsync("accounts/me").StatusAsync()).ShouldBe(401);
        await kim.SignInAsync(_email.ToUpperInvariant()).JsonAsync();
        var me = await kim.GetAsync("accounts/me").JsonAsync();
        me.GetProperty("email").GetString().ShouldBe(_email);
        me.GetProperty("roles")[0].GetString().ShouldBe(Roles.Trainer);
        me.EnumerateObject().ShouldNotContain(static property => property.Name.Contains("assword") || property.Name.Contains("tamp"));
        var cookie = kim.Cookies.GetCookies(_server.Address).ShouldHaveSingleItem();
        (cookie.Name, cookie.HttpOnly).ShouldBe(("distribution-loopback", true));
    }

    [Fact]
    public async Task SignUp_WithATakenEmailOrAShortPassword_IsRefusedWithACode()
    {
        using var kim = _server.Connect();
        await kim.SignUpAsync(_email).JsonAsync();
        (await kim.SignUpAsync(_email.ToUpperInvariant()).ProblemAsync()).ShouldBe((409, "EmailTaken"));
        (await kim.SignUpAsync($"lee{_email}", "short").ProblemAsync()).ShouldBe((400, "PasswordTooShort"));
        (await kim.SignUpAsync("no e-mail").ProblemAsync()).Status.ShouldBe(400);
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task SignIn_AfterFiveWrongPasswords_IsLockedEvenForTheRightOne()
    {
        using var kim = _server.Connect();
        await kim.SignUpAsync(_email).JsonAsync();
        for (var i = 0; i < 4; i++) (await kim.SignInAsync(_email, "wrong wrong wrong").ProblemAsync()).ShouldBe((400, "WrongPassword"));
        (await kim.SignInAsync(_email, "wrong wrong wrong").ProblemAsync()).ShouldBe((409, "Locked"));
        (await kim.SignInAsync(_email).ProblemAsync()).ShouldBe((409, "Locked"));
        (await kim.SignInAsync("nobody@example.com", "wrong wrong wrong").ProblemAsync()).ShouldBe((400, "WrongPassword"));
    }

    [Fact]
    [Trait("Promise", "S4")]
    public async Task SignIn_WithManyTriesAtOnce_LooksAtNoMoreThanFivePasswords()
    {
        using var kim = _server.Connect();
        await kim.SignUpAsync(_email).JsonAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => kim.SignInAsync(_email, "wrong wrong wrong").ProblemAsync()));
        answers.Count(static answer => answer.Code == "WrongPassword").ShouldBe(4);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionAlsoForWhoeverCopiedIt()
    {
        using var kim = _server.Connect();
        await kim.SignUpAsync(_email).JsonAsync();
        var token = (await kim.SignInAsync(_email, mode: "token").JsonAsync()).GetProperty("accessToken").GetString();
        using var program = _server.Connect(token);
        using var thief = _server.Connect(token);
        (await thief.GetAsync("accounts/me").StatusAsync()).ShouldBe(200);
        (await program.PostAsync("accounts/sign-out").StatusAsync()).ShouldBe(204);
        (await thief.GetAsync("accounts/me").StatusAsync()).ShouldBe(401);
    }

    [Fact]
    public async Task ApiKey_MayDoWhatItsScopesSay_UntilItIsRemoved()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var made = await kim.PostAsync("accounts/me/keys", new { name = "ci", scopes = new[] { "earnings" } }).JsonAsync();
        var text = made.GetProperty("text").GetString()!;
        text.ShouldStartWith("dk_");
        using var program = _server.Connect(text);
        (await program.GetAsync("ledger/2026-11").StatusAsync()).ShouldBe(200);
        (await program.GetAsync("work/current").ProblemAsync()).ShouldBe((403, "Forbidden"));
        (await program.GetAsync("accounts/me/keys").StatusAsync()).ShouldBe(403);
        (await program.PostAsync("accounts/sign-out").StatusAsync()).ShouldBe(403);
        using var forger = _server.Connect(text[..^1] + (text[^1] == '0' ? '1' : '0'));
        (await forger.GetAsync("ledger/2026-11").StatusAsync()).ShouldBe(401);
        var id = made.GetProperty("key").GetProperty("id").GetString();
        (await kim.SendAsync(HttpMethod.Delete, "accounts/me/keys/" + id).StatusAsync()).ShouldBe(204);
        (await program.GetAsync("ledger/2026-11").StatusAsync()).ShouldBe(401);
    }

    [Fact]
    public async Task Token_Forged_IsRefused()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var token = kim.Token!;
        foreach (var forged in (string[])[token[..^4], token + "A", "", "x", new string('a', 9000), token[..20] + (token[20] == 'A' ? 'B' : 'A') + token[21..]])
        {
            using var forger = _server.Connect(forged.Length == 0 ? "." : forged);
            (await forger.GetAsync("accounts/me").StatusAsync()).ShouldBe(401);
        }
    }

    [Fact]
    public async Task Password_Changed_EndsEverySession()
    {
        using var kim = _server.Connect();
        await kim.SignUpAsync(_email).JsonAsync();
        var token = (await kim.SignInAsync(_email, mode: "token").JsonAsync()).GetProperty("accessToken").GetString();
        using var program = _server.Connect(token);
        (await program.PostAsync("accounts/me/password", new { current = DistributionServer.Password, next = "another long one" }).StatusAsync()).ShouldBe(204);
        (await program.GetAsync("accounts/me").StatusAsync()).ShouldBe(401);
        (await kim.SignInAsync(_email).ProblemAsync()).ShouldBe((400, "WrongPassword"));
        await kim.SignInAsync(_email, "another long one").JsonAsync();
    }

    [Fact]
    [Trait("Promise", "S3")]
    public async Task Disabling_ClosesSessionsAndHubs_WithinFiveSeconds()
    {
        using var admin = await _server.ConnectAsAsync(Roles.Admin);
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var manager = await _server.OpenProjectAsync(_project, "a");
        await kim.LeaseAsync(_project);
        await using var hub = await HubConnection.OpenAsync(kim, "work");
        await hub.InvokeAsync("Watch");
        var clock = Stopwatch.StartNew();
        await admin.PutAsync($"admin/accounts/{kim.Account}/status", new { status = "disabled" }).JsonAsync();
        (await hub.PushedAsync("Push")).GetProperty("kind").GetString().ShouldBe("signedOut");
        await hub.Ended.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await kim.GetAsync("work/current").StatusAsync()).ShouldBe(401);
        var worker = _server.Grains.GetGrain<IWorkerGrain>(kim.Account.Value);
        (await worker.GetSnapshotAsync()).Assignment.ShouldBeNull();
        (await worker.GetProfileAsync()).IsSuspended.ShouldBeTrue();
    }

    [Fact]
    public async Task Suspending_KeepsTheSessionAndTheWork_SoThatItCanFinish()
    {
        using var admin = await _server.ConnectAsAsync(Roles.Admin);
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var manager = await _server.OpenProjectAsync(_project, "a");
        await kim.LeaseAsync(_project);
        await admin.PutAsync($"admin/accounts/{kim.Account}/status", new { status = "suspended" }).JsonAsync();
        (await kim.GetAsync("work/current").JsonAsync()).GetProperty("assignment").GetProperty("status").GetString().ShouldBe("active");
        (await kim.GetAsync("work/profile").JsonAsync()).GetProperty("isSuspended").GetBoolean().ShouldBeTrue();
    }

    /// <summary>An edit that was read before a suspension and written after it would lift it, were the profile written as a whole.</summary>
    [Fact]
    [Trait("Promise", "L14")]
    public async Task Profile_EditedWhileSuspended_StaysSuspendedAndKeepsWhatIsNotItsOwn()
    {
        using var admin = await _server.ConnectAsAsync(Roles.Admin);
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        using var manager = await _server.OpenProjectAsync(_project, "a");
        var worker = _server.Grains.GetGrain<IWorkerGrain>(kim.Account.Value);
        var tiers = new Dictionary<string, RateTier> { [_project] = RateTier.Expert };
        var rates = new Dictionary<string, MicroAmount> { [_project] = new(20_000_000) };
        await worker.SetProfileAsync(await worker.GetProfileAsync() with { Tags = ["lang:ko"], Tiers = tiers, PersonalRates = rates });
        var edits = Enumerable.Range(0, 8).Select(i =>
            kim.PutAsync("work/profile", new { displayName = $"Kim {i}", timeZone = "Asia/Seoul", locale = "ko" }).JsonAsync()).ToList();
        await admin.PutAsync($"admin/accounts/{kim.Account}/status", new { status = "suspended" }).JsonAsync();
        await Task.WhenAll(edits);
        await kim.PutAsync("work/profile", new { displayName = "Lee", timeZone = "Asia/Seoul", locale = "ko" }).JsonAsync();
        var profile = await worker.GetProfileAsync();
        (profile.IsSuspended, profile.DisplayName, profile.TimeZone, profile.Locale).ShouldBe((true, "Lee", "Asia/Seoul", "ko"));
        (profile.Tags.Single(), profile.Tiers[_project], profile.PersonalRates[_project].Micros).ShouldBe(("lang:ko", RateTier.Expert, 20_000_000));
        (await kim.PostAsync("work/lease", new { project = _project }).ProblemAsync()).ShouldBe((409, "Suspended"));
        await admin.PutAsync($"admin/accounts/{kim.Account}/status", new { status = "active" }).JsonAsync();
        await kim.LeaseAsync(_project);
    }

    [Fact]
    public async Task Role_TakenAway_IsGoneFromEverySession()
    {
        using var admin = await _server.ConnectAsAsync(Roles.Admin);
        using var manager = await _server.ConnectAsAsync(Roles.Manager);
        (await manager.GetAsync("projects").StatusAsync()).ShouldBe(200);
        (await manager.GetAsync("admin/accounts").StatusAsync()).ShouldBe(403);
        await admin.PutAsync($"admin/accounts/{manager.Account}/roles", new { roles = new[] { Roles.Trainer } }).JsonAsync();
        (await manager.GetAsync("projects").StatusAsync()).ShouldBe(401);
        (await admin.PutAsync($"admin/accounts/{manager.Account}/roles", new { roles = new[] { "king" } }).ProblemAsync()).ShouldBe((400, "UnknownRole"));
    }
}
