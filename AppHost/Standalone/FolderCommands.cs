using System.Security.Cryptography;
using Distribution.Contracts.Blobs;
using Distribution.Embedded.Storage;
using Distribution.Host.Standalone;
using Microsoft.Extensions.Options;

namespace Distribution.AppHost.Standalone;

/// <summary>What can be done with a data folder. Blobs and keys go along with the database that needs them.</summary>
internal static class FolderCommands
{
    private const string Blobs = "blobs";
    private static readonly string[] Beside = [Blobs, "keys"];

    /// <summary>
    /// Copies a folder from which a process may serve. Blobs go first, then the database, then the blobs that came meanwhile: so the copy has
    /// each one that its database names, also one that is collected before the end.
    /// </summary>
    public static Task<int> BackupAsync(string data, string target) => GuardAsync(async () =>
    {
        var database = Path.Combine(target, "database");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new IOException($"The folder {target} is not empty. Choose an empty one: nothing is ever overwritten.");
        CopyBeside(data, target);
        var copied = await StorageFolder.BackupAsync(data, database);
        CopyBeside(data, target);
        foreach (var entry in Directory.EnumerateFileSystemEntries(database)) Directory.Move(entry, Path.Combine(target, Path.GetFileName(entry)));
        Directory.Delete(database);
        Console.WriteLine($"Backed up: {copied}.");
    });

    public static Task<int> RestoreAsync(string source, string data) => GuardAsync(async () =>
    {
        Console.WriteLine($"Restored: {await StorageFolder.RestoreAsync(source, data)}.");
        CopyBeside(source, data);
    });

    public static Task<int> RepairAsync(string data, string target) => GuardAsync(async () =>
    {
        var report = await StorageFolder.SalvageAsync(data, target, TimeProvider.System);
        CopyBeside(data, target);
        foreach (var problem in report.Problems) Console.WriteLine(problem);
        Console.WriteLine($"Recovered: {report.Recovered}; acknowledged were batches up to {report.AcknowledgedBatch?.ToString() ?? "unknown"}.");
    });

    public static Task<int> ExportAsync(string data, string package, CancellationToken stop) => GuardAsync(async () =>
        Console.WriteLine($"Exported: {await FolderMove.ExportAsync(data, package, stop)}. The package holds secrets: pay, answers, password hashes."));

    public static Task<int> ImportAsync(string data, string package, CancellationToken stop) => GuardAsync(async () =>
        Console.WriteLine($"Imported: {await FolderMove.ImportAsync(package, data, stop)}."));

    /// <summary>Says what is wrong in a sentence, and answers with 1 instead of a stack trace.</summary>
    public static async Task<int> GuardAsync(Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException or OptionsValidationException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    /// <summary>Copies what is not there yet. A blob's name is its content's hash, so a copy that does not fit its name is refused.</summary>
    private static void CopyBeside(string from, string to)
    {
        foreach (var folder in Beside.Select(name => Path.Combine(from, name)).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                var isBlob = BlobHash.TryParse(Path.GetFileName(file), out var hash);
                if (File.Exists(target) || (Path.GetFileName(folder) == Blobs && !isBlob)) continue;
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
                using var written = File.Open(target, FileMode.Open, FileAccess.ReadWrite);
                if (isBlob && BlobHash.FromDigest(SHA256.HashData(written)) != hash) throw new IOException($"The blob {hash} is damaged.");
                written.Flush(flushToDisk: true);
            }
        }
    }
}
