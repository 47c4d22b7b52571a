using System.Diagnostics;
using Distribution.Contracts;
using Distribution.Contracts.Queues;
using Distribution.Embedded.Virtual;
using Distribution.Grains.Blobs;
using Distribution.Grains.Common;
using Distribution.Tests.Simulation.World;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>One seed: a world, hours of work under trouble, rest, and the check.</summary>
public sealed class SimulationRun
{
    private const long StepsMax = 3_000_000;
    private readonly SimTrace _trace;
    private readonly VirtualClock _clock = new();
    private readonly SimScheduler _scheduler;
    private readonly SimFaults _faults;
    private readonly SimMachine _machine;
    private readonly SimWorld _world;
    private readonly SimulationOptions _options;
    private readonly int _seed;
    private string? _problem;
    private int _checks;
    private bool _isDone;

    private SimulationRun(int seed, SimulationOptions options)
    {
        (_seed, _options, _trace) = (seed, options, new SimTrace(options.TraceFile));
        var modes = new Random(seed);
        _scheduler = new SimScheduler(new Random(modes.Next()), _clock, _trace) { OnError = error => Judge("nobody waited for", error) };
        _faults = new SimFaults(new Random(modes.Next()), options);
        var drawn = modes.Next(8) switch { 0 or 1 => SimulationMode.Single, 2 or 3 => SimulationMode.Two, _ => SimulationMode.Batched };
        var mode = options.IsCalm ? SimulationMode.Batched : options.Mode ?? drawn;
        IIdSource ids = new SimIds(new Random(modes.Next()));
        if (options.Mutation == Mutation.SameAttempt) ids = new SameIds(ids);
        var parts = new SimParts(_scheduler, _clock, _faults, new SimLog(Line, Fail, mode == SimulationMode.Two), new MemoryBlobStore(), ids, _trace, options)
        {
            QueueBeat = TimeSpan.FromSeconds(modes.Next(2, 20)),
            TurnsPerVisit = modes.Next(2) == 0 ? 1 : 64,
            MayStepClock = modes.Next(2) == 0,
            ChecksJson = seed % 4 == 0,
            Mode = mode,
        };
        if (mode == SimulationMode.Two) _faults.Count(Fault.TwoActivations);
        if (mode == SimulationMode.Single) _faults.Count(Fault.SingleWrites);
        _machine = new SimMachine(parts, Line, Fail) { TwoActivations = mode == SimulationMode.Two };
        _world = new SimWorld(_machine, new Random(modes.Next()), options, Line, Fail) { HasTwoActivations = mode == SimulationMode.Two, HasHonestClock = !parts.MayStepClock };
        _scheduler.BetweenSteps = _machine.MaybeDisturb;
    }

    /// <summary>Runs a seed on a thread of its own.</summary>
    public static Task<SimulationResult> RunAsync(int seed, SimulationOptions? options = null) => Task.Factory.StartNew(
        () => new SimulationRun(seed, options ?? new SimulationOptions()).Run(),
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private SimulationResult Run()
    {
        try
        {
            _scheduler.Schedule("the driver", () => _ = DriveAsync());
            if (!_scheduler.Run(() => _isDone || _problem is not null, StepsMax)) Fail($"it hangs, or never comes to rest, after {_scheduler.Steps} steps");
        }
        catch (Exception error)
        {
            Fail(error.ToString());
        }

        _machine.Process?.Kill();
        _trace.Close();
        return new SimulationResult(
            _seed, _options, _problem, _trace.Hash, [.. _faults.Counts], _scheduler.Steps, _world.Model.Acknowledged.Count, _checks, [.. _trace.Tail]);
    }

    private async Task DriveAsync()
    {
        try
        {
            await _machine.StartAsync();
            await _world.SetUpAsync();
            await WorkAsync();
            await RestAsync();
            await CheckAsync("at rest", isOver: true);
            if (!_world.IsClosed) await FinishAsync();
            _isDone = true;
        }
        catch (Exception error)
        {
            Fail($"the driver failed: {error}");
        }
    }

    private async Task WorkAsync()
    {
        _faults.IsOn = !_options.IsCalm;
        List<Task> all = [_world.ManageAsync()];
        foreach (var worker in _world.Workers) all.Add(new SimTrainer(_world, worker).RunAsync());
        if (_world.HasQuietPoint)
        {
            await _machine.DelayAsync(_world.Duration / 2);
            await BeQuietAsync();
        }

        await _machine.DelayAsync(_world.Duration);
        Line("the day ends");
        _world.IsEnding = true;
        await Task.WhenAll(all);
        _faults.IsOn = false;
        Line("trouble ends");
        await _world.SettleDownAsync();
    }

    /// <summary>In the middle of the day: everybody waits, trouble pauses, and what can be compared while leases run is compared.</summary>
    private async Task BeQuietAsync()
    {
        Line("a quiet point");
        _world.IsHeld = true;
        while (_world.Held < _world.Workers.Count + 1) await _machine.DelayAsync(TimeSpan.FromSeconds(1));
        _faults.IsOn = false;
        while (_machine.Process is null) await _machine.DelayAsync(TimeSpan.FromSeconds(1));
        await _machine.DelayAsync(_world.Patience);
        await CheckAsync("at a quiet point", isOver: false);
        _faults.IsOn = !_options.IsCalm;
        _world.IsHeld = false;
    }

    /// <summary>Until every lease, late window, retry and sweep is over; half of the seeds start anew before that, with one activation a grain.</summary>
    private async Task RestAsync()
    {
        if (_machine.TwoActivations || _seed % 2 == 0)
        {
            _machine.TwoActivations = false;
            _machine.Crash("a restart before the check");
        }

        var settings = _world.Settings;
        await _machine.DelayAsync(TimeSpan.FromMilliseconds(settings.HardLimitMs + settings.LateWindowMs) + _world.Patience);
    }

    /// <summary>While leases run, a deadline may fall into the check: what is wrong then must stay wrong for some seconds to count.</summary>
    private async Task CheckAsync(string when, bool isOver)
    {
        Line($"check {when}");
        _checks++;
        for (var looks = isOver ? 1 : 4; ; looks--)
        {
            var records = await SimRecords.ReadAsync(_machine.Process!, _world);
            var problems = new SimChecker(_world, records, isOver).Check();
            if (problems.Count == 0) return;
            if (looks > 1) await _machine.DelayAsync(TimeSpan.FromSeconds(2));
            else Fail($"{when}:\n  {string.Join("\n  ", problems)}");
            if (looks == 1) return;
        }
    }

    /// <summary>What is left can be done: newcomers finish every ready task, and all still holds.</summary>
    private async Task FinishAsync()
    {
        var ready = (await _machine.CallAsync(g => g.GetGrain<IQueueGrain>($"{_world.Project}/0").CountAsync())).Ready;
        for (var newcomer = 0; ready > 0 && newcomer < 4; newcomer++)
        {
            var trainer = new SimTrainer(_world, new WorkerId($"new{newcomer}"));
            while (await trainer.FinishOneAsync() is not null) await _machine.DelayAsync(TimeSpan.FromSeconds(1));
        }

        await _machine.DelayAsync(_world.Patience / 2);
        var left = (await _machine.CallAsync(g => g.GetGrain<IQueueGrain>($"{_world.Project}/0").CountAsync())).Ready;
        if (left > 0) Fail($"I4 {left} tasks are ready, and four newcomers could not do them");
        await CheckAsync("after the newcomers", isOver: true);
    }

    private void Judge(string what, Exception error)
    {
        Line($"{what} {error.GetType().Name}: {error.Message}");
        if (!SimLog.IsExpected(error)) Fail($"{what} {error}");
    }

    private void Line(string text) => _trace.Line(_clock.Now, text);

    private void Fail(string problem)
    {
        if (_problem is not null) return;
        _problem = problem;
        Line($"FAILED: {problem}");
        if (Debugger.IsAttached) Debugger.Break();
    }
}
