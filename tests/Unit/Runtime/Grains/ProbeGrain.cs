using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distribution.Tests.Unit.Runtime.Grains;

[CollectionAgeLimit(Minutes = 2)]
public sealed class ProbeGrain(Journal journal) : StepGrain(journal), IProbeGrain
{
    private readonly Dictionary<string, IGrainTimer> _timers = [];
    private int _count;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write($"activate {Key}");
        if (Journal.Flag($"gate-activate {Key}") is { } gate) await Journal.Wait(gate);
        if (Journal.Flag($"fail-activate {Key}") is { } message) throw new InvalidOperationException(message);
        if (Journal.Flag($"leave-activate {Key}") is not null) DeactivateOnIdle();
        if (Journal.Flag($"call-activate {Key}") is { } other) await GrainFactory.GetGrain<IProbeGrain>(other).WalkAsync([Key]);
    }

    public Task<string> KeyAsync() => Task.FromResult(Key);

    public Task<int> CountAsync() => Task.FromResult(++_count);

    public async Task ThrowAsync(string message, bool late)
    {
        if (late) await Task.Yield();
        throw new ArgumentException(message);
    }

    public Task ThrowOneWayAsync(string message) => throw new ArgumentException(message);

    public async Task WalkAsync(string[] path)
    {
        _count++;
        if (path is [var next, .. var rest]) await GrainFactory.GetGrain<IProbeGrain>(next).WalkAsync(rest);
    }

    public Task DeactivateAsync(string? gate)
    {
        DeactivateOnIdle();
        return WaitAsync("leaving", gate);
    }

    public Task StayAsync(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public async Task<string?> ContextAsync(string key, string? via) => via is null
        ? RequestContext.Get(key) as string
        : await GrainFactory.GetGrain<IProbeGrain>(via).ContextAsync(key, null);

    // Not async on purpose: nothing but the runtime takes the value back.
    public Task SetContextAsync(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public Task TimerAsync(string name, TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timers[name] = this.RegisterGrainTimer(
            token => TickAsync(name, token), new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task ChangeTimerAsync(string name, TimeSpan due, TimeSpan period)
    {
        _timers[name].Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTimerAsync(string name)
    {
        _timers[name].Dispose();
        return Task.CompletedTask;
    }

    public Task NotifyAsync(IProbeObserver observer, string what)
    {
        observer.Notify(what);
        return Task.CompletedTask;
    }

    public Task AskAsync(IProbeObserver observer, string what) => observer.AskAsync(what);

    public Task<bool> HasKeptTurnsAsync() => Task.FromResult(HasKeptTurns);

    private async Task TickAsync(string name, CancellationToken cancellationToken)
    {
        Turn();
        Journal.Write($"tick {name}");
        if (Journal.Flag($"gate-tick {name}") is { } gate) await Journal.Wait(gate);
        Journal.Write(cancellationToken.IsCancellationRequested ? $"stopped tick {name}" : $"ticked {name}");
        if (Journal.Flag($"fail-tick {name}") is { } message) throw new InvalidOperationException(message);
    }
}
