using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;
using Distribution.Grains.Common;
using Distribution.Grains.Live;

namespace Distribution.Tests.Unit.Live;

public sealed class LiveCountersTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Any history, cut anywhere: figures that were stored and read back go on as if they had never been put away.</summary>
    [Theory, Trait("Promise", "M1")]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4711)]
    public void StoredFigures_GoOnAsIfNeverPutAway(int seed)
    {
        var events = Story(new Random(seed), 2_000);
        var whole = new LiveCounters(new LiveState(), new LiveOptions());
        whole.Count(0, 0, events);
        foreach (var cut in new[] { 1, 333, 1_000, 1_999 })
        {
            var before = new LiveCounters(new LiveState(), new LiveOptions());
            before.Count(0, 0, events.GetRange(0, cut));
            var json = JsonSerializer.Serialize(before.ToState(), GrainJson.Options);
            var after = new LiveCounters(JsonSerializer.Deserialize<LiveState>(json, GrainJson.ReadingOptions)!, new LiveOptions());
            foreach (var (position, isPaused) in after.StoredOpen.GetValueOrDefault(0, [])) after.Restore(events[(int)position], 0, position, isPaused, events[cut - 1].At);
            after.Count(0, 0, events).ShouldBe(events.Count - cut);
            Told(after).ShouldBe(Told(whole));
        }
    }

    [Fact, Trait("Promise", "M1")]
    public void Series_KeepMinutesHoursAndDays_AndTheirSumsAgree()
    {
        var counters = new LiveCounters(new LiveState(), new LiveOptions());
        var events = new List<HistoryEvent>();
        for (var hour = 0; hour < 100 * 24; hour++) events.Add(Event(hour, Start.AddHours(hour), EventKind.Submitted, hour));
        counters.Count(0, 0, events);
        counters.ToSeries(LiveSpan.Days, Start).Points.Sum(static day => day.Submitted).ShouldBe(events.Count);
        counters.ToSeries(LiveSpan.Days, Start).Points.Count.ShouldBe(100);
        counters.ToSeries(LiveSpan.Hours, Start).Points.Count.ShouldBe(7 * 24);
        counters.ToSeries(LiveSpan.Minutes, Start).Points.Count.ShouldBe(2, "two hours of minutes, of which two had an answer");
        var last = counters.ToSeries(LiveSpan.Days, Start).Points[^1];
        (last.At, last.Submitted, last.Spent.Micros).ShouldBe((Start.AddDays(99), 24L, 24L * 5));
    }

    /// <summary>Ten thousand at work, two hundred days, a full list of notes, and of hurried trainers: the record stays below what storage takes.</summary>
    [Fact, Trait("Promise", "M1")]
    public void Record_StaysBelowStoragesLimit_WithTenThousandAtWork()
    {
        var counters = new LiveCounters(new LiveState(), new LiveOptions());
        var events = new List<HistoryEvent>();
        for (var day = 0; day < 366 * 24; day++)
        {
            var at = Start.AddHours(day);
            foreach (var kind in new[] { EventKind.Submitted, EventKind.SubmittedLate, EventKind.Expired, EventKind.Skipped, EventKind.Closed })
                for (var n = 0; n < 3; n++) events.Add(Event(events.Count, at, kind, -events.Count, activeMs: 400_000));
        }

        for (var hurried = 0; hurried < 120; hurried++)
            events.Add(new HistoryEvent($"t/{events.Count}", 1, Start.AddYears(1), EventKind.Submitted, hurried, new AssignmentId(new WorkerId($"w_{hurried % 60:D32}"), hurried), MicroAmount.Zero, 100, null, null));
        for (var note = 0; note < 60; note++) events.Add(new HistoryEvent("project", note + 1, Start.AddYears(1), EventKind.RateChanged, null, null, MicroAmount.Zero, 0, new string('가', 500), null));
        for (var minute = 0; minute < 120; minute++)
            for (var n = 0; n < 84; n++) events.Add(Event(events.Count, Start.AddYears(1).AddMinutes(minute), EventKind.Leased, events.Count));
        counters.Count(0, 0, events);
        counters.OpenCount.ShouldBe(120 * 84);
        JsonSerializer.SerializeToUtf8Bytes(counters.ToState(), GrainJson.Options).Length.ShouldBeLessThan(64_000);
    }

    [Fact, Trait("Promise", "M2")]
    public void WhoGivesNoSignOfLife_IsSilent_UnlessPaused()
    {
        var counters = new LiveCounters(new LiveState(), new LiveOptions());
        counters.Count(0, 0, [Event(0, Start, EventKind.Leased, 1), Event(1, Start, EventKind.Leased, 2), Event(2, Start, EventKind.Leased, 3), Event(3, Start, EventKind.Paused, 3)]);
        counters.Seen([Assignment(1), Assignment(99)], Start.AddMinutes(5));
        var figures = counters.ToSnapshot(new ProjectId("p"), "e", 1, Start.AddMinutes(6), Start.AddMinutes(4));
        (figures.Active, figures.Paused, figures.Silent).ShouldBe((2, 1, 1));
        counters.Holders(0, 10, Start.AddMinutes(4)).Select(static holder => (holder.Assignment.N, holder.IsSilent, holder.IsPaused))
            .ShouldBe([(1, false, false), (2, true, false), (3, false, true)]);
    }

    [Fact, Trait("Promise", "M3")]
    public void HandlingTimes_AreThePercentilesOfTheLastAnswers()
    {
        var counters = new LiveCounters(new LiveState(), new LiveOptions());
        counters.Count(0, 0, [.. Enumerable.Range(1, 600).Select(i => Event(i, Start, EventKind.Submitted, i, activeMs: i * 1_000))]);
        var times = counters.ToSnapshot(new ProjectId("p"), "e", 1, Start, Start).Handling;
        (times.Count, times.P50Ms, times.P90Ms).ShouldBe((500, 350_000, 550_000));
        times.Bins.Sum().ShouldBe(500);
        times.Bins.Take((int)(350_000 / times.StepMs) + 1).Sum().ShouldBeGreaterThanOrEqualTo(250);
    }

    private static string Told(LiveCounters counters) => JsonSerializer.Serialize(counters.ToState(), GrainJson.Options)
        + string.Join(';', counters.Holders(0, 10_000, DateTimeOffset.MinValue).Select(static holder => $"{holder.Assignment} {holder.Task} {holder.LeasedAt:O} {holder.IsPaused}"));

    /// <summary>Leases that are paused, resumed and ended in any order, with settings that change now and then.</summary>
    private static List<HistoryEvent> Story(Random random, int length)
    {
        var (events, open, at) = (new List<HistoryEvent>(), new List<int>(), Start);
        while (events.Count < length)
        {
            at += TimeSpan.FromSeconds(random.Next(90));
            var number = events.Count;
            if (random.Next(50) == 0) events.Add(new HistoryEvent("project", number + 1, at, EventKind.ProjectChanged, null, null, MicroAmount.Zero, 0, $"m: {number}", null));
            else if (open.Count == 0 || random.Next(3) == 0)
            {
                open.Add(number);
                events.Add(Event(number, at, EventKind.Leased, number));
            }
            else
            {
                var one = random.Next(open.Count);
                var kind = random.GetItems([EventKind.Paused, EventKind.Resumed, EventKind.Submitted, EventKind.Expired, EventKind.Skipped], 1)[0];
                events.Add(Event(number, at, kind, open[one], activeMs: random.Next(1_000_000)));
                if (kind is not (EventKind.Paused or EventKind.Resumed)) open.RemoveAt(one);
            }
        }

        return events;
    }

    private static HistoryEvent Event(int number, DateTimeOffset at, EventKind kind, int assignment, long activeMs = 0) =>
        new($"t/{number}", 1, at, kind, number, Assignment(assignment), new MicroAmount(5), activeMs, null, null);

    private static AssignmentId Assignment(int number) => new(new WorkerId("w"), number);
}
