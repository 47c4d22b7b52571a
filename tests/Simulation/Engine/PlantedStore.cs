using System.Text.Json.Nodes;
using Distribution.Embedded.Storage;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>A store with a mistake in it.</summary>
internal sealed class PlantedStore(IRecordStore inner, PlantedBug bug) : IRecordStore
{
    public static IRecordStore Over(IRecordStore inner, PlantedBug bug) =>
        bug is PlantedBug.IgnoreETag or PlantedBug.DropOwedCredit or PlantedBug.NewCreditIdAtRetry ? new PlantedStore(inner, bug) : inner;

    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct)
    {
        var record = await inner.ReadAsync(key, ct);
        if (record is null || key.Kind != "task/task" || bug == PlantedBug.IgnoreETag) return record;
        var json = JsonNode.Parse(record.Body.Span)!.AsObject();
        if (json["o"] is not JsonArray { Count: > 0 } owed) return record;
        if (bug == PlantedBug.DropOwedCredit) json["o"] = new JsonArray();
        else foreach (var order in owed) order!["EntryId"] = $"{order["EntryId"]}-again";
        return new StoredRecord(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), record.Version);
    }

    public async ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct)
    {
        for (; ; )
        {
            try
            {
                return await inner.WriteAsync(key, body, expectedVersion, ct);
            }
            catch (RecordConflictException conflict) when (bug == PlantedBug.IgnoreETag)
            {
                expectedVersion = conflict.Stored;
            }
        }
    }

    public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct) => inner.DeleteAsync(key, expectedVersion, ct);

    public IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, CancellationToken ct) => inner.ScanAsync(kind, ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
