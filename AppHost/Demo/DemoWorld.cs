using Distribution.AppHost.Demo.Client;
using Distribution.Contracts.Projects;
using Distribution.Web.Accounts;
using Microsoft.Extensions.Options;

namespace Distribution.AppHost.Demo;

/// <summary>A few projects of our own texts, and a crowd that works on them through the public API for as long as the process runs.</summary>
internal sealed partial class DemoWorld : IAsyncDisposable
{
    private const int CopiesPerRound = 8;
    private static readonly TimeSpan RefillPeriod = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource _over;
    private readonly HttpClient _http;
    private readonly ManagerClient _manager;
    private readonly DemoOptions _options;
    private readonly ILogger<DemoWorld> _log;
    private Task _running = Task.CompletedTask;

    private DemoWorld(HttpClient http, string managerToken, DemoOptions options, CancellationTokenSource over, ILogger<DemoWorld> log)
    {
        (_http, _options, _over, _log) = (http, options, over, log);
        _manager = new ManagerClient(http, managerToken);
    }

    /// <summary>Makes what is missing of the demo, says how to sign in, and lets the crowd begin.</summary>
    public static async Task<DemoWorld> StartAsync(IServiceProvider services, Uri address, CancellationToken ct)
    {
        var options = services.GetRequiredService<IOptions<DemoOptions>>().Value;
        var keys = services.GetRequiredService<IConfiguration>()["Web:KeysFolder"] ?? throw new InvalidOperationException("The demo needs a data folder.");
        var accounts = await DemoAccounts.OpenAsync(services, keys, options.Trainers, ct);

        // The crowd leaves as soon as a stop is asked for, so that the server has nobody to wait for.
        var over = CancellationTokenSource.CreateLinkedTokenSource(ct, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var http = ApiClient.Pool(address);
        var manager = await SignInAsync(http, DemoAccounts.ManagerEmail, accounts.Password, ct);
        var world = new DemoWorld(http, manager, options, over, services.GetRequiredService<ILogger<DemoWorld>>());
        await world.SeedAsync(ct);
        await DemoNewcomer.LiveAsync(http, await SignInAsync(http, DemoAccounts.TrainerEmail, accounts.Password, ct), ct);
        var tokens = await Task.WhenAll(accounts.Crowd.Select(account => DemoAccounts.TokenOfAsync(services, account)));
        world._running = Task.WhenAll([.. tokens.Select((token, i) => world.RunTrainerAsync(token, i)), world.RefillAsync(), world.ReviewAsync()]);
        Console.WriteLine($"demo: {DemoProject.All.Count} projects, {tokens.Length} simulated trainers; all passwords are {accounts.Password}");
        Console.WriteLine($"demo: manager {DemoAccounts.ManagerEmail}, sees them live at {address}manage after signing in");
        Console.WriteLine($"demo: trainer {DemoAccounts.TrainerEmail}, works at {address}");
        return world;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running;
        _over.Dispose();
        _http.Dispose();
    }

    private static async Task<string> SignInAsync(HttpClient http, string email, string password, CancellationToken ct)
    {
        var reply = await new ApiClient(http, "none").PostAsync<SignInReply>(
            "accounts/sign-in", new SignInRequest(email, password, SignInMode.Token), ct);
        return reply.AccessToken ?? throw new InvalidOperationException("The demo's account got no token.");
    }

    /// <summary>Only what is not there: a second start finds everything as it was left.</summary>
    private async Task SeedAsync(CancellationToken ct)
    {
        await DemoLearning.SeedAsync(_manager.Api, ct);
        var present = (await _manager.ListAsync(ct)).Select(static project => project.Id.Value).ToHashSet();
        foreach (var project in DemoProject.All.Where(project => !present.Contains(project.Id)))
        {
            await _manager.CreateAsync(project.New(), ct);
            await ImportRoundAsync(project, ct);
            await DemoLearning.SeedAsync(_manager.Api, project, ct);
            await _manager.SetStatusAsync(project.Id, ProjectStatus.Live, ct);
        }

        await DemoNewcomer.SetGoldAsync(_manager.Api, DemoProject.All[0].Id, ct);
    }

    private async Task ImportRoundAsync(DemoProject project, CancellationToken ct)
    {
        // The number of tasks there are names the round: the same after a crash, another after each import.
        var round = (await _manager.GetAsync(project.Id, ct)).TaskCount;
        await using var rows = project.Rows(round, CopiesPerRound);
        await _manager.ImportAsync(project.Id, $"round-{round}", rows, project.Mapping(), ct);
    }

    private async Task RefillAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(RefillPeriod);
            while (await timer.WaitForNextTickAsync(_over.Token))
            {
                foreach (var project in DemoProject.All) await TryRefillAsync(project);
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            LogOver();
        }
    }

    private async Task TryRefillAsync(DemoProject project)
    {
        try
        {
            if ((await _manager.CountAsync(project.Id, _over.Token)).Ready < _options.ReadyMin) await ImportRoundAsync(project, _over.Token);
        }
        catch (Exception error) when (error is ApiException or HttpRequestException)
        {
            LogRefillFailed(error, project.Id);
        }
    }

    private async Task ReviewAsync()
    {
        try
        {
            await new DemoReviewer(_manager.Api, _options).RunAsync(_over.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            LogOver();
        }
    }

    private async Task RunTrainerAsync(string token, int seed)
    {
        try
        {
            await new DemoTrainer(_http, token, seed, _options).RunAsync(_over.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            LogOver();
        }
    }

    [LoggerMessage(Level = LogLevel.Trace, Message = "Stopped with the demo.")]
    private partial void LogOver();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo could not import more into {Project}.")]
    private partial void LogRefillFailed(Exception error, string project);
}
