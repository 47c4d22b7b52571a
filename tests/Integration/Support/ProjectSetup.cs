using System.Text.Json;
using Distribution.Contracts.Accounts;

namespace Distribution.Tests.Integration.Support;

/// <summary>Projects made, filled and opened over the API, as a manager does.</summary>
public static class ProjectSetup
{
    private const string Mapping = """{"externalId":"id","fields":[{"field":"instruction","source":"text"}]}""";

    /// <summary>Twelve dollars an hour, so that a second earns 3,333 and a third.</summary>
    public static object Settings(int overlap = 1) => new
    {
        title = "Write",
        taskTypeId = "free-form",
        overlap,
        rates = new { generalist = "12000000" },
        payPolicy = new
        {
            form = "marginal",
            fixedAmount = "0",
            steps = new[] { new { fromActiveMs = 0, numerator = 1, denominator = 1 }, new { fromActiveMs = 600_000, numerator = 1, denominator = 3 } },
        },
    };

    /// <summary>A draft of a manager's own.</summary>
    public static async Task CreateProjectAsync(this Client manager, string id, int overlap = 1) =>
        await manager.PostAsync("projects", new { id, settings = Settings(overlap), budget = "100000000000" }).JsonAsync();

    /// <summary>Sends a file of tasks.</summary>
    public static Task<HttpResponseMessage> ImportAsync(
        this Client manager, string project, string import, string content, string mediaType = "application/x-ndjson", string policy = "keepGood") =>
        manager.PutTextAsync($"projects/{project}/imports/{import}?policy={policy}&mapping={Uri.EscapeDataString(Mapping)}", content, mediaType);

    /// <summary>A live project of a new manager, with one task for each text.</summary>
    public static async Task<Client> OpenProjectAsync(this DistributionServer server, string id, params string[] texts)
    {
        var manager = await server.ConnectAsAsync(Roles.Manager);
        await manager.CreateProjectAsync(id);
        var lines = texts.Select(static (text, i) => JsonSerializer.Serialize(new { id = $"x{i}", text }));
        var report = await manager.ImportAsync(id, "first", string.Join('\n', lines)).JsonAsync();
        report.GetProperty("import").GetProperty("added").GetInt64().ShouldBe(texts.Length);
        await manager.PutAsync($"projects/{id}/status", new { status = "live" }).JsonAsync();
        return manager;
    }

    /// <summary>A lease that must be granted.</summary>
    public static async Task<Lease> LeaseAsync(this Client trainer, string project)
    {
        var reply = await trainer.PostAsync("work/lease", new { project }).JsonAsync();
        reply.GetProperty("assignment").ValueKind.ShouldBe(JsonValueKind.Object, reply.GetRawText());
        return Lease.Of(reply);
    }

    /// <summary>Waits for what follows a submission by itself.</summary>
    public static async Task<JsonElement> EventuallyAsync(this Client client, string path, Func<JsonElement, bool> isThere)
    {
        var deadline = DateTime.UtcNow.AddSeconds(15);
        while (true)
        {
            var answer = await client.GetAsync(path).JsonAsync();
            if (isThere(answer)) return answer;
            DateTime.UtcNow.ShouldBeLessThan(deadline, answer.GetRawText());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>What a trainer needs to go on with a lease.</summary>
public sealed record Lease(string Id, string Task, long Fence)
{
    /// <summary>That of a reply.</summary>
    public static Lease Of(JsonElement reply)
    {
        var assignment = reply.GetProperty("assignment");
        return new Lease(assignment.GetProperty("id").GetString()!, assignment.GetProperty("task").GetString()!, assignment.GetProperty("fence").GetInt64());
    }

    /// <summary>An answer of the type "free-form".</summary>
    public object Answer(string response, string submissionId = "12345678") =>
        new { submissionId, task = Task, fence = Fence, body = new { response } };
}
