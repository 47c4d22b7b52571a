using Microsoft.Win32.SafeHandles;

namespace Distribution.Embedded.Storage.Device;

/// <summary>The file of the two head slots. They stand 4,096 bytes apart, so that no torn sector holds both.</summary>
internal sealed class HeadFile : IDisposable
{
    private const int SlotDistance = 4096;
    private const int SlotBytes = 64;
    private readonly SafeFileHandle _file;

    public HeadFile(string path, bool readOnly)
    {
        _file = readOnly
          ? File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite)
          : File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    public void Write(int slot, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, slot * (long)SlotDistance);
        }
        catch (IOException e)
        {
            throw new StorageFaultException($"The head file cannot be written: {e.Message}", e);
        }
    }

    public byte[] Read(int slot)
    {
        var bytes = new byte[SlotBytes];
        var read = RandomAccess.Read(_file, bytes, slot * (long)SlotDistance);
        return read == SlotBytes && bytes.AsSpan().ContainsAnyExcept((byte)0) ? bytes : bytes[..(read == SlotBytes ? 0 : read)];
    }

    public void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException e)
        {
            throw new StorageFaultException($"The head file cannot be flushed: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
