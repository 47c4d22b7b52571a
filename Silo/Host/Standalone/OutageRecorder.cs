using System.Text.Json;
using System.Text.Json.Serialization;
using Distribution.Embedded.Storage;
using Distribution.Grains.Common;
using Distribution.Grains.Pay;
using Microsoft.Extensions.Logging;

namespace Distribution.Host.Standalone;

/// <summary>
/// Knows when nothing could be done: the process was down, it or the machine slept, or the disk took no writes. All of it is an outage,
/// which extends both clocks of every lease that was running (SPEC L18, L24). A beat every few seconds makes it durable.
/// </summary>
public sealed partial class OutageRecorder(IRecordStore store, TimeProvider time, ILogger<OutageRecorder> log) : IOutageLog, IAsyncDisposable
{
    /// <summary>The time between beats. A crash gap is known no finer than this.</summary>
    public static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(5);

    /// <summary>A gap from this on is an outage; a shorter one no clock would notice.</summary>
    public static readonly TimeSpan ShortestOutage = TimeSpan.FromSeconds(6);

    /// <summary>How often the process notes that it runs. Sleep is known no finer than this.</summary>
    private static readonly TimeSpan TickPeriod = BeatPeriod / 2;

    /// <summary>How long outages are kept: longer than the longest hard limit.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(40);

    private static readonly RecordKey Key = new("system", "outages");
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _gate = new();
    private Outage[] _outages = [];
    private DateTimeOffset? _awakeAt;
    private DateTimeOffset? _beatBegan;
    private DateTimeOffset? _unavailableSince;
    private long _version;
    private int _ticks;
    private bool _isInDoubt;
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

        _awakeAt = now;
        await WriteAsync(cancellationToken);
        _timer = time.CreateTimer(_ => Tick(), null, TickPeriod, TickPeriod);
    }

    /// <inheritdoc />
    public IReadOnlyList<Outage> Since(DateTimeOffset from)
    {
        // Whoever asks first after a sleep must know of it: a timer that is due may come later than a request.
        var now = time.GetUtcNow();
        var running = Notice(now);
        var outages = Volatile.Read(ref _outages);
        Outage[] ended = outages.Length == 0 || outages[^1].To <= from ? [] : Array.FindAll(outages, outage => outage.To > from);
        return running is { } since && since < now ? [.. ended, new Outage(since, now)] : ended;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _timer, null) is not { } timer) return;
        await timer.DisposeAsync();
        await BeatAsync();
        _writing.Dispose();
    }

    private void Tick()
    {
        Notice(time.GetUtcNow());
        if (++_ticks % 2 == 0) _ = BeatAsync();
    }

    /// <summary>Records a sleep that has just ended. Answers since when the disk has taken no writes, if that goes on.</summary>
    private DateTimeOffset? Notice(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_awakeAt is not { } awakeAt) return null;
            if (now - awakeAt >= ShortestOutage)
            {
                Add(new Outage(awakeAt, now));
                LogSlept(awakeAt, now, now - awakeAt);
                // What hung while nothing ran did not hang by itself.
                if (_beatBegan is not null) _beatBegan = now;
            }

            if (now > awakeAt) _awakeAt = now;
            return _unavailableSince ?? (_beatBegan is { } began && now - began >= ShortestOutage ? began : null);
        }
    }

    /// <summary>A beat that cannot be written, or only late, means that nothing else could be: that time is an outage.</summary>
    private async Task BeatAsync()
    {
        if (!await _writing.WaitAsync(TimeSpan.Zero)) return;
        try
        {
            lock (_gate) _beatBegan = time.GetUtcNow();
            // The write that failed may be on disk after all: only what is stored says which version the next one follows.
            if (_isInDoubt) _version = (await store.ReadAsync(Key, CancellationToken.None))?.Version ?? 0;
            _isInDoubt = true;
            await WriteAsync(CancellationToken.None);
            _isInDoubt = false;
            if (EndUnavailability()) await WriteAsync(CancellationToken.None);
        }
        catch (StorageException error)
        {
            lock (_gate) _unavailableSince ??= (_beatBegan ?? time.GetUtcNow()) - BeatPeriod;
            LogBeatFailed(error);
        }
        finally
        {
            lock (_gate) _beatBegan = null;
            _writing.Release();
        }
    }

    /// <summary>The disk takes writes: what it did not take until now is over, and stands from here on.</summary>
    private bool EndUnavailability()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var since = _unavailableSince ?? (_beatBegan is { } began && now - began >= ShortestOutage ? began : null);
            (_unavailableSince, _beatBegan) = (null, null);
            if (since is not { } from || from >= now) return false;
            Add(new Outage(from, now));
            return true;
        }
    }

    private void Add(Outage outage) => Volatile.Write(ref _outages, [.. _outages, outage]);

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var row = JsonSerializer.SerializeToUtf8Bytes(new OutageRow(time.GetUtcNow(), Volatile.Read(ref _outages)), OutageJson.Default.OutageRow);
        _version = await store.WriteAsync(Key, row, _version, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "The system was down from {From} to {To} ({Gap}). Every running lease gets that time added to both clocks.")]
    private partial void LogOutage(DateTimeOffset from, DateTimeOffset to, TimeSpan gap);

    [LoggerMessage(2, LogLevel.Error, "The beat could not be written; the time until one can counts as an outage")]
    private partial void LogBeatFailed(Exception error);

    [LoggerMessage(3, LogLevel.Warning, "The process or its machine slept from {From} to {To} ({Gap}). Every running lease gets that time added to both clocks.")]
    private partial void LogSlept(DateTimeOffset from, DateTimeOffset to, TimeSpan gap);
}

/// <summary>The beats at rest.</summary>
internal sealed record OutageRow(DateTimeOffset Beat, IReadOnlyList<Outage> Outages);

[JsonSerializable(typeof(OutageRow))]
internal sealed partial class OutageJson : JsonSerializerContext;
