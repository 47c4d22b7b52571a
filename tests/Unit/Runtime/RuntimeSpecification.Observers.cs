using System.Runtime.CompilerServices;
using Distribution.Tests.Unit.Runtime.Grains;

namespace Distribution.Tests.Unit.Runtime;

public abstract partial class RuntimeSpecification
{
    [Fact]
    public async Task Observer_HearsInOrder_OneAtATime()
    {
        var listener = new Listener(Journal);
        var reference = Grains.CreateObjectReference<IProbeObserver>(listener);
        for (var i = 0; i < 20; i++) await Probe("a").NotifyAsync(reference, $"{i}");
        await Journal.Until("heard 19");
        Journal.Lines.Where(static line => line.StartsWith("heard")).ShouldBe(Enumerable.Range(0, 20).Select(static i => $"heard {i}"));
        await Probe("a").AskAsync(reference, "answered");
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_ThatFails_DoesNotHurtTheCaller()
    {
        var listener = new Listener(Journal);
        var reference = Grains.CreateObjectReference<IProbeObserver>(listener);
        await Probe("a").NotifyAsync(reference, "fail");
        await Probe("a").NotifyAsync(reference, "next");
        await Journal.Until("heard next");
        await Should.ThrowAsync<InvalidOperationException>(Probe("a").AskAsync(reference, "fail"));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_Deleted_HearsNoMore()
    {
        var listener = new Listener(Journal);
        var reference = Grains.CreateObjectReference<IProbeObserver>(listener);
        Grains.DeleteObjectReference<IProbeObserver>(reference);
        await Probe("a").NotifyAsync(reference, "gone");
        if (Fixture.ReportsDeadObservers) await Should.ThrowAsync<Exception>(Probe("a").AskAsync(reference, "gone"));
        Journal.Lines.ShouldNotContain("heard gone");
    }

    [Fact]
    public async Task Observer_ReferencesOfOneObject_AreApart()
    {
        var listener = new Listener(Journal);
        var (first, second) = (Grains.CreateObjectReference<IProbeObserver>(listener), Grains.CreateObjectReference<IProbeObserver>(listener));
        first.ShouldNotBe(second);
        Grains.DeleteObjectReference<IProbeObserver>(first);
        await Probe("a").AskAsync(second, "still here");
        Should.Throw<ArgumentException>(() => Grains.DeleteObjectReference<IProbeObserver>(listener));
    }

    [Fact]
    public async Task Observer_IsHeldWeakly()
    {
        var (reference, alive) = ShortLived();
        for (var i = 0; i < 20 && alive.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        alive.IsAlive.ShouldBeFalse();
        await Probe("a").NotifyAsync(reference, "gone");
        (await Probe("a").CountAsync()).ShouldBe(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (IProbeObserver, WeakReference) ShortLived()
    {
        var listener = new Listener(Journal);
        return (Grains.CreateObjectReference<IProbeObserver>(listener), new WeakReference(listener));
    }

    private sealed class Listener(Journal journal) : IProbeObserver
    {
        public void Notify(string what)
        {
            if (what == "fail") throw new InvalidOperationException(what);
            journal.Write($"heard {what}");
        }

        public async Task AskAsync(string what)
        {
            await Task.Yield();
            Notify(what);
        }
    }
}
