using Distribution.Contracts.Accounts;
using Distribution.Contracts.Workers;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

/// <summary>How a trainer wishes to work, over the API.</summary>
public sealed class WishTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact, Trait("Promise", "W14")]
    public async Task WhatOneHasLearned_ComesFirstIfWished_AndNothingLeavesTheList()
    {
        using var first = await _server.OpenProjectAsync("anybody", "a");
        using var second = await _server.OpenProjectAsync("zeal", "b");
        var settings = await second.GetAsync("projects/zeal").JsonAsync();
        var changed = System.Text.Json.Nodes.JsonNode.Parse(settings.GetProperty("settings").GetRawText())!;
        changed["needs"] = System.Text.Json.Nodes.JsonNode.Parse("""{"hard":[],"soft":[{"tag":"qual:zeal","relaxAfterMs":1000}]}""");
        await second.SendAsync(HttpMethod.Put, "projects/zeal", changed, ("If-Match", $"\"{settings.GetProperty("settings").GetProperty("version")}\"")).JsonAsync();
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        var worker = _server.Grains.GetGrain<IWorkerGrain>(kim.Account.Value);
        await worker.SetProfileAsync(await worker.GetProfileAsync() with { Tags = ["qual:zeal"] });
        (await kim.EventuallyAsync("work/projects", static list => list.GetArrayLength() == 2 && list[1].GetProperty("isLearned").GetBoolean()))[0]
            .GetProperty("id").GetString().ShouldBe("anybody");

        await kim.PutAsync("work/wishes", new { dailyMinutesMax = 0, leansToLearned = true }).JsonAsync();
        var list = await kim.GetAsync("work/projects").JsonAsync();
        list.EnumerateArray().Select(static project => project.GetProperty("id").GetString()).ShouldBe(["zeal", "anybody"]);
    }

    [Fact, Trait("Promise", "W14")]
    public async Task Limit_OfNoDay_IsRefused()
    {
        using var kim = await _server.ConnectAsAsync(Roles.Trainer);
        (await kim.PutAsync("work/wishes", new { dailyMinutesMax = 1441, leansToLearned = false }).ProblemAsync()).Status.ShouldBe(400);
        var view = await kim.PutAsync("work/wishes", new { dailyMinutesMax = 360, leansToLearned = false }).JsonAsync();
        view.GetProperty("wishes").GetProperty("dailyMinutesMax").GetInt32().ShouldBe(360);
        view.GetProperty("isReached").GetBoolean().ShouldBeFalse();
    }
}
