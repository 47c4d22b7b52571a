using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Notices;
using Distribution.Contracts.People;
using Distribution.Contracts.Steering;
using Distribution.Grains.People;
using Distribution.Tests.Unit.Work;

namespace Distribution.Tests.Unit.People;

/// <summary>What a project's trainers have done, counted from its history.</summary>
public sealed class PeopleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact, Trait("Promise", "M18")]
    public void Figures_AreThoseOfACountByHand_WhateverTheOrderOfPeople()
    {
        var random = new Random(7);
        var events = new List<HistoryEvent>();
        var byHand = new Dictionary<string, List<long>>();
        for (var i = 1; i <= 3_000; i++)
        {
            var name = $"w{random.Next(40):00}";
            var ms = (long)Math.Exp((random.NextDouble() * 5) + 8);
            if (!byHand.TryGetValue(name, out var times)) byHand[name] = times = [];
            times.Add(ms);
            events.Add(Event(EventKind.Leased, name, i));
            events.Add(Event(EventKind.Submitted, name, i, ms, 10));
        }

        var table = new PeopleTable();
        foreach (var happened in events) table.Count(happened);
        var stored = new PeopleTable(table.Rows);
        stored.Figures().ShouldBe(table.Figures());
        foreach (var person in stored.Figures())
        {
            var times = byHand[person.Worker.Value].Order().ToList();
            (person.Answers, person.ActiveMs, person.Paid.Micros).ShouldBe((times.Count, times.Sum(), times.Count * 10L));
            Ratio(person.MedianMs, times[(int)Math.Ceiling(times.Count * 0.5) - 1]).ShouldBeLessThan(1.1);
            var spread = times[(int)Math.Ceiling(times.Count * 0.9) - 1] / (double)times[(int)Math.Ceiling(times.Count * 0.1) - 1];
            Ratio(person.SpreadPercent!.Value + 100, spread * 100).ShouldBeLessThan(1.2);
        }
    }

    [Fact, Trait("Promise", "M18")]
    public void LaterVerdict_TakesThePlaceOfTheEarlier_AndFewAnswersHaveNoSpread()
    {
        var table = new PeopleTable();
        HistoryEvent[] events =
        [
            Event(EventKind.Leased, "kim", 1), Event(EventKind.Submitted, "kim", 1, 5_000, 7), Event(EventKind.ReviewReturned, "kim", 1), Event(EventKind.ReviewAccepted, "kim", 1, 0, 3),
            Event(EventKind.Leased, "kim", 2), Event(EventKind.Expired, "kim", 2, 0, 2), Event(EventKind.SubmittedLate, "kim", 2), Event(EventKind.ReviewRejected, "kim", 2),
            Event(EventKind.Leased, "kim", 3), Event(EventKind.Reported, "kim", 3), Event(EventKind.Leased, "lee", 1), Event(EventKind.Withdrawn, "lee", 1, 0, 5),
        ];
        foreach (var happened in events) table.Count(happened);
        var (kim, lee) = (table.Figures()[0], table.Figures()[1]);
        (kim.Answers, kim.Late, kim.Expired, kim.Skipped, kim.Accepted, kim.Returned, kim.Rejected, kim.Paid.Micros, kim.SpreadPercent).ShouldBe((2, 1, 1, 1, 1, 0, 1, 12L, null));
        (lee.Answers, lee.MedianMs, lee.Paid.Micros).ShouldBe((0, 0L, 5L));
    }

    [Fact, Trait("Promise", "M18")]
    public async Task Grain_ReadsTheHistoryUpToItsEnd_AlsoAfterARestart()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 10);
        for (var i = 0; i < 4; i++)
        {
            var lease = await world.LeaseAsync(i < 3 ? "kim" : "lee");
            await world.WorkAsync(lease, 20);
            await world.SubmitAsync(lease, $"submission {i}");
            if (i == 1) await world.RestartAsync();
            await world.SecondsAsync(1);
        }

        var people = await world.Grains.GetGrain<IPeopleGrain>("p").ListAsync();
        people.Select(static person => (person.Worker.Value, person.Answers)).ShouldBe([("kim", 3), ("lee", 1)]);
        people[0].Paid.Micros.ShouldBe(await world.BookedAsync("kim"));
    }

    [Fact, Trait("Promise", "M14"), Trait("Promise", "M18")]
    public async Task Message_GoesOnlyToThoseWhoWorkedHere()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3);
        await world.SubmitAsync(await world.LeaseAsync("kim"));
        await world.SecondsAsync(1);
        var order = new SteeringOrder("write to them", SteeringKind.Message) { Trainers = [new("kim"), new("stranger"), new("kim")], Text = new NoticeText("", "Well done") };
        (await world.Grains.GetGrain<ISteeringGrain>("p").PreviewAsync(order)).Value!.Trainers.ShouldBe(1);
        var action = (await world.Grains.GetGrain<ISteeringGrain>("p").ActAsync(WorkWorld.Manager, order)).Value!;
        (action.Leases, action.CanUndo).ShouldBe((1, false));
        (await world.Grains.GetGrain<IInboxGrain>("kim").GetAsync()).Messages.ShouldHaveSingleItem().Text.En.ShouldBe("Well done");
        (await world.Grains.GetGrain<IInboxGrain>("stranger").GetAsync()).Messages.ShouldBeEmpty();
    }

    private static double Ratio(double left, double right) => Math.Max(left, right) / Math.Min(left, right);

    private static HistoryEvent Event(EventKind kind, string worker, int n, long activeMs = 0, long micros = 0) => new(
        $"t/{n}", n, Start.AddSeconds(n), kind, n, new AssignmentId(new WorkerId(worker), n), new MicroAmount(micros), activeMs, null, null);
}
