using System.Buffers.Binary;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>What the checkpoint table must hold, and where the journal behind it begins.</summary>
/// <param name="Anchor">All batches up to this one are in the checkpoint.</param>
/// <param name="Rows">How many rows the checkpoint has.</param>
/// <param name="Sum">The sum, modulo 2^128, of the rows' hashes: in any order, and cheap to change by one row.</param>
internal sealed record Manifest(JournalPosition Anchor, long Rows, UInt128 Sum)
{
    public static readonly Manifest Empty = new(JournalPosition.Start, 0, 0);
    private const int Bytes = 80;
    private const uint Magic = 0x314D4A44;

    public byte[] Encode()
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Anchor.Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Anchor.Sequence);
        Anchor.Hash.CopyTo(bytes.AsSpan(24));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(56), Rows);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(64), Sum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Checksums.Crc32C(bytes.AsSpan(8)));
        return bytes;
    }

    /// <returns>Null if the bytes are not a manifest.</returns>
    public static Manifest? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksums.Crc32C(bytes[8..])) return null;
        var anchor = new JournalPosition(
          BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), bytes.Slice(24, 32).ToArray());
        return new(anchor, BinaryPrimitives.ReadInt64LittleEndian(bytes[56..]), BinaryPrimitives.ReadUInt128LittleEndian(bytes[64..]));
    }
}
