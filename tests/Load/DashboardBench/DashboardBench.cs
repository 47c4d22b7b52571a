using System.Globalization;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Load.ServeBench;
using Distribution.Load.Support;
using Distribution.Web.Accounts;

namespace Distribution.Load.DashboardBench;

/// <summary>
/// Many trainers at work and many open dashboards: how long from an answer's acknowledgement until a dashboard says so, and what one page costs its browser. One of
/// the dashboards is the page in Chromium, the others get the same pushes. Server, crowd and browser share the machine.
/// </summary>
public static class DashboardBench
{
    private const int ConnectAtOnce = 64;
    private const double SeenWithinMs = 1000;
    private const double PagePercentMax = 20;
    private static readonly ProjectId Project = new("dashboards");
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary><paramref name="rate"/> cycles a second in all, for so many seconds, once the crowd is at work.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> RunAsync(int trainers, int dashboards, int seconds, int rate)
    {
        if (Chromium.Missing is { } missing) throw new InvalidOperationException(missing);
        using var folder = new TemporaryFolder();
        var tokens = await ServerProcess.MintAsync(folder.Path, "trainer", trainers);
        await using var server = await ServerProcess.StartAsync(folder.Path, environment: Settings(dashboards));
        await using var page = await PageDashboard.OpenAsync(await server.SetupLinkAsync());
        using var http = ApiClient.Pool(server.Address, connections: 256);
        var signedIn = await new ApiClient(http, "none").PostAsync<SignInReply>(
            "accounts/sign-in", new SignInRequest(PageDashboard.Email, PageDashboard.Password, SignInMode.Token), CancellationToken.None);
        await SmallTasks.OpenAsync(new ManagerClient(http, signedIn.AccessToken!), Project, tasks: (rate * (seconds + 80) * 2) + trainers);
        var crowd = tokens.Select((account, i) => new ServeTrainer(http, account.Token, i)).ToList();
        var hubs = Enumerable.Range(1, dashboards - 1).Select(static _ => new HubDashboard()).ToList();
        try
        {
            await Parallel.ForEachAsync(crowd, new ParallelOptions { MaxDegreeOfParallelism = ConnectAtOnce }, static async (trainer, ct) => await trainer.ConnectAsync(ct));
            foreach (var hub in hubs) await hub.WatchAsync(server.Address, signedIn.AccessToken!, Project, CancellationToken.None);
            await page.WatchAsync(server.Address, Project.Value);
            return await MeasureAsync(server, crowd, hubs, page, seconds, rate);
        }
        finally
        {
            foreach (var hub in hubs) await hub.DisposeAsync();
            await Task.WhenAll(crowd.Select(static trainer => trainer.DisposeAsync().AsTask()));
        }
    }

    /// <summary>All dashboards are one account's here, which in the product would be those of several people.</summary>
    private static Dictionary<string, string> Settings(int dashboards) => new()
    {
        ["Web__HubConnectionsPerAccountMax"] = (dashboards + 2).ToString(CultureInfo.InvariantCulture),
    };

    private static async Task<SortedDictionary<string, object>> MeasureAsync(
        ServerProcess server, List<ServeTrainer> crowd, List<HubDashboard> hubs, PageDashboard page, int seconds, int rate)
    {
        var events = new Events();
        var figures = new ServeFigures { OnSubmitted = events.Acknowledge };
        using var over = new CancellationTokenSource();
        var think = TimeSpan.FromSeconds((double)crowd.Count / rate);
        var working = crowd.Select(trainer => trainer.WorkAsync(Project, think, figures, over.Token, thinksAtTheTask: true)).ToList();
        // Until nearly everybody has a task in hand.
        await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(1.5 * think.TotalSeconds, 20, 90)));

        var (from, began, browser) = (events.Count, DateTime.UtcNow, PageDashboard.ProcessorTime());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (to, ended, browserAfter) = (events.Count, DateTime.UtcNow, PageDashboard.ProcessorTime());
        await page.SaveAsync(Path.Combine(Repository.Root, "artifacts", "screenshots", "dashboards.png"));
        await over.CancelAsync();
        await Task.WhenAll(working);
        await Task.Delay(Grace);

        var (byHub, byPage) = (new Percentiles(), new Percentiles());
        foreach (var latency in hubs.SelectMany(hub => events.Latencies(hub.Sightings, from, to, DateTime.UtcNow))) byHub.Add(latency);
        foreach (var latency in events.Latencies(await page.SightingsAsync(), from, to, DateTime.UtcNow)) byPage.Add(latency);
        double Percent(TimeSpan used) => Math.Round(100 * used / (ended - began), 1);
        var (all, pages) = (Percent(browserAfter.All - browser.All), Percent(browserAfter.Pages - browser.Pages));
        return new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["trainers"] = crowd.Count(static trainer => trainer.IsConnected),
            ["dashboards"] = hubs.Count(static hub => hub.IsConnected) + 1,
            ["answers"] = to - from,
            ["leases"] = figures.Lease.Count,
            ["submits"] = figures.Submit.Count,
            ["answers_per_s"] = Math.Round((to - from) / (ended - began).TotalSeconds, 1),
            ["failures"] = figures.Failures,
            ["first_trouble"] = figures.FirstTrouble ?? "",
            ["no_work"] = figures.NoWorks,
            ["push_p50_ms"] = byHub.At(0.5),
            ["push_p99_ms"] = byHub.At(0.99),
            ["push_max_ms"] = byHub.At(1),
            ["page_p50_ms"] = byPage.At(0.5),
            ["page_p99_ms"] = byPage.At(0.99),
            ["page_max_ms"] = byPage.At(1),
            ["browser_cpu_percent"] = all,
            ["page_cpu_percent"] = pages,
            ["server_mb"] = server.ResidentBytes / 1_000_000,
            ["passed"] = figures.Failures == 0 && figures.NoWorks == 0 && byHub.At(0.99) <= SeenWithinMs && byPage.At(0.99) <= SeenWithinMs && all < PagePercentMax,
            ["meaning"] = "from an answer's acknowledgement to the push that counts it, and to the number on the page; processor time of all processes of the browser, in percent of one core",
        };
    }
}
