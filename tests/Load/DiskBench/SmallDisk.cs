using System.Diagnostics;
using System.Globalization;

namespace Distribution.Load.DiskBench;

/// <summary>A real file system of a few megabytes, which can really be full. Needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Mounts one at a folder; null where that is not allowed.</summary>
    public static SmallDisk? TryMount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 4096, 1]) FillBy(file, size);
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Filler);

    /// <summary>From here on nothing on it can be changed.</summary>
    public bool MakeReadOnly() => Run("mount", "-o", "remount,ro", _folder);

    /// <summary>As before.</summary>
    public bool MakeWritable() => Run("mount", "-o", "remount,rw", _folder);

    public void Dispose() => Run("umount", _folder);

    private static void FillBy(FileStream file, int size)
    {
        var block = new byte[size];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full to within one block: the next size takes the rest.
            return;
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
