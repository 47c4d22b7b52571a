using Distribution.Contracts;
using Distribution.Contracts.History;
using Distribution.Contracts.Live;
using Distribution.Grains.Blobs;
using Distribution.Grains.History;
using Distribution.Grains.Live;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distribution.Tests.Unit.History;

public sealed class HistoryGrainTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private readonly MemoryGrainStorage _storage = new(HistoryJsonContext.Default, LiveJsonContext.Default);
    private readonly MemoryBlobStore _blobs = new();

    [Fact, Trait("Promise", "H2")]
    public async Task Events_ThatComeTwice_AreTakenOnceInOrder()
    {
        await using var silo = Silo();
        await History(silo).AppendAsync([Event("t/1", 1), Event("t/1", 2), Event("t/2", 1)]);
        await History(silo).AppendAsync([Event("t/1", 1), Event("t/1", 2), Event("t/1", 3)]);
        var page = await History(silo).ReadAsync(0, 1_000);
        page.Events.Select(e => $"{e.Source}#{e.Sequence}").ShouldBe(["t/1#1", "t/1#2", "t/2#1", "t/1#3"]);
        (page.Next, page.IsEnd).ShouldBe((4, true));
        page.Events[0].ShouldBe(Event("t/1", 1));
    }

    [Fact, Trait("Promise", "H3")]
    public async Task Gap_InASource_IsRefusedAndOthersAreNot()
    {
        await using var silo = Silo();
        var gap = History(silo).AppendAsync([Event("t/1", 2)]);
        await History(silo).AppendAsync([Event("project", 1)]);
        await Should.ThrowAsync<HistoryRefusedException>(() => gap);
        (await History(silo).ReadAsync(0, 10)).Events.Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "H4")]
    public async Task Events_MergedIntoBlobs_AreStillReadInOrderAndRecognised()
    {
        await using var silo = Silo();
        for (var task = 0; task < 1_500; task += 25) await History(silo).AppendAsync([.. Enumerable.Range(task, 25).Select(t => Event($"t/{t}", 1))]);
        await QuietAsync(() => _blobs.Count > 2 && _storage.SizesOf("historychunk").Count < 4);
        silo.Forget();
        for (var task = 0; task < 1_500; task += 50) await History(silo).AppendAsync([.. Enumerable.Range(task, 50).Select(t => Event($"t/{t}", 1))]);
        await History(silo).AppendAsync([Event("t/3", 2)]);
        var all = await ReadAllAsync(silo);
        all.Select(e => e.Source).ShouldBe([.. Enumerable.Range(0, 1_500).Select(t => $"t/{t}"), "t/3"]);
    }

    [Fact, Trait("Promise", "H1")]
    public async Task Event_KeepsItsPosition_ThroughChunksMergesAndRestarts()
    {
        var silo = Silo();
        List<HistoryEvent> known = [];
        for (var round = 0; round < 30; round++)
        {
            await History(silo).AppendAsync([.. Enumerable.Range(round * 20, 20).Select(task => Event($"t/{task}", 1))]);
            if (round % 7 == 6)
            {
                silo.Kill();
                silo = Silo();
            }

            var now = await ReadAllAsync(silo);
            now.Take(known.Count).ShouldBe(known);
            known = now;
        }

        await QuietAsync(() => _blobs.Count > 2);
        known.Count.ShouldBe(600);
        foreach (var position in new[] { 0, 1, 299, 599 }) (await History(silo).ReadAsync(position, 1)).Events.Single().ShouldBe(known[position]);
        await silo.DisposeAsync();
    }

    [Fact, Trait("Promise", "H5")]
    public async Task Records_OfTheLongestEvents_StayBelowStoragesLimit()
    {
        await using var silo = new TestSilo(
            _storage, static services => services.Configure<HistoryOptions>(static options => options.Linger = TimeSpan.FromMilliseconds(5)), blobs: _blobs);
        var detail = new string('x', 3_700);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(call => History(silo).AppendAsync(
            [.. Enumerable.Range(call * 6, 6).Select(task => Event($"t/{task}", 1) with { Detail = detail })])));
        string[] kinds = ["history", "historychunk", "historyshelf", "historyseen"];
        var sizes = kinds.SelectMany(kind => _storage.SizesOf(kind).Values).ToList();
        sizes.Max().ShouldBeInRange(12_000, 64 * 1024);
        (await ReadAllAsync(silo)).Count.ShouldBe(600);
        await Should.ThrowAsync<HistoryRefusedException>(() => History(silo).AppendAsync([Event("t/9000", 1) with { Detail = new string('x', 4_100) }]));
    }

    [Theory, Trait("Promise", "H2")]
    [InlineData(WriteFault.Before)]
    [InlineData(WriteFault.After)]
    public async Task History_WhoseNthWriteFails_TakesEachEventOnceAfterRetry(WriteFault fault)
    {
        for (var n = 1; n <= 40; n++)
        {
            var storage = new MemoryGrainStorage(HistoryJsonContext.Default, LiveJsonContext.Default);
            storage.FailWrite(n, fault);
            var silo = Silo(storage);
            for (var task = 0; task < 60; task++)
            {
                try
                {
                    await History(silo).AppendAsync([Event($"t/{task % 30}", 1 + (task / 30)), Event("project", task + 1)]);
                }
                catch (SimulatedStorageException)
                {
                    silo.Kill();
                    silo = Silo(storage);
                    task--;
                }
            }

            silo.Kill();
            silo = Silo(storage);
            var all = await ReadAllAsync(silo);
            all.Count.ShouldBe(120, $"write {n}");
            all.Select(e => (e.Source, e.Sequence)).Distinct().Count().ShouldBe(120, $"write {n}");
            await silo.DisposeAsync();
        }
    }

    [Theory, Trait("Promise", "U10")]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Live_AfterLostHintsAndARestart_CountsEachEventOnce(int killAt)
    {
        var silo = Silo();
        for (var task = 0; task < 20; task++)
        {
            if (task == killAt)
            {
                silo.Kill();
                silo = Silo();
            }

            await History(silo).AppendAsync([Event($"t/{task}", 1, EventKind.Leased), Event($"t/{task}", 2, task % 2 == 0 ? EventKind.Paused : EventKind.Submitted)]);
        }

        var live = silo.Grains.GetGrain<ILiveGrain>("p1");
        await live.CountAsync(0, 0, [Event("t/0", 1, EventKind.Leased)]);
        await live.CountAsync(0, 1_000, [Event("t/99", 1, EventKind.Leased)]);
        silo.Forget();
        await QuietAsync(async () => (await live.GetAsync()).Totals.GetValueOrDefault("Leased") == 20);
        var figures = await live.GetAsync();
        (figures.Totals["Leased"], figures.Totals["Paused"], figures.Active, figures.Paused).ShouldBe((20, 10, 0, 10));
        figures.Minutes.Single().Leased.ShouldBe(20);
        figures.Spent.ShouldBe(new MicroAmount(40 * 5));
        await silo.DisposeAsync();
    }

    [Fact, Trait("Promise", "U13")]
    public async Task Watcher_HearsThatTheSeriesHasAnotherNote()
    {
        await using var silo = Silo();
        var live = silo.Grains.GetGrain<ILiveGrain>("p1");
        (await live.GetAsync()).LastNote.ShouldBe(-1);
        await History(silo).AppendAsync([Event("project", 1, EventKind.ProjectCreated), Event("t/1", 1, EventKind.Leased)]);
        await QuietAsync(async () => (await live.GetAsync()).LastNote == 0);
        await History(silo).AppendAsync([Event("project", 2, EventKind.ProjectChanged)]);
        await QuietAsync(async () => (await live.GetAsync()).LastNote == 2);
        (await live.SeriesAsync(LiveSpan.Minutes)).Notes.Select(static note => note.Position).ShouldBe([0, 2]);
    }

    [Fact, Trait("Promise", "U11")]
    public async Task Watcher_HearsOfChanges_WithRisingVersionsOfOneEpoch()
    {
        await using var silo = Silo();
        var live = silo.Grains.GetGrain<ILiveGrain>("p1");
        var watcher = new Watcher();
        // Kept, since each call makes another reference: who watches by one must leave by the same.
        var reference = silo.Grains.CreateObjectReference<ILiveObserver>(watcher);
        var first = await live.WatchAsync(reference);
        await History(silo).AppendAsync([Event("t/1", 1, EventKind.Leased)]);
        await QuietAsync(() => watcher.Seen.LastOrDefault()?.Active == 1);
        await History(silo).AppendAsync([Event("t/1", 2, EventKind.Submitted)]);
        await QuietAsync(() => watcher.Seen[^1].Active == 0);
        watcher.Seen.Select(s => s.Version).ShouldBe([1, 2]);
        watcher.Seen.ShouldAllBe(s => s.Epoch == first.Epoch);
        await live.UnwatchAsync(reference);
        await History(silo).AppendAsync([Event("t/2", 1, EventKind.Leased)]);
        await QuietAsync(async () => (await live.GetAsync()).Version == 3);
        watcher.Seen.Count.ShouldBe(2);
    }

    private static async Task QuietAsync(Func<bool> isReached) => await QuietAsync(() => Task.FromResult(isReached()));

    private static async Task QuietAsync(Func<Task<bool>> isReached)
    {
        for (var tries = 0; !await isReached(); tries++)
        {
            tries.ShouldBeLessThan(1_000, "what was waited for did not come in 10 s");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static HistoryEvent Event(string source, int sequence, EventKind kind = EventKind.Leased) => new(
        source, sequence, At, kind, 1, new AssignmentId(new WorkerId("w"), source[^1] + (100 * source.Length)), new MicroAmount(5), 0, $"detail of {source}", null);

    private static IHistoryGrain History(TestSilo silo) => silo.Grains.GetGrain<IHistoryGrain>("p1/0");

    private static async Task<List<HistoryEvent>> ReadAllAsync(TestSilo silo)
    {
        var all = new List<HistoryEvent>();
        for (var isEnd = false; !isEnd;)
        {
            var page = await History(silo).ReadAsync(all.Count, 77);
            all.AddRange(page.Events);
            isEnd = page.IsEnd;
        }

        return all;
    }

    private TestSilo Silo(MemoryGrainStorage? storage = null) => new(storage ?? _storage, services => services
        .Configure<HistoryOptions>(options => (options.Linger, options.TailBytes, options.MergeChunks) = (TimeSpan.Zero, 500, 3))
        .Configure<LiveOptions>(options => (options.Beat, options.StoreEvery) = (TimeSpan.FromMilliseconds(1), 5)), blobs: _blobs);

    private sealed class Watcher : ILiveObserver
    {
        public List<LiveSnapshot> Seen { get; } = [];

        public Task OnSnapshotAsync(LiveSnapshot snapshot)
        {
            Seen.Add(snapshot);
            return Task.CompletedTask;
        }
    }
}
