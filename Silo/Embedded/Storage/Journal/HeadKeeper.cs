using System.Buffers.Binary;
using Distribution.Embedded.Storage.Device;

namespace Distribution.Embedded.Storage.Journal;

/// <summary>
/// The head: the last acknowledged position. Written before each acknowledgement, flushed lazily. Of its two slots one is flushed and
/// left alone while the other is written; each flush swaps them, so that a power cut never damages both. Any thread may call it.
/// </summary>
internal sealed class HeadKeeper(IJournalDevice device, TimeProvider time, TimeSpan syncInterval)
{
    public const int SlotBytes = 64;
    private const uint Magic = 0x31484A44;
    private readonly Lock _gate = new();
    private readonly byte[] _bytes = new byte[SlotBytes];
    private long _syncedAt = time.GetTimestamp();
    private bool _dirty;
    private int _slot;

    public void Write(JournalPosition position)
    {
        lock (_gate)
        {
            Encode(position, _bytes);
            device.WriteHead(_slot, _bytes);
            _dirty = true;
        }
    }

    /// <summary>Flushes if the interval has passed; true if something is left to flush later.</summary>
    public bool SyncIfDue()
    {
        lock (_gate)
        {
            if (_dirty && time.GetElapsedTime(_syncedAt) >= syncInterval) Sync();
            return _dirty;
        }
    }

    public void Sync()
    {
        lock (_gate)
        {
            if (!_dirty) return;
            device.SyncHead();
            _dirty = false;
            _slot = 1 - _slot;
            _syncedAt = time.GetTimestamp();
        }
    }

    /// <summary>Both slots, one after the other: from here on a single damaged slot says no less than the whole truth.</summary>
    public void WriteBoth(JournalPosition position)
    {
        lock (_gate)
        {
            Encode(position, _bytes);
            WriteBoth();
        }
    }

    /// <summary>Both slots with the position that was written last.</summary>
    public void WriteBoth()
    {
        lock (_gate)
        {
            for (var i = 0; i < 2; i++)
            {
                device.WriteHead(_slot, _bytes);
                _dirty = true;
                Sync();
            }
        }
    }

    /// <summary>The newer of the readable slots, or null.</summary>
    public static JournalPosition? Read(IJournalDevice device)
    {
        var (a, b) = (Decode(device.ReadHead(0)), Decode(device.ReadHead(1)));
        return a is null ? b : b is null || a.Number >= b.Number ? a : b;
    }

    /// <summary>The number of the last acknowledged batch, by a head file that another process may be writing; 0 when it says nothing.</summary>
    public static long ReadNumber(string path)
    {
        if (!File.Exists(path)) return 0;
        using var file = new HeadFile(path, readOnly: true);
        return Math.Max(Decode(file.Read(0))?.Number ?? 0, Decode(file.Read(1))?.Number ?? 0);
    }

    /// <summary>Whether no slot was ever written.</summary>
    public static bool IsBlank(IJournalDevice device) => device.ReadHead(0).Length == 0 && device.ReadHead(1).Length == 0;

    private static void Encode(JournalPosition position, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], position.Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], position.Sequence);
        position.Hash.CopyTo(bytes[24..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Checksums.Crc32C(bytes[8..]));
    }

    private static JournalPosition? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SlotBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksums.Crc32C(bytes[8..])) return null;
        return new(
          BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), bytes.Slice(24, 32).ToArray());
    }
}
