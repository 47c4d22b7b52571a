using System.Globalization;
using System.Text;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Storage.Simulated;

namespace Distribution.Tests.Unit.Storage;

/// <summary>
/// Random histories over a disk that loses power, fills up and lies. What was acknowledged is there afterwards; what was not is there
/// whole or not at all; versions only rise. A failure names its seed.
/// </summary>
public sealed class JournalCrashTests
{
    private static readonly StorageOptions Small = new()
    {
        CheckpointBytes = 1500,
        CheckpointSliceRows = 2,
        MaxBatchBytes = 400,
    };

    [Theory, Trait("Promise", "D2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RandomHistory_WithFaultsAndCrashes_LosesNothingAcknowledged(bool everyWriteAlone)
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var options = everyWriteAlone ? Small with { MaxBatchWrites = 1 } : Small;
            var history = new JournalHistory(seed, options, withFaults: true);
            for (var life = 0; life < 5; life++) await history.LiveAsync(steps: 40, crashAt: history.Random.Next(120));
        }
    }

    [Fact, Trait("Promise", "D1"), Trait("Promise", "D2")]
    public async Task Crash_AtEveryWriteOfAHistory_LosesNothingAcknowledged()
    {
        var whole = new JournalHistory(7, Small, withFaults: false);
        await whole.LiveAsync(steps: 60, crashAt: null);
        whole.Device.Writes.ShouldBeGreaterThan(100);
        for (var at = 0; at < whole.Device.Writes; at++)
        {
            var history = new JournalHistory(7, Small, withFaults: false);
            history.Device.Faults.CrashAfterWrite = at % 2 == 0;
            await history.LiveAsync(steps: 60, crashAt: at);
            await history.LiveAsync(steps: 20, crashAt: null);
        }
    }

    [Fact]
    public async Task History_OfOneSeed_IsTheSameTwice()
    {
        var (a, b) = (new JournalHistory(3, Small, withFaults: true), new JournalHistory(3, Small, withFaults: true));
        await a.LiveAsync(200, 150);
        await b.LiveAsync(200, 150);
        a.Fingerprint().ShouldBe(b.Fingerprint());
    }
}

/// <summary>One simulated disk, its store from life to life, and a model of what must be on it.</summary>
internal sealed class JournalHistory
{
    private const int Keys = 9;
    private readonly int _seed;
    private readonly bool _withFaults;
    private readonly SimulatedStore _simulated;
    private readonly Dictionary<RecordKey, Known> _known = [];
    private long _highestVersion;
    private int _bodies;
    private bool _faulty;

    public JournalHistory(int seed, StorageOptions options, bool withFaults)
    {
        (_seed, _withFaults, Random) = (seed, withFaults, new(seed));
        _simulated = new(options, seed);
        Device.Faults.NextCommit = NextFault;
    }

    public Random Random { get; }
    public SimulatedDevice Device => _simulated.Device;

    /// <summary>What a record may be: as last acknowledged, or as any attempt since whose writer got no answer.</summary>
    private sealed class Known
    {
        public (string? Body, long Version) Acknowledged { get; set; }
        public List<string?> Attempts { get; } = [];
    }

    private sealed record Write(RecordKey Key, string? Body, Task<long> Task);

    public async Task LiveAsync(int steps, int? crashAt)
    {
        Device.Faults.CrashAtWrite = crashAt is null ? null : Device.Writes + crashAt;
        if (_withFaults) Device.Faults.CrashAfterWrite = Random.Next(2) == 0;
        try
        {
            _simulated.Open();
            _faulty = _withFaults;
            await CheckAsync();
            await RunAsync(steps);
        }
        catch (Exception e) when (e is SimulatedCrashException || (e is StorageFaultException && Device.HasCrashed))
        {
            // The power is gone, perhaps in the middle of recovery: the next one must do.
        }

        _faulty = false;
        Device.Restart();
        _simulated.Open();
        await CheckAsync();
    }

    public string Fingerprint() => string.Join('\n', Device.Cells().Select(cell => cell.Name)) + Device.Writes;

    private CommitFault NextFault() => _faulty && Random.Next(12) == 0 ? (CommitFault)Random.Next(1, 4) : CommitFault.None;

    private async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var writes = Enumerable.Range(0, Random.Next(1, 6)).Select(_ => Next()).ToList();
            _simulated.CommitAll();
            _simulated.Time.Advance(TimeSpan.FromMilliseconds(Random.Next(400)));
            foreach (var write in writes) await SettleAsync(write);
            if (writes.Any(w => w.Task.Exception?.InnerException is StorageFaultException)) await CheckAsync();
        }
    }

    private Write Next()
    {
        var key = new RecordKey("task", Random.Next(Keys).ToString(CultureInfo.InvariantCulture));
        var known = _known.TryGetValue(key, out var found) ? found : _known[key] = new();
        var version = known.Acknowledged.Version;
        var body = version > 0 && Random.Next(5) == 0 ? null : $"{_seed}-{_bodies++}-{new string('x', Random.Next(60))}";
        known.Attempts.Add(body);
        var task = body is null
          ? DeleteAsync(key, version)
          : _simulated.Store.WriteAsync(key, Encoding.UTF8.GetBytes(body), version, CancellationToken.None).AsTask();
        return new(key, body, task);
    }

    private async Task<long> DeleteAsync(RecordKey key, long version)
    {
        await _simulated.Store.DeleteAsync(key, version, CancellationToken.None);
        return 0;
    }

    private async Task SettleAsync(Write write)
    {
        write.Task.IsCompleted.ShouldBeTrue($"seed {_seed}: a writer of {write.Key} was never answered");
        var known = _known[write.Key];
        try
        {
            var version = await write.Task;
            if (write.Body is not null) version.ShouldBeGreaterThan(_highestVersion, $"seed {_seed}");
            _highestVersion = Math.Max(_highestVersion, version);
            known.Acknowledged = (write.Body, version);
            known.Attempts.Clear();
        }
        catch (Exception e) when (e is RecordConflictException or StorageFullException)
        {
            known.Attempts.Remove(write.Body);
        }
        catch (StorageFaultException)
        {
            // It stays among the attempts until the record is read.
        }
    }

    private async Task CheckAsync()
    {
        foreach (var (key, known) in _known)
        {
            var record = await _simulated.Store.ReadAsync(key, CancellationToken.None);
            var body = record is null ? null : Encoding.UTF8.GetString(record.Body.Span);
            var same = body == known.Acknowledged.Body && (record?.Version ?? 0) == known.Acknowledged.Version;
            if (!same) known.Attempts.ShouldContain(body, $"seed {_seed}: {key} was acknowledged as {known.Acknowledged}");
            if (!same && record is not null) record.Version.ShouldBeGreaterThan(known.Acknowledged.Version, $"seed {_seed}");
            known.Acknowledged = (body, record?.Version ?? 0);
            known.Attempts.Clear();
            _highestVersion = Math.Max(_highestVersion, record?.Version ?? 0);
        }
    }
}
