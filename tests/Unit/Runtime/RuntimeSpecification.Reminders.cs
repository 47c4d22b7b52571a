using Distribution.Tests.Unit.Runtime.Grains;

namespace Distribution.Tests.Unit.Runtime;

public abstract partial class RuntimeSpecification
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private IReminderGrain Reminding(string key) => Grains.GetGrain<IReminderGrain>(key);

    [Fact]
    public async Task Reminder_TicksWhenDue_AndEachPeriod_WithoutTheContextOfItsMaker()
    {
        Orleans.Runtime.RequestContext.Set("who", "me");
        await Reminding("a").RegisterAsync("r", 5 * Minute, 2 * Minute);
        Orleans.Runtime.RequestContext.Clear();
        await Fixture.AdvanceAsync(4 * Minute);
        (await Reminding("a").HasAsync("r")).ShouldBeTrue();
        Journal.Count("remind r").ShouldBe(0);
        await Fixture.AdvanceAsync(Minute);
        await Journal.Until("remind r", 1);
        await Fixture.AdvanceAsync(2 * Minute);
        await Journal.Until("remind r", 2);
        Journal.Lines.ShouldNotContain("accompanied");
    }

    [Fact]
    public async Task Reminder_OfLessThanAMinute_IsRefused() =>
        await Should.ThrowAsync<ArgumentException>(Reminding("a").RegisterAsync("r", Minute, TimeSpan.FromSeconds(59)));

    [Fact]
    public async Task Reminder_Unregistered_TicksNoMore()
    {
        await Reminding("a").RegisterAsync("r", Minute, Minute);
        await Reminding("a").UnregisterAsync("r");
        (await Reminding("a").HasAsync("r")).ShouldBeFalse();
        await Fixture.RestartAsync();
        (await Reminding("a").HasAsync("r")).ShouldBeFalse();
        await Fixture.AdvanceAsync(5 * Minute);
        await Reminding("a").HasAsync("r");
        Journal.Count("remind r").ShouldBe(0);
    }

    [Fact]
    public async Task Reminder_OutlivesActivationAndSilo_AndMissedTicksStayMissed()
    {
        await Reminding("a").RegisterAsync("r", 10 * Minute, 10 * Minute);
        await Fixture.DeactivateAllAsync();
        await Fixture.AdvanceAsync(10 * Minute);
        await Journal.Until("remind r", 1);
        await Fixture.StopAsync();
        await Fixture.AdvanceAsync(35 * Minute);
        await Fixture.RestartAsync();
        await Reminding("a").HasAsync("r");
        Journal.Count("remind r").ShouldBe(1);
        await Fixture.AdvanceAsync(5 * Minute);
        await Journal.Until("remind r", 2);
        await Reminding("a").HasAsync("r");
        Journal.Count("remind r").ShouldBe(2);
    }
}
