using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;
using static Distribution.Tests.Unit.Pay.Lease;

namespace Distribution.Tests.Unit.Pay;

public sealed class ClockTests
{
    private static readonly Outage HalfAnHour = new(At(200), At(2000));

    [Fact, Trait("Promise", "P10")]
    public void Read_AtTheLease_ShowsBothClocksInFull() => Read(Clock.Start(Begin), 0).ShouldBe(
        new ClockReading(0, At(600), At(3600), 0, HasStepped: false, IsHardLimitReached: false, IsStalled: false, NextLook: At(540)));

    [Fact, Trait("Promise", "P11")]
    public void Beats_InTime_AreOneActiveStretch()
    {
        var sheet = Beats(25, 50, 75, 135);

        sheet.Segments.ShouldBe([new TimeSegment(TimeKind.Active, 0, 135_000)]);
        Read(sheet, 140).ActiveMs.ShouldBe(140_000);
    }

    [Theory, Trait("Promise", "P11")]
    [InlineData(60_000, TimeKind.Active)]
    [InlineData(60_001, TimeKind.FilledIn)]
    [InlineData(600_000, TimeKind.FilledIn)]
    [InlineData(600_001, TimeKind.Unproven)]
    public void Gap_AsAWhole_IsActiveFilledInOrUnproven(long gapMs, TimeKind kind)
    {
        var sheet = Beats(gapMs / 1000.0);

        sheet.Segments.ShouldBe([new TimeSegment(kind, 0, gapMs)]);
        Read(sheet, gapMs / 1000.0).ActiveMs.ShouldBe(kind == TimeKind.Unproven ? 0 : gapMs);
    }

    [Fact, Trait("Promise", "P11")]
    public void Gap_WithinTheGrace_CountsUntilNow()
    {
        Read(Beats(100), 700).ActiveMs.ShouldBe(700_000);
        Read(Beats(100), 700.001).ActiveMs.ShouldBe(100_000);
    }

    [Fact, Trait("Promise", "P12")]
    public void Pause_StopsThePayClock_NeverTheHardLimit()
    {
        var sheet = Clock.Pause(Steady(100), Pins(), At(120), []);
        sheet = Clock.Beat(sheet, Pins(), At(900), new Beat(true, 0), []);

        var read = Read(sheet, 1000);
        (read.ActiveMs, read.FullRateUntil, read.SubmitUntil, read.NextLook).ShouldBe((120_000, null, At(3600), At(3600)));
        sheet.IsPaused.ShouldBeTrue();
        read.IsStalled.ShouldBeFalse();

        sheet = Clock.Resume(sheet, Pins(), At(1000), []);
        Read(sheet, 1010).FullRateUntil.ShouldBe(At(1480));
        Clock.Close(sheet, Pins(), At(1010), false, []).Segments.ShouldBe(
            [new(TimeKind.Active, 0, 120_000), new(TimeKind.Paused, 120_000, 1_000_000), new(TimeKind.Active, 1_000_000, 1_010_000)]);
    }

    [Fact, Trait("Promise", "P12")]
    public void Pause_ForgottenUntilTheHardLimit_EndsThereAndIsNotStalled()
    {
        var sheet = Clock.Pause(Steady(100), Pins(), At(100), []);

        Read(sheet, 3599).IsStalled.ShouldBeFalse();
        Read(sheet, 5000).IsHardLimitReached.ShouldBeTrue();
        Clock.Close(sheet, Pins(), At(5000), isStalled: true, []).Segments.ShouldBe(
            [new(TimeKind.Active, 0, 100_000), new(TimeKind.Paused, 100_000, 3_600_000)]);
    }

    [Fact, Trait("Promise", "P13")]
    public void Outage_OfHalfAnHour_ExtendsBothClocksAndStandsInTheTrace()
    {
        var sheet = Beat(Steady(190), 2030, HalfAnHour);

        var read = Read(sheet, 2030, HalfAnHour);
        (read.ActiveMs, read.OutageMs, read.FullRateUntil, read.SubmitUntil).ShouldBe((230_000, 1_800_000, At(2400), At(5400)));
        var closed = Clock.Close(sheet, Pins(), At(2040), false, [HalfAnHour]);
        closed.Segments.ShouldBe(
            [new(TimeKind.Active, 0, 200_000), new(TimeKind.Outage, 200_000, 2_000_000), new(TimeKind.Active, 2_000_000, 2_040_000)]);
        Clock.Receipt(Assignment, Lease.Task, closed, Pins(), Micros(0)).Amount.ShouldBe(Micros(1_000_000));
    }

    [Fact, Trait("Promise", "P13")]
    public void Outage_InsideAGap_LeavesOnlyTheRestAsGap()
    {
        var sheet = Steady(190);

        Read(sheet, 2590, HalfAnHour).IsStalled.ShouldBeFalse(); // silent for 10 s before and 590 s after it
        Read(sheet, 2590.001, HalfAnHour).IsStalled.ShouldBeTrue();
        Read(sheet, 2300, HalfAnHour).NextLook.ShouldBe(At(2340)); // the warning, at 540 s of active time
        Beat(sheet, 2590, HalfAnHour).Segments.Of(TimeKind.FilledIn).ShouldBe(600_000);
    }

    [Fact, Trait("Promise", "P13")]
    public void Outage_WhilePaused_ExtendsTheHardLimitOnly()
    {
        var read = Read(Clock.Pause(Beats(100), Pins(), At(100), []), 2100, HalfAnHour);

        (read.ActiveMs, read.OutageMs, read.SubmitUntil).ShouldBe((100_000, 1_800_000, At(5400)));
    }

    [Fact, Trait("Promise", "P13")]
    public void Outages_OverlappingAndOutOfOrder_CountOnce()
    {
        Outage[] outages =
            [new(At(150), At(300)), new(At(100), At(200)), new(At(-50), At(20)), new(At(120), At(130)), new(At(400), At(400))];

        Read(Clock.Start(Begin), 300, outages).OutageMs.ShouldBe(220_000);
    }

    [Fact, Trait("Promise", "P13")]
    public void Outage_ToldAfterBeatsInsideIt_IsStillCutOut()
    {
        var sheet = Beats(50, 100, 150, 200, 250);

        var told = Beat(sheet, 260, new Outage(At(90), At(190)));

        told.Segments.ShouldBe(
            [new(TimeKind.Active, 0, 90_000), new(TimeKind.Outage, 90_000, 190_000), new(TimeKind.Active, 190_000, 260_000)]);
        Beat(told, 270).Segments.Of(TimeKind.Outage).ShouldBe(100_000, "the host may forget an outage that the sheet has taken in");
    }

    [Fact, Trait("Promise", "P13")]
    public void Outage_FromTheHardLimitOn_ComesTooLate() =>
        Clock.Close(Beats(3590), Pins(graceMs: 4_000_000), At(9000), false, [new Outage(At(3600), At(8000))])
            .LastBeatMs.ShouldBe(3_600_000);

    [Fact, Trait("Promise", "P14")]
    public void Stalled_Close_CountsToTheLastSignOfLife()
    {
        var sheet = Beats(50, 100);

        Read(sheet, 700).IsStalled.ShouldBeFalse();
        Read(sheet, 700.001).IsStalled.ShouldBeTrue();
        var closed = Clock.Close(sheet, Pins(), At(701), isStalled: true, []);
        closed.Segments.ShouldBe([new(TimeKind.Active, 0, 100_000), new(TimeKind.Unproven, 100_000, 701_000)]);
    }

    [Fact, Trait("Promise", "P14")]
    public void Stalled_SaidBeforeTheGraceIsOver_StillCountsToTheLastSignOfLife() =>
        Clock.Close(Steady(100), Pins(), At(130), isStalled: true, []).Segments.Of(TimeKind.Active).ShouldBe(100_000);

    [Fact, Trait("Promise", "P15")]
    public void HardLimit_HoweverLateItIsSeen_EndsTheTimeThere()
    {
        var sheet = Beats([.. Enumerable.Range(1, 71).Select(n => n * 50.0)]);
        var onTime = Clock.Close(sheet, Pins(), At(3600), false, []);

        onTime.Segments.ShouldBe([new(TimeKind.Active, 0, 3_600_000)]);
        Clock.Close(sheet, Pins(), At(90_000), false, []).Segments.ShouldBe(onTime.Segments);
        Clock.Close(Beat(sheet, 4000), Pins(), At(4010), false, []).Segments.ShouldBe(onTime.Segments);
        var read = Read(sheet, 4000);
        (read.IsHardLimitReached, read.ActiveMs, read.SubmitUntil, read.NextLook).ShouldBe((true, 3_600_000, At(3600), At(4000)));
    }

    [Fact, Trait("Promise", "P16")]
    public void Clock_SteppedBack_StandsUntilItHasCaughtUp()
    {
        var sheet = Beat(Beats(50, 100), -3600);

        sheet.LastBeatMs.ShouldBe(100_000);
        var read = Read(sheet, -3600);
        (read.ActiveMs, read.NextLook, read.SubmitUntil).ShouldBe((100_000, At(540), At(3600)));
        Clock.Close(sheet, Pins(), At(20), false, []).Segments.ShouldBe([new(TimeKind.Active, 0, 100_000)]);
    }

    [Fact, Trait("Promise", "P17")]
    public void Beats_DoubledOrOutOfOrder_ChangeNothing()
    {
        var once = Beats(25, 50, 75);

        Beats(25, 75, 50, 75, 25).Segments.ShouldBe(once.Segments);
    }

    [Fact, Trait("Promise", "P19")]
    public void NextLook_OfAWorkingTrainer_IsWarningThenStepThenHardLimit()
    {
        Read(Beats(100), 100).NextLook.ShouldBe(At(540));
        Read(Steady(530), 539.999).NextLook.ShouldBe(At(540));
        Read(Steady(540), 540).NextLook.ShouldBe(At(600));
        Read(Steady(600), 600).NextLook.ShouldBe(At(1200.001)); // then only the stall
        Read(Steady(3500), 3500).NextLook.ShouldBe(At(3600));
    }

    [Fact, Trait("Promise", "P20")]
    public void Idle_ForFiveMinutes_ProposesAPauseAndDeletesNoTime()
    {
        var sheet = Steady(390);
        sheet = Clock.Beat(sheet, Pins(), At(400), new Beat(false, 299_999), []);
        sheet.ProposedPauseMs.ShouldBeNull();
        sheet = Clock.Beat(sheet, Pins(), At(420), new Beat(false, 320_000), []);
        sheet.ProposedPauseMs.ShouldBe(100_000);
        sheet = Clock.Beat(sheet, Pins(), At(440), new Beat(false, 345_000), []);
        sheet.ProposedPauseMs.ShouldBe(100_000, "a proposal stands as it was made");
        Read(sheet, 440).ActiveMs.ShouldBe(440_000);

        Clock.Beat(sheet, Pins(), At(450), new Beat(true, 0), []).ProposedPauseMs.ShouldBeNull();
        Clock.Pause(sheet, Pins(), At(450), []).ProposedPauseMs.ShouldBeNull();
        Clock.Beat(sheet, Pins(), At(450), new Beat(false, long.MaxValue), []).ProposedPauseMs.ShouldBe(100_000);
    }

    [Fact, Trait("Promise", "P21")]
    public void ClosedSheet_WhateverComes_StaysAsItIs()
    {
        var closed = Clock.Close(Beats(100), Pins(), At(110), false, []);

        Beat(closed, 200, HalfAnHour).ShouldBeSameAs(closed);
        Clock.Pause(closed, Pins(), At(200), []).ShouldBeSameAs(closed);
        Clock.Resume(closed, Pins(), At(200), []).ShouldBeSameAs(closed);
        Clock.Close(closed, Pins(), At(9000), true, []).ShouldBeSameAs(closed);
        var read = Read(closed, 9000, HalfAnHour);
        (read.ActiveMs, read.NextLook, read.IsStalled, read.FullRateUntil).ShouldBe((110_000, null, false, null));
    }

    private static ClockReading Read(TimeSheet sheet, double seconds, params Outage[] outages) =>
        Clock.Read(sheet, Pins(), At(seconds), outages);

    private static TimeSheet Beat(TimeSheet sheet, double seconds, params Outage[] outages) =>
        Clock.Beat(sheet, Pins(), At(seconds), new Beat(true, 0), outages);

    private static TimeSheet Beats(params double[] seconds) => seconds.Aggregate(Clock.Start(Begin), (sheet, at) => Beat(sheet, at));

    private static TimeSheet Steady(int seconds) => Beats([.. Enumerable.Range(1, seconds / 10).Select(n => n * 10.0)]);
}
