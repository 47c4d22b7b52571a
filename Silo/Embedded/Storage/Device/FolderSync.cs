using System.Runtime.InteropServices;

namespace Distribution.Embedded.Storage.Device;

/// <summary>Makes created, renamed and deleted names of a folder durable.</summary>
internal static partial class FolderSync
{
    /// <summary>Does nothing on Windows, which has no such call.</summary>
    /// <exception cref="StorageFaultException">The folder cannot be flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        // .NET opens no folders as files.
        var descriptor = Open(folder, 0);
        if (descriptor < 0) throw new StorageFaultException($"The folder {folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        var (result, error) = (Fsync(descriptor), Marshal.GetLastPInvokeError());
        _ = Close(descriptor);
        if (result != 0) throw new StorageFaultException($"The folder {folder} cannot be flushed: error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
