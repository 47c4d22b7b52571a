using Distribution.Host;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Distribution.Tests.Cluster;

public sealed class ProviderGuardTests
{
    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["Orleans:Clustering:ProviderType"] = "Redis",
        ["Orleans:Reminders:ProviderType"] = "Redis",
        ["Orleans:GrainStorage:records:ProviderType"] = "Redis",
    };

    [Fact, Trait("Promise", "C4")]
    public void Redis_IsTaken() => ProviderGuard.Check(Configuration(Sound), new Place("Production"));

    [Theory, Trait("Promise", "C4")]
    [InlineData("Orleans:Clustering:ProviderType", "Development")]
    [InlineData("Orleans:Reminders:ProviderType", "Memory")]
    [InlineData("Orleans:GrainStorage:records:ProviderType", "memory")]
    [InlineData("Orleans:Reminders:ProviderType", null)]
    public void MemoryOutsideDevelopment_IsRefusedByName(string key, string? value)
    {
        var wrong = new Dictionary<string, string?>(Sound) { [key] = value };
        var section = key[..key.LastIndexOf(':')];
        Should.Throw<InvalidOperationException>(() => ProviderGuard.Check(Configuration(wrong), new Place("Production"))).Message.ShouldContain(section);
        ProviderGuard.Check(Configuration(wrong), new Place("Development"));
    }

    [Fact, Trait("Promise", "C4")]
    public void NoStorageAtAll_IsRefused() => Should.Throw<InvalidOperationException>(
        () => ProviderGuard.Check(Configuration(Sound.Where(static pair => !pair.Key.Contains("GrainStorage"))), new Place("Staging"))).Message.ShouldContain("GrainStorage");

    private static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string?>> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private sealed class Place(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
