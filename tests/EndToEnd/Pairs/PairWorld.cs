using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Load.Support;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Projects;

namespace Distribution.Tests.EndToEnd.Pairs;

/// <summary>A project of published comparisons in a real process, and the people who answer them.</summary>
internal sealed class PairWorld : IAsyncDisposable
{
    public const int Overlap = 3;
    public static readonly ProjectId Project = new("alpaca-pairs");
    private static readonly MicroAmount Rate = new(18_333_333);
    private readonly TemporaryFolder _folder;

    private PairWorld(ServerProcess server, IReadOnlyList<Minted> trainers, Minted manager, TemporaryFolder folder)
    {
        (Server, Trainers, _folder) = (server, trainers, folder);
        Http = ApiClient.Pool(server.Address, connections: 128);
        Manager = new ManagerClient(Http, manager.Token);
    }

    public ServerProcess Server { get; private set; }

    public IReadOnlyList<Minted> Trainers { get; }

    public HttpClient Http { get; }

    public ManagerClient Manager { get; }

    public string Folder => _folder.Path;

    public static async Task<PairWorld> StartAsync(int trainers)
    {
        var folder = new TemporaryFolder();
        var (_, manager, crowd) = await Minting.IntoAsync(folder.Path, trainers);
        return new PairWorld(await ServerProcess.StartAsync(folder.Path), crowd, manager, folder);
    }

    /// <summary>Sets the project up and imports the file; answers how many tasks there are.</summary>
    public async Task<int> ImportAsync(string file, CancellationToken ct)
    {
        var settings = new ProjectSettings
        {
            Title = "Published pairs",
            TaskTypeId = "compare-two-answers",
            Overlap = Overlap,
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = Rate },
        };
        await Manager.CreateAsync(new NewProject(Project.Value, settings, new MicroAmount(100_000_000_000)), ct);
        await using (var rows = File.OpenRead(file))
        {
            var report = await Manager.ImportAsync(Project.Value, "pairs", rows, Mapping, ct);
            report.Errors.ShouldBeEmpty();
        }

        await Manager.SetStatusAsync(Project.Value, ProjectStatus.Live, ct);
        return (await Manager.GetAsync(Project.Value, ct)).TaskCount;
    }

    /// <summary>Kills the process without a word and starts it again on the same folder and port.</summary>
    public async Task<TimeSpan> KillAndRestartAsync()
    {
        await Server.KillAsync();
        await Server.DisposeAsync();
        Server = await ServerProcess.StartAsync(Folder, Server.Address.Port);
        return Server.StartedIn;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    private static ImportMapping Mapping { get; } = new()
    {
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = "instruction" }, new FieldMapping { Field = "answerA", Source = "output_1" },
            new FieldMapping { Field = "answerB", Source = "output_2" }, new FieldMapping { Field = "category", Source = "dataset" },
        ],
    };
}
