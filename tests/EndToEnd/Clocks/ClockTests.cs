using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Work;

namespace Distribution.Tests.EndToEnd.Clocks;

/// <summary>The two clocks on the real product, with the shortest limits that a project may have: 10 s at full rate, 30 s in all.</summary>
public sealed class ClockTests
{
    [Fact(Timeout = 240_000), Trait("Promise", "E3")]
    public async Task Lease_PastItsLimit_IsWarnedSteppedAndPaidAThird()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(3);
        await ShortLease.CreateAsync(world, 2, ct);
        var vanished = VanishAsync(world, ct);
        await using var trainer = world.Trainer(0);
        await trainer.ConnectAsync(ct);
        var lease = await ShortLease.TakeAsync(trainer, ct);
        lease.FullRateUntil.ShouldNotBeNull();

        var warning = await trainer.PushedAsync(WorkerPushKind.RateWarning, Within(15, ct));
        warning.At.ShouldBe(lease.LeasedAt.AddSeconds(5), TimeSpan.FromSeconds(2));
        var stepped = await trainer.PushedAsync(WorkerPushKind.RateStepped, Within(15, ct));
        stepped.At.ShouldBe(lease.LeasedAt.AddSeconds(10), TimeSpan.FromSeconds(2));
        stepped.Assignment!.FullRateUntil.ShouldBeNull();
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        var reply = await trainer.SubmitAsync(lease.Id, new SubmitRequest("after-the-limit", lease.Task, lease.Fence, ShortLease.Answer), ct);

        reply.Fate.ShouldBe(AssignmentStatus.Submitted);
        Receipts.Check(reply.Receipt);
        reply.Receipt.Lines.Count.ShouldBe(2);
        reply.Receipt.Lines[0].ShouldBe(new ReceiptLine(10_000, 1, 1));
        (reply.Receipt.Lines[1].Numerator, reply.Receipt.Lines[1].Denominator).ShouldBe((1, 3));
        reply.Receipt.Lines[1].Ms.ShouldBeInRange(2_500, 12_000);
        await vanished;
    }

    /// <summary>Takes a task, writes half an answer, and is never heard of again.</summary>
    private static async Task VanishAsync(World world, CancellationToken ct)
    {
        AssignmentView lease;
        await using (var gone = world.Trainer(1))
        {
            await gone.ConnectAsync(ct);
            lease = await ShortLease.TakeAsync(gone, ct);
            await gone.SaveDraftAsync(lease.Id, new DraftRequest(1, "{\"reason\":\"반쯤 쓴 답\"}"), ct);
        }

        lease.SubmitUntil.ShouldBe(lease.LeasedAt.AddSeconds(30), TimeSpan.FromMilliseconds(1));
        await using var other = world.Trainer(2);
        var next = await Patience.UntilAsync(
            async () => (await other.LeaseAsync(new LeaseRequest(new ProjectId(ShortLease.Project), null, null), ct)).Assignment,
            static found => found is not null, TimeSpan.FromSeconds(50));
        next!.Task.ShouldBe(lease.Task);
        next.LeasedAt.ShouldBe(lease.SubmitUntil, TimeSpan.FromSeconds(3), "The task came back too early or too late.");
        next.Fence.ShouldBeGreaterThan(lease.Fence);

        await using var back = world.Trainer(1);
        (await back.DraftAsync(lease.Id, ct)).Body.ShouldBe("{\"reason\":\"반쯤 쓴 답\"}");
        Receipts.Check(await back.ReceiptAsync(lease.Id, lease.Task, ct));
    }

    private static CancellationToken Within(int seconds, CancellationToken ct)
    {
        var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(TimeSpan.FromSeconds(seconds));
        return bounded.Token;
    }
}
