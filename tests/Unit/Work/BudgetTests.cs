using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Grains.Budgets;
using Distribution.Tests.Unit.Support;

namespace Distribution.Tests.Unit.Work;

/// <summary>No more is promised than there is, and what is promised is freed again.</summary>
public sealed class BudgetTests
{
    [Theory, Trait("Promise", "Q6")]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Budget_WorkedToItsEnd_IsNeverOverspentByAnyShard(int shards)
    {
        // A lease may cost 1.4 units and costs 0.1: shards starve, recall and draw again all the way.
        await using var world = await WorkWorld.StartAsync(tasks: 200, settings => settings with { BudgetShards = shards }, budget: 5_000_000);
        var (leases, refused, random) = (new List<AssignmentView>(), 0, new Random(1));
        for (var step = 0; step < 150 && refused < 40; step++)
        {
            var reply = await world.AskAsync($"w{random.Next(12)}");
            if (reply.Assignment is { } lease && !reply.IsResumed) leases.Add(lease);
            refused = reply.NoWork?.Reason == NoWorkReason.NoBudget ? refused + 1 : 0;
            await HoldsAsync(world, shards);
            if (leases.Count == 0 || (random.Next(3) > 0 && reply.NoWork is null)) continue;
            var ending = leases[random.Next(leases.Count)];
            leases.Remove(ending);
            await world.WorkAsync(ending, 10);
            (await world.SubmitAsync(ending)).IsOk.ShouldBeTrue();
            await HoldsAsync(world, shards);
        }

        refused.ShouldBeGreaterThan(0, "the budget must have run short for this to show anything");
        foreach (var lease in leases) await world.SubmitAsync(lease);
        await world.SecondsAsync(2);
        var spent = await HoldsAsync(world, shards);
        var booked = 0L;
        for (var i = 0; i < 12; i++) booked += await world.BookedAsync($"w{i}");
        spent.ShouldBe(booked);
        spent.ShouldBeInRange(1_000_000, 5_000_000);
    }

    [Fact, Trait("Promise", "Q50")]
    public async Task LargeBudget_LetsMoreWorkAtOnceThanOneShardHolds()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 900, budget: 1_000_000_000_000);
        (await world.ProjectGrain.GetAsync())!.Settings.BudgetShards.ShouldBe(16);
        var replies = await Task.WhenAll(Enumerable.Range(0, 900).Select(i => world.AskAsync($"w{i}")));
        replies.Count(static reply => reply.Assignment is not null).ShouldBe(900);
    }

    [Theory, Trait("Promise", "Q50")]
    [InlineData(1, 0, 1)]
    [InlineData(1, 699, 1)]
    [InlineData(1, 700, 2)]
    [InlineData(1, 2_100, 4)]
    [InlineData(5, 2_100, 5)]
    [InlineData(1, 9_000_000, 16)]
    public void Shards_GrowWithTheLeasesThatABudgetPays(int asked, long budget, int shards)
    {
        // One lease costs 1.4 at most: a minute at the full rate, four at a third, 0.6 a minute.
        var settings = new ProjectSettings
        {
            Title = "",
            TaskTypeId = "free-form",
            BudgetShards = asked,
            PayPolicy = PayPolicy.Standard(60_000),
            LimitMs = 60_000,
            HardLimitMs = 300_000,
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(36_000_000) },
        };
        BudgetCore.ShardsFor(settings, new MicroAmount(budget * 1_000_000), new BudgetOptions()).ShouldBe(shards);
    }

    [Fact, Trait("Promise", "Q7")]
    public async Task Reservation_IsSettledOnce_AndAnUnknownOneChangesNothing()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var budget = world.Budget();
        var id = new AssignmentId(new WorkerId("kim"), 7);
        (await budget.ReserveAsync(new Reservation(id, [0], new MicroAmount(1_000), world.Now, "a"))).ShouldBeTrue();
        (await budget.ReserveAsync(new Reservation(id, [0], new MicroAmount(1_000), world.Now, "a"))).ShouldBeTrue();
        (await budget.GetAsync()).Reserved.Micros.ShouldBe(1_000);
        for (var i = 0; i < 3; i++) await budget.SettleAsync(id, "a", new MicroAmount(400), keepOpen: false);
        await budget.SettleAsync(new AssignmentId(new WorkerId("nobody"), 1), "a", new MicroAmount(999), keepOpen: false);
        var view = await budget.GetAsync();
        (view.Spent.Micros, view.Reserved.Micros, view.Open).ShouldBe((400, 0, 0));
        (await budget.ReserveAsync(new Reservation(id with { N = 8 }, [0], new MicroAmount(1), world.Now.AddMinutes(-2), "b"))).ShouldBeFalse("its intent is too old");
    }

    /// <summary>A draw covers 256 leases; the budget, all of them.</summary>
    [Fact, Trait("Promise", "Q6")]
    public async Task Reservations_ManyAtOnce_AllStand_WhileTheBudgetHasThem()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var budget = world.Budget();
        // All of them wait for the first draw.
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Storage.Before = key => key == "budget/p/0#budget" ? gate.Task : Task.CompletedTask;
        List<Task<bool>> asked = [.. Enumerable.Range(0, 500).Select(i => budget.ReserveAsync(
            new Reservation(new AssignmentId(new WorkerId($"w{i}"), 1), [0], new MicroAmount(1_000), world.Now, "a")))];
        await world.QuietAsync();
        gate.SetResult();
        (await Task.WhenAll(asked)).ShouldAllBe(static stands => stands);
        (await budget.GetAsync()).Reserved.Micros.ShouldBe(500_000);
    }

    [Theory, Trait("Promise", "Q7")]
    [InlineData("worker/kim#worker")]
    [InlineData("task/")]
    public async Task Reservation_ThatItsWorkerForgot_IsFreedByTheSweep(string lost)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 2);
        world.Storage.Before = key => key.StartsWith(lost, StringComparison.Ordinal)
            ? Task.FromException(new SimulatedStorageException("Nothing was written.")) : Task.CompletedTask;
        await Should.ThrowAsync<SimulatedStorageException>(() => world.AskAsync("kim"));
        world.Storage.Before = null;
        await world.QuietAsync();
        (await world.Budget().GetAsync()).Open.ShouldBe(1);

        await world.RestartAsync();
        await world.SecondsAsync(130);
        world.Storage.Stored<BudgetState>("budget/p/0#budget")!.Open.ShouldBeEmpty();
        (await world.Budget().GetAsync()).Reserved.ShouldBe(MicroAmount.Zero);
        (await world.TaskOf(0).ResolveAsync(new AssignmentId(new WorkerId("kim"), 1))).Status.ShouldBe(AssignmentStatus.Tombstone);
    }

    [Fact, Trait("Promise", "Q7")]
    public async Task Settlement_ThatWasLost_IsAskedForByTheSweep()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var lease = await world.LeaseAsync("kim");
        await world.WorkAsync(lease, 10);
        world.OnCall = static context => context.MethodName == nameof(IBudgetGrain.SettleAsync) && context.SourceContext is not null
            ? throw new TimeoutException("lost") : Task.CompletedTask;
        (await world.SubmitAsync(lease)).IsOk.ShouldBeTrue();
        await world.QuietAsync();
        (await world.Budget().GetAsync()).Open.ShouldBe(1);
        world.OnCall = null;
        await world.SecondsAsync(130);
        (await world.Budget().GetAsync()).ShouldSatisfyAllConditions(
            static view => view.Open.ShouldBe(0), static view => view.Spent.Micros.ShouldBe(10 * WorkWorld.SecondMicros));
    }

    /// <summary>The invariants, at any moment; answers what was spent.</summary>
    private static async Task<long> HoldsAsync(WorkWorld world, int shards)
    {
        await world.QuietAsync();
        var (allowances, spent) = (0L, 0L);
        for (var shard = 0; shard < shards; shard++)
        {
            var view = await world.Budget(shard).GetAsync();
            (view.Spent + view.Reserved).ShouldBeLessThanOrEqualTo(view.Allowance);
            allowances += view.Allowance.Micros;
            spent += view.Spent.Micros;
        }

        var project = (await world.ProjectGrain.GetAsync())!;
        allowances.ShouldBeLessThanOrEqualTo(project.Allowed.Micros);
        project.Allowed.ShouldBeLessThanOrEqualTo(project.BudgetTotal);
        return spent;
    }
}
