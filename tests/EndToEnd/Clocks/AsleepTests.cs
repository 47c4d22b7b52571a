using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Work;

namespace Distribution.Tests.EndToEnd.Clocks;

/// <summary>The process sleeps for longer than a lease. A class of its own, because it mostly waits.</summary>
public sealed class AsleepTests
{
    [Fact(Timeout = 240_000), Trait("Promise", "L24")]
    public async Task ProcessAsleep_LongerThanTheLease_ExtendsBothClocksAndSaysSo()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(1);
        await ShortLease.CreateAsync(world, 1, ct);
        await using var trainer = world.Trainer(0);
        var lease = await ShortLease.TakeAsync(trainer, ct);
        await world.Server.FreezeAsync();
        await Task.Delay(TimeSpan.FromSeconds(33), ct);
        await world.Server.WakeAsync();

        // At once, when its timers may not have come yet: the lease would be over by the clock alone.
        var reply = await trainer.SubmitAsync(lease.Id, new SubmitRequest("after-the-sleep", lease.Task, lease.Fence, ShortLease.Answer), ct);

        reply.Fate.ShouldBe(AssignmentStatus.Submitted);
        Receipts.Check(reply.Receipt);
        var line = reply.Receipt.Lines.ShouldHaveSingleItem();
        (line.Numerator, line.Ms).ShouldSatisfyAllConditions(static part => part.Numerator.ShouldBe(1), static part => part.Ms.ShouldBeLessThan(10_000));
        reply.Receipt.Trace.Where(static part => part.Kind == TimeKind.Outage).Sum(static part => part.ToMs - part.FromMs).ShouldBeInRange(32_000, 45_000);
    }
}
