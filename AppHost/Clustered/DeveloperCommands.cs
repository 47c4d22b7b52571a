using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Distribution.AppHost.Clustered;

/// <summary>Buttons of the Aspire dashboard, for the developer at this machine.</summary>
internal static class DeveloperCommands
{
    private const string Project = "demo-compare";
    private static readonly string[] Fields = ["prompt", "answerA", "answerB"];

    /// <summary>Adds them to the web hosts.</summary>
    public static void WithDeveloperCommands(
        this IResourceBuilder<ProjectResource> web, IResourceBuilder<ParameterResource> email, IResourceBuilder<ParameterResource> password)
    {
        web.WithCommand("seed-demo", "Seed the demo", context => RunAsync(() => SeedAsync(web, email.Resource, password.Resource, context.CancellationToken)), new CommandOptions
        {
            Description = "Makes a live project of sample comparisons; doing it again adds nothing.",
            IconName = "DatabaseArrowUp",
            IsHighlighted = true,
        });
        web.WithCommand("open-trainer", "Open the trainer's page", _ => RunAsync(() => OpenAsync(web, "/")), new CommandOptions { IconName = "PersonRunning" });
        web.WithCommand("open-live", "Open the live figures", _ => RunAsync(() => OpenAsync(web, "/manage")), new CommandOptions { IconName = "DataLine" });
    }

    private static async Task<ExecuteCommandResult> RunAsync(Func<Task> action)
    {
        try
        {
            await action();
            return CommandResults.Success();
        }
        catch (Exception error)
        {
            return CommandResults.Failure(error);
        }
    }

    private static Task OpenAsync(IResourceBuilder<ProjectResource> web, string page)
    {
        using var browser = Process.Start(new ProcessStartInfo(web.GetEndpoint("http").Url + page) { UseShellExecute = true });
        return Task.CompletedTask;
    }

    private static async Task SeedAsync(IResourceBuilder<ProjectResource> web, ParameterResource email, ParameterResource password, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = new Uri(web.GetEndpoint("http").Url + "/api/v1/") };
        // What a program without a cookie or a token says to show that no other site sent it (OriginGuard).
        http.DefaultRequestHeaders.Add("X-Distribution", "1");
        var credentials = new { email = await email.GetValueAsync(ct), password = await password.GetValueAsync(ct), mode = "token" };
        var session = await ReadAsync(await http.PostAsJsonAsync("accounts/sign-in", credentials, ct), ct);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("accessToken").GetString());

        var steps = new[] { new { fromActiveMs = 0L, numerator = 1, denominator = 1 }, new { fromActiveMs = 600_000L, numerator = 1, denominator = 3 } };
        var settings = new
        {
            title = "Compare two answers · 두 답변 비교",
            taskTypeId = "compare-two-answers",
            overlap = 2,
            payPolicy = new { form = "marginal", fixedAmount = "0", steps },
            rates = new { generalist = "15000000" },
        };
        await ReadAsync(await http.PostAsJsonAsync("projects", new { id = Project, settings, budget = "5000000000" }, ct), ct);
        var fields = Fields.Select(static field => new { field, source = field });
        var mapping = Uri.EscapeDataString(JsonSerializer.Serialize(new { fields }));
        using var rows = new StreamContent(typeof(DeveloperCommands).Assembly.GetManifestResourceStream("Samples/compare.jsonl")!);
        rows.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        await ReadAsync(await http.PutAsync($"projects/{Project}/imports/samples?mapping={mapping}", rows, ct), ct);
        await ReadAsync(await http.PutAsJsonAsync($"projects/{Project}/status", new { status = "live" }, ct), ct);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(ct);
            if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        }
    }
}
