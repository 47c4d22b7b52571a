using System.Diagnostics;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>One silo in a process of its own, told what Aspire would tell it.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    public static SiloProcess Start(string cluster)
    {
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { ProgramPath() } };
        foreach (var (name, value) in SettingsOf(cluster)) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Orleans__Endpoints__SiloPort"] = $"{Servers.FreePort()}";
        start.Environment["Orleans__Endpoints__GatewayPort"] = $"{Servers.FreePort()}";
        start.Environment["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return new SiloProcess(Process.Start(start) ?? throw new InvalidOperationException("The silo did not start."));
    }

    /// <summary>What a web host is told: as a client it knows nothing of storage and reminders.</summary>
    public static IReadOnlyDictionary<string, string> SettingsOfWeb(string cluster) => new Dictionary<string, string>
    {
        ["ConnectionStrings:redis"] = Servers.Redis,
        ["ConnectionStrings:blobs"] = Servers.Azurite,
        ["Orleans:ClusterId"] = cluster,
        ["Orleans:ServiceId"] = cluster,
        ["Orleans:Clustering:ProviderType"] = "Redis",
        ["Orleans:Clustering:ServiceKey"] = "redis",
        ["Orleans:EnableDistributedTracing"] = "true",
        ["Pseudonyms:Secret"] = Convert.ToBase64String(new byte[36]),
    };

    private static Dictionary<string, string> SettingsOf(string cluster) => new(SettingsOfWeb(cluster))
    {
        ["Orleans:Reminders:ProviderType"] = "Redis",
        ["Orleans:Reminders:ServiceKey"] = "redis",
        ["Orleans:GrainStorage:records:ProviderType"] = "Redis",
        ["Orleans:GrainStorage:records:ServiceKey"] = "redis",
    };

    /// <summary>By SIGTERM, as an upgrade does; answers the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var signal = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(70));
        return _process.ExitCode;
    }

    /// <summary>Without a word, as a machine dies.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    /// <summary>The silo of the same build: beside this program's folder, or where the variable says.</summary>
    private static string ProgramPath()
    {
        if (Environment.GetEnvironmentVariable("SILO") is { Length: > 0 } named) return named;
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, "Distribution.Host", own.Name, "Distribution.Host.dll");
    }
}
