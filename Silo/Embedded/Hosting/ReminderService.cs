using System.Text.Json;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Timers;

namespace Distribution.Embedded.Hosting;

/// <summary>
/// Durable reminders: the definitions are records, the ticks come from memory. Ticks missed while the process was down are not
/// made up; a tick goes out again on the next period, so a handler looks at what is due and never counts ticks.
/// </summary>
public sealed partial class ReminderService(IRecordStore store, TimeProvider time, ILogger<ReminderService> log) : IReminderRegistry, IAsyncDisposable
{
    /// <summary>The shortest period, as in Orleans.</summary>
    public static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);

    /// <summary>The longest a timer waits at once, since no timer can wait longer than 49 days; a longer wait is made of several.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    private const string Kind = "reminder";
    private readonly Dictionary<string, Armed> _armed = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private EmbeddedRuntime? _runtime;
    private bool _isStopped;

    /// <summary>Reads all reminders and begins to tick.</summary>
    public async Task StartAsync(EmbeddedRuntime runtime, CancellationToken cancellationToken)
    {
        _runtime = runtime;
        await foreach (var (key, record) in store.ScanAsync(Kind, cancellationToken))
        {
            var row = JsonSerializer.Deserialize(record.Body.Span, ReminderJson.Default.ReminderRow)
                ?? throw new JsonException($"Reminder {key} is empty.");
            Arm(key.Key, row, record.Version);
        }
    }

    /// <inheritdoc />
    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        if (period < ShortestPeriod)
            throw new ArgumentOutOfRangeException(nameof(period), period, $"A reminder's period is at least {ShortestPeriod}.");
        var key = KeyOf(callingGrainId, reminderName);
        var row = new ReminderRow(callingGrainId.Type, callingGrainId.Key, reminderName, time.GetUtcNow().UtcDateTime + dueTime, period);
        var present = await store.ReadAsync(new RecordKey(Kind, key), CancellationToken.None);
        var version = await store.WriteAsync(
            new RecordKey(Kind, key), JsonSerializer.SerializeToUtf8Bytes(row, ReminderJson.Default.ReminderRow), present?.Version ?? 0, CancellationToken.None);
        Arm(key, row, version);
        return new Reminder(reminderName);
    }

    /// <inheritdoc />
    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        var key = KeyOf(callingGrainId, reminder.ReminderName);
        Armed? armed;
        lock (_gate)
        {
            if (!_armed.Remove(key, out armed)) return;
        }

        await armed.DisposeAsync();
        await store.DeleteAsync(new RecordKey(Kind, key), armed.Version, CancellationToken.None);
    }

    /// <inheritdoc />
    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        lock (_gate)
            return Task.FromResult<IGrainReminder?>(_armed.ContainsKey(KeyOf(callingGrainId, reminderName)) ? new Reminder(reminderName) : null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        List<Armed> all;
        lock (_gate)
        {
            _isStopped = true;
            all = [.. _armed.Values];
            _armed.Clear();
        }

        foreach (var armed in all) await armed.DisposeAsync();
    }

    /// <summary>Where a reminder rests.</summary>
    public static RecordKey RecordOf(GrainId grain, string name) => new(Kind, KeyOf(grain, name));

    private static string KeyOf(GrainId grain, string name) => $"{grain}#{name}";

    private void Arm(string key, ReminderRow row, long version)
    {
        var armed = new Armed(row, version);
        lock (_gate)
        {
            if (_isStopped) return;
            if (_armed.Remove(key, out var former)) former.Timer?.Dispose();
            _armed[key] = armed;
            armed.Due = NextDue(row);
            armed.Timer = time.CreateTimer(_ => Wake(armed), null, Wait(armed), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The next tick from now on: the first one plus whole periods, however many were missed.</summary>
    private DateTime NextDue(ReminderRow row)
    {
        var late = time.GetUtcNow().UtcDateTime - row.FirstDue;
        if (late <= TimeSpan.Zero) return row.FirstDue;
        var periods = (late.Ticks + row.Period.Ticks - 1) / row.Period.Ticks;
        return row.FirstDue + TimeSpan.FromTicks(periods * row.Period.Ticks);
    }

    private TimeSpan Wait(Armed armed)
    {
        var wait = armed.Due - time.GetUtcNow().UtcDateTime;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    private void Wake(Armed armed)
    {
        bool isDue;
        lock (_gate)
        {
            if (_isStopped) return;
            isDue = armed.Due <= time.GetUtcNow().UtcDateTime;
            if (isDue) armed.Due += armed.Row.Period;
            armed.Timer?.Change(Wait(armed), Timeout.InfiniteTimeSpan);
        }

        if (isDue) _ = DeliverAsync(armed.Row);
    }

    private async Task DeliverAsync(ReminderRow row)
    {
        if (_runtime is not { IsKilled: false } runtime) return;
        try
        {
            await runtime.RemindAsync(new GrainId(row.GrainType, row.GrainKey), row.Name, new TickStatus(row.FirstDue, row.Period, time.GetUtcNow().UtcDateTime));
        }
        catch (Exception error)
        {
            LogTickFailed(row.Name, row.GrainType, row.GrainKey, error);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Reminder {Name} of {GrainType}/{GrainKey} failed; it comes again next period")]
    private partial void LogTickFailed(string name, string grainType, string grainKey, Exception error);

    private sealed class Armed(ReminderRow row, long version) : IAsyncDisposable
    {
        public ReminderRow Row { get; } = row;

        public long Version { get; } = version;

        public ITimer? Timer { get; set; }

        public DateTime Due { get; set; }

        public ValueTask DisposeAsync() => Timer?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private sealed record Reminder(string ReminderName) : IGrainReminder;
}
