using Distribution.Embedded.Storage;
using Distribution.Host.Standalone;

namespace Distribution.AppHost.Standalone;

/// <summary>What can be done with a data folder while nobody serves from it. Blobs go along with the database that names them.</summary>
internal static class FolderCommands
{
    private const string Blobs = "blobs";

    public static Task<int> BackupAsync(string data, string target) => GuardAsync(async () =>
    {
        await using (var store = await StorageFolder.OpenAsync(data, new StorageOptions(), TimeProvider.System))
            Console.WriteLine($"Backed up: {await store.BackupAsync(target)}.");
        CopyBlobs(data, target);
    });

    public static Task<int> RestoreAsync(string source, string data) => GuardAsync(async () =>
    {
        Console.WriteLine($"Restored: {await StorageFolder.RestoreAsync(source, data)}.");
        CopyBlobs(source, data);
    });

    public static Task<int> RepairAsync(string data, string target) => GuardAsync(async () =>
    {
        var report = await StorageFolder.SalvageAsync(data, target, TimeProvider.System);
        CopyBlobs(data, target);
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
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static void CopyBlobs(string from, string to)
    {
        var source = Path.Combine(from, Blobs);
        if (!Directory.Exists(source)) return;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Blobs, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
