using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Grains.Pay;
using FsCheck.Fluent;
using static Distribution.Tests.Unit.Pay.Lease;

namespace Distribution.Tests.Unit.Pay;

public sealed class AmountTests
{
    [Theory, Trait("Promise", "P1")]
    [InlineData(1, 0)] // 0.5: to the even 0
    [InlineData(2, 1)] // 1.0
    [InlineData(3, 2)] // 1.5: to the even 2
    [InlineData(5, 2)] // 2.5: to the even 2
    [InlineData(7, 4)] // 3.5: to the even 4
    public void Amount_OnTheHalf_RoundsToEven(long ms, long micros) =>
        PayMath.Amount(Micros(1_800_000), [new ReceiptLine(ms, 1, 1)]).ShouldBe(Micros(micros));

    [Fact, Trait("Promise", "P1")]
    public void Amount_JustBesideTheHalf_RoundsToTheNearest()
    {
        PayMath.Amount(Micros(1_799_999), [new ReceiptLine(5, 1, 1)]).ShouldBe(Micros(2));
        PayMath.Amount(Micros(1_800_001), [new ReceiptLine(5, 1, 1)]).ShouldBe(Micros(3));
    }

    [Fact, Trait("Promise", "P1")]
    public void Amount_OfManyLines_IsRoundedOnce() =>
        PayMath.Amount(Micros(3_600_000), [new ReceiptLine(1, 1, 3), new ReceiptLine(1, 1, 3), new ReceiptLine(1, 2, 6)])
            .ShouldBe(Micros(1));

    [Fact, Trait("Promise", "P1")]
    public void Amount_OfNothing_IsZero() => PayMath.Amount(Micros(15_000_000), []).ShouldBe(MicroAmount.Zero);

    [Theory, Trait("Promise", "P2")]
    [InlineData(0, 0)]
    [InlineData(300_000, 1_250_000)] // 5 min · 15 USD/h
    [InlineData(600_000, 2_500_000)] // the limit, in full
    [InlineData(610_000, 2_513_889)] // + 10 s at a third: 13,888.9
    [InlineData(3_600_000, 6_666_667)] // 2.5 + 50 min · 5 USD/h = 4.1666667
    [InlineData(9_999_999, 6_666_667)] // nothing beyond the hard limit
    public void Marginal_PaysEachStepForItsOwnTime(long activeMs, long micros) => PayMath.Earned(Pins(), activeMs).ShouldBe(Micros(micros));

    [Fact, Trait("Promise", "P2")]
    public void Marginal_TenSecondsLate_HasALineForEachStep() =>
        PayMath.Lines(PayPolicy.Standard(600_000), 610_000).ShouldBe([new ReceiptLine(600_000, 1, 1), new ReceiptLine(10_000, 1, 3)]);

    [Theory, Trait("Promise", "P3")]
    [InlineData(599_999, 2_499_996)] // 2,499,995.83
    [InlineData(600_000, 833_333)] // the step holds from its first millisecond
    [InlineData(610_000, 847_222)] // 610 s · 5 USD/h
    public void WholeTask_PaysTheLastStepReachedForAll(long activeMs, long micros) =>
        PayMath.Earned(Pins(OneThirdAfter(PayForm.WholeTask)), activeMs).ShouldBe(Micros(micros));

    [Theory, Trait("Promise", "P4")]
    [InlineData(0, 2_000_000)]
    [InlineData(599_999, 2_000_000)]
    [InlineData(600_000, 666_667)]
    public void Fixed_PaysTheAmountByTheStepAtHandIn(long activeMs, long micros) =>
        PayMath.Earned(Pins(OneThirdAfter(PayForm.Fixed)), activeMs).ShouldBe(Micros(micros));

    [Fact, Trait("Promise", "P5")]
    public void Steps_Standard_HoldFromTheirFirstMillisecond()
    {
        var pins = Pins();
        PayMath.RateAt(pins, 599_999).ShouldBe(Micros(15_000_000));
        PayMath.RateAt(pins, 600_000).ShouldBe(Micros(5_000_000));
        PayMath.NextStepAt(pins.PayPolicy, 599_999).ShouldBe(600_000);
        PayMath.NextStepAt(pins.PayPolicy, 600_000).ShouldBeNull();
    }

    [Fact, Trait("Promise", "P5")]
    public void Steps_UpOrTheSame_AreNoStepDown()
    {
        var policy = Policy(PayForm.Marginal, new PayStep(0, 1, 3), new PayStep(100, 2, 6), new PayStep(200, 1, 1), new PayStep(300, 1, 2));
        PayMath.NextStepAt(policy, 0).ShouldBe(300);
        PayMath.HasStepped(policy, 299).ShouldBeFalse();
        PayMath.HasStepped(policy, 300).ShouldBeTrue();
    }

    [Fact, Trait("Promise", "P5")]
    public void Steps_MissingOrOutOfOrder_StillPay()
    {
        PayMath.Earned(Pins(Policy(PayForm.Marginal)), 600_000).ShouldBe(Micros(2_500_000));
        var backwards = Policy(PayForm.Marginal, new PayStep(600_000, 1, 3), new PayStep(0, 1, 1));
        PayMath.Earned(Pins(backwards), 610_000).ShouldBe(Micros(2_513_889));
    }

    [Fact, Trait("Promise", "P6")]
    public void MaxCost_OfWholeTask_IsTheLastMillisecondBeforeTheStep()
    {
        var pins = Pins(OneThirdAfter(PayForm.WholeTask), hardLimitMs: 900_000);
        PayMath.Earned(pins, 900_000).ShouldBe(Micros(1_250_000));
        PayMath.MaxCost(pins).ShouldBe(Micros(2_499_996));
    }

    [Fact, Trait("Promise", "P6")]
    public void MaxCost_IsReachedAndNeverPassed() => Property.Holds(
        from pins in PayCases.Pins from t in Gen.Choose(0, 4_100_000) select (pins, t),
        it =>
        {
            PayMath.MaxCost(it.pins).ShouldBeGreaterThanOrEqualTo(PayMath.Earned(it.pins, it.t));
            var ends = it.pins.PayPolicy.Steps.SelectMany(step => new[] { step.FromActiveMs, step.FromActiveMs - 1 })
                .Append(it.pins.HardLimitMs).Where(end => end >= 0 && end <= it.pins.HardLimitMs);
            ends.Select(end => PayMath.Earned(it.pins, end)).ShouldContain(PayMath.MaxCost(it.pins));
        });

    [Fact, Trait("Promise", "P8")]
    public void Earned_EqualsTheIndependentComputation() => Property.Holds(
        from policy in PayCases.Policy from rate in PayCases.Rate from t in Gen.Choose(0, int.MaxValue) select (policy, rate, t),
        it => new System.Numerics.BigInteger(PayMath.Earned(Pins(it.policy, it.rate, hardLimitMs: int.MaxValue), it.t).Micros)
            .ShouldBe(IndependentPay.Earned(it.policy, it.rate, it.t)),
        tests: 5000);

    [Theory, Trait("Promise", "P7")]
    [InlineData(250_000_000, 180_000_000_000)]
    [InlineData(10_000_000_000, 7_200_000_000_000)] // 10,000 an hour, for 30 days of 24 hours
    public void Amount_AtTheExtremes_IsExact(long rate, long micros)
    {
        var month = TimeSpan.FromDays(30).Ticks / TimeSpan.TicksPerMillisecond;
        PayMath.Amount(Micros(rate), [new ReceiptLine(month, 999_983, 999_983)]).ShouldBe(Micros(micros));
    }

    [Fact, Trait("Promise", "P7")]
    public void Amount_BeyondWhatAnAmountHolds_IsRefusedAndNeverWraps()
    {
        Should.Throw<OverflowException>(() => PayMath.Amount(Micros(long.MaxValue), [new ReceiptLine(7_200_000, 1, 1)]));
        Should.Throw<OverflowException>(() => PayMath.Amount(Micros(long.MaxValue), [new ReceiptLine(long.MaxValue, int.MaxValue, 1)]));
    }

    [Fact, Trait("Promise", "P7")]
    public void Policy_ThatCouldNotBePaid_IsNamedBeforeItIsOffered()
    {
        PayMath.Problem(PayPolicy.Standard(600_000)).ShouldBeNull();
        PayMath.Problem(Policy(PayForm.Marginal)).ShouldNotBeNull();
        PayMath.Problem(Policy(PayForm.Marginal, new PayStep(5, 1, 1))).ShouldNotBeNull();
        PayMath.Problem(Policy(PayForm.Marginal, new PayStep(0, 1, 1), new PayStep(0, 1, 3))).ShouldNotBeNull();
        PayMath.Problem(Policy(PayForm.Marginal, new PayStep(0, 1, 0))).ShouldNotBeNull();
        PayMath.Problem(Policy(PayForm.Marginal, new PayStep(0, -1, 1))).ShouldNotBeNull();
        PayMath.Problem(Policy(PayForm.Marginal, new PayStep(0, 1, 999_983), new PayStep(1, 1, 2))).ShouldNotBeNull();
        PayMath.Problem(Policy((PayForm)9, new PayStep(0, 1, 1))).ShouldNotBeNull();
        PayMath.Problem(PayPolicy.Standard(1) with { FixedAmount = Micros(-1) }).ShouldNotBeNull();
    }
}
