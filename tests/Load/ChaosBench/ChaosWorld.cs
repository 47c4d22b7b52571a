using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using Distribution.AppHost.Demo.Client;
using Distribution.Load.Support;

namespace Distribution.Load.ChaosBench;

/// <summary>The server that is killed, the people who work meanwhile, and what was found wrong.</summary>
internal sealed class ChaosWorld : IAsyncDisposable
{
    public const string Project = "chaos";
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _folder;
    private readonly int _port;
    private IDisposable? _below;
    private long _downSince;
    private int _generation;

    private ChaosWorld(TemporaryFolder folder, ServerProcess server, Minted manager, IReadOnlyList<Minted> trainers)
    {
        (_folder, Server, Trainers) = (folder, server, trainers);
        _port = server.Address.Port;
        Http = ApiClient.Pool(server.Address, connections: 256);
        Manager = new ManagerClient(Http, manager.Token);
        Journal = new DriverJournal(Path.Combine(folder.Path, "driver.jsonl"));
    }

    /// <summary>The running process; null when it has died before it was ready.</summary>
    public ServerProcess? Server { get; private set; }

    public HttpClient Http { get; }

    public ManagerClient Manager { get; }

    public IReadOnlyList<Minted> Trainers { get; }

    public DriverJournal Journal { get; }

    public Findings Findings { get; } = new();

    /// <summary>From each kill to the first answered call that began after it.</summary>
    public Percentiles ServingAgain { get; } = new();

    /// <summary>Rises with each kill.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>How often calls failed, by kind.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    public string DataFolder => Path.Combine(_folder.Path, "data");

    public string MarkFile => Path.Combine(_folder.Path, "fired");

    /// <summary>Makes the accounts and starts the server; <paramref name="prepare"/> may put something under the empty data folder before, which goes after the server.</summary>
    public static async Task<ChaosWorld> StartAsync(
        int trainers, Func<string, IDisposable?>? prepare = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var folder = new TemporaryFolder();
        try
        {
            var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
            var below = prepare?.Invoke(data);
            var manager = (await ServerProcess.MintAsync(data, "manager", 1, environment))[0];
            var crowd = await ServerProcess.MintAsync(data, "trainer", trainers, environment);
            return new ChaosWorld(folder, await ServerProcess.StartAsync(data, environment: environment), manager, crowd) { _below = below };
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Notes that the server is gone. Calls in flight may still end with what they had read.</summary>
    public void IsDown()
    {
        Interlocked.Increment(ref _generation);
        Volatile.Write(ref _downSince, Stopwatch.GetTimestamp());
    }

    /// <summary>Starts it again on the same folder and port. It listens before it says so, and an armed point may be passed in between.</summary>
    public async Task RestartAsync(CrashOrder? order)
    {
        if (Server is { } old) await old.DisposeAsync();
        Server = null;
        try
        {
            Server = await ServerProcess.StartAsync(DataFolder, _port, order?.Environment);
        }
        catch (InvalidOperationException) when (order is not null && File.Exists(order.MarkFile))
        {
            return;
        }
    }

    /// <summary>Calls; null when the server was away or busy. What it should never answer is a finding.</summary>
    public async Task<T?> TryAsync<T>(string what, Func<CancellationToken, Task<T>> call) where T : class
    {
        using var patience = new CancellationTokenSource(CallPatience);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var answer = await call(patience.Token);
            Served(began);
            return answer;
        }
        catch (ApiException error)
        {
            _failures.AddOrUpdate($"{what} {error.Status} {error.Code}", 1, static (_, count) => count + 1);
            if (error.Status is 500 or (>= 400 and < 429 and not 409 and not 412)) Findings.Broken($"{what} was answered with {error.Message}");
            return null;
        }
        catch (Exception error) when (error is IOException or HttpRequestException or WebSocketException or OperationCanceledException)
        {
            _failures.AddOrUpdate($"{what} {(error is OperationCanceledException ? "unanswered" : "cut")}", 1, static (_, count) => count + 1);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is { } server) await server.DisposeAsync();
        await Journal.DisposeAsync();
        Http.Dispose();
        _below?.Dispose();
        _folder.Dispose();
    }

    private void Served(long began)
    {
        var down = Volatile.Read(ref _downSince);
        if (down == 0 || began < down || Interlocked.CompareExchange(ref _downSince, 0, down) != down) return;
        ServingAgain.Add(Stopwatch.GetElapsedTime(down));
    }
}

/// <summary>What was found wrong, by kind; zero of each is what must be.</summary>
internal sealed class Findings
{
    private const int Kept = 20;
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _sentences = new();

    public IReadOnlyCollection<string> Sentences => _sentences;

    public int Count(string kind) => _counts.GetValueOrDefault(kind);

    public void Lost(string sentence) => Add("lost", sentence);

    public void Doubled(string sentence) => Add("doubled", sentence);

    public void Stuck(string sentence) => Add("stuck", sentence);

    public void Broken(string sentence) => Add("broken", sentence);

    private void Add(string kind, string sentence)
    {
        if (_counts.AddOrUpdate(kind, 1, static (_, count) => count + 1) <= Kept) _sentences.Enqueue($"{kind}: {sentence}");
    }
}
