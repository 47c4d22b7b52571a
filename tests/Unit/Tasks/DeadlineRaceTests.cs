using System.Globalization;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Distribution.Tests.Unit.Audit;
using Distribution.Tests.Unit.Support;

namespace Distribution.Tests.Unit.Tasks;

/// <summary>
/// Submit, beat, timer, and somebody else's lease, all within 50 ms of the hard limit, on the real grains: each task has exactly one
/// outcome. DISTRIBUTION_RACES says how many races.
/// </summary>
public sealed class DeadlineRaceTests
{
    private const int AtOnce = 40;
    private const int LimitMs = 60_000;
    private static readonly int Races = int.Parse(Environment.GetEnvironmentVariable("DISTRIBUTION_RACES") ?? "2000", CultureInfo.InvariantCulture);
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, int> _fates = [];

    [Fact(Timeout = 1_200_000)]
    [Trait("Promise", "L22")]
    public async Task Races_AroundTheDeadline_HaveExactlyOneOutcomeEach()
    {
        await using var silo = new TestSilo(new MemoryGrainStorage(GrainJson.Options.TypeInfoResolver!), static services => services.AddWithoutLinger(), _time);
        for (var done = 0; done < Races; done += AtOnce)
        {
            var batch = await Task.WhenAll(Enumerable.Range(done, AtOnce).Select(i => BeginAsync(silo, i)));
            _time.Advance(TimeSpan.FromMilliseconds(LimitMs - 50));
            var racing = batch.Select(RaceAsync).ToList();
            for (var step = 0; step < 100; step++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                Thread.Yield();
            }

            var outcomes = await Task.WhenAll(racing).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            for (var i = 0; i < AtOnce; i++) await JudgeAsync(silo, batch[i], outcomes[i]);
            silo.Forget();
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", _fates.OrderBy(static fate => fate.Key).Select(static fate => $"{fate.Key}: {fate.Value}")));
        _fates.Keys.ShouldContain("Submitted");
        _fates.Keys.ShouldContain("SubmittedLate");
        _fates.Keys.ShouldContain("Superseded");
    }

    private sealed record Race(ITaskGrain Task, TaskId Id, AssignmentView Lease, LeaseCommand Next, int Seed);

    private sealed record Outcome(Outcome<SubmitReply>[] Same, Outcome<SubmitReply> Other, LeaseReply Next);

    private async Task<Race> BeginAsync(TestSilo silo, int i)
    {
        var id = new TaskId(new ProjectId("race"), i);
        var task = silo.Grains.GetGrain<ITaskGrain>(id.ToString());
        var reply = await task.LeaseAsync(Command("first", i));
        return new Race(task, id, reply.Assignment.ShouldNotBeNull(), Command("second", i), i);
    }

    private LeaseCommand Command(string who, int i) => new(
        new AssignmentId(new WorkerId($"{who}{i}"), 1), _time.GetUtcNow().AddSeconds(who == "second" ? 60 : 0), new MicroAmount(10_000_000_000),
        Pay.Lease.Pins(hardLimitMs: LimitMs) with { LimitMs = 30_000 }, [], "a");

    /// <summary>All at once, in an order that the seed and the threads decide; the clock goes on meanwhile.</summary>
    private static async Task<Outcome> RaceAsync(Race race)
    {
        var random = new Random(race.Seed);
        var (lease, task) = (race.Lease, race.Task);
        Task<Outcome<SubmitReply>>[] submits = [.. Enumerable.Range(0, 3).Select(_ => (Task<Outcome<SubmitReply>>)null!)];
        Task<LeaseReply> next = null!;
        List<Task> others = [];
        Action[] moves =
        [
            () => submits[0] = Later(() => task.SubmitAsync(lease.Id, lease.Fence, Answer("one"), isAnnounced: true)),
            () => submits[1] = Later(() => task.SubmitAsync(lease.Id, lease.Fence, Answer("one"), isAnnounced: true)),
            () => submits[2] = Later(() => task.SubmitAsync(lease.Id, lease.Fence, Answer("two"), isAnnounced: true)),
            () => next = Later(() => task.LeaseAsync(race.Next)),
            () => others.Add(Later(() => task.BeatAsync(lease.Id, lease.Fence, new Beat(true, 0)))),
            () => others.Add(Later(() => task.TickAsync(lease.Id))),
            () => others.Add(Later(() => task.StandingAsync(1))),
        ];
        random.Shuffle(moves);
        foreach (var move in moves) move();
        await Task.WhenAll(others);
        return new Outcome([await submits[0], await submits[1]], await submits[2], await next);

        Task<T> Later<T>(Func<Task<T>> call)
        {
            var spins = random.Next(4) == 0 ? 0 : random.Next(20_000);
            return Task.Run(() =>
            {
                Thread.SpinWait(spins);
                return call();
            });
        }
    }

    private async Task JudgeAsync(TestSilo silo, Race race, Outcome outcome)
    {
        var why = $"race {race.Seed}";
        var same = outcome.Same;
        (same[0].IsOk == same[1].IsOk).ShouldBeTrue(why);
        (same[0].IsOk ^ outcome.Other.IsOk).ShouldBeTrue($"{why}: one of the two answers is taken");
        var accepted = same[0].IsOk ? same[0].Value! : outcome.Other.Value!;
        if (same[0].IsOk)
        {
            (same[0].Value!.WasReplay ^ same[1].Value!.WasReplay).ShouldBeTrue(why);
            same[0].Value!.Fate.ShouldBe(same[1].Value!.Fate, why);
            same[0].Value!.Paid.ShouldBe(same[1].Value!.Paid, why);
        }

        (same[0].IsOk ? outcome.Other : same[0]).Refusal!.Code.ShouldBe("AlreadySubmitted", why);
        accepted.Fate.ShouldBeOneOf(AssignmentStatus.Submitted, AssignmentStatus.SubmittedLate, AssignmentStatus.Superseded);
        if (outcome.Next.Assignment is not null) accepted.Fate.ShouldBe(AssignmentStatus.Superseded, $"{why}: used, and given to somebody else");
        else outcome.Next.Refusal.ShouldBe(LeaseRefusal.Full, why);
        _fates[$"{accepted.Fate}"] = _fates.GetValueOrDefault($"{accepted.Fate}") + 1;

        var view = (await race.Task.GetAsync())!;
        var own = view.Answers.Single(answer => answer.Assignment.Id == race.Lease.Id);
        own.Assignment.Status.ShouldBe(accepted.Fate, why);
        own.Receipt!.Amount.ShouldBe(accepted.Paid, why);
        own.Assignment.ActiveMs.ShouldBeInRange(0, LimitMs);
        await race.Task.StandingAsync(1);
        var ledger = silo.Grains.GetGrain<ILedgerGrain>($"{race.Lease.Id.Worker}/{_time.GetUtcNow():yyyy-MM}");
        var entries = await ledger.ReadAsync(0, 200);
        entries.Select(static entry => entry.Order.EntryId).ShouldBeUnique();
        entries.Sum(static entry => entry.Order.Amount.Micros).ShouldBe(accepted.Paid.Micros, why);
    }

    private static Submission Answer(string text) => new($"submission-{text}", text, null, text.PadRight(64, '0'), false, null);
}
