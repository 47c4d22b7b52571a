using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Distribution.Grains.Common.Compact;

/// <summary>How a field's value is written. The numbers are those of Protocol Buffers.</summary>
public enum WireType
{
    /// <summary>Seven bits a byte, the lowest first.</summary>
    Varint = 0,

    /// <summary>Eight bytes, little endian.</summary>
    Fixed64 = 1,

    /// <summary>A length and as many bytes.</summary>
    Bytes = 2,
}

/// <summary>
/// Writes fields in the wire format of Protocol Buffers (a tag of number and type, then a varint, eight bytes, or a length and bytes), so that any tool
/// for that format can take apart what is stored. One thread at a time; kept and used again.
/// </summary>
public sealed class CompactWriter
{
    private const int VarintBytesMax = 10;

    /// <summary>The most bytes that one UTF-16 unit takes as UTF-8.</summary>
    private const int Utf8BytesMax = 3;

    private const int DigitsMax = 11;
    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>What was written since <see cref="Begin"/>. Valid until the next.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Forgets what was written; <paramref name="mark"/> stands first, and belongs to no field.</summary>
    public void Begin(byte mark)
    {
        _buffer[0] = mark;
        _length = 1;
    }

    /// <summary>An integer. A negative one takes ten bytes.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>Eight bytes.</summary>
    public void Fixed64(int field, long value)
    {
        Tag(field, WireType.Fixed64);
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(long);
    }

    /// <summary>A text.</summary>
    public void Text(int field, string value)
    {
        var start = Open(field);
        Append(value);
        Close(start);
    }

    /// <summary>A name, a separator, and a number: "project/17".</summary>
    public void Text(int field, string name, char separator, int number)
    {
        var start = Open(field);
        Append(name);
        Reserve(1 + DigitsMax);
        _buffer[_length++] = (byte)separator;
        number.TryFormat(_buffer.AsSpan(_length), out var digits, default, CultureInfo.InvariantCulture);
        _length += digits;
        Close(start);
    }

    /// <summary>Bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    /// <summary>Begins a field that gets its length by <see cref="Close"/>, which wants what this returns.</summary>
    public int Open(int field)
    {
        Tag(field, WireType.Bytes);
        Reserve(1);
        return ++_length;
    }

    /// <summary>Ends what <see cref="Open"/> began.</summary>
    public void Close(int start)
    {
        var length = _length - start;
        // Nearly every part is short, and its length then takes the one byte that was left for it.
        if (length < 0x80)
        {
            _buffer[start - 1] = (byte)length;
            return;
        }

        Span<byte> prefix = stackalloc byte[VarintBytesMax];
        var bytes = Put(prefix, (ulong)length);
        Reserve(bytes - 1);
        _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start - 1 + bytes));
        prefix[..bytes].CopyTo(_buffer.AsSpan(start - 1));
        _length += bytes - 1;
    }

    /// <summary>A bare integer inside of what <see cref="Open"/> began.</summary>
    public void Varint(ulong value)
    {
        Reserve(VarintBytesMax);
        _length += Put(_buffer.AsSpan(_length), value);
    }

    private static int Put(Span<byte> target, ulong value)
    {
        var bytes = 0;
        for (; value >= 0x80; value >>= 7) target[bytes++] = (byte)(value | 0x80);
        target[bytes++] = (byte)value;
        return bytes;
    }

    private void Append(string value)
    {
        Reserve(value.Length * Utf8BytesMax);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    private void Tag(int field, WireType type) => Varint((ulong)((field << 3) | (int)type));

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
    }
}
