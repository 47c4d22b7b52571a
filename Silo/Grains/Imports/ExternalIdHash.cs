using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Distribution.Grains.Imports;

/// <summary>
/// The first 128 bits of a SHA-256. Among a thousand million ids two equal ones have a chance of 1 in 10^21; making one on purpose
/// costs 2^64 hashes and hides one's own row.
/// </summary>
public static class ExternalIdHash
{
    /// <summary>Bytes of one.</summary>
    public const int Size = 16;

    /// <summary>Of an id as the file wrote it.</summary>
    public static UInt128 OfId(string id) => Of(0, Encoding.UTF8.GetBytes(id));

    /// <summary>Of a payload that is its own id. The kinds differ, so that a payload never equals an id.</summary>
    public static UInt128 OfPayload(ReadOnlySpan<byte> payload) => Of(1, payload);

    /// <summary>As bytes; their order is the numbers' order.</summary>
    public static byte[] ToBytes(IReadOnlyCollection<UInt128> ids)
    {
        var bytes = new byte[ids.Count * Size];
        var at = 0;
        foreach (var id in ids)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(at), id);
            at += Size;
        }

        return bytes;
    }

    /// <summary>From bytes. Throws when they are no whole number of ids.</summary>
    public static UInt128[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % Size != 0) throw new InvalidDataException($"{bytes.Length} bytes are no whole number of ids.");
        var ids = new UInt128[bytes.Length / Size];
        for (var i = 0; i < ids.Length; i++) ids[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes[(i * Size)..]);
        return ids;
    }

    private static UInt128 Of(byte kind, ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([kind]);
        hash.AppendData(content);
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
