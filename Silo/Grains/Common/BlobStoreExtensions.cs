using Distribution.Contracts.Blobs;

namespace Distribution.Grains.Common;

/// <summary>Blobs that a record names: they must be there.</summary>
public static class BlobStoreExtensions
{
    /// <summary>
    /// The whole content, checked. Throws <see cref="FileNotFoundException"/> when it is missing: what names a blob is written after it.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>> RequireAsync(this IBlobStore blobs, string hash, CancellationToken cancellationToken) =>
        await blobs.ReadAsync(BlobHash.Parse(hash), cancellationToken) ?? throw new FileNotFoundException($"The blob {hash} is missing.");
}
