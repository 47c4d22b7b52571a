namespace Distribution.Tests.Unit.Runtime;

public abstract partial class RuntimeSpecification
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_TicksWhenDue_AndThenEachPeriod()
    {
        await Probe("a").TimerAsync("t", 5 * Second, 10 * Second, interleave: false, keepAlive: false);
        await Fixture.AdvanceAsync(4 * Second);
        await PassAsync(Probe("a"));
        Journal.Count("tick t").ShouldBe(0);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("ticked t", 1);
        await Probe("a").CountAsync();
        await Fixture.AdvanceAsync(10 * Second);
        await Journal.Until("ticked t", 2);
    }

    [Fact]
    public async Task Timer_Period_CountsFromTheEndOfATick()
    {
        Journal.Set("gate-tick t", "go");
        await Probe("a").TimerAsync("t", Second, 10 * Second, interleave: true, keepAlive: false);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("tick t");
        await Fixture.AdvanceAsync(40 * Second);
        Journal.Open("go");
        await Journal.Until("ticked t");
        await Probe("a").CountAsync();
        await Fixture.AdvanceAsync(9 * Second);
        await PassAsync(Probe("a"));
        Journal.Count("tick t").ShouldBe(1);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("ticked t", 2);
    }

    [Fact]
    public async Task Timer_HoldsCallsBack_UnlessItInterleaves()
    {
        Journal.Set("gate-tick solo", "go");
        await Probe("a").TimerAsync("solo", Second, 100 * Second, interleave: false, keepAlive: false);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("tick solo");
        var call = Probe("a").StepAsync("call", null);
        await PassAsync(Probe("a"));
        Journal.Lines.ShouldNotContain("begin call");
        Journal.Open("go");
        await call;

        Journal.Set("gate-tick beside", "end");
        await Probe("a").TimerAsync("beside", Second, 100 * Second, interleave: true, keepAlive: false);
        var held = Probe("a").StepAsync("held", "end");
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("tick beside");
        Journal.Open("end");
        await held;
    }

    [Fact]
    public async Task Timer_Change_MovesTheNextTick()
    {
        await Probe("a").TimerAsync("t", 5 * Second, 5 * Second, interleave: false, keepAlive: false);
        await Probe("a").ChangeTimerAsync("t", 20 * Second, Timeout.InfiniteTimeSpan);
        await Fixture.AdvanceAsync(19 * Second);
        await Probe("a").CountAsync();
        Journal.Count("tick t").ShouldBe(0);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("ticked t");
        await Probe("a").CountAsync();
        await Fixture.AdvanceAsync(100 * Second);
        await Probe("a").CountAsync();
        Journal.Count("tick t").ShouldBe(1);
    }

    [Fact]
    public async Task Timer_ChangedDuringATick_CountsFromItsEnd()
    {
        Journal.Set("gate-tick t", "go");
        await Probe("a").TimerAsync("t", Second, 5 * Second, interleave: false, keepAlive: false);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("tick t");
        await Probe("a").ChangeTimerAsync("t", 20 * Second, 20 * Second);
        await Fixture.AdvanceAsync(25 * Second);
        Journal.Open("go");
        await Journal.Until("ticked t");
        await Probe("a").CountAsync();
        await Fixture.AdvanceAsync(19 * Second);
        await Probe("a").CountAsync();
        Journal.Count("tick t").ShouldBe(1);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("ticked t", 2);
    }

    [Fact]
    public async Task Timer_Disposed_TicksNoMore()
    {
        await Probe("a").TimerAsync("t", Second, Second, interleave: false, keepAlive: false);
        await Probe("a").StopTimerAsync("t");
        await Fixture.AdvanceAsync(10 * Second);
        await Probe("a").CountAsync();
        Journal.Count("tick t").ShouldBe(0);
    }

    [Fact]
    public async Task Timer_FailingTick_KeepsItsSchedule()
    {
        Journal.Set("fail-tick t", "oh");
        await Probe("a").TimerAsync("t", Second, 5 * Second, interleave: false, keepAlive: false);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("ticked t");
        await Probe("a").CountAsync();
        await Fixture.AdvanceAsync(5 * Second);
        await Journal.Until("ticked t", 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timer_KeepsItsGrain_OnlyIfAskedTo(bool keepAlive)
    {
        await Probe("a").TimerAsync("t", 20 * Second, 20 * Second, interleave: false, keepAlive);
        for (var i = 1; i <= 20 && Journal.Count("deactivate a") == 0; i++)
        {
            await Fixture.AdvanceAsync(20 * Second);
            if (keepAlive || i < 5) await Journal.Until("ticked t", i);
            // The tick must be over, and its timer armed again, before the clock goes on.
            await SettleAsync();
        }

        Journal.Count("deactivate a ActivationIdle").ShouldBe(keepAlive ? 0 : 1);

        async Task SettleAsync()
        {
            if (keepAlive) await PassAsync(Probe("a"));
            // The grain's own queue must be empty for it to count as idle, and a call would be a use.
            for (var j = 0; j < 20; j++) await PassAsync(Probe("other"));
        }
    }

    [Fact]
    public async Task Timer_EndsWithItsActivation()
    {
        Journal.Set("gate-tick t", "go");
        await Probe("a").TimerAsync("t", Second, Second, interleave: true, keepAlive: false);
        await Fixture.AdvanceAsync(Second);
        await Journal.Until("tick t");
        await Probe("a").DeactivateAsync(null);
        var next = Probe("a").CountAsync();
        Journal.Open("go");
        await Journal.Until(Fixture.StopsRunningTicks ? "stopped tick t" : "ticked t");
        (await next).ShouldBe(1);
        await Fixture.AdvanceAsync(10 * Second);
        await Probe("a").CountAsync();
        Journal.Count("tick t").ShouldBe(1);
    }
}
