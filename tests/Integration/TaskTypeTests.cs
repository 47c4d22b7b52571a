using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>Task types as managers build them.</summary>
public sealed class TaskTypeTests : IAsyncLifetime
{
    private DistributionServer _server = null!;
    private Client _kim = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DistributionServer.StartAsync();
        _kim = await _server.ConnectAsAsync(Roles.Manager);
    }

    public async ValueTask DisposeAsync()
    {
        _kim.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "M26")]
    public async Task BreakingVersion_IsNamedBeforeIt_AndPublishedOnlyWithItsSentence()
    {
        (await _kim.PostAsync("task-types/tea/check", Type(1)).JsonAsync()).GetProperty("nextVersion").GetInt32().ShouldBe(1);
        await _kim.PostAsync("task-types/tea/versions", Type(1)).JsonAsync();
        (await _kim.GetAsync("manuscripts/task-types").JsonAsync())[0].GetProperty("version").GetInt32().ShouldBe(1, "what is published is listed");
        var check = await _kim.PostAsync("task-types/tea/check", Type(2, field: "leaf")).JsonAsync();
        check.GetProperty("breaks").EnumerateArray().Select(static each => (each.GetProperty("code").GetString(), each.GetProperty("name").GetString()))
            .ShouldBe([("fieldGone", "prompt"), ("fieldNew", "leaf")]);
        (await _kim.PostAsync("task-types/tea/versions", Type(2, field: "leaf")).ProblemAsync()).ShouldBe((422, "BreakingChange"));
        (await _kim.PostAsync("task-types/tea/versions?allowBreaking=true", Type(2, field: "leaf")).ProblemAsync()).ShouldBe((422, "BadTaskType"));
        var made = await _kim.PostAsync("task-types/tea/versions?allowBreaking=true", Type(2, field: "leaf", migration: "Finish what waits first.")).JsonAsync();
        (made.GetProperty("version").GetInt32(), made.GetProperty("change").GetString()).ShouldBe((2, "breaking"));
        (await _kim.PostAsync("task-types/tea/check", Type(7, field: "leaf", title: "Green tea")).JsonAsync()).GetProperty("breaks").GetArrayLength().ShouldBe(0);
        (await _kim.PostAsync("task-types/tea/check", Type(3, field: "no such name")).JsonAsync()).GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0);
    }

    private static Dictionary<string, object?> Type(int version, string field = "prompt", string title = "Tea", string? migration = null) => new()
    {
        ["id"] = "tea",
        ["version"] = version,
        ["title"] = LearningSetup.Text(title),
        ["useCase"] = LearningSetup.Text("Tea"),
        ["risk"] = "low",
        ["payload"] = new[] { new { name = field, kind = "text" } },
        ["blocks"] = new[] { new { kind = "markdown", field } },
        ["questions"] = new object[] { new { kind = "text", id = "answer", title = LearningSetup.Text("Why?") } },
        ["migration"] = migration is null ? null : LearningSetup.Text(migration),
    };
}
