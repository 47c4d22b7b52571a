using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Distribution.Load.Support;

/// <summary>An account and its bearer token.</summary>
public sealed record Minted(string Account, string Token);

/// <summary>The product as a process of its own, as its users run it.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LinkPatience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _said = new();
    private int _disposed;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>From the start of the process to its "ready".</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>What it wrote, both streams.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>Memory that the process holds now, in bytes.</summary>
    public long ResidentBytes => StatusBytes("VmRSS:");

    /// <summary>The most that it ever held.</summary>
    public long PeakBytes => StatusBytes("VmHWM:");

    /// <summary>Serves from a folder; port 0 takes a free one; a processor is the only one that it may use.</summary>
    public static async Task<ServerProcess> StartAsync(
        string data, int port = 0, IReadOnlyDictionary<string, string>? environment = null, int? processor = null)
    {
        var began = Stopwatch.GetTimestamp();
        var server = new ServerProcess(Launch(["--data", data, "--port", port.ToString(CultureInfo.InvariantCulture)], environment, processor));
        server.Listen();
        var exited = server._process.WaitForExitAsync();
        if (await Task.WhenAny(server._ready.Task, exited, Task.Delay(StartPatience)) != server._ready.Task)
        {
            var state = exited.IsCompleted ? $"ended with {server._process.ExitCode}" : $"was still running after {StartPatience}";
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not become ready: it {state}. It said:\n{server.Said}");
        }

        server.Address = await server._ready.Task;
        server.StartedIn = Stopwatch.GetElapsedTime(began);
        return server;
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int Code, string Said)> RunAsync(params string[] arguments) => RunAsync(environment: null, arguments);

    /// <summary>The same, with settings.</summary>
    public static async Task<(int Code, string Said)> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var run = new ServerProcess(Launch(arguments, environment));
        run.Listen();
        await run._process.WaitForExitAsync().WaitAsync(StartPatience);
        return (run._process.ExitCode, run.Said);
    }

    /// <summary>Tokens for programs, made while nobody serves from the folder.</summary>
    public static async Task<IReadOnlyList<Minted>> MintAsync(string data, string role, int count, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (code, said) = await RunAsync(environment, "tokens", "mint", "--role", role, "--count", count.ToString(CultureInfo.InvariantCulture), "--data", data);
        var minted = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' '))
            .Where(static parts => parts.Length == 2 && parts[1].Length > 60).Select(static parts => new Minted(parts[0], parts[1])).ToList();
        return code == 0 && minted.Count == count ? minted : throw new InvalidOperationException($"Minting ended with {code}:\n{said}");
    }

    /// <summary>The link that makes the first administrator, which is said a moment after "ready".</summary>
    public async Task<string> SetupLinkAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < LinkPatience)
        {
            if (SetupLink().Match(Said) is { Success: true } link) return link.Value;
            await Task.Delay(20);
        }

        throw new InvalidOperationException($"The server said no link for the first administrator:\n{Said}");
    }

    /// <summary>Ends it as a power cut would: nothing runs after this.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it as a sleeping machine does: nothing of it runs until <see cref="WakeAsync"/>.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task WakeAsync() => SignalAsync("CONT");

    /// <summary>Whether it ends by itself within so long.</summary>
    public async Task<bool> ExitsWithinAsync(TimeSpan patience)
    {
        var exited = _process.WaitForExitAsync();
        return await Task.WhenAny(exited, Task.Delay(patience)) == exited;
    }

    /// <summary>Asks it to stop, as Ctrl-C does; answers its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        await SignalAsync("TERM");
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var sent = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await sent.WaitForExitAsync();
    }

    private static Process Launch(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, int? processor = null)
    {
        // taskset becomes the program that it starts, so the process id is the server's.
        string[] pin = processor is { } only ? ["-c", only.ToString(CultureInfo.InvariantCulture), "dotnet"] : [];
        var start = new ProcessStartInfo(pin.Length > 0 ? "taskset" : "dotnet", [.. pin, Repository.Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void Listen()
    {
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
        if (line.StartsWith("ready ", StringComparison.Ordinal)) _ready.TrySetResult(new Uri(line["ready ".Length..]));
    }

    private long StatusBytes(string name)
    {
        foreach (var line in File.ReadLines($"/proc/{_process.Id}/status"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }

        return 0;
    }

    [GeneratedRegex(@"http://\S+#setup=\w+")]
    private static partial Regex SetupLink();
}
