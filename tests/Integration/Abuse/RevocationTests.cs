using System.Diagnostics;
using System.Text.Json;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration.Abuse;

/// <summary>With the delays that the product has by default, not with shortened ones.</summary>
public sealed class RevocationTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    /// <summary>Whatever ends a session: the hub is closed, calls are refused, nothing more is taken; the task is back and the time is paid.</summary>
    [Fact]
    [Trait("Promise", "S3")]
    public async Task WhateverEndsASession_ClosesHubsAndRefusesCalls_WithinFiveSeconds()
    {
        await using var server = await DistributionServer.StartAsync(("Sessions:CheckAge", "00:00:02"), ("Sessions:HubCheckPeriod", "00:00:02"));
        using var admin = await server.ConnectAsAsync(Roles.Admin);
        using var manager = await server.OpenProjectAsync("p1", "a", "b", "c");
        using var ended = await server.ConnectAsAsync(Roles.Trainer);
        using var closed = await server.ConnectAsAsync(Roles.Trainer);
        using var demoted = await server.ConnectAsAsync(Roles.Reviewer);
        Client[] all = [ended, closed, demoted];
        var leases = await Task.WhenAll(all.Select(static one => one.LeaseAsync("p1")));
        var hubs = await Task.WhenAll(all.Select(static one => HubConnection.OpenAsync(one, "work")));
        foreach (var hub in hubs) await hub.InvokeAsync("Watch");
        await closed.PutAsync($"assignments/{leases[1].Id}/draft", new { version = 1, body = "kept" }).JsonAsync();
        await Task.Delay(1200, TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        await admin.PostAsync($"admin/accounts/{ended.Account}/end-sessions").JsonAsync();
        await admin.PutAsync($"admin/accounts/{closed.Account}/status", new { status = "disabled" }).JsonAsync();
        await admin.PutAsync($"admin/accounts/{demoted.Account}/roles", new { roles = new[] { "trainer" } }).JsonAsync();
        for (var i = 0; i < all.Length; i++)
        {
            var submit = await all[i].PostAsync($"assignments/{leases[i].Id}/submit", leases[i].Answer("too late")).StatusAsync();
            submit.ShouldBe(401, $"{i}");
            await hubs[i].Ended.WaitAsync(Promised, TestContext.Current.CancellationToken);
            await hubs[i].DisposeAsync();
        }

        clock.Elapsed.ShouldBeLessThan(Promised);

        // The closed account's task is free again, its time is paid, and nobody else's work was touched.
        var task = await manager.GetAsync($"projects/p1/tasks/{Contracts.TaskId.Parse(leases[1].Task).Number}").JsonAsync();
        var answer = task.GetProperty("answers").EnumerateArray().Single();
        answer.GetProperty("assignment").GetProperty("status").GetString().ShouldBe("released");
        answer.GetProperty("submission").ValueKind.ShouldBe(JsonValueKind.Null);
        long.Parse(answer.GetProperty("receipt").GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        await manager.EventuallyAsync("projects/p1/queue", static counts => counts.GetProperty("ready").GetInt32() == 1);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
