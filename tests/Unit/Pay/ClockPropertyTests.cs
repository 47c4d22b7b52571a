using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Pay;
using FsCheck.Fluent;
using static Distribution.Tests.Unit.Pay.Lease;

namespace Distribution.Tests.Unit.Pay;

public sealed class ClockPropertyTests
{
    [Fact, Trait("Promise", "P10")]
    public void Trace_OfAnyLease_IsThatOfTheModel() => Property.Holds(Story.Any, story =>
    {
        var run = new StoryRun(story).ToTheEnd();

        run.Sheet.Segments.ShouldBe(run.ModelTrace());
    }, tests: 3000);

    [Fact, Trait("Promise", "P10")]
    public void Trace_AtEveryMoment_PartitionsTheTimeSinceTheLease() => Property.Holds(Story.Any, story =>
        new StoryRun(story).ToTheEnd(run =>
        {
            run.Sheet.ShouldPartition();
            var read = Clock.Read(run.Sheet, story.Pins, run.Now, run.Known);
            read.ActiveMs.ShouldBeInRange(0, story.Pins.HardLimitMs);
            read.SubmitUntil.ShouldBe(Begin.AddMilliseconds(story.Pins.HardLimitMs + read.OutageMs));
            read.IsHardLimitReached.ShouldBe(run.Now >= read.SubmitUntil);
        }).Sheet.ShouldPartition());

    [Fact, Trait("Promise", "P10")]
    public void Read_JustBeforeTheEnd_SaysWhatTheReceiptWillSay() => Property.Holds(Story.Any, story =>
        new StoryRun(story).ToTheEnd(run =>
        {
            var read = Clock.Read(run.Sheet, story.Pins, run.Now, run.Known);
            var closed = Clock.Close(run.Sheet, story.Pins, run.Now, read.IsStalled, run.Known);
            Clock.Read(closed, story.Pins, run.Now, []).ActiveMs.ShouldBe(read.ActiveMs);
            var receipt = Clock.Receipt(Assignment, Lease.Task, closed, story.Pins, Micros(0));
            receipt.Amount.ShouldBe(PayMath.Earned(story.Pins, read.ActiveMs));
        }));

    [Fact, Trait("Promise", "P16")]
    public void Time_RunningInAnyDirection_NeverMakesANegativeStretch() => Property.Holds(
        (from act in Gen.Elements(Act.Beat, Act.Pause, Act.Resume) from at in Gen.Choose(-500_000, 2_000_000) select (act, at)).ArrayOf(),
        acts =>
        {
            var (pins, sheet) = (Pins(), Clock.Start(Begin));
            foreach (var (act, at) in acts)
            {
                var next = act switch
                {
                    Act.Pause => Clock.Pause(sheet, pins, Begin.AddMilliseconds(at), []),
                    Act.Resume => Clock.Resume(sheet, pins, Begin.AddMilliseconds(at), []),
                    _ => Clock.Beat(sheet, pins, Begin.AddMilliseconds(at), new Beat(true, 0), []),
                };
                next.ShouldPartition();
                next.LastBeatMs.ShouldBe(Math.Max(sheet.LastBeatMs, at));
                sheet = next;
            }
        });

    [Fact, Trait("Promise", "P19")]
    public void NextLook_FromAnyMoment_MissesNoChange() => Property.Holds(
        from story in Story.Any from probe in Gen.Choose(0, 1_000_000) from late in Gen.Choose(0, 700_000) select (story, probe, late),
        it => new StoryRun(it.story).ToTheEnd(run =>
        {
            var (pins, now) = (it.story.Pins, run.Now.AddMilliseconds(it.late));
            var read = Clock.Read(run.Sheet, pins, now, run.Known);
            if (read.IsHardLimitReached || read.IsStalled)
            {
                read.NextLook.ShouldBe(now);
                return;
            }

            var next = read.NextLook.ShouldNotBeNull();
            next.ShouldBeGreaterThan(now);
            var between = now.AddMilliseconds(Math.Floor(((next - now).TotalMilliseconds - 1) * it.probe / 1_000_000));
            Status(run, pins, between).ShouldBe(Status(run, pins, now));
            Status(run, pins, next.AddTicks(-1)).ShouldBe(Status(run, pins, now));
            if (Status(run, pins, next) == Status(run, pins, now))
                IsWarning(run, pins, next).ShouldBeTrue("the clock was looked at for nothing");
        }));

    [Fact, Trait("Promise", "P18")]
    public void Folding_ManyPauses_KeepsEveryKindsSum() => Property.Holds(
        (from kind in Gen.Choose(1, 5) from ms in Gen.Choose(1, 100_000) select (kind, ms)).ArrayOf(60),
        parts =>
        {
            var segments = Trace(parts);
            var before = segments.ToList();

            var foldedMs = Folding.Fold(segments, 10);

            segments.Count.ShouldBeLessThanOrEqualTo(10);
            (new TimeSheet { LeasedAt = Begin, Segments = segments, LastBeatMs = before[^1].ToMs }).ShouldPartition();
            foreach (var kind in Enum.GetValues<TimeKind>())
                segments.Of(kind).ShouldBe(before.Of(kind));
            var untouched = before.Where(it => it.FromMs >= foldedMs).ToList();
            segments.TakeLast(untouched.Count - 1).ShouldBe(untouched.Skip(1));
        });

    private static List<TimeSegment> Trace((int Kind, int Ms)[] parts)
    {
        var segments = new List<TimeSegment>();
        var at = 0L;
        foreach (var (kind, ms) in parts)
        {
            if (segments.Count > 0 && segments[^1].Kind == (TimeKind)kind)
                segments[^1] = segments[^1] with { ToMs = at + ms };
            else
                segments.Add(new TimeSegment((TimeKind)kind, at, at + ms));
            at += ms;
        }

        return segments;
    }

    private static (bool, bool, bool, long?) Status(StoryRun run, LeasePins pins, DateTimeOffset at)
    {
        var read = Clock.Read(run.Sheet, pins, at, run.Known);
        var step = read.IsStalled ? null : PayMath.NextStepAt(pins.PayPolicy, read.ActiveMs);
        return (read.HasStepped, read.IsStalled, read.IsHardLimitReached, step);
    }

    private static bool IsWarning(StoryRun run, LeasePins pins, DateTimeOffset at)
    {
        var read = Clock.Read(run.Sheet, pins, at, run.Known);
        return PayMath.NextStepAt(pins.PayPolicy, read.ActiveMs) - read.ActiveMs == pins.WarningMs;
    }
}

/// <summary>What every sheet keeps to.</summary>
internal static class SheetChecks
{
    public static void ShouldPartition(this TimeSheet sheet)
    {
        var at = 0L;
        TimeKind? before = null;
        foreach (var segment in sheet.Segments)
        {
            segment.FromMs.ShouldBe(at);
            segment.ToMs.ShouldBeGreaterThan(at);
            segment.Kind.ShouldNotBe(before.GetValueOrDefault());
            (at, before) = (segment.ToMs, segment.Kind);
        }

        sheet.LastBeatMs.ShouldBe(at);
        sheet.Segments.Count.ShouldBeLessThanOrEqualTo(TimeSheet.SegmentsMax);
    }

    public static long Of(this IEnumerable<TimeSegment> segments, TimeKind kind) =>
        segments.Where(segment => segment.Kind == kind).Sum(segment => segment.ToMs - segment.FromMs);
}
