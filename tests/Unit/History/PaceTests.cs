using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Grains.Live;

namespace Distribution.Tests.Unit.History;

public sealed class PaceTests
{
    private readonly LiveOptions _options = new();
    private readonly Dictionary<string, int> _leases = [];
    private LiveCounters _counters;
    private long _position;

    public PaceTests() => _counters = new LiveCounters(new LiveState(), _options);

    [Fact, Trait("Promise", "S11")]
    public void AnswersWithinSeconds_AreNoted_EachOfThem()
    {
        for (var i = 0; i < 30; i++) Submit("robot", 40 + i);
        for (var i = 0; i < 30; i++) Submit("kim", 2_000 + i);
        var robot = _counters.Hurried.ShouldHaveSingleItem();
        (robot.Worker.Value, robot.Answers, robot.Hurried).ShouldBe(("robot", 30, 30));
        robot.Latest.Select(static answer => answer.ActiveMs).ShouldBe([68, 69]);
        robot.Latest.ShouldAllBe(answer => answer.LeastMs == _options.HurriedMs);
    }

    [Fact, Trait("Promise", "S11")]
    public void AnswersInASmallPartOfTheUsualTime_AreNoted_OnceTheUsualIsKnown()
    {
        for (var i = 0; i < 100; i++) Submit($"w{i % 10}", 100_000 + (i * 500));
        Submit("robot", 5_000);
        Submit("quick", 15_000);
        var robot = _counters.Hurried.ShouldHaveSingleItem();
        robot.Worker.Value.ShouldBe("robot");
        // A tenth of the median, which is known to within a third.
        robot.Latest[0].LeastMs.ShouldBeInRange(8_000, 12_500);
    }

    [Fact, Trait("Promise", "S11")]
    public void WhatIsNoted_IsBounded_KeepsTheWorst_AndSurvivesARestart()
    {
        for (var i = 0; i < 1_000; i++) Submit($"w{i:0000}", 10);
        for (var i = 0; i < 50; i++) Submit("worst", 10);
        _counters = new LiveCounters(_counters.ToState(), _options);
        Submit("worst", 60_000);
        _counters.Hurried.Count.ShouldBe(_options.HurriedTrainersMax);
        (_counters.Hurried[0].Worker.Value, _counters.Hurried[0].Answers, _counters.Hurried[0].Hurried).ShouldBe(("worst", 51, 50));
    }

    private void Submit(string worker, long activeMs)
    {
        var n = _leases[worker] = _leases.GetValueOrDefault(worker) + 1;
        var at = DateTimeOffset.UnixEpoch.AddSeconds(_position);
        _counters.Count(0, _position++, [new HistoryEvent("t/1", 1, at, EventKind.Submitted, 1, new AssignmentId(new WorkerId(worker), n), MicroAmount.Zero, activeMs, null, null)]);
    }
}
