using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Runtime;

// Compiled with the house's analyzers and warnings as errors: that this project builds is a test of the generated code.
namespace Distribution.Tests.Unit.Generator;

/// <summary>What every sample can do.</summary>
public interface ISampleBaseGrain : IGrainWithStringKey
{
    /// <summary>Inherited by the reference of the heir.</summary>
    [ReadOnly]
    Task<int> CountAsync();
}

/// <summary>A grain interface with most of what a grain interface may have.</summary>
public interface ISampleGrain : ISampleBaseGrain
{
    /// <summary>Arguments, a keyword, a default, a token.</summary>
    Task<string?> JoinAsync(string? @event, IReadOnlyList<string?> parts, int times = 1, CancellationToken cancellationToken = default);

    /// <summary>An overload.</summary>
    ValueTask<string> JoinAsync(string first, params string[] rest);

    /// <summary>Old, but still there.</summary>
    [Obsolete("Use JoinAsync.")]
    [OneWay]
    ValueTask ForgetAsync((int Left, string? Right) pair);
}

/// <summary>An observer.</summary>
public interface ISampleObserver : IGrainObserver
{
    /// <summary>Void is fine here.</summary>
    void Changed(string what);
}

// Not derived from Grain, which only the runtime can make.
[Reentrant]
[CollectionAgeLimit(Minutes = 1.5)]
internal sealed class GeneratorSampleGrain(
    [PersistentState("sample", "files")] IPersistentState<List<string?>> state,
    IGrainContext context,
    TimeProvider time) : IGrainBase, ISampleGrain
{
    public IPersistentState<List<string?>> State => state;

    public IGrainContext GrainContext => context;

    public TimeProvider Time => time;

    public Task<int> CountAsync() => Task.FromResult(7);

    public Task<string?> JoinAsync(
        string? @event, IReadOnlyList<string?> parts, int times = 1, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<string?>($"{@event}:{string.Join('+', parts)}x{times}");
    }

    public ValueTask<string> JoinAsync(string first, params string[] rest) => new(first + string.Concat(rest));

    [Obsolete("Use JoinAsync.")]
    public ValueTask ForgetAsync((int Left, string? Right) pair) => default;
}
