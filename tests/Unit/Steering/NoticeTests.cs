using System.Collections.Concurrent;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Notices;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Steering;
using Distribution.Contracts.Workers;
using Distribution.Grains.Common;
using Distribution.Grains.Notices;
using Distribution.Grains.Projects;
using Distribution.Grains.Steering;
using Distribution.Tests.Unit.Support;
using Distribution.Tests.Unit.Work;

namespace Distribution.Tests.Unit.Steering;

/// <summary>What projects tell their trainers, and what is written down of what was done to a project.</summary>
public sealed class NoticeTests
{
    private static readonly NoticeText Hello = new("안녕하세요", "Hello");

    [Fact, Trait("Promise", "M14")]
    public async Task Announcements_AreBounded_EndByThemselves_AndCanBeTakenBack()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var steering = world.Grains.GetGrain<ISteeringGrain>("p");
        for (var i = 1; i <= 12; i++)
        {
            (await steering.ActAsync(WorkWorld.Manager, Announce($"order {i:000}", i + 1))).IsOk.ShouldBeTrue();
            await world.QuietAsync();
        }

        var announcements = world.Grains.GetGrain<IAnnouncementsGrain>("p");
        (await announcements.ListAsync()).Select(static each => each.Number).ShouldBe(Enumerable.Range(3, 10).Reverse());
        (await world.ProjectGrain.GetAsync())!.Announced.ShouldBe(12);
        (await steering.ActAsync(WorkWorld.Manager, Announce("order 012", 13))).Value!.Number.ShouldBe(12);
        (await steering.UndoAsync(WorkWorld.Manager, 12)).Value!.UndoneAt.ShouldNotBeNull();
        (await announcements.ListAsync()).Select(static each => each.Number).ShouldBe(Enumerable.Range(3, 9).Reverse());
        await world.RestartAsync();
        world.Time.Advance(TimeSpan.FromHours(4.5));
        (await world.Grains.GetGrain<IAnnouncementsGrain>("p").ListAsync()).Select(static each => each.Number).ShouldBe(Enumerable.Range(4, 8).Reverse());
        (await world.ProjectGrain.GetAsync())!.Announced.ShouldBe(13);
    }

    [Fact, Trait("Promise", "M14")]
    public async Task Inbox_TakesEachMessageOnce_KeepsTheLatest_TellsThePages_AndForgetsWhatIsPutAway()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var page = new Page();
        await world.Worker("kim").WatchAsync(world.Grains.CreateObjectReference<IWorkerObserver>(page));
        var inbox = world.Grains.GetGrain<IInboxGrain>("kim");
        for (var i = 1; i <= 20; i++) await inbox.SendAsync(WorkWorld.Project, $"action {i}", "Work", Hello, MessageKind.Written);
        await inbox.SendAsync(WorkWorld.Project, "action 20", "Work", Hello, MessageKind.Written);
        await world.QuietAsync();
        page.Pushes.Count(static push => push.Kind == WorkerPushKind.Notice).ShouldBe(20);
        await inbox.PutAwayAsync("m20");
        for (var i = 0; i < 150; i++) await inbox.PutAwayAsync($"p:{i}");
        await world.RestartAsync();
        var view = await world.Grains.GetGrain<IInboxGrain>("kim").GetAsync();
        view.Messages.Select(static message => message.Number).ShouldBe(Enumerable.Range(13, 7).Reverse());
        view.PutAway.Count.ShouldBe(100);
        world.Storage.SizesOf("inbox").Values.Max().ShouldBeLessThan(64 * 1024);
        GC.KeepAlive(page);
    }

    /// <summary>The longest that can be said, in the script with the most bytes.</summary>
    [Fact, Trait("Promise", "M14"), Trait("Promise", "M15")]
    public async Task Records_OfTheLongestWords_StayBelowWhatStorageTakes()
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var longest = new NoticeText(new string('가', NoticeText.LengthMax), new string('나', NoticeText.LengthMax));
        var steering = world.Grains.GetGrain<ISteeringGrain>("p");
        for (var i = 0; i < 40; i++)
        {
            (await steering.ActAsync(WorkWorld.Manager, new SteeringOrder($"the long order {i}", SteeringKind.Announce) { Text = longest, Hours = 100 })).IsOk.ShouldBeTrue();
            await world.Grains.GetGrain<IInboxGrain>("kim").SendAsync(WorkWorld.Project, $"action {i}", new string('다', 200), longest, MessageKind.Written);
            await world.QuietAsync();
        }

        foreach (var task in Enumerable.Range(0, 60))
            await steering.ActAsync(WorkWorld.Manager, new SteeringOrder($"the order of tasks {task}", SteeringKind.TaskPriority) { FromTask = task * 3, ToTask = task * 3, Priority = task });
        Bytes<SteeringState>("steering/p#steering").ShouldBeInRange(10_000, 64 * 1024);
        Bytes<AnnouncementsState>("announcements/p#announcements").ShouldBeInRange(10_000, 64 * 1024);
        Bytes<InboxState>("inbox/kim#inbox").ShouldBeInRange(10_000, 64 * 1024);
        Bytes<ChangesState>("changes/p/1#changes").ShouldBeInRange(10_000, 64 * 1024);

        int Bytes<T>(string key) where T : class => JsonSerializer.SerializeToUtf8Bytes(world.Storage.Stored<T>(key)!, GrainJson.Options.GetTypeInfo(typeof(T))).Length;
    }

    [Theory, Trait("Promise", "M15")]
    [InlineData(WriteFault.Before)]
    [InlineData(WriteFault.After)]
    public async Task Changes_StandEachOnceInTheirPage_WhicheverWriteFails(WriteFault fault)
    {
        await using var world = await WorkWorld.StartAsync(tasks: 1);
        var failed = 0;
        if (fault == WriteFault.Before) world.Storage.Before = key => key == "changes/p/1#changes" && failed++ < 2 ? Task.FromException(new SimulatedStorageException(key)) : Task.CompletedTask;
        else world.Storage.After = key => { if (key == "changes/p/1#changes" && failed++ < 2) throw new SimulatedStorageException(key); };
        for (var i = 0; i < 40; i++)
        {
            await world.ProjectGrain.NoteAsync(WorkWorld.Manager, $"note {i}");
            await world.SecondsAsync(1);
        }

        await world.RestartAsync();
        await world.SecondsAsync(20);
        failed.ShouldBeGreaterThan(1);
        var last = (await world.ProjectGrain.GetAsync())!.LastChange;
        var all = new List<int>();
        for (var page = 0; page <= (last - 1) / ChangePages.Size; page++)
            all.AddRange((await world.Grains.GetGrain<IChangesGrain>(ChangePages.KeyOf(WorkWorld.Project, page)).GetAsync()).Select(static happened => happened.Sequence));
        all.ShouldBe(Enumerable.Range(1, last));
    }

    private static SteeringOrder Announce(string id, int hours) => new(id, SteeringKind.Announce) { Text = Hello, Hours = hours };

    private sealed class Page : IWorkerObserver
    {
        public ConcurrentQueue<WorkerPush> Pushes { get; } = new();

        public void OnPush(WorkerId worker, WorkerPush push) => Pushes.Enqueue(push);
    }
}
