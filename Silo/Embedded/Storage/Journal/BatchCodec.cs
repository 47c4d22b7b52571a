using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>Where the chain stands.</summary>
/// <param name="Number">The last batch; 0 = none yet.</param>
/// <param name="Sequence">The last version given out; 0 = none yet.</param>
/// <param name="Hash">The last batch's hash, 32 bytes.</param>
internal sealed record JournalPosition(long Number, long Sequence, byte[] Hash)
{
    public static readonly JournalPosition Start = new(0, 0, new byte[Checksums.HashBytes]);
}

/// <summary>What stands before the records of a batch.</summary>
internal readonly record struct BatchHeader(long Number, long FirstSequence, long UnixMs, int Count);

/// <summary>One change inside a batch; its version is the batch's first sequence number plus its index.</summary>
internal readonly record struct BatchRecord(RecordKey Key, long Version, ReadOnlyMemory<byte> Body, bool Deleted);

/// <summary>A batch that is not what was written.</summary>
internal sealed class BatchDamagedException(string problem) : Exception(problem);

/// <summary>
/// The bytes of a batch: magic, checksum, number, first sequence number, time, count, length, hash of the batch before, then the records. The hash of a
/// batch is XXH128 of all behind the checksum, so it covers the whole chain before it; the checksum is its first four bytes. Up to format 2 they were
/// SHA-256 of all the bytes, and CRC-32C.
/// </summary>
internal static class BatchCodec
{
    public const int HeaderBytes = 72;
    private const uint Magic = 0x32424A44;
    private const uint MagicOfFormat2 = 0x31424A44;
    private const int Sealed = 8;
    private const int RecordHeaderBytes = 9;
    private const byte OpWrite = 1;
    private const byte OpDelete = 2;

    public static int RecordBytes(int kindBytes, int keyBytes, int bodyBytes) => RecordHeaderBytes + kindBytes + keyBytes + bodyBytes;

    /// <summary>Writes one record at the start of the span; returns its bytes, the last of which are the body.</summary>
    public static int WriteRecord(Span<byte> target, RecordKey key, ReadOnlySpan<byte> body, bool deleted)
    {
        var kindBytes = Checksums.StrictUtf8.GetBytes(key.Kind, target[RecordHeaderBytes..]);
        var keyBytes = Checksums.StrictUtf8.GetBytes(key.Key, target[(RecordHeaderBytes + kindBytes)..]);
        target[0] = deleted ? OpDelete : OpWrite;
        BinaryPrimitives.WriteUInt16LittleEndian(target[1..], (ushort)kindBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(target[3..], (ushort)keyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[5..], body.Length);
        body.CopyTo(target[(RecordHeaderBytes + kindBytes + keyBytes)..]);
        return RecordHeaderBytes + kindBytes + keyBytes + body.Length;
    }

    /// <summary>Fills in the header once the records stand behind it; returns the hash of the batch.</summary>
    public static byte[] Seal(Span<byte> batch, BatchHeader header, ReadOnlySpan<byte> previousHash)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(batch, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(batch[8..], header.Number);
        BinaryPrimitives.WriteInt64LittleEndian(batch[16..], header.FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(batch[24..], header.UnixMs);
        BinaryPrimitives.WriteInt32LittleEndian(batch[32..], header.Count);
        BinaryPrimitives.WriteInt32LittleEndian(batch[36..], batch.Length);
        previousHash.CopyTo(batch[40..]);
        var hash = Checksums.Hash(batch[Sealed..]);
        hash.AsSpan(0, Sealed - sizeof(uint)).CopyTo(batch[sizeof(uint)..]);
        return hash;
    }

    public static byte[] Hash(ReadOnlySpan<byte> batch) => IsOfFormat2(batch) ? SHA256.HashData(batch) : Checksums.Hash(batch[Sealed..]);

    /// <summary>What the first <see cref="HeaderBytes"/> say of number and length, unchecked; null if they do not begin like a batch.</summary>
    public static (long Number, int Bytes)? Peek(ReadOnlySpan<byte> header)
    {
        if (!BeginsLikeOne(header)) return null;
        var bytes = BinaryPrimitives.ReadInt32LittleEndian(header[36..]);
        return bytes < HeaderBytes ? null : (BinaryPrimitives.ReadInt64LittleEndian(header[8..]), bytes);
    }

    /// <summary>Whether these are the bytes of a batch, of whatever chain.</summary>
    public static bool IsSound(ReadOnlySpan<byte> batch) =>
      batch.Length >= HeaderBytes && Peek(batch)?.Bytes == batch.Length && MatchesChecksum(batch);

    /// <summary>Whether a batch is sound and was written behind that one; its versions are not looked at.</summary>
    public static bool Follows(ReadOnlySpan<byte> batch, JournalPosition before) =>
      IsSound(batch) && batch.Slice(40, Checksums.HashBytes).SequenceEqual(before.Hash);

    /// <summary>Checks a batch against the chain before it.</summary>
    /// <exception cref="BatchDamagedException">It is not the batch that followed <paramref name="before"/>.</exception>
    public static BatchHeader Open(ReadOnlySpan<byte> batch, JournalPosition before)
    {
        if (batch.Length < HeaderBytes) throw new BatchDamagedException($"is torn: {batch.Length} bytes are left");
        if (!BeginsLikeOne(batch)) throw new BatchDamagedException("does not begin like a batch");
        if (!MatchesChecksum(batch)) throw new BatchDamagedException("does not match its checksum");
        if (BinaryPrimitives.ReadInt32LittleEndian(batch[36..]) != batch.Length) throw new BatchDamagedException("has a wrong length");
        if (!batch.Slice(40, Checksums.HashBytes).SequenceEqual(before.Hash))
            throw new BatchDamagedException("does not follow the batch before it: its hash of that batch is another one");
        var header = new BatchHeader(
          BinaryPrimitives.ReadInt64LittleEndian(batch[8..]), BinaryPrimitives.ReadInt64LittleEndian(batch[16..]),
          BinaryPrimitives.ReadInt64LittleEndian(batch[24..]), BinaryPrimitives.ReadInt32LittleEndian(batch[32..]));
        if (header.Number != before.Number + 1) throw new BatchDamagedException($"calls itself {header.Number}");
        if (header.FirstSequence != before.Sequence + 1 || header.Count < 1)
            throw new BatchDamagedException($"holds {header.Count} versions from {header.FirstSequence} on, {before.Sequence + 1} was next");
        return header;
    }

    /// <summary>The records of a batch that <see cref="Open"/> has checked; bodies share its memory.</summary>
    public static IEnumerable<BatchRecord> Records(ReadOnlyMemory<byte> batch, BatchHeader header)
    {
        var offset = HeaderBytes;
        for (var i = 0; i < header.Count; i++)
        {
            var (record, bytes) = ReadRecord(batch, offset, header.FirstSequence + i);
            yield return record;
            offset += bytes;
        }
    }

    private static bool BeginsLikeOne(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadUInt32LittleEndian(batch) is Magic or MagicOfFormat2;

    private static bool IsOfFormat2(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadUInt32LittleEndian(batch) == MagicOfFormat2;

    private static bool MatchesChecksum(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadUInt32LittleEndian(batch[sizeof(uint)..]) == (IsOfFormat2(batch)
      ? Checksums.Crc32C(batch[Sealed..])
      : BinaryPrimitives.ReadUInt32LittleEndian(Checksums.Hash(batch[Sealed..])));

    private static (BatchRecord Record, int Bytes) ReadRecord(ReadOnlyMemory<byte> batch, int offset, long version)
    {
        var span = batch.Span[offset..];
        int kindBytes = BinaryPrimitives.ReadUInt16LittleEndian(span[1..]), keyBytes = BinaryPrimitives.ReadUInt16LittleEndian(span[3..]);
        var bodyBytes = BinaryPrimitives.ReadInt32LittleEndian(span[5..]);
        var kind = Checksums.StrictUtf8.GetString(span.Slice(RecordHeaderBytes, kindBytes));
        var key = Checksums.StrictUtf8.GetString(span.Slice(RecordHeaderBytes + kindBytes, keyBytes));
        var body = batch.Slice(offset + RecordHeaderBytes + kindBytes + keyBytes, bodyBytes);
        return (new(new(kind, key), version, body, span[0] == OpDelete), RecordBytes(kindBytes, keyBytes, bodyBytes));
    }
}
