using System.Buffers.Binary;
using System.Text;
using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Simulated;

/// <summary>Bytes on the simulated disk in which a bit may flip.</summary>
internal sealed class SimulatedCell(string name, byte[] bytes, Func<byte[], Action>? store = null)
{
    public string Name { get; } = name;
    public int Bits => bytes.Length * 8;

    /// <summary>Flips one bit, from 0 to <see cref="Bits"/> - 1.</summary>
    /// <returns>Puts it back as it was.</returns>
    public Action Flip(int bit)
    {
        var mask = (byte)(1 << (bit & 7));
        bytes[bit >> 3] ^= mask;
        var undo = store?.Invoke((byte[])bytes.Clone());
        return () =>
        {
            bytes[bit >> 3] ^= mask;
            undo?.Invoke();
        };
    }
}

/// <summary>A checkpoint row as one run of bytes: version, hash, kind, key, body. The lengths are those of the row before.</summary>
internal static class CheckpointCells
{
    private const int Fixed = 24;

    public static byte[] Encode(CheckpointRow row)
    {
        var head = new byte[Fixed];
        BinaryPrimitives.WriteInt64LittleEndian(head, row.Version);
        BinaryPrimitives.WriteUInt128LittleEndian(head.AsSpan(8), row.Hash);
        return [.. head, .. Encoding.UTF8.GetBytes(row.Key.Kind), .. Encoding.UTF8.GetBytes(row.Key.Key), .. row.Body.Span];
    }

    public static CheckpointRow Decode(byte[] bytes, CheckpointRow shape)
    {
        var (kind, key) = (Encoding.UTF8.GetByteCount(shape.Key.Kind), Encoding.UTF8.GetByteCount(shape.Key.Key));
        return new(
          new(Encoding.UTF8.GetString(bytes, Fixed, kind), Encoding.UTF8.GetString(bytes, Fixed + kind, key)),
          BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt128LittleEndian(bytes.AsSpan(8)), bytes.AsMemory(Fixed + kind + key));
    }
}
