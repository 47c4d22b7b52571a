using System.Text.Json.Nodes;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Workers;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration;

public sealed class RateTests : IAsyncLifetime
{
    private DistributionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await DistributionServer.StartAsync(("Web:RatePeriod", "00:00:00.2"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact, Trait("Promise", "U2")]
    public async Task RateChangedByHand_IsPushedToAllWhoCouldTakeTheWork()
    {
        using var manager = await _server.OpenProjectAsync("p1", "a", "b");
        using var idle = await _server.ConnectAsAsync(Roles.Trainer);
        using var working = await _server.ConnectAsAsync(Roles.Trainer);
        using var personal = await _server.ConnectAsAsync(Roles.Trainer);
        await SetProfileAsync(personal, static profile => profile with { PersonalRates = new Dictionary<string, Contracts.MicroAmount> { ["p1"] = new(99_000_000) } });
        var lease = await working.LeaseAsync("p1");
        await using var idleHub = await WatchAsync(idle);
        await using var workingHub = await WatchAsync(working);
        await using var personalHub = await WatchAsync(personal);

        await ChangeAsync(manager, static settings => settings["rates"]!["generalist"] = "15000000");
        foreach (var hub in new[] { idleHub, workingHub })
        {
            var change = await hub.PushedAsync("Rate");
            (change.GetProperty("project").GetString(), change.GetProperty("hourlyRate").GetString(), change.GetProperty("rateVersion").GetInt32(), change.GetProperty("currency").GetString())
                .ShouldBe(("p1", "15000000", 2, "USD"));
        }

        (await working.PostAsync($"assignments/{lease.Id}/beat", new { fence = lease.Fence, isActive = true, idleMs = 0 }).JsonAsync())
            .GetProperty("pins").GetProperty("hourlyRate").GetString().ShouldBe("12000000", "a running lease keeps its own");

        // Who has a rate of their own was not told: the next they hear of is what concerns them.
        await SetProfileAsync(personal, static profile => profile with { PersonalRates = new Dictionary<string, Contracts.MicroAmount>() });
        await ChangeAsync(manager, static settings => settings["rates"]!["generalist"] = "16000000");
        (await personalHub.PushedAsync("Rate")).GetProperty("rateVersion").GetInt32().ShouldBe(3);
    }

    [Fact, Trait("Promise", "U2"), Trait("Promise", "Q9")]
    public async Task RateRaisedByItsRule_IsPushedToThoseWhoMeetTheNeeds()
    {
        using var manager = await _server.OpenProjectAsync("p1", "a");
        await ChangeAsync(manager, static settings => settings["needs"] = JsonNode.Parse("""{"hard":["cred:law"],"soft":[]}"""));
        using var lawyer = await _server.ConnectAsAsync(Roles.Trainer);
        using var other = await _server.ConnectAsAsync(Roles.Trainer);
        await SetProfileAsync(lawyer, static profile => profile with { Tags = ["cred:law"] });
        await using var lawyersHub = await WatchAsync(lawyer);
        await using var othersHub = await WatchAsync(other);
        await Task.Delay(600, TestContext.Current.CancellationToken);

        await ChangeAsync(manager, static settings =>
            settings["rateRule"] = JsonNode.Parse("""{"ageMs":1,"calmAgeMs":0,"stepPercent":10,"maxPercent":20,"minIntervalMs":1000}"""));
        (await lawyersHub.PushedAsync("Rate")).GetProperty("hourlyRate").GetString().ShouldBe("13200000");
        (await lawyersHub.PushedAsync("Rate")).GetProperty("hourlyRate").GetString().ShouldBe("14400000");
        await ChangeAsync(manager, static settings => settings["needs"] = JsonNode.Parse("""{"hard":[],"soft":[]}"""));
        await ChangeAsync(manager, static settings => settings["rates"]!["generalist"] = "20000000");
        (await othersHub.PushedAsync("Rate")).GetProperty("hourlyRate").GetString().ShouldBe("24000000", "the first that others hear of");
    }

    /// <summary>Connects, and lets the server look at the rates once, so that the next change is one.</summary>
    private static async Task<HubConnection> WatchAsync(Client trainer)
    {
        var hub = await HubConnection.OpenAsync(trainer, "work");
        await hub.InvokeAsync("Watch");
        await Task.Delay(600, TestContext.Current.CancellationToken);
        return hub;
    }

    private static async Task ChangeAsync(Client manager, Action<JsonNode> change)
    {
        var settings = JsonNode.Parse((await manager.GetAsync("projects/p1").JsonAsync()).GetProperty("settings").GetRawText())!;
        var version = settings["version"]!.GetValue<int>();
        change(settings);
        await manager.SendAsync(HttpMethod.Put, "projects/p1", settings, ("If-Match", $"\"{version}\"")).JsonAsync();
    }

    private async Task SetProfileAsync(Client trainer, Func<WorkerProfile, WorkerProfile> change)
    {
        var worker = _server.Grains.GetGrain<IWorkerGrain>(trainer.Account.Value);
        await worker.SetProfileAsync(change(await worker.GetProfileAsync()));
    }
}
