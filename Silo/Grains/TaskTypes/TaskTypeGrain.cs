using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.TaskTypes;
using Distribution.Grains.Common;
using Orleans;
using Orleans.Runtime;

namespace Distribution.Grains.TaskTypes;

/// <summary>Keeps the versions of one type. A version never changes, so a document that was read once is kept.</summary>
public sealed class TaskTypeGrain(
    [PersistentState("tasktype")] IPersistentState<TaskTypeState> storage, IBlobStore blobs, TimeProvider time) : Grain, ITaskTypeGrain
{
    /// <summary>So that the record stays small; a type with more versions is in truth several types.</summary>
    public const int MaxVersions = 200;

    private readonly Dictionary<int, TaskTypeVersion> _read = [];
    private Committed<TaskTypeState>? _state;

    private Committed<TaskTypeState> State => _state!;

    private string TypeId => this.GetPrimaryKeyString();

    private BuiltInType? BuiltIn => BuiltInTypes.Find(TypeId);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = new Committed<TaskTypeState>(this, storage);
        _state.Load();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<Outcome<PublishReply>> PublishAsync(WorkerId by, string document, bool allowBreaking)
    {
        var (next, errors) = TaskTypeReader.Read(document);
        if (next is null) return new PublishReply(null, errors, []);
        if (next.Id != TypeId) return Invalid("/id", "WrongId", $"The document is for \"{next.Id}\", this type is \"{TypeId}\".");
        var hash = HashOf(document);
        var present = Heads();
        if (present.FirstOrDefault(head => head.Hash == hash) is { } same) return new PublishReply(same, [], []);

        var wanted = present.Count + 1;
        if (next.Version != wanted) return Refusal.Conflict(
            "WrongVersion", $"The next version of \"{TypeId}\" is {wanted}, not {next.Version}.");
        if (wanted > MaxVersions) return Refusal.Conflict("TooManyVersions", $"A type has at most {MaxVersions} versions.");
        var breaks = wanted == 1 ? []
            : TypeComparison.BreakingChanges(TaskTypeReader.ReadTrusted((await GetAsync(wanted - 1))!.Document), next);
        if (breaks.Count > 0 && !allowBreaking) return new PublishReply(null, [], breaks);

        await blobs.PutAsync(Encoding.UTF8.GetBytes(document), CancellationToken.None);
        var change = wanted == 1 ? TypeChange.First : breaks.Count > 0 ? TypeChange.Breaking : TypeChange.Compatible;
        var head = new TaskTypeVersionHead(wanted, change, time.GetUtcNow(), by, hash);
        await State.CommitAsync(State.Value with { Versions = [.. State.Value.Versions, head] });
        return new PublishReply(head, [], breaks);
    }

    /// <inheritdoc />
    public async Task<TypeCheck> CheckAsync(string document)
    {
        var (next, errors) = TaskTypeReader.Read(document);
        var present = Heads().Count;
        if (next is null || present == 0) return new TypeCheck(present + 1, errors, []);
        return new TypeCheck(present + 1, errors, TypeComparison.Compare(TaskTypeReader.ReadTrusted((await GetAsync(present))!.Document), next));
    }

    /// <inheritdoc />
    public async Task<TaskTypeVersion?> GetAsync(int version)
    {
        var heads = Heads();
        if (version == 0) version = heads.Count;
        if (version < 1 || version > heads.Count) return null;
        if (version == 1 && BuiltIn is { } builtIn) return new TaskTypeVersion(TypeId, 1, TypeChange.First, null, builtIn.Json);
        if (_read.TryGetValue(version, out var known)) return known;
        var head = heads[version - 1];
        var document = Encoding.UTF8.GetString((await blobs.RequireAsync(head.Hash, CancellationToken.None)).Span);
        return _read[version] = new TaskTypeVersion(TypeId, version, head.Change, head.PublishedAt, document);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskTypeVersionHead>> ListAsync() => Task.FromResult(Heads());

    private static string HashOf(string document) => BlobHash.Of(Encoding.UTF8.GetBytes(document)).Value;

    private static PublishReply Invalid(string pointer, string code, string message) =>
        new(null, [new DocumentError(pointer, code, message)], []);

    private IReadOnlyList<TaskTypeVersionHead> Heads() => BuiltIn is { } builtIn
        ? [new TaskTypeVersionHead(1, TypeChange.First, null, null, HashOf(builtIn.Json)), .. State.Value.Versions]
        : State.Value.Versions;
}
