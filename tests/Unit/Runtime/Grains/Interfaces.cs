using Orleans;
using Orleans.Concurrency;

namespace Distribution.Tests.Unit.Runtime.Grains;

/// <summary>Steps that wait at gates of the <see cref="Journal"/>, so that a test decides what overlaps.</summary>
public interface IStepGrain : IGrainWithStringKey
{
    /// <summary>Writes "begin name", waits at <paramref name="gate"/> unless it is null, writes "end name".</summary>
    Task StepAsync(string name, string? gate);

    [AlwaysInterleave]
    Task InterleaveAsync(string name, string? gate);

    [ReadOnly]
    Task ReadAsync(string name, string? gate);

    [OneWay]
    Task ForgetAsync(string name, string? gate);

    [ResponseTimeout("00:00:05")]
    Task<int> HurryAsync(string name, string? gate);

    /// <summary>Writes "cancelled name" in a turn when its token is cancelled.</summary>
    Task ObeyAsync(string name, CancellationToken cancellationToken);
}

/// <summary>An ordinary grain.</summary>
public interface IProbeGrain : IStepGrain
{
    Task<string> KeyAsync();

    /// <summary>Grows while one activation lives.</summary>
    Task<int> CountAsync();

    Task ThrowAsync(string message, bool late);

    [OneWay]
    Task ThrowOneWayAsync(string message);

    /// <summary>Calls the first of <paramref name="path"/>, which calls the next; the last only counts.</summary>
    Task WalkAsync(string[] path);

    Task DeactivateAsync(string? gate);

    Task StayAsync(TimeSpan time);

    Task<string?> ContextAsync(string key, string? via);

    Task SetContextAsync(string key, string value);

    [AlwaysInterleave]
    Task TimerAsync(string name, TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);

    [AlwaysInterleave]
    Task ChangeTimerAsync(string name, TimeSpan due, TimeSpan period);

    [AlwaysInterleave]
    Task StopTimerAsync(string name);

    Task NotifyAsync(IProbeObserver observer, string what);

    Task AskAsync(IProbeObserver observer, string what);

    /// <summary>True if no two turns of this activation have ever overlapped.</summary>
    Task<bool> HasKeptTurnsAsync();
}

public interface IReentrantGrain : IStepGrain
{
    Task CallBackAsync(string name);
}

public interface IWorkerGrain : IStepGrain;

public interface IProbeObserver : IGrainObserver
{
    void Notify(string what);

    Task AskAsync(string what);
}

public interface IStoreGrain : IGrainWithStringKey
{
    Task<int> ReadAsync();

    Task<string?> EtagAsync();

    Task<bool> ExistsAsync();

    Task WriteAsync(int value);

    Task WriteOtherAsync(int value);

    Task<int> ReadOtherAsync();

    Task ClearAsync();

    Task ReloadAsync();

    /// <summary>Writes in the other grain, whose error passes through this one.</summary>
    Task WriteThroughAsync(string other, int value);

    /// <summary>Which activation answers.</summary>
    Task<int> NumberAsync();
}
