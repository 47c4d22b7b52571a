using System.Text.Json;
using Distribution.Contracts.Blobs;
using Distribution.Grains.Blobs;
using Orleans.Storage;

namespace Distribution.Grains.Moves;

/// <summary>Where a package goes. The states go through the storage provider that the grains will use there.</summary>
public interface IMoveTarget
{
    /// <summary>The grains' storage.</summary>
    IGrainStorage States { get; }

    /// <summary>The blobs.</summary>
    IBlobStore Blobs { get; }

    /// <summary>Keeps a reminder.</summary>
    Task WriteReminderAsync(MovedReminder reminder, CancellationToken ct);

    /// <summary>Keeps the last beat and the outages.</summary>
    Task WriteOutagesAsync(MovedOutages outages, CancellationToken ct);
}

/// <summary>
/// Fills an empty installation from a package, whichever build it is of. Blobs come first, since states name them; reminders last,
/// since they wake grains. Run again after a failure, it goes on.
/// </summary>
public static class MoveImport
{
    private const int AtOnce = 64;

    /// <summary>Answers with what the package held. Throws <see cref="MoveException"/>; then what was imported so far stays.</summary>
    public static async Task<MovedEnd> RunAsync(string folder, IMoveTarget target, CancellationToken ct)
    {
        var end = await MovePackage.VerifyAsync(folder, ct);
        await CopyBlobsAsync(new FolderBlobStore(Path.Combine(folder, MovePackage.Blobs), TimeProvider.System), target.Blobs, ct);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(StatesAsync(folder, ct), parallel, async (record, _) => await MoveStates.WriteAsync(target.States, record));
        await foreach (var record in MovePackage.ReadAsync(folder, ct))
        {
            if (record.Kind == MovedRecord.Outages) await target.WriteOutagesAsync(record.Body.Deserialize(MoveJsonContext.Default.MovedOutages)!, ct);
            if (record.Kind == MovedRecord.Reminder) await target.WriteReminderAsync(record.Body.Deserialize(MoveJsonContext.Default.MovedReminder)!, ct);
        }

        return end;
    }

    /// <summary>Copies every blob; each arrives under the name that its content has, or not at all.</summary>
    public static async Task CopyBlobsAsync(IBlobStore from, IBlobStore to, CancellationToken ct)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce / 8, CancellationToken = ct };
        await Parallel.ForEachAsync(from.ListAsync(ct), parallel, async (blob, token) =>
        {
            await using var content = await from.OpenAsync(blob.Hash, token) ?? throw new MoveException($"The blob {blob.Hash} has gone.");
            var arrived = await to.PutAsync(content, token);
            if (arrived != blob.Hash) throw new MoveException($"The blob {blob.Hash} is damaged: its content has the hash {arrived}.");
        });
    }

    private static async IAsyncEnumerable<MovedRecord> StatesAsync(string folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var record in MovePackage.ReadAsync(folder, ct))
        {
            if (record.Kind is not (MovedRecord.Outages or MovedRecord.Reminder)) yield return record;
        }
    }
}
