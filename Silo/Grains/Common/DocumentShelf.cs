using System.Text;
using System.Text.RegularExpressions;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Orleans;
using Orleans.Concurrency;

namespace Distribution.Grains.Common;

/// <summary>The published versions of one document; texts are blobs by hash.</summary>
[GenerateSerializer, Immutable, Alias("DocumentShelfState")]
public sealed record DocumentShelfState
{
    /// <summary>Oldest first.</summary>
    [Id(0)] public IReadOnlyList<DocumentHead> Versions { get; init; } = [];

    /// <summary>The blobs that the documents name, such as pictures: only what a record names is kept.</summary>
    [Id(1)] public IReadOnlyList<string> Named { get; init => field = value ?? []; } = [];
}

/// <summary>Publishes and reads the versions of one document, for the grain that owns them. The blob is durable before the record names it.</summary>
public sealed partial class DocumentShelf(Committed<DocumentShelfState> state, IBlobStore blobs, TimeProvider time)
{
    /// <summary>So that the record stays small; a document with more versions is in truth several.</summary>
    public const int VersionsMax = 200;

    /// <summary>Blobs that all versions name; 300 of them are 20 KB of the 64 KB that one state may have.</summary>
    public const int NamedMax = 300;

    private readonly Dictionary<int, DocumentVersion> _read = [];

    /// <summary>All versions, oldest first.</summary>
    public IReadOnlyList<DocumentHead> Heads => state.Value.Versions;

    /// <summary>The latest version, or null.</summary>
    public DocumentHead? Latest => Heads.Count > 0 ? Heads[^1] : null;

    /// <summary>Adds a version; the latest text again is answered as it was.</summary>
    public async Task<Outcome<DocumentHead>> PublishAsync(WorkerId by, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Latest is { } latest && latest.Hash == BlobHash.Of(bytes).Value) return latest;
        if (Heads.Count >= VersionsMax) return Refusal.Conflict("TooManyVersions", $"A document has at most {VersionsMax} versions.");
        IReadOnlyList<string> named = [.. state.Value.Named.Union(Hashes().Matches(text).Select(static match => match.Value))];
        if (named.Count > NamedMax) return Refusal.Conflict("TooManyPictures", $"All versions of a document name at most {NamedMax} pictures.");
        var hash = await blobs.PutAsync(bytes, CancellationToken.None);
        var head = new DocumentHead(Heads.Count + 1, hash.Value, time.GetUtcNow(), by);
        await state.CommitAsync(new DocumentShelfState { Versions = [.. Heads, head], Named = named });
        return head;
    }

    /// <summary>A version, or the latest for 0; null when there is none.</summary>
    public async Task<DocumentVersion?> GetAsync(int version)
    {
        if (version == 0) version = Heads.Count;
        if (version < 1 || version > Heads.Count) return null;
        if (_read.TryGetValue(version, out var known)) return known;
        var head = Heads[version - 1];
        var text = Encoding.UTF8.GetString((await blobs.RequireAsync(BlobHash.Parse(head.Hash).Value, CancellationToken.None)).Span);
        return _read[version] = new DocumentVersion(head, text);
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")]
    private static partial Regex Hashes();
}
