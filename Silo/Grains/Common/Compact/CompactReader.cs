using System.Buffers.Binary;
using System.Text;

namespace Distribution.Grains.Common.Compact;

/// <summary>Reads what <see cref="CompactWriter"/> wrote, field by field. Throws <see cref="InvalidDataException"/> for bytes that are none of it.</summary>
public ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private long _number;
    private ReadOnlySpan<byte> _content;

    /// <summary>The number of the field at which the reader stands.</summary>
    public int Field { get; private set; }

    /// <summary>How its value is written.</summary>
    public WireType Type { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _at == _bytes.Length;

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool Next()
    {
        if (IsAtEnd) return false;
        var tag = Varint();
        (Field, Type) = ((int)(tag >> 3), (WireType)(tag & 7));
        switch (Type)
        {
            case WireType.Varint:
                _number = (long)Varint();
                break;
            case WireType.Fixed64:
                _number = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
                break;
            case WireType.Bytes:
                _content = Take(Varint());
                break;
            default:
                throw new InvalidDataException($"Field {Field} has the unknown wire type {(int)Type}.");
        }

        return true;
    }

    /// <summary>The field as an integer.</summary>
    public readonly long Integer() => Require(WireType.Varint) ? _number : 0;

    /// <summary>The field as eight bytes.</summary>
    public readonly long Fixed64() => Require(WireType.Fixed64) ? _number : 0;

    /// <summary>The field as bytes, which are the record's own.</summary>
    public readonly ReadOnlySpan<byte> Bytes() => Require(WireType.Bytes) ? _content : default;

    /// <summary>The field as a text.</summary>
    public readonly string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>A bare integer, where the bytes are packed.</summary>
    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && !IsAtEnd; shift += 7)
        {
            var next = _bytes[_at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException($"An integer does not end before byte {_at}.");
    }

    private readonly bool Require(WireType wanted) =>
        Type == wanted ? true : throw new InvalidDataException($"Field {Field} is written as {Type}, not as {wanted}.");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _at)) throw new InvalidDataException($"Field {Field} has {length} bytes from {_at} on, but only {_bytes.Length} are there.");
        var taken = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }
}
