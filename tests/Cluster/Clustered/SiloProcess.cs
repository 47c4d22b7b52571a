using System.Diagnostics;
using System.Globalization;

namespace Distribution.Tests.Cluster.Clustered;

/// <summary>One silo in a process of its own, told what Aspire would tell it (<see cref="Hosts"/>).</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SiloProcess(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>Where it can be reached by other silos: its name in what Orleans says.</summary>
    public int Port { get; }

    public static SiloProcess Start(string cluster)
    {
        var settings = Hosts.SettingsOfSilo(cluster);
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { ProgramPath() } };
        foreach (var (name, value) in settings) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The silo did not start.");
        return new SiloProcess(process, int.Parse(settings["Orleans:Endpoints:SiloPort"]!, CultureInfo.InvariantCulture));
    }

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
