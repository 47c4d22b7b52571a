using System.Collections.Concurrent;
using System.Security.Claims;
using Distribution.Tests.Integration.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>The keys that web hosts share through Redis. No silo runs: none is needed for a cookie.</summary>
public sealed class KeyRingTests : IDisposable
{
    private const string Scheme = "cookie";
    private const string PlainKey = "masterKey";
    private readonly string _cluster = $"keys-{Guid.NewGuid():N}";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distribution-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact, Trait("Promise", "C9")]
    public async Task Keys_LieEncrypted_WithACertificate_AndHostsShareACookie()
    {
        var (first, second) = (Certificate("first"), Certificate("second"));
        await using var one = Hosts.BuildWeb(_cluster, Current(first));
        await using var two = Hosts.BuildWeb(_cluster, Current(first));
        await using var renewed = Hosts.BuildWeb(_cluster, [.. Current(second), ("DataProtection:Previous", first), ("DataProtection:PreviousPassword", TestCertificate.Password)]);
        await using var stranger = Hosts.BuildWeb(_cluster, Current(second));

        var cookie = Cookies(one).Protect(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "kim")], Scheme)), Scheme));
        var keys = await KeysAsync(one);
        keys.ShouldNotBeEmpty();
        keys.ShouldAllBe(static key => key.Contains("EncryptedData", StringComparison.Ordinal) && !key.Contains(PlainKey, StringComparison.Ordinal));
        Cookies(two).Unprotect(cookie).ShouldNotBeNull().Principal.Identity?.Name.ShouldBe("kim");
        Cookies(renewed).Unprotect(cookie).ShouldNotBeNull().Principal.Identity?.Name.ShouldBe("kim");
        Cookies(stranger).Unprotect(cookie).ShouldBeNull();
    }

    [Fact, Trait("Promise", "C9")]
    public async Task Keys_LieAsTheyAre_WithoutACertificate_AndTheStartSaysSo()
    {
        var log = new Warnings();
        await using var web = Hosts.BuildWeb(_cluster, [], log: log);
        Cookies(web).Protect(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Scheme)), Scheme));
        (await KeysAsync(web)).ShouldAllBe(static key => key.Contains(PlainKey, StringComparison.Ordinal), "what the other test looks for is how plain keys are written");

        (await WarnsAtStartAsync(web, log)).ShouldBeTrue();
        await using var protectedWeb = Hosts.BuildWeb(_cluster, Current(Certificate("some")), log: log);
        (await WarnsAtStartAsync(protectedWeb, log)).ShouldBeFalse();
        await using var development = Hosts.BuildWeb(_cluster, [], "Development", log);
        (await WarnsAtStartAsync(development, log)).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "C9")]
    public void Start_Fails_WithACertificateThatCannotBeUsed()
    {
        var wrong = Current(Certificate("good")).Select(static setting => setting.Key == "DataProtection:Password" ? (setting.Key, "wrong") : setting).ToArray();
        Should.Throw<InvalidOperationException>(() => Hosts.BuildWeb(_cluster, wrong)).Message.ShouldStartWith("DataProtection:Certificate names ");
        Should.Throw<InvalidOperationException>(() => Hosts.BuildWeb(_cluster, Current("/nowhere.pfx"))).Message.ShouldContain("/nowhere.pfx");
    }

    private static (string Key, string Value)[] Current(string path) => [("DataProtection:Certificate", path), ("DataProtection:Password", TestCertificate.Password)];

    private static ISecureDataFormat<AuthenticationTicket> Cookies(WebApplication web) =>
        web.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme).TicketDataFormat;

    private async Task<IReadOnlyList<string>> KeysAsync(WebApplication web) =>
        [.. (await web.Services.GetRequiredKeyedService<IConnectionMultiplexer>("redis").GetDatabase().ListRangeAsync($"{_cluster}/keys")).Select(static key => key.ToString())];

    /// <summary>The start waits for a silo after that, and is given up.</summary>
    private static async Task<bool> WarnsAtStartAsync(WebApplication web, Warnings log)
    {
        log.All.Clear();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await Should.ThrowAsync<OperationCanceledException>(() => web.StartAsync(patience.Token));
        return log.All.Any(static warning => warning.Contains("unencrypted in Redis", StringComparison.Ordinal));
    }

    private string Certificate(string name) => TestCertificate.Make(_folder, name);

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
