using Distribution.Embedded.Storage.Device;
using Distribution.Embedded.Storage.Simulated;
using Orleans;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>The machine: its disk, and the process on it, which may die at any step and comes back.</summary>
internal sealed class SimMachine
{
    private readonly SimParts _parts;
    private readonly SimulatedFaults _diskFaults;
    private readonly SimulatedDevice? _disk;
    private readonly ForgetfulDevice? _forgetful;
    private readonly Action<string> _line;
    private readonly Action<string> _fail;
    private readonly List<Action<Exception>> _pending = [];
    private SimProcess? _process;

    public SimMachine(SimParts parts, Action<string> line, Action<string> fail)
    {
        (_parts, _line, _fail) = (parts, line, fail);
        _diskFaults = new SimulatedFaults(parts.Faults.Random) { NextCommit = NextCommit };
        if (parts.Options.Mutation == Mutation.AcknowledgeBeforeWrite) _forgetful = new ForgetfulDevice(() => new SimulatedDevice(new SimulatedFaults(parts.Faults.Random)));
        else _disk = new SimulatedDevice(_diskFaults);
        DriverTime = new SimTime(parts.Clock);
    }

    /// <summary>The driver's own clock: its timers live through crashes.</summary>
    public SimTime DriverTime { get; }

    /// <summary>Since the simulation began.</summary>
    public TimeSpan Now => _parts.Clock.Now;

    /// <summary>The process, once it takes calls.</summary>
    public SimProcess? Process => _process is { IsDead: false } process && IsUp ? process : null;

    private bool IsUp { get; set; }

    private bool IsStarting { get; set; }

    private IJournalDevice Device => _forgetful ?? (IJournalDevice)_disk!;

    /// <summary>When no process took calls, oldest first; the last one has no end while it lasts.</summary>
    public List<(TimeSpan From, TimeSpan? To)> Downtimes { get; } = [];

    /// <summary>Whether the next life has two activations of each grain.</summary>
    public bool TwoActivations { get; set; }

    /// <summary>Between two steps: the process may die, the disk may be told to die, and idle grains may all go.</summary>
    public void MaybeDisturb()
    {
        if (!_parts.Faults.IsOn || Process is null) return;
        if (_parts.Faults.Strikes(Fault.ProcessCrash, 4000)) Crash("the process dies");
        else if (MayCutPower() && _parts.Faults.Random.Next(3000) == 0) ArmPowerCut();
        else if (_parts.Faults.Strikes(Fault.DeactivationStorm, 3000)) _process!.Runtime.CollectAll();
        else if (_parts.Faults.Strikes(Fault.MachineSleeps, 9000)) Sleep();
        else if (_parts.MayStepClock && _parts.Faults.Strikes(Fault.ClockStep, 5000)) StepClock(_process!.Time);
    }

    private bool MayCutPower() => _disk is not null && _diskFaults.CrashAtWrite is null && !_parts.Options.Without.Contains(Fault.PowerCut);

    /// <summary>Starts the process, again and again until it is up.</summary>
    public async Task StartAsync()
    {
        IsStarting = true;
        while (Process is null)
        {
            try
            {
                var time = new SimTime(_parts.Clock) { Step = _process?.Time.Step ?? TimeSpan.Zero };
                if (_process is not null && _parts.MayStepClock && _parts.Faults.Strikes(Fault.ClockStepAtRestart, 4)) StepClock(time);
                _process = new SimProcess(_parts, Device, time, TwoActivations, CheckDevice);
                await AnswerOrDeath(_process.StartAsync());
                IsUp = true;
                if (Downtimes is [.., { To: null } last]) Downtimes[^1] = last with { To = _parts.Clock.Now };
                _line("the process is up");
            }
            catch (Exception error) when (SimLog.IsExpected(error) && error is not Distribution.Embedded.Storage.JournalCorruptException)
            {
                _line($"the start failed: {error.Message}");
                if (_process is { IsDead: false }) _process.Kill();
                if (_disk is { HasCrashed: true }) _disk.Restart();
                await DelayAsync(TimeSpan.FromSeconds(1));
            }
        }

        IsStarting = false;
    }

    /// <summary>Dies now; <see cref="StartAsync"/> brings it back.</summary>
    public void Crash(string why)
    {
        _line($"CRASH: {why}");
        if (IsUp) Downtimes.Add((_parts.Clock.Now, null));
        IsUp = false;
        _process?.Kill();
        if (_disk is not null) _disk.Restart();
        _forgetful?.Forget(_parts.Faults.Random.Next(1, 12));
        foreach (var fail in _pending.ToList()) fail(new LostReplyException("The process died."));
        _pending.Clear();
        if (!IsStarting) _ = RestartAsync();
    }

    /// <summary>A client's call: its answer, or the news that nobody knows.</summary>
    public async Task<T> CallAsync<T>(Func<IGrainFactory, Task<T>> call)
    {
        while (Process is null) await DelayAsync(TimeSpan.FromSeconds(1));
        if (_parts.Faults.Strikes(Fault.DuplicateCommand, 60)) _ = IgnoreAsync(AnswerOrDeath(call(Process!.Runtime)));
        var answer = await AnswerOrDeath(call(Process!.Runtime));
        return _parts.Faults.Strikes(Fault.LostReply, 30) ? throw new LostReplyException("The answer got lost.") : answer;
    }

    /// <summary>Somebody's bad day is counted as a fault, and comes only while there is trouble.</summary>
    public bool Allows(Fault fault) => _parts.Faults.Allows(fault);

    /// <summary>A client's call without an answer.</summary>
    public Task CallAsync(Func<IGrainFactory, Task> call) => CallAsync(async grains =>
    {
        await call(grains);
        return true;
    });

    /// <summary>The driver waits.</summary>
    public Task DelayAsync(TimeSpan time) => Task.Delay(time, DriverTime);

    private static async Task IgnoreAsync<T>(Task<T> call)
    {
        try
        {
            await call;
        }
        catch (Exception error) when (SimLog.IsExpected(error))
        {
            // Whoever sent it twice reads one answer.
        }
    }

    private async Task AnswerOrDeath(Task call) => await AnswerOrDeath(Boxed(call));

    private static async Task<bool> Boxed(Task call)
    {
        await call;
        return true;
    }

    private async Task<T> AnswerOrDeath<T>(Task<T> call)
    {
        var answer = new TaskCompletionSource<T>();
        Action<Exception> die = error => answer.TrySetException(error);
        _pending.Add(die);
        _ = ForwardAsync();
        return await answer.Task;

        async Task ForwardAsync()
        {
            try
            {
                var value = await call;
                _pending.Remove(die);
                answer.TrySetResult(value);
            }
            catch (Exception error)
            {
                _pending.Remove(die);
                answer.TrySetException(error);
            }
        }
    }

    private async Task RestartAsync()
    {
        try
        {
            await DelayAsync(TimeSpan.FromSeconds(_parts.Faults.Random.Next(_parts.Faults.Random.Next(3) == 0 ? 120 : 5)));
            await StartAsync();
        }
        catch (Exception error)
        {
            _fail($"the process does not come back: {error}");
        }
    }

    private void ArmPowerCut()
    {
        _diskFaults.CrashAtWrite = _disk!.Writes + _parts.Faults.Random.Next(6);
        _diskFaults.CrashAfterWrite = _parts.Faults.Random.Next(2) == 0;
    }

    /// <summary>After a commit: when the power went in it, nobody hears of anything that came after.</summary>
    private void CheckDevice()
    {
        if (_disk is not { HasCrashed: true }) return;
        _parts.Faults.Count(Fault.PowerCut);
        Crash("the power is cut");
    }

    /// <summary>Longer than what no clock would notice. Nobody took calls meanwhile, so it counts as downtime.</summary>
    private void Sleep()
    {
        var slept = TimeSpan.FromSeconds(_parts.Faults.Random.Next(7, 400));
        _line($"the machine sleeps for {slept}");
        Downtimes.Add((Now, Now + slept));
        if (_parts.Options.Mutation == Mutation.SleepUnnoticed) _process!.SleepUnnoticed(slept);
        else _parts.Clock.Sleep(slept);
    }

    private void StepClock(SimTime time) => time.Step += TimeSpan.FromSeconds(_parts.Faults.Random.Next(-30, 60));

    private CommitFault NextCommit() =>
        _parts.Faults.Strikes(Fault.StorageFault, 120) ? CommitFault.ErrorNotWritten
        : _parts.Faults.Strikes(Fault.StorageFull, 200) ? CommitFault.DiskFull
        : _parts.Faults.Strikes(Fault.ErrorButWritten, 150) ? CommitFault.ErrorButWritten
        : CommitFault.None;
}
