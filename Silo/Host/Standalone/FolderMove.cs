using System.Runtime.CompilerServices;
using System.Text.Json;
using Distribution.Contracts.Blobs;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Storage;
using Distribution.Grains.Blobs;
using Distribution.Grains.Moves;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distribution.Host.Standalone;

/// <summary>A standalone data folder as the beginning or the end of a move. Nobody may serve from it meanwhile; its lock sees to that.</summary>
public static class FolderMove
{
    private static readonly RecordKey OutagesKey = new("system", "outages");

    /// <summary>Writes everything of a data folder into a new package. The folder is only read.</summary>
    public static async Task<MovedEnd> ExportAsync(string data, string package, CancellationToken ct)
    {
        if (Directory.Exists(package) && Directory.EnumerateFileSystemEntries(package).Any()) throw new IOException($"The folder {package} is not empty.");
        var sound = StorageFolder.Verify(data);
        Directory.CreateDirectory(package);
        await using var store = await StorageFolder.OpenAsync(data, new StorageOptions(), TimeProvider.System);
        var end = await MovePackage.WriteAsync(package, RecordsAsync(store, ct), ct);
        if (end.Records != sound.Records) throw new MoveException($"The folder holds {sound.Records} records, and {end.Records} are of kinds that this version knows.");
        await MoveImport.CopyBlobsAsync(BlobsOf(data), BlobsOf(package), ct);
        var secret = Path.Combine(package, MovePackage.Pseudonyms);
        await File.WriteAllTextAsync(secret, Convert.ToBase64String(StandaloneSilo.SecretOf(data)), ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return end;
    }

    /// <summary>Fills an empty data folder from a package.</summary>
    public static async Task<MovedEnd> ImportAsync(string package, string data, CancellationToken ct)
    {
        await using var store = await StorageFolder.OpenAsync(data, new StorageOptions(), TimeProvider.System);
        var keys = Directory.CreateDirectory(Path.Combine(data, "keys")).FullName;
        var secret = Path.Combine(package, MovePackage.Pseudonyms);
        if (File.Exists(secret)) await File.WriteAllBytesAsync(Path.Combine(keys, "pseudonyms"), Convert.FromBase64String(await File.ReadAllTextAsync(secret, ct)), ct);
        return await MoveImport.RunAsync(package, new Target(store, BlobsOf(data)), ct);
    }

    private static FolderBlobStore BlobsOf(string folder) => new(Path.Combine(folder, MovePackage.Blobs), TimeProvider.System);

    private static async IAsyncEnumerable<MovedRecord> RecordsAsync(FolderRecordStore store, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var kind in MoveStates.Kinds.Order(StringComparer.Ordinal).Append(MovedRecord.Reminder).Append(MovedRecord.Outages))
        {
            await foreach (var (key, record) in store.ScanAsync(kind, ct))
                yield return new MovedRecord(kind, key.Key, MoveStates.JsonOf(kind, record.Body));
        }
    }

    private sealed class Target(FolderRecordStore store, FolderBlobStore blobs) : IMoveTarget
    {
        public IGrainStorage States { get; } = new RecordGrainStorage(store, new StateSerializer());

        public IBlobStore Blobs => blobs;

        public Task WriteReminderAsync(MovedReminder reminder, CancellationToken ct) => WriteAsync(
            ReminderService.RecordOf(GrainId.Create(reminder.GrainType, reminder.GrainKey), reminder.Name), JsonSerializer.SerializeToUtf8Bytes(reminder), ct);

        public Task WriteOutagesAsync(MovedOutages outages, CancellationToken ct) => WriteAsync(OutagesKey, JsonSerializer.SerializeToUtf8Bytes(outages), ct);

        private async Task WriteAsync(RecordKey key, byte[] body, CancellationToken ct)
        {
            var present = await store.ReadAsync(key, ct);
            if (present?.Body.Span.SequenceEqual(body) is true) return;
            if (present is not null) throw new MoveException($"{key} is there already, and differs. Import into an empty folder.");
            await store.WriteAsync(key, body, 0, ct);
        }
    }
}
