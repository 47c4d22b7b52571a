using System.Globalization;

namespace Distribution.Embedded.Storage.Device;

/// <summary>Holds a folder for one process: the operating system lets go of it when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string LockName = "lock";

    // Whoever is refused cannot open the locked file, not even to read; the holder's id stands beside it.
    private const string HolderName = "lock.pid";

    // Any other error, a disk that can't be written above all, says itself what is wrong.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="StorageLockedException">Another process, or this one, holds it.</exception>
    public static FolderLock Take(string folder)
    {
        FileStream file;
        try
        {
            file = new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlock or SharingViolation)
        {
            throw new StorageLockedException(folder, ReadHolder(folder));
        }

        try
        {
            File.WriteAllText(Path.Combine(folder, HolderName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static int? ReadHolder(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, HolderName));
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (IOException)
        {
            // The sentence then says "another process".
            return null;
        }
    }
}
