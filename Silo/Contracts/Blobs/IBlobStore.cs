using System.Buffers;
using System.Security.Cryptography;

namespace Distribution.Contracts.Blobs;

/// <summary>The SHA-256 of a blob's content, which is also its name: 64 lower-case hexadecimal digits.</summary>
public readonly record struct BlobHash
{
    private const int Digits = 64;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private BlobHash(string value) => Value = value;

    public string Value { get; }

    public static BlobHash Of(ReadOnlySpan<byte> content) => FromDigest(SHA256.HashData(content));

    /// <param name="digest">32 bytes of SHA-256.</param>
    public static BlobHash FromDigest(ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, SHA256.HashSizeInBytes);
        return new(Convert.ToHexStringLower(digest));
    }

    public static bool TryParse(string? text, out BlobHash hash)
    {
        var valid = text is { Length: Digits } && !text.AsSpan().ContainsAnyExcept(Hexadecimal);
        hash = valid ? new(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a hash.</exception>
    public static BlobHash Parse(string text) =>
      TryParse(text, out var hash) ? hash : throw new FormatException("A blob is named by 64 lower-case hexadecimal digits.");

    public override string ToString() => Value;
}

/// <summary>A stored blob.</summary>
/// <param name="Hash">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="WrittenAt">When it was last put; putting it again counts.</param>
public sealed record BlobInfo(BlobHash Hash, long Bytes, DateTimeOffset WrittenAt);

/// <summary>A blob is stored whose content does not match its name.</summary>
public sealed class BlobCorruptException(BlobHash hash) : Exception($"The stored blob {hash} does not match its hash.")
{
    public BlobHash Hash { get; } = hash;
}

/// <summary>Immutable content, named by its hash: task payloads, submissions, exports, segments of history.</summary>
public interface IBlobStore
{
    /// <summary>Completes when the content is durable. Putting what is there already renews its age and heals a damaged copy.</summary>
    Task<BlobHash> PutAsync(ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>As the other, without holding the content in memory. The stream is read to its end and left open.</summary>
    Task<BlobHash> PutAsync(Stream content, CancellationToken ct);

    /// <summary>The content unchecked, or null if there is none; for sending large blobs, whose receiver knows the hash.</summary>
    Task<Stream?> OpenAsync(BlobHash hash, CancellationToken ct);

    /// <summary>The whole content, checked, or null if there is none.</summary>
    /// <exception cref="BlobCorruptException">It does not match its hash.</exception>
    Task<ReadOnlyMemory<byte>?> ReadAsync(BlobHash hash, CancellationToken ct);

    /// <summary>A part of the content, unchecked: shorter where the blob ends, or null if there is no blob.</summary>
    /// <param name="hash">Which blob.</param>
    /// <param name="offset">The first byte, from 0.</param>
    /// <param name="length">How many bytes, from 0.</param>
    /// <param name="ct">Ends the read.</param>
    Task<ReadOnlyMemory<byte>?> ReadRangeAsync(BlobHash hash, long offset, int length, CancellationToken ct);

    /// <summary>Deletes a blob unless it was put at or after a moment, so that collecting an orphan cannot take what somebody just put again.</summary>
    /// <returns>Whether it was there and is gone.</returns>
    Task<bool> DeleteAsync(BlobHash hash, DateTimeOffset ifWrittenBefore, CancellationToken ct);

    /// <summary>Every blob, in no particular order; those put or deleted meanwhile may or may not be among them.</summary>
    IAsyncEnumerable<BlobInfo> ListAsync(CancellationToken ct);
}
