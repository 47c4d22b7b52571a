using System.Buffers.Binary;
using System.Text;

namespace Distribution.Grains.Ledger;

/// <summary>Walks through what <see cref="EntryCodec"/> wrote: a list of entries, or the fields of one.</summary>
public ref struct EntryReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether anything is left.</summary>
    public readonly bool IsEnd => _rest.IsEmpty;

    /// <summary>Bytes left.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>The next entry of a list.</summary>
    public ReadOnlySpan<byte> Entry() => TextBytes();

    /// <summary>One byte.</summary>
    public byte Byte() => Bytes(1)[0];

    /// <summary>A variable-length number.</summary>
    public long Varint()
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = Byte();
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException("A number in a ledger entry does not end.");
    }

    /// <summary>Eight bytes.</summary>
    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    /// <summary>A text.</summary>
    public string Text() => Encoding.UTF8.GetString(TextBytes());

    /// <summary>A text's bytes.</summary>
    public ReadOnlySpan<byte> TextBytes() => Bytes(checked((int)Varint()));

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)_rest.Length) throw new InvalidDataException("A ledger entry ends too early.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
