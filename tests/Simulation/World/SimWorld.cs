using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Tests.Simulation.Engine;

namespace Distribution.Tests.Simulation.World;

/// <summary>One project, its manager and its trainers, made by the seed.</summary>
internal sealed class SimWorld(SimMachine machine, Random random, SimulationOptions options, Action<string> line, Action<string> fail)
{
    private static readonly WorkerId ManagerId = new("manager");
    private int _budgetUnits;
    private int _dailyCap;
    private bool _mayClose;
    private WorkerId? _suspended;

    public ProjectId Project { get; } = new("p");

    public SimMachine Machine => machine;

    public Random Random => random;

    public SimModel Model { get; } = new();

    /// <summary>Two activations a grain: heartbeats of the one are not known to the other.</summary>
    public bool HasTwoActivations { get; init; }

    /// <summary>No clock is ever set: times can be compared.</summary>
    public bool HasHonestClock { get; init; }

    /// <summary>Whether all is compared in the middle of the day, too.</summary>
    public bool HasQuietPoint { get; private set; }

    /// <summary>Everybody waits.</summary>
    public bool IsHeld { get; set; }

    /// <summary>How many wait because of <see cref="IsHeld"/>.</summary>
    public int Held { get; private set; }

    /// <summary>The project was closed: nobody leases any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How long retries, sweeps and late answers may take to be over.</summary>
    public TimeSpan Patience => TimeSpan.FromMinutes(options.IsLong ? 15 : 5);

    /// <summary>How much a short day divides the waits of people.</summary>
    public int Haste => options.IsLong ? 1 : 4;

    /// <summary>Trainers take no new work.</summary>
    public bool IsEnding { get; set; }

    public int Segments { get; private set; }

    public int TasksPerSegment { get; private set; }

    public int TaskCount => Segments * TasksPerSegment;

    public ProjectSettings Settings { get; private set; } = null!;

    public IReadOnlyList<WorkerId> Workers { get; private set; } = [];

    public TimeSpan Duration { get; private set; }

    /// <summary>Writes into the trace.</summary>
    public void Line(string text) => line(text);

    /// <summary>The seed has failed.</summary>
    public void Fail(string problem) => fail(problem);

    /// <summary>Calls, again and again until an answer arrives; gives up after <paramref name="tries"/>.</summary>
    public async Task<T?> TryAsync<T>(string what, Func<Orleans.IGrainFactory, Task<T>> call, int tries = 40) where T : class
    {
        for (var i = 0; i < tries; i++)
        {
            try
            {
                return await machine.CallAsync(call);
            }
            catch (Exception error) when (SimLog.IsExpected(error))
            {
                line($"{what}: no answer ({error.GetType().Name}: {error.Message})");
                await machine.DelayAsync(TimeSpan.FromMilliseconds(random.Next(100, 4000)));
            }
        }

        line($"{what}: given up");
        return null;
    }

    /// <summary>Makes the project with its tasks, open for work.</summary>
    public async Task SetUpAsync()
    {
        Duration = TimeSpan.FromMinutes(Math.Min(options.Minutes ?? 60, options.IsLong ? random.Next(10, 60) : random.Next(2, 7)));
        Segments = random.Next(1, options.IsLong ? 4 : 3);
        TasksPerSegment = Math.Min(options.Tasks ?? 1000, random.Next(2, options.IsLong ? 9 : 5));
        Workers = [.. Enumerable.Range(0, Math.Min(options.Trainers ?? 100, options.IsLong ? random.Next(3, 13) : random.Next(2, 6))).Select(static i => new WorkerId($"w{i}"))];
        // With two activations a look may meet the one that is behind; the check at rest has only one.
        HasQuietPoint = random.Next(4) == 0 && !HasTwoActivations;
        _mayClose = random.Next(6) == 0;
        Settings = FirstSettings();
        Model.HighestOverlap = Model.LowestOverlap = Settings.Overlap;
        _budgetUnits = random.Next(4) == 0 ? random.Next(2, 20) : 1000;
        Require(await TryAsync("create", g => g.GetGrain<IProjectGrain>(Project.Value).CreateAsync(ManagerId, Settings, Units(_budgetUnits))));
        for (var i = 0; i < Segments; i++) await ImportAsync(i);
        await SetStatusAsync(ProjectStatus.Live);
    }

    /// <summary>Waits while everybody is held.</summary>
    public async Task WaitWhileHeldAsync()
    {
        if (!IsHeld) return;
        Held++;
        while (IsHeld) await machine.DelayAsync(TimeSpan.FromSeconds(1));
        Held--;
    }

    /// <summary>The manager's day: pauses, drains, changes rates, overlap, quota and budget, suspends, puts stuck tasks back, closes.</summary>
    public async Task ManageAsync()
    {
        while (!IsEnding)
        {
            await machine.DelayAsync(TimeSpan.FromSeconds(random.Next(20, 400) / Haste));
            await WaitWhileHeldAsync();
            switch (random.Next(11))
            {
                case 0 when !IsClosed && machine.Allows(Fault.ManagerPauses):
                    await SetStatusAsync(random.Next(2) == 0 ? ProjectStatus.Paused : ProjectStatus.Draining);
                    await machine.DelayAsync(TimeSpan.FromSeconds(random.Next(5, 200) / Haste));
                    await SetStatusAsync(ProjectStatus.Live);
                    break;
                case 1 or 2 when machine.Allows(Fault.ManagerChangesRates):
                    await ChangeAsync(random.Next(1, 4), random.Next(10, 40) * 1_000_000L + random.Next(1000), _dailyCap);
                    break;
                case 3:
                    await SetBudgetAsync(_budgetUnits + random.Next(1, 20));
                    break;
                case 4 when machine.Allows(Fault.ManagerCutsBudget):
                    await SetBudgetAsync(Math.Max(1, _budgetUnits - random.Next(1, 900)));
                    break;
                case 5 or 6:
                    await UnstickAsync();
                    break;
                case 7 when machine.Allows(Fault.ManagerCutsQuota):
                    await ChangeAsync(null, null, random.Next(0, 6));
                    break;
                case 8 when _suspended is null && machine.Allows(Fault.TrainerIsSuspended):
                    await SuspendAsync(Workers[random.Next(Workers.Count)], isSuspended: true);
                    break;
                case 9 when _suspended is { } suspended:
                    await SuspendAsync(suspended, isSuspended: false);
                    break;
                case 10 when _mayClose && !IsClosed && machine.Allows(Fault.ManagerCloses):
                    await SetStatusAsync(ProjectStatus.Closed);
                    IsClosed = true;
                    break;
            }
        }
    }

    /// <summary>The end of the day: money enough, open, nothing held back by the manager's doing.</summary>
    public async Task SettleDownAsync()
    {
        await SetBudgetAsync(2000);
        // A version that is behind is refused: asked again, the project answers from its record.
        for (var tries = 0; _dailyCap != 0 && tries < 20; tries++)
        {
            await ChangeAsync(null, null, 0);
            if (_dailyCap != 0) await machine.DelayAsync(TimeSpan.FromSeconds(1));
        }

        if (_suspended is { } suspended) await SuspendAsync(suspended, isSuspended: false);
        if (!IsClosed) await SetStatusAsync(ProjectStatus.Live);
    }

    /// <summary>The hash of an answer.</summary>
    public static string HashOf(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private static MicroAmount Units(int units) => new(units * 1_000_000L);

    private ProjectSettings FirstSettings()
    {
        var limit = options.IsLong ? random.Next(1, 6) * 60_000L : random.Next(2, 5) * 15_000L;
        var form = random.Next(5) switch { 0 => PayForm.WholeTask, 1 => PayForm.Fixed, _ => PayForm.Marginal };
        return new ProjectSettings
        {
            Title = "simulated",
            TaskTypeId = "compare",
            Overlap = random.Next(1, 4),
            LimitMs = limit,
            HardLimitMs = limit * random.Next(1, options.IsLong ? 4 : 3),
            PayPolicy = PayPolicy.Standard(limit) with { Form = form, FixedAmount = new MicroAmount(form == PayForm.Fixed ? 1_234_567 : 0) },
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(random.Next(10, 40) * 1_000_000L + random.Next(1000)) },
            RateRule = random.Next(3) == 0 ? new RateRule(300_000 / Haste, 60_000 / Haste, 10, 50, 60_000) : null,
            StuckAfter = random.Next(2, 6),
            GraceMs = random.Next(1, options.IsLong ? 5 : 3) * 60_000L,
            LateWindowMs = random.Next(4) == 0 ? 0 : random.Next(1, options.IsLong ? 20 : 4) * 60_000L,
            WarningMs = 20_000,
            ClaimWindowMs = random.Next(5, 30) * 1000L,
            BudgetShards = random.Next(1, 3),
        };
    }

    private async Task ImportAsync(int index)
    {
        var at = machine.DriverTime.GetUtcNow();
        var import = new SegmentImport("import", TasksPerSegment, HashOf("payload"), [.. Enumerable.Range(0, TasksPerSegment + 1)], index % 2, [], at);
        var number = (await TryAsync("reserve segment", async g => Box(await g.GetGrain<IProjectGrain>(Project.Value).ReserveSegmentAsync("import", index))))!.Value;
        await TryAsync("import", async g => await Done(g.GetGrain<ISegmentGrain>($"{Project}/{number}").ImportAsync(import)));
        await TryAsync("add segment", async g => await Done(
            g.GetGrain<IProjectGrain>(Project.Value).AddSegmentAsync(new SegmentHead(number, TasksPerSegment, index % 2, [], at))));
    }

    private async Task SetStatusAsync(ProjectStatus status)
    {
        line($"manager: {status}");
        Require(await TryAsync("status", g => g.GetGrain<IProjectGrain>(Project.Value).SetStatusAsync(ManagerId, status)));
    }

    private async Task ChangeAsync(int? overlap, long? rate, int dailyCap)
    {
        var view = await TryAsync("project", async g => (await g.GetGrain<IProjectGrain>(Project.Value).GetAsync())!);
        if (view is null) return;
        var settings = view.Settings with
        {
            Overlap = overlap ?? view.Settings.Overlap,
            Rates = rate is { } micros ? new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(micros) } : view.Settings.Rates,
            DailyCap = dailyCap,
        };
        Model.HighestOverlap = Math.Max(Model.HighestOverlap, settings.Overlap);
        Model.LowestOverlap = Math.Min(Model.LowestOverlap, settings.Overlap);
        line($"manager: overlap {settings.Overlap}, rate {settings.Rates[RateTier.Generalist]}, daily cap {settings.DailyCap}");
        _dailyCap = Math.Max(_dailyCap, dailyCap);
        var outcome = await TryAsync("change", g => g.GetGrain<IProjectGrain>(Project.Value).ChangeAsync(ManagerId, settings, view.Settings.Version));
        if (dailyCap == 0 && outcome is { IsOk: true }) _dailyCap = 0;
    }

    private async Task SuspendAsync(WorkerId worker, bool isSuspended)
    {
        line($"manager: {worker} is {(isSuspended ? "suspended" : "welcome again")}");
        if (isSuspended) _suspended = worker;
        await TryAsync("suspend", g => Done(g.GetGrain<Contracts.Workers.IWorkerGrain>(worker.Value).SetSuspendedAsync(isSuspended)));
        if (!isSuspended) _suspended = null;
    }

    private async Task SetBudgetAsync(int units)
    {
        line($"manager: budget {units}");
        var outcome = await TryAsync("budget", g => g.GetGrain<IProjectGrain>(Project.Value).SetBudgetAsync(ManagerId, Units(units)));
        if (outcome is { IsOk: true }) _budgetUnits = units;
    }

    private async Task UnstickAsync()
    {
        var stuck = await TryAsync("stuck", g => g.GetGrain<IQueueGrain>($"{Project}/0").StuckAsync(0, 100));
        foreach (var number in stuck ?? [])
        {
            machine.Allows(Fault.ManagerUnsticks);
            line($"manager: unstick {number}");
            await TryAsync("unstick", g => g.GetGrain<Contracts.Tasks.ITaskGrain>($"{Project}/{number}").UnstickAsync(ManagerId));
        }
    }

    private static async Task<object> Done(Task task)
    {
        await task;
        return true;
    }

    private static Boxed<T> Box<T>(T value) where T : struct => new(value);

    private static void Require<T>(Outcome<T>? outcome)
    {
        if (outcome is null) throw new InvalidOperationException("The manager got no answer at all.");
        if (!outcome.IsOk) throw new InvalidOperationException($"The manager was refused: {outcome.Refusal}");
    }

    private sealed record Boxed<T>(T Value) where T : struct;
}
