using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Distribution.Embedded.Storage.Device;

/// <summary>What .NET has no call for: waiting until something is on disk, and writing past the page cache.</summary>
internal static partial class DiskSync
{
    private const int ReadWrite = 2;
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Makes the bytes of a file durable, not its times: a file written over in place then needs one write of the disk, and no transaction of the file system.
    /// </summary>
    /// <exception cref="StorageFaultException">They cannot be flushed.</exception>
    public static void FlushBytes(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (Fdatasync(file) != 0) throw new StorageFaultException($"The journal cannot be flushed: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Makes created, renamed and deleted names of a folder durable. Does nothing on Windows, which has no such call.</summary>
    /// <exception cref="StorageFaultException">The folder cannot be flushed.</exception>
    public static void FlushNames(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        // .NET opens no folders as files.
        var descriptor = Open(folder, 0);
        if (descriptor < 0) throw new StorageFaultException($"The folder {folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        var (result, error) = (Fsync(descriptor), Marshal.GetLastPInvokeError());
        _ = Close(descriptor);
        if (result != 0) throw new StorageFaultException($"The folder {folder} cannot be flushed: error {error}.");
    }

    /// <summary>Opens a file for writes that go past the page cache, in whole blocks from aligned memory; null where that cannot be had.</summary>
    public static SafeFileHandle? OpenDirect(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        int? direct = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 0x4000, Architecture.Arm64 => 0x10000, _ => null };
        if (direct is not { } flag) return null;
        var descriptor = Open(path, ReadWrite | CloseOnExec | flag);
        return descriptor < 0 ? null : new(descriptor, ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
