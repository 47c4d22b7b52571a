using Distribution.Contracts;
using Distribution.Contracts.Training;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Training;

/// <summary>What a qualification stores.</summary>
[GenerateSerializer, Immutable, Alias("QualificationState")]
public sealed record QualificationState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public IReadOnlyList<QualificationVersion> Versions { get; init; } = [];
}

/// <summary>What a qualification means, by version. Who holds it stands in the holders' records.</summary>
public sealed class QualificationGrain : Grain, IQualificationGrain
{
    /// <summary>A holder of the latest version meets the needs of all before it, so they have to be few.</summary>
    public const int VersionsMax = 50;

    private readonly Committed<QualificationState> _state;
    private readonly TimeProvider _time;

    public QualificationGrain([PersistentState("qualification")] IPersistentState<QualificationState> storage, TimeProvider time) =>
        (_state, _time) = (new Committed<QualificationState>(this, storage), time);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<QualificationVersion>> PublishAsync(WorkerId by, QualificationText text)
    {
        var versions = _state.Value.Versions;
        if (versions is [.., { } latest] && latest.Text == text) return latest;
        if (versions.Count >= VersionsMax) return Refusal.Conflict("TooManyVersions", $"A qualification has at most {VersionsMax} versions.");
        var next = new QualificationVersion(versions.Count + 1, text, _time.GetUtcNow(), by);
        await _state.CommitAsync(new QualificationState { Versions = [.. versions, next] });
        return next;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<QualificationVersion>> ListAsync() => Task.FromResult(_state.Value.Versions);
}
