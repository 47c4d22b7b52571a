using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Distribution.Contracts.History;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Web.Common;
using Distribution.Web.Exports;
using Distribution.Web.Imports;
using Distribution.Web.Projects;

namespace Distribution.AppHost.Demo.Client;

/// <summary>A manager as a program: projects, imports, figures, exports.</summary>
public sealed class ManagerClient(HttpClient http, string token)
{
    /// <summary>The plain HTTP below.</summary>
    public ApiClient Api { get; } = new(http, token);

    /// <summary>Makes a project; asking twice makes one.</summary>
    public Task<ProjectView> CreateAsync(NewProject project, CancellationToken ct) => Api.PostAsync<ProjectView>("projects", project, ct);

    /// <summary>One's own projects.</summary>
    public Task<IReadOnlyList<ProjectView>> ListAsync(CancellationToken ct) => Api.GetAsync<IReadOnlyList<ProjectView>>("projects", ct);

    /// <summary>The project now.</summary>
    public Task<ProjectView> GetAsync(string project, CancellationToken ct) => Api.GetAsync<ProjectView>($"projects/{project}", ct);

    /// <summary>Changes the settings of the version that these were made from.</summary>
    public async Task<ProjectView> ChangeAsync(string project, ProjectSettings settings, CancellationToken ct)
    {
        using var content = JsonContent.Create(settings, options: Json.Options);
        using var response = await Api.SendAsync(HttpMethod.Put, $"projects/{project}", content, ct, $"\"{settings.Version}\"");
        return (await response.Content.ReadFromJsonAsync<ProjectView>(Json.Options, ct))!;
    }

    /// <summary>Moves the project through its life.</summary>
    public Task<ProjectView> SetStatusAsync(string project, ProjectStatus status, CancellationToken ct) =>
        Api.PutAsync<ProjectView>($"projects/{project}/status", new StatusRequest(status), ct);

    /// <summary>Imports JSONL under an id; the same again goes on with it.</summary>
    public Task<ImportReport> ImportAsync(string project, string import, Stream jsonl, ImportMapping mapping, CancellationToken ct)
    {
        var content = new StreamContent(jsonl) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        var query = Uri.EscapeDataString(JsonSerializer.Serialize(mapping, ImportsJsonContext.Default.ImportMapping));
        return Api.CallAsync<ImportReport>(HttpMethod.Put, $"projects/{project}/imports/{import}?mapping={query}", content, ct);
    }

    /// <summary>What waits, what is out, what is done.</summary>
    public Task<QueueCounts> CountAsync(string project, CancellationToken ct) => Api.GetAsync<QueueCounts>($"projects/{project}/queue", ct);

    /// <summary>The live figures.</summary>
    public Task<LiveSnapshot> LiveAsync(string project, CancellationToken ct) => Api.GetAsync<LiveSnapshot>($"projects/{project}/live", ct);

    /// <summary>A task's whole record.</summary>
    public Task<TaskView> TaskAsync(string project, int number, CancellationToken ct) => Api.GetAsync<TaskView>($"projects/{project}/tasks/{number}", ct);

    /// <summary>Every event so far.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string project, CancellationToken ct)
    {
        var all = new List<HistoryEvent>();
        for (HistoryPage page; ; all.AddRange(page.Events))
        {
            page = await Api.GetAsync<HistoryPage>($"projects/{project}/history?from={all.Count}&take=1000", ct);
            if (page.Events.Count == 0) return all;
        }
    }

    /// <summary>A snapshot's lines in a shape.</summary>
    public async IAsyncEnumerable<string> ExportAsync(string project, string shape, [EnumeratorCancellation] CancellationToken ct)
    {
        var snapshot = await Api.PostAsync<SnapshotView>($"projects/{project}/exports/snapshots", new { }, ct);
        using var response = await Api.SendAsync(HttpMethod.Get, $"projects/{project}/exports/{shape}?snapshot={snapshot.Snapshot}", null, ct);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await reader.ReadLineAsync(ct) is { } line) yield return line;
    }
}
