using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Distribution.Grains.Pay;

namespace Distribution.Grains.Moves;

/// <summary>What is moved can't be written, or can't be read.</summary>
public sealed class MoveException(string message) : IOException(message);

/// <summary>One line of a package: a record of a kind, as "task/task" for the state named "task" of a task grain.</summary>
/// <param name="Kind">Grain type and state name; or <see cref="Reminder"/>, <see cref="Outages"/>, <see cref="End"/>.</param>
/// <param name="Key">The grain's key.</param>
/// <param name="Body">The record as JSON, whatever form it has in its store.</param>
public sealed record MovedRecord(
    [property: JsonPropertyName("k")] string Kind, [property: JsonPropertyName("i")] string Key, [property: JsonPropertyName("b")] JsonElement Body)
{
    /// <summary>The kind of reminders.</summary>
    public const string Reminder = "reminder";

    /// <summary>The kind of the record of beats and outages.</summary>
    public const string Outages = "system";

    /// <summary>The kind of the last line.</summary>
    public const string End = "end";
}

/// <summary>A reminder, as the standalone build stores it.</summary>
public sealed record MovedReminder(string GrainType, string GrainKey, string Name, DateTime FirstDue, TimeSpan Period);

/// <summary>When the system last lived, and when it did not. What passes between that and the new place's first beat is an outage, too.</summary>
public sealed record MovedOutages(DateTimeOffset Beat, IReadOnlyList<Outage> Outages);

/// <summary>The last line: without it, or with other figures, the package is not whole.</summary>
public sealed record MovedEnd(long Records, string Sha256);

[JsonSerializable(typeof(MovedRecord))]
[JsonSerializable(typeof(MovedReminder))]
[JsonSerializable(typeof(MovedOutages))]
[JsonSerializable(typeof(MovedEnd))]
internal sealed partial class MoveJsonContext : JsonSerializerContext;

/// <summary>A folder on its way from one installation to another: FOLDER/records.jsonl, FOLDER/blobs, FOLDER/pseudonyms.</summary>
public static class MovePackage
{
    /// <summary>The file of records below a package's folder.</summary>
    public const string Records = "records.jsonl";

    /// <summary>The folder of blobs.</summary>
    public const string Blobs = "blobs";

    /// <summary>The secret behind export pseudonyms, in base 64.</summary>
    public const string Pseudonyms = "pseudonyms";

    /// <summary>Writes the records, and a last line with their number and hash.</summary>
    public static async Task<MovedEnd> WriteAsync(string folder, IAsyncEnumerable<MovedRecord> records, CancellationToken ct)
    {
        await using var file = new FileStream(Path.Combine(folder, Records), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        await foreach (var record in records.WithCancellation(ct))
        {
            var line = LineOf(record);
            hash.AppendData(line);
            await file.WriteAsync(line, ct);
            count++;
        }

        var end = new MovedEnd(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
        await file.WriteAsync(LineOf(new MovedRecord(MovedRecord.End, "", JsonSerializer.SerializeToElement(end, MoveJsonContext.Default.MovedEnd))), ct);
        await file.FlushAsync(ct);
        file.Flush(flushToDisk: true);
        return end;
    }

    /// <summary>Reads a package to its end and compares; throws <see cref="MoveException"/> before anything is taken from it.</summary>
    public static async Task<MovedEnd> VerifyAsync(string folder, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, Records), ct))
        {
            var record = Parse(line);
            if (record.Kind == MovedRecord.End)
            {
                var end = record.Body.Deserialize(MoveJsonContext.Default.MovedEnd);
                var found = new MovedEnd(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
                return end == found ? found : throw new MoveException($"The package is damaged: it says {end}, and holds {found}.");
            }

            hash.AppendData(Encoding.UTF8.GetBytes(line + '\n'));
            count++;
        }

        throw new MoveException($"The package breaks off after {count} records: export again.");
    }

    /// <summary>The records, without the last line.</summary>
    public static async IAsyncEnumerable<MovedRecord> ReadAsync(string folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, Records), ct))
        {
            var record = Parse(line);
            if (record.Kind == MovedRecord.End) yield break;
            yield return record;
        }
    }

    private static byte[] LineOf(MovedRecord record) => [.. JsonSerializer.SerializeToUtf8Bytes(record, MoveJsonContext.Default.MovedRecord), (byte)'\n'];

    private static MovedRecord Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, MoveJsonContext.Default.MovedRecord) ?? throw new MoveException("A line of the package is null.");
        }
        catch (JsonException error)
        {
            throw new MoveException($"A line of the package is no record: {error.Message}");
        }
    }
}
