using System.Text;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Load.Support;
using Distribution.Web.Projects;

namespace Distribution.Tests.EndToEnd.Support;

/// <summary>The product in a process of its own on a folder of its own, a manager, and trainers with tokens.</summary>
internal sealed class World : IAsyncDisposable
{
    private static int _names;
    private readonly TemporaryFolder _folder;
    private readonly IReadOnlyList<Minted> _crowd;
    private int _taken;
    private bool _isLent;

    private World(ServerProcess server, Minting.Accounts accounts, TemporaryFolder folder)
    {
        (Server, _crowd, Trainers, _folder) = (server, accounts.Trainers, accounts.Trainers, folder);
        Http = ApiClient.Pool(server.Address, connections: 128);
        Manager = new ManagerClient(Http, accounts.Manager.Token);
        Admin = accounts.Admin is { } admin ? new ApiClient(Http, admin.Token) : null;
    }

    public ServerProcess Server { get; private set; }

    public IReadOnlyList<Minted> Trainers { get; private set; }

    /// <summary>Where it keeps everything.</summary>
    public string Folder => _folder.Path;

    public HttpClient Http { get; }

    public ManagerClient Manager { get; }

    /// <summary>Who has come by the link that makes the first administrator: it works once.</summary>
    public (string Cookies, ManagerClient Manager)? Room { get; set; }

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

    /// <summary>
    /// A world in which other tests were before this one, and with nobody beside it; disposed of, it goes to the next. What they left is not met:
    /// projects and people have names of their own here, the trainers have done nothing yet, and the projects of the others are closed.
    /// </summary>
    public static async Task<World> BorrowAsync(int trainers = 1)
    {
        var world = await Lending.TakeAsync(trainers) ?? await StartAsync(Lending.Crowd);
        world._isLent = true;
        world.Trainers = [.. world._crowd.Skip(world._taken).Take(trainers)];
        world._taken += trainers;
        return world;
    }

    /// <summary>A name that no other test has.</summary>
    public static string Name(string name) => $"{name}-{Interlocked.Increment(ref _names)}";

    /// <summary>Whether so many of its trainers have done nothing yet.</summary>
    public bool HasFresh(int trainers) => _crowd.Count - _taken >= trainers;

    public TrainerClient Trainer(int number) => new(Http, Trainers[number].Token);

    /// <summary>The link that makes the first administrator. The program prints it beside its "ready", and either may be read first.</summary>
    public Task<string> SetupLinkAsync() => Server.SetupLinkAsync();

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
        await ListedAsync(ids => ids.Contains(project));
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
        _isLent = false;
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
        if (_isLent && await IsTidyAsync()) Lending.Return(this);
        else await EndAsync();
    }

    /// <summary>Ends it, whoever may have wanted it next.</summary>
    public async Task EndAsync()
    {
        await Server.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Waits until the list from which trainers choose is so: it follows the projects, a moment later, and whoever comes meanwhile would take the wrong one.</summary>
    private async Task ListedAsync(Func<HashSet<string>, bool> isSo) => await Patience.UntilAsync(
        async () => (await Trainer(0).ListAsync(CancellationToken.None)).Select(static project => project.Id.Value).ToHashSet(), isSo, TimeSpan.FromSeconds(20));

    /// <summary>Closes what is open; false when it does not do what it is told, and nobody should have it.</summary>
    private async Task<bool> IsTidyAsync()
    {
        try
        {
            foreach (var manager in Room is { } room ? new[] { Manager, room.Manager } : [Manager])
                foreach (var project in await manager.ListAsync(CancellationToken.None))
                    if (project.Settings.Status != ProjectStatus.Closed) await manager.SetStatusAsync(project.Id.Value, ProjectStatus.Closed, CancellationToken.None);
            await ListedAsync(static ids => ids.Count == 0);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or ApiException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
