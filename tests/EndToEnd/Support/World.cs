using System.Text;
using System.Text.RegularExpressions;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Load.Support;
using Distribution.Web.Projects;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>The product in a process of its own on a folder of its own, a manager, and trainers with tokens.</summary>
internal sealed partial class World : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private World(ServerProcess server, Minting.Accounts accounts, TemporaryFolder folder)
    {
        (Server, Trainers, _folder) = (server, accounts.Trainers, folder);
        Http = ApiClient.Pool(server.Address, connections: 128);
        Manager = new ManagerClient(Http, accounts.Manager.Token);
        Admin = accounts.Admin is { } admin ? new ApiClient(Http, admin.Token) : null;
    }

    public ServerProcess Server { get; private set; }

    public IReadOnlyList<Minted> Trainers { get; }

    /// <summary>Where it keeps everything.</summary>
    public string Folder => _folder.Path;

    public HttpClient Http { get; }

    public ManagerClient Manager { get; }

    /// <summary>An administrator, where the world was started with one.</summary>
    public ApiClient? Admin { get; }

    public static async Task<World> StartAsync(int trainers, bool hasAdmin = false)
    {
        var folder = new TemporaryFolder();
        try
        {
            var accounts = await Minting.IntoAsync(folder.Path, trainers, hasAdmin);
            return new World(await ServerProcess.StartAsync(folder.Path), accounts, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public TrainerClient Trainer(int number) => new(Http, Trainers[number].Token);

    /// <summary>The link that makes the first administrator. The program prints it beside its "ready", and either may be read first.</summary>
    public Task<string> SetupLinkAsync() => Patience.UntilAsync(
        () => Task.FromResult(SetupLink().Match(Server.Said).Value), static link => link.Length > 0, TimeSpan.FromSeconds(20));

    /// <summary>Makes a live project of what a stream holds; answers how many tasks it has.</summary>
    public async Task<int> CreateAsync(
        string project, ProjectSettings settings, Stream rows, ImportMapping mapping, CancellationToken ct, ManagerClient? by = null)
    {
        var manager = by ?? Manager;
        await manager.CreateAsync(new NewProject(project, settings, new MicroAmount(100_000_000_000)), ct);
        (await manager.ImportAsync(project, "rows", rows, mapping, ct)).Errors.ShouldBeEmpty();
        await manager.SetStatusAsync(project, ProjectStatus.Live, ct);
        return (await manager.GetAsync(project, ct)).TaskCount;
    }

    /// <summary>A live project of so many small comparisons, with the shortest clocks that a project may have, or with others.</summary>
    public async Task CreateShortAsync(
        string project, int tasks, CancellationToken ct, long limitMs = 10_000, long hardLimitMs = 30_000, long claimWindowMs = 20_000, ManagerClient? by = null)
    {
        var rows = string.Concat(Enumerable.Range(1, tasks).Select(static i => $"{{\"prompt\":\"Which? {i}\",\"answerA\":\"This.\",\"answerB\":\"That.\"}}\n"));
        var settings = Settings("Short") with
        {
            LimitMs = limitMs,
            HardLimitMs = hardLimitMs,
            WarningMs = 5_000,
            GraceMs = 30_000,
            ClaimWindowMs = claimWindowMs,
            PayPolicy = PayPolicy.Standard(limitMs),
        };
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(rows));
        await CreateAsync(project, settings, stream, Mapping("prompt", "answerA", "answerB"), ct, by);
    }

    /// <summary>Comparisons at a rate that no round number divides.</summary>
    public static ProjectSettings Settings(string title) => new()
    {
        Title = title,
        TaskTypeId = "compare-two-answers",
        PayPolicy = PayPolicy.Standard(600_000),
        Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(18_333_333) },
    };

    /// <summary>Comparisons from columns of these names.</summary>
    public static ImportMapping Mapping(string prompt, string answerA, string answerB) => new()
    {
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = prompt }, new FieldMapping { Field = "answerA", Source = answerA },
            new FieldMapping { Field = "answerB", Source = answerB },
        ],
    };

    /// <summary>Kills the process without a word.</summary>
    public async Task KillAsync()
    {
        await Server.KillAsync();
        await Server.DisposeAsync();
    }

    /// <summary>Starts it again on the same folder and port; answers how long that took.</summary>
    public async Task<TimeSpan> RestartAsync()
    {
        Server = await ServerProcess.StartAsync(_folder.Path, Server.Address.Port);
        return Server.StartedIn;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://\S+#setup=\w+")]
    private static partial Regex SetupLink();
}
