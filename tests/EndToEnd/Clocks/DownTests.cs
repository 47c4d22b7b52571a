using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Work;

namespace Distribution.Tests.EndToEnd.Clocks;

/// <summary>The process is down while a lease runs. A class of its own, because it mostly waits.</summary>
public sealed class DownTests
{
    [Fact(Timeout = 240_000), Trait("Promise", "E4")]
    public async Task ProcessDown_WithALeaseRunning_ExtendsBothClocksAndSaysSo()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(1);
        await ShortLease.CreateAsync(world, 1, ct);
        await using var trainer = world.Trainer(0);
        var lease = await ShortLease.TakeAsync(trainer, ct);
        await world.KillAsync();

        // Longer than the full rate and, with the start, about as long as the lease itself would have had.
        await Task.Delay(TimeSpan.FromSeconds(20), ct);
        await world.RestartAsync();
        var again = (await trainer.ConnectAsync(ct)).Assignment.ShouldNotBeNull();
        again.Id.ShouldBe(lease.Id);
        again.Status.ShouldBe(AssignmentStatus.Active);
        again.OutageMs.ShouldBeGreaterThan(14_000);
        again.SubmitUntil.ShouldBe(lease.SubmitUntil.AddMilliseconds(again.OutageMs), TimeSpan.FromMilliseconds(2));
        again.FullRateUntil.ShouldNotBeNull().ShouldBe(lease.FullRateUntil!.Value.AddMilliseconds(again.OutageMs), TimeSpan.FromMilliseconds(2));
        var reply = await trainer.SubmitAsync(lease.Id, new SubmitRequest("after-the-outage", lease.Task, lease.Fence, ShortLease.Answer), ct);

        reply.Fate.ShouldBe(AssignmentStatus.Submitted);
        Receipts.Check(reply.Receipt);
        reply.Receipt.Lines.ShouldHaveSingleItem().Numerator.ShouldBe(1);
        reply.Receipt.Trace.Where(static part => part.Kind == TimeKind.Outage).Sum(static part => part.ToMs - part.FromMs).ShouldBe(again.OutageMs);
    }
}
