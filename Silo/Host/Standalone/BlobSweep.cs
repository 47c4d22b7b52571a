using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using Distribution.Contracts.Blobs;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Distribution.Host.Standalone;

/// <summary>How blobs that no record names are collected.</summary>
public sealed class BlobSweepOptions
{
    /// <summary>The time between two looks. Default: 1 hour; each looks at a sixteenth of the blobs, which bounds its memory.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long ago a blob was last put. Default: 1 day, far longer than a blob waits for the record that names it.</summary>
    public TimeSpan MinAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Blobs that one look deletes. Default: 10,000; the others wait for the next.</summary>
    [Range(1, 1_000_000)]
    public int DeletesMax { get; set; } = 10_000;
}

/// <summary>
/// Collects blobs that no record names: what a crash left between a blob and its record, runs of ids that were merged, errors of imports that
/// ran again. A record names a blob wherever its hash stands in it, so a state that comes later is heeded too. A blob goes when two looks
/// in a row found it unnamed: a name that moves from one record to another during one of them is seen by the other.
/// </summary>
public sealed partial class BlobSweep(
    IBlobStore blobs, IRecordStore records, EmbeddedRuntime runtime, TimeProvider time, IOptions<BlobSweepOptions> settings, ILogger<BlobSweep> log) : BackgroundService
{
    /// <summary>Each look is at one of so many parts, by the first digit of the hash.</summary>
    public const int Parts = 16;

    private const int HashDigits = 64;
    private readonly HashSet<BlobHash>[] _suspects = [.. Enumerable.Range(0, Parts).Select(static _ => new HashSet<BlobHash>())];

    /// <summary>Looks at one part, 0 to 15; answers how many blobs it deleted.</summary>
    public async Task<int> SweepAsync(int part, CancellationToken ct)
    {
        var before = time.GetUtcNow() - settings.Value.MinAge;
        var unnamed = new HashSet<BlobHash>();
        await foreach (var blob in blobs.ListAsync(ct))
            if (Convert.ToInt32(blob.Hash.Value[..1], 16) == part && blob.WrittenAt < before) unnamed.Add(blob.Hash);
        foreach (var kind in unnamed.Count == 0 ? [] : Kinds())
            await foreach (var (_, record) in records.ScanAsync(kind, ct)) RemoveNamed(unnamed, record.Body.Span);

        var deleted = 0;
        foreach (var hash in unnamed.Where(_suspects[part].Contains).Take(settings.Value.DeletesMax).ToList())
        {
            if (await blobs.DeleteAsync(hash, before, ct)) deleted++;
            unnamed.Remove(hash);
        }

        _suspects[part] = unnamed;
        if (deleted > 0) LogDeleted(deleted);
        return deleted;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Value.Period, time);
        try
        {
            for (var look = 0; await timer.WaitForNextTickAsync(stoppingToken); look++) await TryAsync(look % Parts, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task TryAsync(int part, CancellationToken ct)
    {
        try
        {
            await SweepAsync(part, ct);
        }
        catch (Exception error) when (error is StorageException or IOException)
        {
            // A record that can't be read may name anything: nothing of this part goes until it can.
            _suspects[part] = [];
            LogFailed(error);
        }
    }

    /// <summary>The kinds of all states of all grains.</summary>
    private IEnumerable<string> Kinds() =>
        from grain in runtime.GrainTypes
        from parameter in grain.Value.GetConstructors()[0].GetParameters()
        let state = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where state is not null
        select RecordGrainStorage.Key(state.StateName, new GrainId(grain.Key, "any")).Kind;

    private static void RemoveNamed(HashSet<BlobHash> unnamed, ReadOnlySpan<byte> body)
    {
        var digits = 0;
        for (var i = 0; i < body.Length; i++)
        {
            digits = body[i] is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f') ? digits + 1 : 0;
            if (digits >= HashDigits && BlobHash.TryParse(Encoding.ASCII.GetString(body.Slice(i + 1 - HashDigits, HashDigits)), out var named)) unnamed.Remove(named);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} blobs that no record names were deleted")]
    private partial void LogDeleted(int count);

    [LoggerMessage(2, LogLevel.Debug, "The sweep of blobs has stopped")]
    private partial void LogStopped();

    [LoggerMessage(3, LogLevel.Error, "The blobs could not be swept; the next look tries again")]
    private partial void LogFailed(Exception error);
}
