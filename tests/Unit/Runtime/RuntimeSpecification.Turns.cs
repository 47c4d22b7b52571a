using Distribution.Tests.Unit.Runtime.Grains;

namespace Distribution.Tests.Unit.Runtime;

public abstract partial class RuntimeSpecification
{
    [Fact]
    public async Task Key_IsWhatTheCallerAskedFor()
    {
        foreach (var key in new[] { "a", "p1.17", "ä/ö ü", new string('x', 500) }) (await Probe(key).KeyAsync()).ShouldBe(key);
    }

    [Fact]
    public async Task Calls_OfOneGrain_RunOneAtATime()
    {
        var first = Probe("a").StepAsync("first", "go");
        await Journal.Until("begin first");
        var second = Probe("a").StepAsync("second", null);
        await PassAsync(Probe("a"));
        Journal.Lines.ShouldNotContain("begin second");
        Journal.Open("go");
        await Task.WhenAll(first, second);
        Journal.Lines.Where(static line => line.EndsWith("first") || line.EndsWith("second"))
            .ShouldBe(["begin first", "end first", "begin second", "end second"]);
    }

    [Fact]
    public async Task Calls_OfOtherGrains_DoNotWait()
    {
        var held = Probe("a").StepAsync("held", "go");
        await Probe("b").StepAsync("free", null);
        held.IsCompleted.ShouldBeFalse();
        Journal.Open("go");
        await held;
    }

    [Fact]
    public async Task Turns_NeverOverlap_WhateverInterleaves()
    {
        var calls = Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? Probe("a").InterleaveAsync("i", "go") : Probe("a").ReadAsync("r", "go")).ToList();
        await Journal.Until("begin i");
        Journal.Open("go");
        await Task.WhenAll(calls);
        (await Probe("a").HasKeptTurnsAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task AlwaysInterleave_RunsBesideAnything_AndHoldsNothingBack()
    {
        var held = Probe("a").StepAsync("held", "go");
        await Probe("a").InterleaveAsync("beside", null);
        Journal.Open("go");
        await held;

        var beside = Probe("a").InterleaveAsync("long", "end");
        await Journal.Until("begin long");
        await Probe("a").StepAsync("next", null);
        Journal.Open("end");
        await beside;
    }

    [Fact]
    public async Task ReadOnly_InterleavesOnlyWithReadOnly()
    {
        var reading = Probe("a").ReadAsync("r1", "r");
        await Journal.Until("begin r1");
        await Probe("a").ReadAsync("r2", null);
        var writing = Probe("a").StepAsync("w", "w");
        await PassAsync(Probe("a"));
        Journal.Lines.ShouldNotContain("begin w");
        Journal.Open("r");
        await reading;
        await Journal.Until("begin w");
        var late = Probe("a").ReadAsync("r3", null);
        await PassAsync(Probe("a"));
        Journal.Lines.ShouldNotContain("begin r3");
        Journal.Open("w");
        await Task.WhenAll(writing, late);
    }

    [Fact]
    public async Task Reentrant_GrainInterleavesAndMayBeCalledBack()
    {
        var grain = Grains.GetGrain<IReentrantGrain>("a");
        var held = grain.StepAsync("held", "go");
        await grain.StepAsync("beside", null);
        await grain.CallBackAsync("back");
        Journal.Open("go");
        await held;
    }

    [Fact]
    public async Task Cycle_EndsInAnError_ThatNamesTheGrains()
    {
        var walk = Probe("cyc-a").WalkAsync(["cyc-b", "cyc-a"]);
        if (!Fixture.NamesCallCycles) await Fixture.AdvanceAsync(TimeSpan.FromSeconds(40));
        var error = await Should.ThrowAsync<Exception>(walk);
        error.ShouldBeOfType(Fixture.CallCycleError);
        if (Fixture.NamesCallCycles) error.Message.ShouldContain("cyc-a (IProbeGrain.WalkAsync) -> probe/cyc-b");
        (await Probe("cyc-a").CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Cycle_IsNone_WhenTheCallerIsOnlyBusy()
    {
        var held = Probe("a").StepAsync("held", "go");
        var walk = Probe("b").WalkAsync(["a"]);
        await Journal.Until("begin held");
        Journal.Open("go");
        await Task.WhenAll(held, walk);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exception_Travels_WithTypeAndMessage(bool late)
    {
        (await Should.ThrowAsync<ArgumentException>(Probe("a").ThrowAsync("what", late))).Message.ShouldBe("what");
        (await Probe("a").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task OneWay_ReturnsAtOnce_AndHidesFailures()
    {
        await Probe("a").ForgetAsync("one way", "go");
        await Probe("b").ThrowOneWayAsync("lost");
        await Journal.Until("begin one way");
        Journal.Open("go");
        await Journal.Until("end one way");
        (await Probe("b").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task StatelessWorkers_RunSideBySide_UpToTheirLimit()
    {
        var worker = Grains.GetGrain<IWorkerGrain>("w");
        var calls = Enumerable.Range(0, 3).Select(i => worker.StepAsync($"{i}", "go")).ToList();
        await Journal.Until("begin 0");
        await Journal.Until("begin 1");
        Journal.Lines.ShouldNotContain("begin 2");
        Journal.Open("go");
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task RequestContext_FlowsAlong_AndComesNotBack()
    {
        Orleans.Runtime.RequestContext.Set("who", "me");
        (await Probe("a").ContextAsync("who", null)).ShouldBe("me");
        (await Probe("a").ContextAsync("who", "b")).ShouldBe("me");
        await Probe("a").SetContextAsync("who", "other");
        Orleans.Runtime.RequestContext.Get("who").ShouldBe("me");
        Orleans.Runtime.RequestContext.Clear();
        (await Probe("a").ContextAsync("who", null)).ShouldBeNull();
    }

    [Fact]
    public async Task RequestContext_SetByOneCall_IsNotSeenByTheNext()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Probe("a").SetContextAsync("leak", "yes")));
        (await Probe("a").ContextAsync("leak", null)).ShouldBeNull();
    }

    [Fact]
    public async Task Timeout_FreesTheCaller_AndWhatRunsGoesOn()
    {
        var running = Probe("a").HurryAsync("running", "go");
        await Journal.Until("begin running");
        var waiting = Probe("a").HurryAsync("waiting", null);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(4));
        running.IsCompleted.ShouldBeFalse();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(4));
        await Should.ThrowAsync<TimeoutException>(running);
        await Should.ThrowAsync<TimeoutException>(waiting);
        Journal.Open("go");
        await Probe("a").StepAsync("after", null);
        Journal.Lines.ShouldContain("end running");
        Journal.Lines.ShouldNotContain("begin waiting");
    }

    [Fact]
    public async Task Cancellation_FreesTheCallerAtOnce_AndReachesTheCalleeInATurn()
    {
        using var source = new CancellationTokenSource();
        var obeying = Probe("a").ObeyAsync("o", source.Token);
        await Journal.Until("begin o");
        var waiting = Probe("a").ObeyAsync("never", source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(obeying);
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await Journal.Until("cancelled o");
        (await Probe("a").HasKeptTurnsAsync()).ShouldBeTrue();
        await Should.ThrowAsync<OperationCanceledException>(async () => await Probe("a").ObeyAsync("late", source.Token));
        Journal.Lines.ShouldNotContain("begin never");
        Journal.Lines.ShouldNotContain("begin late");
    }
}
