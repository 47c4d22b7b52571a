using System.Runtime.CompilerServices;
using Distribution.Contracts.Blobs;

namespace Distribution.Host.Standalone.Rehearsals;

/// <summary>Blobs in memory, for one thread.</summary>
internal sealed class StageBlobs : IBlobStore
{
    private readonly Dictionary<BlobHash, byte[]> _blobs = [];

    public Task<BlobHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var hash = BlobHash.Of(content.Span);
        _blobs[hash] = content.ToArray();
        return Task.FromResult(hash);
    }

    public async Task<BlobHash> PutAsync(Stream content, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, ct);
        return await PutAsync(copy.ToArray(), ct);
    }

    public Task<Stream?> OpenAsync(BlobHash hash, CancellationToken ct) =>
        Task.FromResult<Stream?>(_blobs.TryGetValue(hash, out var content) ? new MemoryStream(content, writable: false) : null);

    public Task<ReadOnlyMemory<byte>?> ReadAsync(BlobHash hash, CancellationToken ct) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(_blobs.TryGetValue(hash, out var content) ? content : null);

    public async Task<ReadOnlyMemory<byte>?> ReadRangeAsync(BlobHash hash, long offset, int length, CancellationToken ct) =>
        await ReadAsync(hash, ct) is { } content
            ? content.Slice((int)Math.Min(offset, content.Length), (int)Math.Min(length, Math.Max(0, content.Length - offset)))
            : null;

    public Task<bool> DeleteAsync(BlobHash hash, DateTimeOffset ifWrittenBefore, CancellationToken ct) => Task.FromResult(_blobs.Remove(hash));

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var (hash, content) in _blobs.OrderBy(static blob => blob.Key.Value, StringComparer.Ordinal)) yield return new BlobInfo(hash, content.Length, DateTimeOffset.UnixEpoch);
    }
}
