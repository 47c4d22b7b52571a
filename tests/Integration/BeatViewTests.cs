using Distribution.Grains.Pay;
using Distribution.Host;
using Distribution.Tests.Unit.Support;

namespace Distribution.Tests.Integration;

/// <summary>A cluster's outages as one silo sees them: what the others' beats said, and its own silence.</summary>
public sealed class BeatViewTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(6);
    private readonly ManualTime _time = new();
    private readonly DateTimeOffset _began;
    private readonly BeatView _view;

    public BeatViewTests()
    {
        _began = _time.GetUtcNow();
        _view = new BeatView(_time, Shortest);
        _view.Hear([], _time.GetTimestamp());
    }

    [Fact, Trait("Promise", "L24")]
    public void Sleep_IsKnownToWhoeverAsksFirst_BeforeTheNextBeat()
    {
        _time.Advance(Beat);
        _view.Hear([], _time.GetTimestamp());
        _time.Sleep(TimeSpan.FromHours(1));
        _view.Since(_began).ShouldBe([new Outage(_began + Beat, _began + Beat + TimeSpan.FromHours(1))]);
        _view.IsHeardWithin(Shortest + Beat).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "L24")]
    public void Sleep_OfAll_StandsFromTheNextBeatOn_AsTheStoreMeasuredIt()
    {
        _time.Sleep(TimeSpan.FromHours(1));
        var recorded = new Outage(_began, _began + TimeSpan.FromHours(1));
        _view.Hear([recorded], _time.GetTimestamp()).ShouldBe(recorded);
        _view.Since(_began).ShouldBe([recorded]);
        _view.Hear([recorded], _time.GetTimestamp()).ShouldBeNull();
        _view.Since(recorded.To).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "L24")]
    public void Silence_ThatOthersBeatThrough_IsForgotten_WhenTheyAreHeard()
    {
        _time.Sleep(TimeSpan.FromSeconds(20));
        _view.Since(_began).ShouldHaveSingleItem();
        _view.Hear([], _time.GetTimestamp());
        _view.Since(_began).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "L24")]
    public void Silence_ThatNoClockWouldNotice_IsNoOutage()
    {
        _time.Advance(Shortest - TimeSpan.FromMilliseconds(1));
        _view.Since(_began).ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _view.Since(_began).ShouldHaveSingleItem();
    }

    /// <summary>The answer to a beat that was long under way says nothing of the time since it was sent.</summary>
    [Fact, Trait("Promise", "L24")]
    public void Answer_ThatCameLate_IsAsOldAsItsQuestion()
    {
        var asked = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(10));
        _view.Hear([], asked);
        _view.Since(_began).ShouldHaveSingleItem().To.ShouldBe(_began + TimeSpan.FromSeconds(10));
    }
}
