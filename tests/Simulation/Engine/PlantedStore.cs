using System.Text;
using System.Text.Json.Nodes;
using Distribution.Contracts.Tasks;
using Distribution.Embedded.Storage;

namespace Distribution.Tests.Simulation.Engine;

/// <summary>A store with a mistake in it.</summary>
internal sealed class PlantedStore(IRecordStore inner, Mutation mutation) : IRecordStore
{
    public static IRecordStore Over(IRecordStore inner, Mutation mutation) =>
        mutation is Mutation.IgnoreETag or Mutation.DropOwedCredit or Mutation.NewCreditIdAtRetry or Mutation.ForgetWhoHadIt ? new PlantedStore(inner, mutation) : inner;

    public async ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct)
    {
        var record = await inner.ReadAsync(key, ct);
        if (record is null || key.Kind != "task/task" || mutation == Mutation.IgnoreETag) return record;
        var json = JsonNode.Parse(record.Body.Span)!.AsObject();
        if (mutation == Mutation.ForgetWhoHadIt) ForgetSkips(json);
        else if (json["o"] is not JsonArray { Count: > 0 } owed) return record;
        else if (mutation == Mutation.DropOwedCredit) json["o"] = new JsonArray();
        else foreach (var order in owed) order!["EntryId"] = $"{order["EntryId"]}-again";
        return new StoredRecord(Encoding.UTF8.GetBytes(json.ToJsonString()), record.Version);
    }

    public async ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct)
    {
        for (; ; )
        {
            try
            {
                return await inner.WriteAsync(key, body, expectedVersion, ct);
            }
            catch (RecordConflictException conflict) when (mutation == Mutation.IgnoreETag)
            {
                expectedVersion = conflict.Stored;
            }
        }
    }

    public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct) => inner.DeleteAsync(key, expectedVersion, ct);

    public IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, CancellationToken ct) => inner.ScanAsync(kind, ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static void ForgetSkips(JsonObject task)
    {
        foreach (var assignment in task["a"]!.AsArray())
            if ((int)assignment!["s"]! == (int)AssignmentStatus.Skipped) assignment["s"] = (int)AssignmentStatus.Released;
    }
}
