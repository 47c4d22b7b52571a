using System.Runtime.CompilerServices;
using Distribution.Contracts.Blobs;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>Blobs in memory, which outlive the process.</summary>
internal sealed class SimBlobs : IBlobStore
{
    private readonly SortedDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public Task<BlobHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var hash = BlobHash.Of(content.Span);
        _blobs[hash.Value] = content.ToArray();
        return Task.FromResult(hash);
    }

    public async Task<BlobHash> PutAsync(Stream content, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, ct);
        return await PutAsync(copy.ToArray(), ct);
    }

    public Task<Stream?> OpenAsync(BlobHash hash, CancellationToken ct) =>
        Task.FromResult<Stream?>(_blobs.TryGetValue(hash.Value, out var content) ? new MemoryStream(content, writable: false) : null);

    public Task<ReadOnlyMemory<byte>?> ReadAsync(BlobHash hash, CancellationToken ct) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(_blobs.TryGetValue(hash.Value, out var content) ? content : null);

    public async Task<ReadOnlyMemory<byte>?> ReadRangeAsync(BlobHash hash, long offset, int length, CancellationToken ct) =>
        await ReadAsync(hash, ct) is { } content
            ? content.Slice((int)Math.Min(offset, content.Length), (int)Math.Min(length, Math.Max(0, content.Length - offset)))
            : null;

    public Task<bool> DeleteAsync(BlobHash hash, DateTimeOffset ifWrittenBefore, CancellationToken ct) => Task.FromResult(_blobs.Remove(hash.Value));

    public async IAsyncEnumerable<BlobInfo> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        foreach (var (hash, content) in _blobs) yield return new BlobInfo(BlobHash.Parse(hash), content.Length, DateTimeOffset.UnixEpoch);
    }
}

/// <summary>Ids that a seed decides.</summary>
internal sealed class SimIds(Random random) : Grains.Common.IIdSource
{
    public string Next(string prefix) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{random.NextInt64():x16}");
}
