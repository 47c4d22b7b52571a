using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;
using Distribution.Grains.Rehearsals;

namespace Distribution.Tests.Unit.Rehearsals;

public sealed class ScriptTests
{
    private const long GraceMs = 120_000;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Promise", "M30")]
    public void Beats_OfOneStretch_ComeLessThanAMinuteApart() =>
        Script.Beats([new TimeSegment(TimeKind.Active, 0, 130_000)], GraceMs).ShouldBe([55_000, 110_000]);

    /// <summary>With a grace below the minute, a replay let everybody expire who had worked for longer than it.</summary>
    [Theory]
    [InlineData(30_000)]
    [InlineData(45_000)]
    [Trait("Promise", "M30")]
    public void Beats_OfOneStretch_LeaveNoGapAsLongAsTheGrace(long graceMs)
    {
        const long End = 200_000;
        long[] seen = [0, .. Script.Beats([new TimeSegment(TimeKind.Active, 0, End)], graceMs), End];
        seen.Zip(seen.Skip(1), static (one, next) => next - one).Max().ShouldBeLessThan(graceMs);
    }

    [Fact]
    [Trait("Promise", "M30")]
    public void Beats_AroundAnOutageInAGap_AreNone() => Script.Beats(
        [new TimeSegment(TimeKind.Unproven, 0, 41_000), new TimeSegment(TimeKind.Outage, 41_000, 140_000), new TimeSegment(TimeKind.Unproven, 140_000, 240_000)], GraceMs).ShouldBeEmpty();

    /// <summary>Whatever a trainer did, the acts read from the closed sheet lead to a sheet with the same sums, and so to the same amount.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Promise", "M30")]
    public void Beats_LeadToTheSameSums(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var (sheet, acts) = Live(random);
            var again = Clock.Start(Start);
            var beats = Script.Beats(sheet.Segments, GraceMs).Select(static ms => (Ms: ms, Kind: 'b'));
            foreach (var (ms, kind) in beats.Concat(acts.Where(static act => act.Kind != 'b')).OrderBy(static act => act.Ms))
                again = Do(again, ms, kind);
            foreach (var kind in new[] { TimeKind.Paused, TimeKind.Unproven })
                Sum(again, kind).ShouldBe(Sum(sheet, kind), $"seed {seed}, round {round}");
            (Sum(again, TimeKind.Active) + Sum(again, TimeKind.FilledIn)).ShouldBe(Sum(sheet, TimeKind.Active) + Sum(sheet, TimeKind.FilledIn));
        }
    }

    private static (TimeSheet Sheet, List<(long Ms, char Kind)> Acts) Live(Random random)
    {
        var sheet = Clock.Start(Start);
        var acts = new List<(long, char)>();
        long at = 0;
        for (var i = random.Next(1, 12); i >= 0; i--)
        {
            at += random.Next(1, 118_000);
            var kind = i == 0 ? 'e' : sheet.IsPaused ? 'r' : random.Next(4) == 0 ? 'p' : 'b';
            acts.Add((at, kind));
            sheet = Do(sheet, at, kind);
        }

        return (sheet, acts);
    }

    private static TimeSheet Do(TimeSheet sheet, long ms, char kind)
    {
        var now = Start.AddMilliseconds(ms);
        return kind switch
        {
            'b' => Clock.Beat(sheet, Pins, now, new Beat(true, 0), []),
            'p' => Clock.Pause(sheet, Pins, now, []),
            'r' => Clock.Resume(sheet, Pins, now, []),
            _ => Clock.Close(sheet, Pins, now, isStalled: false, []),
        };
    }

    private static long Sum(TimeSheet sheet, TimeKind kind) => sheet.Segments.Where(segment => segment.Kind == kind).Sum(static segment => segment.ToMs - segment.FromMs);

    private static LeasePins Pins { get; } = new()
    {
        TaskTypeId = "free-form",
        TaskTypeVersion = 1,
        GuidelineVersion = 1,
        RateVersion = 1,
        HourlyRate = new(15_000_000),
        Currency = "USD",
        PayPolicy = PayPolicy.Standard(300_000),
        LimitMs = 300_000,
        HardLimitMs = 86_400_000,
        GraceMs = GraceMs,
        LateWindowMs = 0,
        WarningMs = 0,
        Overlap = 1,
        StuckAfter = 3,
    };
}
