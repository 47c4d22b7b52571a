using System.Diagnostics;

namespace Distribution.Load.DiskBench;

/// <summary>
/// A disk each flush of which takes 50 ms to 2 s while a file is there: a library before the C library's. .NET calls the flush of the journal past it, so there
/// the write before it waits. Needs a C compiler.
/// </summary>
internal sealed class SlowDisk
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdlib.h>
        #include <stdio.h>
        #include <string.h>
        #include <unistd.h>
        static void linger(void) { const char *file = getenv("SLOW_DISK_WHILE"); if (file && access(file, F_OK) == 0) usleep(50000 + (rand() % 1950) * 1000); }
        int fsync(int fd) { static int (*real)(int); if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync"); linger(); return real(fd); }
        int fdatasync(int fd) { static int (*real)(int); if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync"); linger(); return real(fd); }
        static int is_journal(int fd) {
          char link[64], path[512];
          snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
          ssize_t length = readlink(link, path, sizeof path - 1);
          if (length < 0) return 0;
          path[length] = 0;
          return strstr(path, "/journal/") != 0;
        }
        ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
          static ssize_t (*real)(int, const void *, size_t, off64_t);
          if (!real) real = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
          if (is_journal(fd)) linger();
          return real(fd, bytes, count, at);
        }
        """;

    private readonly string _while;

    private SlowDisk(string library, string file)
    {
        _while = file;
        Environment = new Dictionary<string, string> { ["LD_PRELOAD"] = library, ["SLOW_DISK_WHILE"] = file };
    }

    /// <summary>For the process whose disk it is.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Compiles it into a folder; null where that can't be done.</summary>
    public static async Task<SlowDisk?> TryMakeAsync(string folder)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/cc")) return null;
        var (source, library) = (Path.Combine(folder, "slow.c"), Path.Combine(folder, "slow.so"));
        await File.WriteAllTextAsync(source, Source);
        using var compiler = Process.Start("/usr/bin/cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"]);
        await compiler.WaitForExitAsync();
        return compiler.ExitCode == 0 ? new SlowDisk(library, Path.Combine(folder, "slow")) : null;
    }

    public void Slow() => File.WriteAllText(_while, "");

    public void Heal() => File.Delete(_while);
}
