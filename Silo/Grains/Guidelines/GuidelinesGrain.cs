using System.Text.Json;
using System.Text.Json.Serialization;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Guidelines;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distribution.Grains.Guidelines;

/// <summary>The published versions of one project's guidelines. Texts are blobs by hash.</summary>
[GenerateSerializer, Immutable, Alias("GuidelinesState")]
public sealed record GuidelinesState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public IReadOnlyList<GuidelinesHead> Versions { get; init; } = [];
}

/// <summary>How the grains of this folder rest in storage.</summary>
[JsonSerializable(typeof(GuidelinesState)), JsonSerializable(typeof(GuidelinesText))]
public sealed partial class GuidelinesJsonContext : JsonSerializerContext;

/// <summary>Keeps the versions of one project's guidelines.</summary>
public sealed class GuidelinesGrain : Grain, IGuidelinesGrain
{
    /// <summary>So that the record stays small: 300 versions are some 50 KB.</summary>
    public const int VersionsMax = 300;

    private readonly Committed<GuidelinesState> _state;
    private readonly IBlobStore _blobs;
    private readonly TimeProvider _time;

    public GuidelinesGrain([PersistentState("guidelines")] IPersistentState<GuidelinesState> storage, IBlobStore blobs, TimeProvider time) =>
        (_state, _blobs, _time) = (new Committed<GuidelinesState>(this, storage), blobs, time);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<GuidelinesHead>> PublishAsync(WorkerId by, GuidelinesText text)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(text, GuidelinesJsonContext.Default.GuidelinesText);
        var hash = BlobHash.Of(content).Value;
        var versions = _state.Value.Versions;
        if (versions.Count > 0 && versions[^1].Hash == hash) return versions[^1];
        if (versions.Count >= VersionsMax) return Refusal.Conflict("TooManyVersions", $"A project has at most {VersionsMax} versions of its guidelines.");
        await _blobs.PutAsync(content, CancellationToken.None);
        var head = new GuidelinesHead(versions.Count + 1, _time.GetUtcNow(), by, hash);
        await _state.CommitAsync(new GuidelinesState { Versions = [.. versions, head] });
        return head;
    }

    /// <inheritdoc />
    public async Task<GuidelinesVersion?> GetAsync(int version)
    {
        if (version < 1 || version > _state.Value.Versions.Count) return null;
        var head = _state.Value.Versions[version - 1];
        var content = await _blobs.RequireAsync(head.Hash, CancellationToken.None);
        return new GuidelinesVersion(head, JsonSerializer.Deserialize(content.Span, GuidelinesJsonContext.Default.GuidelinesText)!);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<GuidelinesHead>> ListAsync() => Task.FromResult(_state.Value.Versions);
}
