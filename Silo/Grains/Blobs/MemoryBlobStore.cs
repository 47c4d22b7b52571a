using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Distribution.Contracts.Blobs;

namespace Distribution.Grains.Blobs;

/// <summary>Blobs in memory, gone with the process: for rehearsals and tests. They are listed in the order of their hashes, so that a seed decides it.</summary>
public sealed class MemoryBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<BlobHash, byte[]> _blobs = new();

    /// <summary>How many there are.</summary>
    public int Count => _blobs.Count;

    /// <inheritdoc />
    public Task<BlobHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var hash = BlobHash.Of(content.Span);
        _blobs[hash] = content.ToArray();
        return Task.FromResult(hash);
    }

    /// <inheritdoc />
    public async Task<BlobHash> PutAsync(Stream content, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, ct);
        return await PutAsync(copy.ToArray(), ct);
    }

    /// <inheritdoc />
    public Task<Stream?> OpenAsync(BlobHash hash, CancellationToken ct) =>
        Task.FromResult<Stream?>(_blobs.TryGetValue(hash, out var content) ? new MemoryStream(content, writable: false) : null);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> ReadAsync(BlobHash hash, CancellationToken ct) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(_blobs.TryGetValue(hash, out var content) ? content : null);

    /// <inheritdoc />
    public async Task<ReadOnlyMemory<byte>?> ReadRangeAsync(BlobHash hash, long offset, int length, CancellationToken ct) =>
        await ReadAsync(hash, ct) is { } content
            ? content.Slice((int)Math.Min(offset, content.Length), (int)Math.Min(length, Math.Max(0, content.Length - offset)))
            : null;

    /// <inheritdoc />
    public Task<bool> DeleteAsync(BlobHash hash, DateTimeOffset ifWrittenBefore, CancellationToken ct) => Task.FromResult(_blobs.TryRemove(hash, out _));

    /// <inheritdoc />
    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var (hash, content) in _blobs.OrderBy(static blob => blob.Key.Value, StringComparer.Ordinal)) yield return new BlobInfo(hash, content.Length, DateTimeOffset.UnixEpoch);
    }
}
