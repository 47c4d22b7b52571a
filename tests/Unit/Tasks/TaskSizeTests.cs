using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Distribution.Grains.Common.Compact;
using Distribution.Grains.Ledger;
using Distribution.Grains.Tasks;

namespace Distribution.Tests.Unit.Tasks;

/// <summary>A record that storage refuses could take no answer any more, so none may ever grow that far, whoever tries.</summary>
public sealed class TaskSizeTests
{
    private const int StorageMax = 64 * 1024;
    private static readonly LeaseOptions Options = new();
    private DateTimeOffset _now = Pay.Lease.Begin;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(50)]
    [Trait("Promise", "L21")]
    public void Record_WithTheLongestAnswersOfAll_FitsAndEachIsTaken(int overlap)
    {
        var state = new TaskState();
        for (var i = 0; i < overlap; i++)
        {
            (state, var lease) = Lease(state, i, overlap);
            lease.ShouldNotBeNull($"answer {i}");
            (state, var reply) = TaskCore.Submit(Delivered(state), Setting(), lease.Id, lease.Fence, Answer(i, SubmissionSize.InlineBytes(overlap)));
            reply.IsOk.ShouldBeTrue();
            Bytes(state).ShouldBeLessThan(StorageMax);
        }
    }

    [Theory]
    [InlineData(GiveBackKind.Release)]
    [InlineData(GiveBackKind.Skip)]
    [Trait("Promise", "L21")]
    public void Record_GivenBackByARobotArmyWithLongReasonsAndManyPauses_FitsAndEndsOnTheStuckList(GiveBackKind kind)
    {
        var state = new TaskState();
        var leases = 0;
        for (var i = 0; !state.IsStuck; i++)
        {
            (state, var lease) = Lease(state, i, overlap: 3, stuckAfter: 100);
            lease.ShouldNotBeNull($"{leases} leases, and neither the next one nor the stuck list");
            for (var turn = 0; turn < 300; turn++)
            {
                _now = _now.AddMilliseconds(20_000 + turn);
                state = TaskCore.SetPaused(Delivered(state), Setting(), lease.Id, lease.Fence, pause: turn % 2 == 0).Next;
            }

            (state, _) = TaskCore.GiveBack(Delivered(state), Setting(), lease.Id, lease.Fence, kind, new string('한', SubmissionSize.ReasonCharsMax));
            leases++;
            Bytes(Delivered(state)).ShouldBeLessThan(StorageMax);
        }

        leases.ShouldBeGreaterThan(10);
        TaskCore.Unstick(state, Setting()).IsStuck.ShouldBeTrue();
        state.Events[^1].Kind.ShouldBe(EventKind.Stuck);
    }

    /// <summary>A hundred Korean letters are three hundred bytes, which is all that the book takes: whoever wrote more was never paid.</summary>
    [Theory]
    [InlineData("한")]
    [InlineData("a")]
    [InlineData("😀")]
    [Trait("Promise", "L21")]
    public void Reason_HoweverLong_LeavesACreditThatTheBookTakes(string letter)
    {
        var (state, lease) = Lease(new TaskState(), worker: 0, overlap: 1);
        _now = _now.AddMinutes(1);
        (state, _) = TaskCore.GiveBack(state, Setting(), lease!.Id, lease.Fence, GiveBackKind.Skip, string.Concat(Enumerable.Repeat(letter, 250)));
        var owed = state.Owed.ShouldHaveSingleItem();
        LedgerBook.Check(owed.Worker.Value, owed.Month, owed);
        owed.Reason!.ShouldEndWith("…");
        state.Events[^1].Detail!.Length.ShouldBe(250 * letter.Length);
    }

    [Fact]
    [Trait("Promise", "S9")]
    public void Release_ByTheSamePerson_IsBoundedAndByOthersIsNot()
    {
        var state = new TaskState();
        for (var n = 1; n <= Options.ReleasesPerTrainer; n++)
        {
            (state, var lease) = Lease(state, worker: 0, overlap: 1, number: n);
            (state, _) = TaskCore.GiveBack(Delivered(state), Setting(), lease!.Id, lease.Fence, GiveBackKind.Release, null);
        }

        TaskCore.Lease(state, Setting(), Command(0, 1, 100, 9)).Reply.Refusal.ShouldBe(LeaseRefusal.AlreadySeen);
        TaskCore.Lease(state, Setting(), Command(1, 1, 100, 1)).Reply.Assignment.ShouldNotBeNull();
    }

    private (TaskState, AssignmentView?) Lease(TaskState state, int worker, int overlap, int stuckAfter = 3, int number = 1)
    {
        _now = _now.AddSeconds(1);
        var (next, reply) = TaskCore.Lease(Delivered(state), Setting(), Command(worker, overlap, stuckAfter, number));
        return (next, reply.Assignment);
    }

    private LeaseCommand Command(int worker, int overlap, int stuckAfter, int number) => new(
        new AssignmentId(new WorkerId($"w0123456789abcdef0123{worker:D4}"), number), _now, new MicroAmount(100_000_000_000),
        Pay.Lease.Pins(hardLimitMs: 24 * 3_600_000, graceMs: 24 * 3_600_000) with { Overlap = overlap, StuckAfter = stuckAfter }, [], "a");

    private TaskSetting Setting() => new(Pay.Lease.Task, _now, [], Options);

    private static Submission Answer(int i, int bytes) =>
        new($"submission-{i}", "{\"a\":\"" + new string('"', (bytes - 8) / 2) + new string('x', (bytes - 8) / 2) + "\"}", null, new string('f', 64), true, new string('한', 100));

    /// <summary>As after the history and the ledger have confirmed everything.</summary>
    private static TaskState Delivered(TaskState state) => state with { Owed = [], Events = [.. state.Events.TakeLast(1)] };

    /// <summary>As it is stored, or as JSON, by which its room is reckoned, whichever is longer.</summary>
    private static int Bytes(TaskState state) => Math.Max(CompactStates.Write(state)!.Length, JsonSerializer.SerializeToUtf8Bytes(state, GrainJson.Options).Length);
}
