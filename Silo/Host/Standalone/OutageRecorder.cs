using System.Text.Json;
using System.Text.Json.Serialization;
using Distribution.Embedded.Storage;
using Distribution.Grains.Common;
using Distribution.Grains.Pay;
using Microsoft.Extensions.Logging;

namespace Distribution.Host.Standalone;

/// <summary>
/// Writes a beat every few seconds; at start the gap since the last one is an outage, which extends both clocks of every lease
/// that was running (SPEC T-rules of the clock).
/// </summary>
public sealed partial class OutageRecorder(IRecordStore store, TimeProvider time, ILogger<OutageRecorder> log) : IOutageLog, IAsyncDisposable
{
    /// <summary>The time between beats. A crash gap is known no finer than this.</summary>
    public static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(5);

    /// <summary>A longer gap than this, at start, is an outage; a shorter one no clock would notice.</summary>
    public static readonly TimeSpan ShortestOutage = TimeSpan.FromSeconds(6);

    /// <summary>How long outages are kept: longer than the longest hard limit.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(40);

    private static readonly RecordKey Key = new("system", "outages");
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Outage[] _outages = [];
    private DateTimeOffset? _unavailableSince;
    private long _version;
    private ITimer? _timer;

    /// <summary>Reads the beats of the process before, records its outage, and begins to beat.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await store.ReadAsync(Key, cancellationToken) is { } record)
        {
            _version = record.Version;
            var row = JsonSerializer.Deserialize(record.Body.Span, OutageJson.Default.OutageRow) ?? throw new JsonException("The outage record is empty.");
            var gap = now - row.Beat;
            Outage[] all = gap >= ShortestOutage ? [.. row.Outages, new Outage(row.Beat, now)] : [.. row.Outages];
            _outages = Array.FindAll(all, outage => now - outage.To < KeptFor);
            if (gap >= ShortestOutage) LogOutage(row.Beat, now, gap);
        }

        await WriteAsync(_outages, cancellationToken);
        _timer = time.CreateTimer(_ => _ = BeatAsync(), null, BeatPeriod, BeatPeriod);
    }

    /// <inheritdoc />
    public IReadOnlyList<Outage> Since(DateTimeOffset from)
    {
        var outages = Volatile.Read(ref _outages);
        if (outages.Length == 0 || outages[^1].To <= from) return [];
        return Array.FindAll(outages, outage => outage.To > from);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _timer, null) is not { } timer) return;
        await timer.DisposeAsync();
        await BeatAsync();
        _writing.Dispose();
    }

    /// <summary>A beat that cannot be written begins an unavailability; the first that can ends it, and it counts as an outage.</summary>
    private async Task BeatAsync()
    {
        if (!await _writing.WaitAsync(TimeSpan.Zero)) return;
        try
        {
            var now = time.GetUtcNow();
            if (_unavailableSince is { } since)
            {
                // The write that failed may be on disk after all: only what is stored says which version the next one follows.
                _version = (await store.ReadAsync(Key, CancellationToken.None))?.Version ?? 0;
                Outage[] outages = [.. _outages, new Outage(since, now)];
                await WriteAsync(outages, CancellationToken.None);
                Volatile.Write(ref _outages, outages);
            }
            else
            {
                await WriteAsync(_outages, CancellationToken.None);
            }

            _unavailableSince = null;
        }
        catch (StorageException error)
        {
            _unavailableSince ??= time.GetUtcNow() - BeatPeriod;
            LogBeatFailed(error);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteAsync(Outage[] outages, CancellationToken cancellationToken)
    {
        var row = JsonSerializer.SerializeToUtf8Bytes(new OutageRow(time.GetUtcNow(), outages), OutageJson.Default.OutageRow);
        _version = await store.WriteAsync(Key, row, _version, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "The system was down from {From} to {To} ({Gap}). Every running lease gets that time added to both clocks.")]
    private partial void LogOutage(DateTimeOffset from, DateTimeOffset to, TimeSpan gap);

    [LoggerMessage(2, LogLevel.Error, "The beat could not be written; the time until one can counts as an outage")]
    private partial void LogBeatFailed(Exception error);
}

/// <summary>The beats at rest.</summary>
internal sealed record OutageRow(DateTimeOffset Beat, IReadOnlyList<Outage> Outages);

[JsonSerializable(typeof(OutageRow))]
internal sealed partial class OutageJson : JsonSerializerContext;
