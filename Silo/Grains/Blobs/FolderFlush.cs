using System.Runtime.InteropServices;
using System.Text;

namespace Distribution.Grains.Blobs;

internal static class FolderFlush
{
    /// <summary>Makes the names in a folder durable. .NET opens no folders as files; Windows needs no such call.</summary>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (descriptor < 0) throw new IOException($"The folder {folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        var (result, error) = (Fsync(descriptor), Marshal.GetLastPInvokeError());
        _ = Close(descriptor);
        if (result != 0) throw new IOException($"The folder {folder} cannot be flushed: error {error}.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
