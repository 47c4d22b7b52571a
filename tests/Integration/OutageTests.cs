using System.Globalization;
using Distribution.Embedded.Storage;
using Distribution.Grains.Pay;
using Distribution.Host;
using Distribution.Host.Standalone;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Distribution.Tests.Integration;

/// <summary>Time in which nothing could be done: known to whoever asks first, and to the next process.</summary>
public sealed class OutageTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly StubbornStore _store = new();
    private readonly DateTimeOffset _began;

    public OutageTests() => _began = _time.GetUtcNow();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact, Trait("Promise", "L24")]
    public async Task Sleep_IsKnownToWhoeverAsksFirst_BeforeAnyTimerCame()
    {
        await using var recorder = await StartAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        recorder.Since(_began).ShouldBeEmpty();
        _time.Sleep(TimeSpan.FromHours(1));

        var slept = recorder.Since(_began).ShouldHaveSingleItem();
        slept.ShouldBe(new Outage(_began.AddMinutes(2), _began.AddMinutes(62)));
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        recorder.Since(_began).ShouldHaveSingleItem().ShouldBe(slept);
    }

    [Fact, Trait("Promise", "L24")]
    public async Task Sleep_IsKnownToTheNextProcess()
    {
        await using (await StartAsync())
        {
            await AdvanceAsync(TimeSpan.FromMinutes(1));
            _time.Sleep(TimeSpan.FromSeconds(40));
            await AdvanceAsync(TimeSpan.FromSeconds(20));
        }

        await using var next = await StartAsync();
        var slept = next.Since(_began).ShouldHaveSingleItem();
        (slept.To - slept.From).ShouldBeInRange(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(42.5));
    }

    [Theory, Trait("Promise", "L24")]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Hiccup_ThatNoClockWouldNotice_IsNoOutage(int seconds)
    {
        await using var recorder = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(4));
            _time.Sleep(TimeSpan.FromSeconds(seconds));
        }

        recorder.Since(_began).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "L24")]
    public async Task DiskThatTakesNoWrites_IsAnOutageFromWithin_AndEndsWithTheFirstBeat()
    {
        await using var recorder = await StartAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        _store.Refuses = true;
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        var running = recorder.Since(_began).ShouldHaveSingleItem();
        running.To.ShouldBe(_time.GetUtcNow());
        (running.To - running.From).ShouldBeInRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.2));
        _store.Refuses = false;
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        var ended = recorder.Since(_began).ShouldHaveSingleItem();
        ended.From.ShouldBe(running.From);
        (ended.To - running.To).ShouldBeInRange(TimeSpan.Zero, OutageRecorder.BeatPeriod);
    }

    [Fact, Trait("Promise", "L24")]
    public async Task DiskThatHangs_IsAnOutageFromWithin_AndEndsWhenItAnswers()
    {
        await using var recorder = await StartAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        var answer = _store.Hangs = new TaskCompletionSource();
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        recorder.Since(_began).ShouldBeEmpty();
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        var running = recorder.Since(_began).ShouldHaveSingleItem();
        _store.Hangs = null;
        answer.SetResult();
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        var ended = recorder.Since(_began).ShouldHaveSingleItem();
        ended.From.ShouldBe(running.From);
        (ended.To - ended.From).ShouldBeInRange(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(130));
    }

    /// <summary>The machine itself: its monotonic clock is the one that counts suspension.</summary>
    [Fact, Trait("Promise", "L24")]
    public void MachineTime_IsTheClockThatGoesOnInSleep()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux says in /proc/uptime how long it has been on, asleep or not.");
        var time = new MachineTime();
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        (time.GetTimestamp() / (double)time.TimestampFrequency).ShouldBe(uptime, 2);
    }

    /// <summary>Off the test's own context, so that what a write continues has continued when this returns.</summary>
    private Task AdvanceAsync(TimeSpan by) => Task.Run(() => _time.Advance(by));

    private async Task<OutageRecorder> StartAsync()
    {
        var recorder = new OutageRecorder(_store, _time, NullLogger<OutageRecorder>.Instance);
        await recorder.StartAsync(TestContext.Current.CancellationToken);
        return recorder;
    }

    /// <summary>Records in memory, whose disk refuses or hangs.</summary>
    private sealed class StubbornStore : IRecordStore
    {
        private readonly MemoryRecordStore _inner = new();

        public bool Refuses { get; set; }

        public TaskCompletionSource? Hangs { get; set; }

        public ValueTask<StoredRecord?> ReadAsync(RecordKey key, CancellationToken ct) => _inner.ReadAsync(key, ct);

        public async ValueTask<long> WriteAsync(RecordKey key, ReadOnlyMemory<byte> body, long expectedVersion, CancellationToken ct)
        {
            if (Refuses) throw new StorageFullException("The disk is full.");
            if (Hangs is { } hangs) await hangs.Task;
            return await _inner.WriteAsync(key, body, expectedVersion, ct);
        }

        public ValueTask DeleteAsync(RecordKey key, long expectedVersion, CancellationToken ct) => _inner.DeleteAsync(key, expectedVersion, ct);

        public IAsyncEnumerable<(RecordKey Key, StoredRecord Record)> ScanAsync(string kind, CancellationToken ct) => _inner.ScanAsync(kind, ct);

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
