using System.Buffers;
using System.Buffers.Binary;
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

    /// <summary>128 bits of SHA-256 over kind, key, version and body.</summary>
    public static UInt128 RowHash(RecordKey key, long version, ReadOnlySpan<byte> body)
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
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(buffer[..(used + body.Length)], hash);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
