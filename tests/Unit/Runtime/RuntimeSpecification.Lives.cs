namespace Distribution.Tests.Unit.Runtime;

public abstract partial class RuntimeSpecification
{
    [Fact]
    public async Task Activation_Happens_BeforeTheFirstCallAndOnce()
    {
        Journal.Set("gate-activate a", "go");
        var calls = Enumerable.Range(0, 10).Select(_ => Probe("a").CountAsync()).ToList();
        await Journal.Until("activate a");
        calls.ShouldAllBe(static call => !call.IsCompleted);
        Journal.Open("go");
        (await Task.WhenAll(calls)).ShouldBe(Enumerable.Range(1, 10), ignoreOrder: true);
        Journal.Count("activate a").ShouldBe(1);
    }

    [Fact]
    public async Task ActivationFailure_FailsWhoWaits_AndTheNextCallTriesAgain()
    {
        Journal.Set("fail-activate a", "no luck");
        Journal.Set("gate-activate a", "go");
        var calls = new[] { Probe("a").CountAsync(), Probe("a").CountAsync() };
        await Journal.Until("activate a");
        Journal.Open("go");
        foreach (var call in calls) (await Should.ThrowAsync<InvalidOperationException>(call)).Message.ShouldBe("no luck");
        Journal.Unset("fail-activate a");
        (await Probe("a").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Activation_ThatWaitsForItself_IsACycle()
    {
        Journal.Set("call-activate a", "b");
        var call = Probe("a").CountAsync();
        if (!Fixture.NamesCallCycles) await Fixture.AdvanceAsync(TimeSpan.FromSeconds(40));
        (await Should.ThrowAsync<Exception>(call)).ShouldBeOfType(Fixture.CallCycleError);
    }

    [Fact]
    public async Task Deactivation_IsTold_AndTheNextCallStartsAnew()
    {
        await Probe("a").CountAsync();
        await Fixture.DeactivateAllAsync();
        Journal.Count("deactivate a").ShouldBe(1);
        (await Probe("a").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task DeactivationFailure_StillEndsTheActivation()
    {
        Journal.Set("fail-deactivate a", "no");
        await Probe("a").CountAsync();
        await Fixture.DeactivateAllAsync();
        Journal.Unset("fail-deactivate a");
        (await Probe("a").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task DeactivateOnIdle_LetsRunningCallsEnd_AndTheRestGoToTheNext()
    {
        var leaving = Probe("a").DeactivateAsync("go");
        await Journal.Until("begin leaving");
        var waiting = Enumerable.Range(0, 5).Select(_ => Probe("a").CountAsync()).ToList();
        Journal.Count("deactivate a").ShouldBe(0);
        Journal.Open("go");
        await leaving;
        (await Task.WhenAll(waiting)).ShouldBe([1, 2, 3, 4, 5]);
        var lines = Journal.Lines.ToList();
        lines.IndexOf("end leaving").ShouldBeLessThan(lines.IndexOf("deactivate a"));
        Journal.Count("activate a").ShouldBe(2);
    }

    [Fact]
    public async Task IdleGrain_IsCollected_AfterItsAge()
    {
        await Probe("a").CountAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(90));
        (await Probe("a").CountAsync()).ShouldBe(2);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(90));
        (await Probe("a").CountAsync()).ShouldBe(3);
        await Fixture.AdvanceAsync(TimeSpan.FromMinutes(3));
        await Journal.Until("deactivate a ActivationIdle");
        (await Probe("a").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task BusyGrain_IsNotCollected()
    {
        var busy = Probe("a").InterleaveAsync("busy", "go");
        await Journal.Until("begin busy");
        await Fixture.AdvanceAsync(TimeSpan.FromMinutes(10));
        Journal.Count("deactivate a").ShouldBe(0);
        Journal.Open("go");
        await Should.ThrowAsync<TimeoutException>(busy);
    }

    [Fact]
    public async Task DelayDeactivation_KeepsTheGrain()
    {
        await Probe("a").StayAsync(TimeSpan.FromMinutes(30));
        await Fixture.AdvanceAsync(TimeSpan.FromMinutes(20));
        (await Probe("a").CountAsync()).ShouldBe(1);
        await Fixture.AdvanceAsync(TimeSpan.FromMinutes(20));
        await Journal.Until("deactivate a");
    }

    [Fact]
    public async Task Stop_EndsActivations_AndTakesNoMoreCalls()
    {
        await Probe("a").CountAsync();
        await Fixture.StopAsync();
        Journal.Count("deactivate a ShuttingDown").ShouldBe(1);
        await Should.ThrowAsync<Exception>(async () => await Probe("a").CountAsync());
    }
}
