using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Distribution.Embedded.Storage.Journal;

internal static class Checksums
{
    public const int HashBytes = 32;
    private const int RowPrefixBytes = 16;

    /// <summary>Refuses lone surrogates: two different keys must never become the same bytes.</summary>
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = BitOperations.Crc32C(crc, word);
        foreach (var single in bytes[(bytes.Length & ~7)..]) crc = BitOperations.Crc32C(crc, single);
        return ~crc;
    }

    /// <summary>XXH128, padded with zeroes: it is to find flipped bits and lost writes, not somebody who writes what he likes and could as well hash it.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = new byte[HashBytes];
        XxHash128.Hash(bytes, hash);
        return hash;
    }

    /// <summary>XXH128 over kind, key, version and body.</summary>
    public static UInt128 RowHash(RecordKey key, long version, ReadOnlySpan<byte> body) => OverRow(key, version, body, static row => XxHash128.HashToUInt128(row));

    /// <summary>128 bits of SHA-256 over the same: the hash of a row that was written up to format 2.</summary>
    public static UInt128 RowHashOfFormat2(RecordKey key, long version, ReadOnlySpan<byte> body) => OverRow(key, version, body, static row =>
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(row, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    });

    private static UInt128 OverRow(RecordKey key, long version, ReadOnlySpan<byte> body, Func<ReadOnlySpan<byte>, UInt128> hash)
    {
        var size = RowPrefixBytes + StrictUtf8.GetMaxByteCount(key.Kind.Length) + StrictUtf8.GetMaxByteCount(key.Key.Length) + body.Length;
        byte[]? rented = null;
        Span<byte> buffer = size <= 2048 ? stackalloc byte[2048] : rented = ArrayPool<byte>.Shared.Rent(size);
        var kindBytes = StrictUtf8.GetBytes(key.Kind, buffer[RowPrefixBytes..]);
        var keyBytes = StrictUtf8.GetBytes(key.Key, buffer[(RowPrefixBytes + kindBytes)..]);
        BinaryPrimitives.WriteInt64LittleEndian(buffer, version);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[8..], kindBytes);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[12..], keyBytes);
        var used = RowPrefixBytes + kindBytes + keyBytes;
        body.CopyTo(buffer[used..]);
        var result = hash(buffer[..(used + body.Length)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return result;
    }
}
