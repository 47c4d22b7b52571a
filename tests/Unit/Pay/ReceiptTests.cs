using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;
using static Distribution.Tests.Unit.Pay.Lease;

namespace Distribution.Tests.Unit.Pay;

public sealed class ReceiptTests
{
    [Fact, Trait("Promise", "P8")]
    public void Receipt_TenSecondsLate_SaysHowItCameAbout()
    {
        var receipt = ReceiptOf(Pins(), 610);

        receipt.Amount.ShouldBe(Micros(2_513_889));
        receipt.Lines.ShouldBe([new ReceiptLine(600_000, 1, 1), new ReceiptLine(10_000, 1, 3)]);
        receipt.Trace.ShouldBe([new TimeSegment(TimeKind.FilledIn, 0, 610_000)]);
        (receipt.HourlyRate, receipt.Currency, receipt.RateVersion).ShouldBe((Micros(15_000_000), "USD", 4));
        PayMath.Recompute(receipt).ShouldBe(receipt.Amount);
    }

    [Fact, Trait("Promise", "P8")]
    public void Receipt_OfAnyLease_IsRecomputedToTheMicroUnit() => Property.Holds(Story.Any, story =>
    {
        var receipt = new StoryRun(story).ToTheEnd().Receipt();

        new System.Numerics.BigInteger(receipt.Amount.Micros).ShouldBe(IndependentPay.Recompute(receipt));
        receipt.Amount.ShouldBeLessThanOrEqualTo(PayMath.MaxCost(story.Pins));
        var paidMs = receipt.Trace.Where(it => it.Kind is TimeKind.Active or TimeKind.FilledIn).Sum(it => it.ToMs - it.FromMs);
        receipt.Lines.Sum(line => line.Ms).ShouldBe(paidMs);
    });

    [Fact, Trait("Promise", "P8")]
    public void Hash_IsThatOfTheDocumentedBytes()
    {
        var receipt = ReceiptOf(Pins(), 610);

        Encoding.UTF8.GetString(ReceiptBytes.Of(receipt)).ShouldBe(
            "22:distribution-receipt-1,7:mina.17,9:compare/3,8:15000000,3:USD,1:4,1:1,1:0,"
            + "1:2,6:600000,1:1,1:1,5:10000,1:1,1:3,1:1,1:5,1:0,6:610000,7:2513889,1:0,");
        // Computed by another program over the text above: a change of it means a new version of the form.
        PayMath.Hash(receipt).ShouldBe("287daf43eca04d0dcc0433096f15ef224f966fbcba510331b3b06140440094ed");
    }

    [Fact, Trait("Promise", "P8")]
    public void Hash_OfAnyOtherReceipt_IsAnother()
    {
        var receipt = ReceiptOf(Pins(), 610);
        Receipt[] others =
        [
            receipt with { Assignment = new AssignmentId(new WorkerId("mina.1"), 7) },
            receipt with { Currency = "KRW" },
            receipt with { FixedAmount = Micros(1) },
            receipt with { Lines = [.. receipt.Lines.Reverse()] },
            receipt with { Trace = [] },
            receipt with { Amount = Micros(2_513_890) },
            receipt with { AlreadyPaid = Micros(-1) },
            receipt with { Task = new TaskId(new ProjectId("비교"), 3) },
        ];

        others.Select(PayMath.Hash).Append(PayMath.Hash(receipt)).Distinct().Count().ShouldBe(others.Length + 1);
    }

    [Fact, Trait("Promise", "P4")]
    public void Receipt_OfTheFixedForm_PaysOnlyAUsedAnswer()
    {
        var closed = Clock.Close(Clock.Start(Begin), Pins(), At(30), false, []);
        var pins = Pins(OneThirdAfter(PayForm.Fixed));

        Clock.Receipt(Assignment, Lease.Task, closed, pins, MicroAmount.Zero).Amount.ShouldBe(Micros(2_000_000));
        var unused = Clock.Receipt(Assignment, Lease.Task, closed, pins, MicroAmount.Zero, isUsed: false);
        unused.Amount.ShouldBe(MicroAmount.Zero);
        PayMath.Recompute(unused).ShouldBe(MicroAmount.Zero);
        Clock.Receipt(Assignment, Lease.Task, closed, Pins(), MicroAmount.Zero, isUsed: false).Amount.ShouldBe(Micros(125_000));
    }

    [Theory, Trait("Promise", "P9")]
    [InlineData(0, 2_513_889, 2_513_889)]
    [InlineData(2_000_000, 2_513_889, 513_889)]
    [InlineData(3_000_000, 3_000_000, 0)]
    public void Receipt_AfterAnEarlierOne_OwesTheDifferenceAndNeverLess(long alreadyPaid, long amount, long owed)
    {
        var receipt = ReceiptOf(Pins(), 610, alreadyPaid);

        receipt.Amount.ShouldBe(Micros(amount));
        PayMath.Owed(receipt).ShouldBe(Micros(owed));
        PayMath.Recompute(receipt).ShouldBe(Micros(amount));
    }

    [Fact, Trait("Promise", "P21")]
    public void Receipt_OfAnOpenSheet_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Clock.Receipt(Assignment, Lease.Task, Clock.Start(Begin), Pins(), MicroAmount.Zero));

    private static Receipt ReceiptOf(LeasePins pins, double seconds, long alreadyPaid = 0)
    {
        var longGrace = pins with { GraceMs = 1_000_000 };
        var closed = Clock.Close(Clock.Start(Begin), longGrace, At(seconds), false, []);
        return Clock.Receipt(Assignment, Lease.Task, closed, longGrace, Micros(alreadyPaid));
    }
}
