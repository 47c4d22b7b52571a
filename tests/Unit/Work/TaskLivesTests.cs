using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Common;
using Distribution.Grains.Tasks;

namespace Distribution.Tests.Unit.Work;

/// <summary>Random lives of one task, decided by the pure core: what must hold after every command, whatever came before it.</summary>
public sealed class TaskLivesTests
{
    private static readonly TaskId Id = new(WorkWorld.Project, 0);

    [Fact, Trait("Promise", "L4"), Trait("Promise", "L5"), Trait("Promise", "L6"), Trait("Promise", "L8")]
    public void RandomLives_NeverTakeTooManyAnswers_NorOnePersonTwice_NorAFenceAgain()
    {
        var (closed, late, superseded) = (0, 0, 0);
        for (var seed = 1; seed <= 400; seed++)
        {
            var life = new Life(seed);
            for (var step = 0; step < 60; step++) life.Step();
            closed += life.State.IsClosed ? 1 : 0;
            late += life.State.Assignments.Count(static a => a.Status == AssignmentStatus.SubmittedLate);
            superseded += life.State.Assignments.Count(static a => a.Status == AssignmentStatus.Superseded);
        }

        // A life in which nothing interesting happens shows nothing.
        closed.ShouldBeGreaterThan(100);
        late.ShouldBeGreaterThan(20);
        superseded.ShouldBeGreaterThan(20);
    }

    private sealed class Life(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly int _overlap = 1 + (seed % 3);
        private readonly int[] _leases = new int[6];
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TaskState State { get; private set; } = new();

        public void Step()
        {
            var before = State;
            State = _random.Next(6) switch
            {
                0 or 1 => Lease(),
                2 => Any(static (life, a) => TaskCore.Submit(life.State, life.Setting(), a.Id, a.Fence, WorkWorld.Answer($"{life._random.Next(2)}", "x")).Next),
                3 => Any(static (life, a) => TaskCore.GiveBack(life.State, life.Setting(), a.Id, a.Fence, (GiveBackKind)life._random.Next(1, 4), "why").Next),
                4 => Any(static (life, a) => TaskCore.Beat(life.State, life.Setting(), a.Id, a.Fence, new Beat(true, 0)).Next),
                _ => Wait(),
            };
            Check(before);
        }

        private TaskSetting Setting() => new(Id, _now, [], new LeaseOptions());

        private TaskState Lease()
        {
            var worker = new WorkerId($"w{_random.Next(_leases.Length)}");
            var had = State.Assignments.Where(a => a.Id.Worker == worker).ToList();
            var n = ++_leases[worker.Value[1] - '0'];
            var (next, reply) = TaskCore.Lease(State, Setting(), new LeaseCommand(new AssignmentId(worker, n), _now, new MicroAmount(1_000_000_000), Pins(), [], "a"));
            // Every command ends what is overdue first, so the earlier ones are judged as they stand after it.
            if (reply.Assignment is not null)
                next.Assignments.Where(a => had.Exists(earlier => earlier.Id == a.Id)).ShouldAllBe(a => a.Status == AssignmentStatus.Released || a.Status == AssignmentStatus.Expired, $"seed {seed}");
            return next;
        }

        private TaskState Any(Func<Life, TaskAssignment, TaskState> command) =>
            State.Assignments.Count == 0 ? State : command(this, State.Assignments[_random.Next(State.Assignments.Count)]);

        private TaskState Wait()
        {
            _now += TimeSpan.FromSeconds(_random.Next(1, 40));
            return _random.Next(2) == 0 ? State : TaskCore.EndOverdue(State, Setting());
        }

        private void Check(TaskState before)
        {
            TaskCore.Taken(State).ShouldBeLessThanOrEqualTo(_overlap, $"seed {seed}");
            var fences = State.Assignments.Select(static a => a.Fence).ToList();
            fences.ShouldBe(fences.Distinct().Order(), ignoreOrder: false, $"seed {seed}");
            State.Fence.ShouldBe(fences.Count > 0 ? fences[^1] : 0);
            State.Assignments.Where(static a => a.IsAnswer || a.IsLive).GroupBy(static a => a.Id.Worker).ShouldAllBe(static group => group.Count() == 1, $"seed {seed}");
            if (before.IsClosed) State.IsClosed.ShouldBeTrue($"seed {seed}");
            foreach (var ended in before.Assignments.Where(static a => a.Submission is not null))
                State.Assignments.Single(a => a.Id == ended.Id).Status.ShouldBe(ended.Status, $"seed {seed}: an answer has one fate");
        }

        private LeasePins Pins() => new()
        {
            TaskTypeId = "t",
            TaskTypeVersion = 1,
            GuidelineVersion = 1,
            RateVersion = 1,
            HourlyRate = new MicroAmount(36_000_000),
            Currency = "USD",
            PayPolicy = PayPolicy.Standard(20_000),
            LimitMs = 20_000,
            HardLimitMs = 60_000,
            GraceMs = 30_000,
            LateWindowMs = 120_000,
            WarningMs = 5_000,
            Overlap = _overlap,
            StuckAfter = 40,
        };
    }
}
