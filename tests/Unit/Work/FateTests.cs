using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;

namespace Distribution.Tests.Unit.Work;

/// <summary>Who may have a task, how often, and what becomes of each answer.</summary>
public sealed class FateTests
{
    [Fact, Trait("Promise", "L4")]
    public async Task Task_AskedByManyAtOnce_GrantsItsWantedAnswersAndNoMore()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, static settings => settings with { Overlap = 3 });
        var pins = (await world.LeaseAsync("first")).Pins;
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => world.TaskOf(0).LeaseAsync(Command(world, $"w{i}", pins))));
        replies.Count(static reply => reply.Assignment is not null).ShouldBe(2);
        replies.Where(static reply => reply.Assignment is null).ShouldAllBe(static reply => reply.Refusal == LeaseRefusal.Full);

        foreach (var lease in replies.Where(static reply => reply.Assignment is not null).Select(static reply => reply.Assignment!))
            (await world.TaskOf(0).SubmitAsync(lease.Id, lease.Fence, WorkWorld.Answer("s", "x"), isAnnounced: false)).Value!.Fate.ShouldBe(AssignmentStatus.Submitted);
        (await world.TaskOf(0).LeaseAsync(Command(world, "late", pins))).Refusal.ShouldBe(LeaseRefusal.Full);
        (await world.TaskOf(0).StandingAsync(0)).Taken.ShouldBe(3);
    }

    [Fact, Trait("Promise", "L4"), Trait("Promise", "L8")]
    public async Task LateAnswers_FillFreeSlotsAndNoMore()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, Short(overlap: 2));
        var gone = new[] { await world.LeaseAsync("kim"), await world.LeaseAsync("lee") };
        await world.SecondsAsync(31);
        var present = await world.LeaseAsync("park");
        (await world.SubmitAsync(gone[0])).Value!.Fate.ShouldBe(AssignmentStatus.SubmittedLate);
        (await world.SubmitAsync(gone[1])).Value!.Fate.ShouldBe(AssignmentStatus.Superseded);
        (await world.SubmitAsync(present)).Value!.Fate.ShouldBe(AssignmentStatus.Submitted);
        (await world.TaskOf(0).StandingAsync(0)).ShouldSatisfyAllConditions(
            static standing => standing.Taken.ShouldBe(2), static standing => standing.IsClosed.ShouldBeTrue());
    }

    [Theory, Trait("Promise", "L5")]
    [InlineData("submit", false)]
    [InlineData("skip", false)]
    [InlineData("report", false)]
    [InlineData("superseded", false)]
    [InlineData("release", true)]
    [InlineData("expire", true)]
    public async Task Person_WhoHadATask_HasItAgainOnlyAfterReleaseOrExpiry(string how, bool again)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, settings => Short(overlap: how == "superseded" ? 1 : 5)(settings) with { StuckAfter = 50 });
        var lease = await world.LeaseAsync("kim");
        await EndAsync(world, lease, how);
        await world.SecondsAsync(2);

        var reply = await world.AskAsync("kim");
        (reply.Assignment is not null).ShouldBe(again, $"{reply.NoWork?.Reason}");
        if (again) return;
        reply.NoWork!.Reason.ShouldBe(NoWorkReason.AllSeen);
        // The queue's memory is soft; the task itself refuses.
        (await world.TaskOf(0).LeaseAsync(Command(world, "kim", lease.Pins, n: 99))).Refusal.ShouldBe(LeaseRefusal.AlreadySeen);
        await world.RestartAsync();
        (await world.AskAsync("kim")).NoWork!.Reason.ShouldBe(NoWorkReason.AllSeen);
    }

    [Fact, Trait("Promise", "L8"), Trait("Promise", "L9")]
    public async Task Submit_InTime_LateAndSuperseded_HasOneFateAndIsPaidForTheProvenTime()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 3, Short(overlap: 1));
        var used = await world.LeaseAsync("kim");
        await world.WorkAsync(used, 10);
        (await world.SubmitAsync(used)).Value!.ShouldSatisfyAllConditions(
            static reply => reply.Fate.ShouldBe(AssignmentStatus.Submitted), static reply => reply.Paid.Micros.ShouldBe(10 * WorkWorld.SecondMicros));

        var late = await world.LeaseAsync("lee");
        var superseded = await world.LeaseAsync("park");
        await world.WorkAsync(late, 20);
        await world.SecondsAsync(11);
        var other = await world.LeaseAsync("choi");
        other.Task.ShouldBe(late.Task);
        (await world.GiveBackAsync(other, GiveBackKind.Release)).IsOk.ShouldBeTrue();

        var fate = (await world.SubmitAsync(late)).Value!;
        (fate.Fate, fate.Paid.Micros).ShouldBe((AssignmentStatus.SubmittedLate, Rate(30)));
        await TakeAsync(world, superseded.Task.Number);
        var beaten = (await world.SubmitAsync(superseded)).Value!;
        beaten.Fate.ShouldBe(AssignmentStatus.Superseded);
        (await world.AssignmentAsync(superseded)).Submission!.Inline.ShouldBe("an answer");
        foreach (var lease in new[] { used, late, superseded })
        {
            var before = (await world.AssignmentAsync(lease)).Assignment.Status;
            (await world.SubmitAsync(lease)).Value!.WasReplay.ShouldBeTrue();
            (await world.SubmitAsync(lease, "second")).Refusal!.Code.ShouldBe("AlreadySubmitted");
            (await world.SubmitAsync(lease, "first", "another answer")).Refusal!.Code.ShouldBe("SubmissionChanged");
            (await world.AssignmentAsync(lease)).Assignment.Status.ShouldBe(before);
        }

        (await world.BookedAsync("kim")).ShouldBe(10 * WorkWorld.SecondMicros);
        (await world.BookedAsync("lee")).ShouldBe(Rate(30));
    }

    [Fact, Trait("Promise", "L8")]
    public async Task Submit_AfterTheLateWindow_IsKeptAndNotCounted()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, static settings => Short(1)(settings) with { LateWindowMs = 5_000 });
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 20);
        await world.SecondsAsync(30);
        (await world.SubmitAsync(lease)).Value!.Fate.ShouldBe(AssignmentStatus.Superseded);
        (await world.AssignmentAsync(lease)).Submission!.Inline.ShouldBe("an answer");
        (await world.BookedAsync("kim")).ShouldBe(Rate(30));
        (await world.TaskOf(0).StandingAsync(0)).Taken.ShouldBe(0);
    }

    [Fact, Trait("Promise", "L16")]
    public async Task Task_AfterItsTroubles_WaitsWithTheReasonsUntilAManagerPutsItBack()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1, static settings => Short(1)(settings) with { StuckAfter = 3 });
        await world.GiveBackAsync(await world.LeaseAsync("kim"), GiveBackKind.Skip, "Not my language");
        await world.SecondsAsync(1);
        await world.GiveBackAsync(await world.LeaseAsync("lee"), GiveBackKind.Report, "No picture");
        await world.SecondsAsync(1);
        (await world.Queue.StuckAsync(0, 10)).ShouldBeEmpty();
        await world.LeaseAsync("park");
        await world.SecondsAsync(32);

        (await world.Queue.StuckAsync(0, 10)).ShouldBe([0]);
        (await world.TaskOf(0).GetAsync())!.ShouldSatisfyAllConditions(
            static task => task.IsStuck.ShouldBeTrue(), static task => task.StuckReasons.ShouldBe(["Not my language", "No picture"]));
        (await world.AskAsync("choi")).NoWork!.Reason.ShouldBe(NoWorkReason.Empty);
        await world.RestartAsync();
        (await world.AskAsync("choi")).NoWork!.Reason.ShouldBe(NoWorkReason.Empty);
        (await world.Queue.StuckAsync(0, 10)).ShouldBe([0]);

        await world.TaskOf(0).UnstickAsync(WorkWorld.Manager);
        await world.SecondsAsync(1);
        (await world.LeaseAsync("choi")).Task.Number.ShouldBe(0);
        (await world.Queue.StuckAsync(0, 10)).ShouldBeEmpty();
    }

    /// <summary>Ten seconds at full rate, then a third, ended after thirty; a sign of life is not needed meanwhile.</summary>
    private static Func<ProjectSettings, ProjectSettings> Short(int overlap) => settings => settings with
    {
        Overlap = overlap,
        LimitMs = 10_000,
        HardLimitMs = 30_000,
        GraceMs = 60_000,
        WarningMs = 2_000,
        PayPolicy = PayPolicy.Standard(10_000),
    };

    /// <summary>What so many active seconds earn there.</summary>
    private static long Rate(int seconds) => (10 * WorkWorld.SecondMicros) + (long)Math.Round((seconds - 10) * WorkWorld.SecondMicros / 3m, MidpointRounding.ToEven);

    private static LeaseCommand Command(WorkWorld world, string worker, LeasePins pins, int n = 1) =>
        new(new AssignmentId(new WorkerId(worker), n), world.Now, new MicroAmount(10_000_000), pins, [], "a");

    private static async Task TakeAsync(WorkWorld world, int task)
    {
        var pins = (await world.TaskOf(task).GetAsync())!.Answers[^1].Assignment.Pins;
        (await world.TaskOf(task).LeaseAsync(Command(world, "zoe", pins))).Assignment.ShouldNotBeNull();
    }

    private static async Task EndAsync(WorkWorld world, AssignmentView lease, string how)
    {
        if (how == "submit") (await world.SubmitAsync(lease)).IsOk.ShouldBeTrue();
        else if (how == "release") (await world.GiveBackAsync(lease, GiveBackKind.Release)).IsOk.ShouldBeTrue();
        else if (how == "skip") (await world.GiveBackAsync(lease, GiveBackKind.Skip, "no")).IsOk.ShouldBeTrue();
        else if (how == "report") (await world.GiveBackAsync(lease, GiveBackKind.Report, "no")).IsOk.ShouldBeTrue();
        else await world.SecondsAsync(31);
        if (how != "superseded") return;
        var other = await world.LeaseAsync("lee");
        (await world.SubmitAsync(lease)).Value!.Fate.ShouldBe(AssignmentStatus.Superseded);
        (await world.GiveBackAsync(other, GiveBackKind.Release)).IsOk.ShouldBeTrue();
    }
}
