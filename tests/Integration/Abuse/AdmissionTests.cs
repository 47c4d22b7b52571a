using System.Net;
using Distribution.Contracts.Accounts;
using Distribution.Tests.Integration.Support;

namespace Distribution.Tests.Integration.Abuse;

public sealed class AdmissionTests
{
    [Fact]
    [Trait("Promise", "O1")]
    public async Task Requests_BeyondTheLimit_AreRefusedByName_AndWhoFinishesIsLetIn()
    {
        await using var server = await DistributionServer.StartAsync(
            ("Admission:BeginAtOnceMax", "3"), ("Admission:AtOnceMax", "200"), ("Rates:PerAccountPerSecond", "100000"), ("Rates:PerAccountBurst", "100000"));
        using var manager = await server.OpenProjectAsync("p1", "a");
        using var kim = await server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync("p1");
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => kim.GetAsync("work/current")));
        answers.ShouldAllBe(static answer => answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        var refused = answers.Where(static answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ToList();
        refused.ShouldNotBeEmpty();
        foreach (var answer in refused)
        {
            answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
            (await Task.FromResult(answer).ProblemAsync()).ShouldBe((503, "Busy"));
        }

        var beat = new { fence = lease.Fence, isActive = true, idleMs = 0 };
        var beats = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => kim.PostAsync($"assignments/{lease.Id}/beat", beat).StatusAsync()));
        beats.ShouldAllBe(static status => status == 200);
        (await kim.GetAsync("/health").StatusAsync()).ShouldBe(200);
    }
}
