using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Load.Support;
using Distribution.Web.Common;
using Distribution.Web.Imports;
using Distribution.Web.Projects;

namespace Distribution.Load.ChaosBench;

/// <summary>The manager of the run: keeps enough tasks waiting, and changes the rate all the time.</summary>
internal sealed class ChaosManager(ChaosWorld world, int readyMin)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private int _imports;
    private long _rate = 18_333_333;

    /// <summary>Rows whose import the server has acknowledged.</summary>
    public int Rows { get; private set; }

    public async Task SetUpAsync()
    {
        var settings = new ProjectSettings
        {
            Title = "Chaos",
            TaskTypeId = "compare-two-answers",
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(_rate) },
        };
        await world.Manager.CreateAsync(new NewProject(ChaosWorld.Project, settings, new MicroAmount(1_000_000_000_000)), CancellationToken.None);
        await ImportAsync();
        await world.Manager.SetStatusAsync(ChaosWorld.Project, ProjectStatus.Live, CancellationToken.None);
    }

    /// <summary>Until told to stop: tasks, and rates.</summary>
    public async Task ManageAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var counts = await world.TryAsync("count", ct => world.Manager.CountAsync(ChaosWorld.Project, ct));
            if (counts?.Ready < readyMin) await ImportAsync();
            await ChangeRateAsync();
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>The same import again until it is acknowledged, whatever happens to the server meanwhile.</summary>
    private async Task ImportAsync()
    {
        var id = $"part-{++_imports}";
        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, readyMin).Select(i =>
            $"{{\"prompt\":\"Which answer is better? {id}.{i}\",\"answerA\":\"The first.\",\"answerB\":\"The second.\"}}\n")));
        ImportReport? report;
        do
        {
            await world.Journal.NoteAsync(new Entry("import", "manager", id, Body: readyMin.ToString(CultureInfo.InvariantCulture)));
            report = await world.TryAsync("import", async ct =>
            {
                using var stream = new MemoryStream(rows);
                return await world.Manager.ImportAsync(ChaosWorld.Project, id, stream, SmallTasks.Mapping, ct);
            });
            if (report is null) await Task.Delay(Pause, CancellationToken.None);
        }
        while (report is null);

        if (report.Errors.Count > 0) world.Findings.Broken($"Import {id} was refused rows: {report.Errors[0]}");
        Rows += readyMin;
        await world.Journal.NoteAsync(new Entry("import+", "manager", id, Body: readyMin.ToString(CultureInfo.InvariantCulture)));
    }

    private async Task ChangeRateAsync()
    {
        if (await world.TryAsync("project", ct => world.Manager.GetAsync(ChaosWorld.Project, ct)) is not { } project) return;
        _rate += 7;
        var settings = project.Settings with { Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(_rate) } };
        await world.Journal.NoteAsync(new Entry("rate", "manager", $"{_rate}"));
        var changed = await world.TryAsync("rate", async ct =>
        {
            using var content = JsonContent.Create(settings, options: Json.Options);
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/projects/{ChaosWorld.Project}") { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Manager.Api.Token);
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{project.Settings.Version}\"");
            using var response = await world.Http.SendAsync(request, ct);
            return response.EnsureSuccessStatusCode().StatusCode.ToString();
        });
        if (changed is not null) await world.Journal.NoteAsync(new Entry("rate+", "manager", $"{_rate}"));
    }
}
