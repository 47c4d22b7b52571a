using System.Text.Json;
using Distribution.Embedded.Runtime;
using Distribution.Tests.Unit.Runtime.Grains;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Runtime;

/// <summary>The specification on the embedded runtime, and what only that one has.</summary>
[Trait("Promise", "X1")]
public sealed class EmbeddedRuntimeTests : RuntimeSpecification
{
    protected override IRuntimeFixture CreateFixture() => new EmbeddedFixture();

    /// <summary>Orleans may turn the first calls round: the specification does not ask for it.</summary>
    [Fact]
    public async Task Calls_OfOneCaller_StayInOrder()
    {
        var first = Probe("a").StepAsync("first", "go");
        var second = Probe("a").StepAsync("second", null);
        var running = Probe("b").HurryAsync("running", "go");
        var waiting = Probe("b").HurryAsync("waiting", null);
        await Journal.Until("begin first");
        await Journal.Until("begin running");
        await PassAsync(Probe("a"));
        await PassAsync(Probe("b"));
        Journal.Lines.ShouldNotContain("begin second");
        Journal.Lines.ShouldNotContain("begin waiting");
        Journal.Open("go");
        await Task.WhenAll(first, second, running, waiting);
    }

    /// <summary>Or the caller, who passes the error on, could be the one that is ended for it.</summary>
    [Fact]
    public async Task Failure_IsSettledWithItsGrain_BeforeTheCallerHearsOfIt()
    {
        var witness = new Witness(((EmbeddedFixture)Fixture).Runtime);
        var call = new FailingCall();
        witness.Take(call);
        (await Should.ThrowAsync<IOException>(call.Answer)).Message.ShouldBe("disk full");
        witness.Saw.ShouldBe(["disk full, unanswered"]);
    }

    [Fact]
    public async Task Copier_CopiesArgumentsAndResults()
    {
        await using var fixture = new EmbeddedFixture { Copier = new JsonCopier() };
        await fixture.StartAsync();
        await fixture.GrainFactory.GetGrain<IProbeGrain>("a").WalkAsync(["b", "c"]);
        (await fixture.GrainFactory.GetGrain<IProbeGrain>("c").CountAsync()).ShouldBe(2);
        ((JsonCopier)fixture.Copier).Copies.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Copier_ThatFails_FailsTheCallOnly()
    {
        await using var fixture = new EmbeddedFixture { Copier = new JsonCopier { Refused = typeof(int) } };
        await fixture.StartAsync();
        var grain = fixture.GrainFactory.GetGrain<IProbeGrain>("a");
        await Should.ThrowAsync<NotSupportedException>(grain.CountAsync());
        (await grain.KeyAsync()).ShouldBe("a");
    }

    [Fact]
    public async Task MemoryBound_SendsIdleGrainsAwayEarly()
    {
        await using var fixture = new EmbeddedFixture();
        fixture.Options.MaxActivations = 100;
        await fixture.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 150).Select(i => fixture.GrainFactory.GetGrain<IProbeGrain>($"{i}").CountAsync()));
        fixture.ActivationCount.ShouldBe(150);
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(12));
        await fixture.Journal.Until("deactivate 0 HighMemoryPressure");
        await fixture.DeactivateAllAsync();
    }

    [Fact]
    public async Task Reminder_BeyondWhatATimerCanWait_TicksWhenDue()
    {
        await using var fixture = new EmbeddedFixture();
        fixture.Options.SweepPeriod = TimeSpan.FromDays(1);
        await fixture.StartAsync();
        await fixture.GrainFactory.GetGrain<IReminderGrain>("a").RegisterAsync("r", TimeSpan.FromDays(70), TimeSpan.FromDays(90));
        await fixture.AdvanceAsync(TimeSpan.FromDays(65));
        await fixture.RestartAsync();
        await fixture.AdvanceAsync(TimeSpan.FromDays(4));
        (await fixture.GrainFactory.GetGrain<IReminderGrain>("a").HasAsync("r")).ShouldBeTrue();
        fixture.Journal.Count("remind r").ShouldBe(0);
        await fixture.AdvanceAsync(TimeSpan.FromDays(1));
        await fixture.Journal.Until("remind r", 1);
        await fixture.AdvanceAsync(TimeSpan.FromDays(89));
        fixture.Journal.Count("remind r").ShouldBe(1);
        await fixture.AdvanceAsync(TimeSpan.FromDays(1));
        await fixture.Journal.Until("remind r", 2);
    }

    /// <summary>A hint that makes the grain it is for anew would keep a stop busy until its timeout: here for ever, as this clock stands.</summary>
    [Fact]
    public async Task Stop_DoesNotBringBack_WhoIsOnlyHinted()
    {
        await Grains.GetGrain<ILastWordGrain>("a").MeetAsync("b");
        await Grains.GetGrain<ILastWordGrain>("b").MeetAsync("a");
        await Fixture.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        ((EmbeddedFixture)Fixture).ActivationCount.ShouldBe(0);
    }

    [Fact]
    public async Task KilledRuntime_RunsNothing_AndTakesNothing()
    {
        var running = Probe("a").StepAsync("running", "go");
        await Journal.Until("begin running");
        ((EmbeddedFixture)Fixture).Runtime.Kill();
        Journal.Open("go");
        await Should.ThrowAsync<SiloUnavailableException>(Probe("a").CountAsync());
        running.IsCompleted.ShouldBeFalse();
        Journal.Lines.ShouldNotContain("end running");
    }

    [Fact]
    public void Interface_OfSeveralClasses_IsAmbiguousOnlyWhenAskedFor()
    {
        Should.Throw<InvalidOperationException>(() => Grains.GetGrain<IStepGrain>("a")).Message.ShouldContain(nameof(WorkerGrain));
        Grains.GetGrain<IStepGrain>("a", typeof(ReentrantGrain).FullName).GetGrainId().ShouldBe(new GrainId("reentrant", "a"));
    }

    [Fact]
    public async Task GrainThatLeavesBeforeItsFirstCall_TellsItsCallers()
    {
        Journal.Set("leave-activate a", "yes");
        await Should.ThrowAsync<OrleansException>(Probe("a").CountAsync());
        Journal.Unset("leave-activate a");
        (await Probe("a").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task ForwardedCalls_StayAheadOfLaterOnes()
    {
        for (var round = 0; round < 50; round++)
        {
            var calls = new List<Task<int>>();
            var leaving = Probe("f").DeactivateAsync(null);
            for (var i = 0; i < 50; i++) calls.Add(Probe("f").CountAsync());
            await leaving;
            (await Task.WhenAll(calls)).ShouldBe(Enumerable.Range(1, 50));
        }
    }

    private sealed class JsonCopier : IMessageCopier
    {
        private int _copies;

        public Type? Refused { get; init; }

        public int Copies => _copies;

        public T Copy<T>(T value)
        {
            if (typeof(T) == Refused) throw new NotSupportedException("This does not travel.");
            Interlocked.Increment(ref _copies);
            return JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value))!;
        }
    }

    private sealed class FailingCall : TaskInvocation
    {
        public FailingCall() => ExpectAnswer();

        public override GrainMethod Method { get; } = new() { Interface = typeof(IStoreGrain), Name = "Fail" };

        protected override Task InvokeCore(object target, CancellationToken cancellationToken) => Task.FromException(new IOException("disk full"));
    }

    /// <summary>Turns that note what they are told of a call that fails, and whether its caller knew.</summary>
    private sealed class Witness(EmbeddedRuntime runtime) : TurnQueue(runtime, new GrainId("witness", "w"), isReentrant: false)
    {
        public List<string> Saw { get; } = [];

        protected override bool IsOpen => true;

        public void Take(Invocation call)
        {
            call.Target = this;
            lock (Gate) EnqueueUnderGate(call).ShouldBeTrue();
            Execute();
        }

        public override void OnCallFailed(Invocation call, Exception error) => Saw.Add($"{error.Message}, {(call.IsAnswered ? "answered" : "unanswered")}");

        protected override object? InstanceFor(Invocation call) => this;
    }
}
