using System.Numerics;
using System.Runtime.InteropServices;

namespace Distribution.Embedded.Storage.Device;

/// <summary>Bytes filled up with zeroes to whole blocks, at an address from which a disk takes them without the page cache.</summary>
internal sealed class BlockBuffer
{
    private const int Block = JournalSegment.BlockBytes;
    private byte[] _bytes = [];
    private int _start;

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Fill(ReadOnlySpan<byte> content)
    {
        var length = (int)JournalSegment.Blocks(content.Length);
        if (_bytes.Length - _start < length) Grow(length);
        var blocks = _bytes.AsSpan(_start, length);
        content.CopyTo(blocks);
        blocks[content.Length..].Clear();
        return blocks;
    }

    private void Grow(int length)
    {
        _bytes = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)length) + Block, pinned: true);
        _start = (int)((Block - (Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0) & (Block - 1))) & (Block - 1));
    }
}
