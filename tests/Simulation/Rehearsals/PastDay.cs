using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Distribution.Embedded.Virtual;
using Distribution.Grains.Blobs;
using Distribution.Grains.Common;
using Distribution.Grains.Pay;
using Distribution.Grains.Rehearsals;
using Distribution.Host.Standalone;
using Distribution.Tests.Simulation.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace Distribution.Tests.Simulation.Rehearsals;

/// <summary>How a day is.</summary>
/// <param name="Seed">Decides everything else.</param>
/// <param name="Trainers">How many work.</param>
/// <param name="Leases">After so many leases nobody asks for more.</param>
/// <param name="Overlap">Answers a task.</param>
public sealed record PastDayOptions(int Seed, int Trainers = 12, int Leases = 400, int Overlap = 2);

/// <summary>
/// A day that really happened, as far as a virtual one can: the production composition, in another order of turns than a replay has, with trainers
/// who pause, lose their connection, vanish, hand in late, skip and release, a manager who changes settings, and an outage.
/// </summary>
public sealed class PastDay
{
    private static readonly ProjectId Project = new("past");
    private readonly PastDayOptions _options;
    private readonly VirtualTime _time;
    private readonly SimScheduler _scheduler;
    private readonly EmbeddedRuntime _runtime;
    private readonly ServiceProvider _services;
    private readonly DayOutages _outages = new();
    private Exception? _failure;
    private Past? _past;
    private AssignmentView? _latest;
    private int _leases;

    private PastDay(PastDayOptions options)
    {
        _options = options;
        var clock = new VirtualClock();
        _time = new VirtualTime(clock, new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
        var modes = new Random(options.Seed);
        _scheduler = new SimScheduler(new Random(modes.Next()), clock, new SimTrace(null)) { OnError = error => _failure ??= error };
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IRecordStore, MemoryRecordStore>().AddSingleton<IBlobStore, MemoryBlobStore>().AddSingleton<IIdSource>(new SimIds(new Random(modes.Next())));
        services.AddSingleton<TimeProvider>(_time).AddSingleton<IWorkScheduler>(_scheduler).AddSingleton<IOutageLog>(_outages);
        services.AddSilo();
        services.AddSingleton<IOutgoingGrainCallFilter, CallRankFilter>();
        _services = services.BuildServiceProvider();
        _runtime = _services.GetRequiredService<EmbeddedRuntime>();
    }

    /// <summary>Lives the day on a thread of its own, and reads it back.</summary>
    public static Task<Past> LiveAsync(PastDayOptions options) => Task.Factory.StartNew(
        () => new PastDay(options).Live(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Says so: the system was down.</summary>
    internal void GoDown(TimeSpan length)
    {
        var now = _time.GetUtcNow();
        _outages.All = [.. _outages.All, new Outage(now, now + length)];
        DownUntil = now + length;
    }

    internal DateTimeOffset DownUntil { get; private set; }

    internal TimeProvider Time => _time;

    internal IGrainFactory Grains => _runtime;

    internal bool IsOver => _leases >= _options.Leases;

    internal Task DelayAsync(double seconds) => _time.DelayAsync(TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)));

    internal async Task<AssignmentView?> LeaseAsync(WorkerId id)
    {
        if (IsOver) return null;
        var reply = (await Grains.GetGrain<IWorkerGrain>(id.Value).LeaseAsync(new LeaseRequest(Project, null, null))).Value!;
        if (reply.Assignment is null) return null;
        _leases++;
        return _latest = reply.Assignment;
    }

    private Past Live()
    {
        _scheduler.Schedule("the day", () => _ = DriveAsync());
        _scheduler.Run(() => _past is not null || _failure is not null, long.MaxValue);
        _runtime.Kill();
        return _past ?? throw new InvalidOperationException($"The day was not lived to its end: {_failure}");
    }

    private async Task DriveAsync()
    {
        try
        {
            await _services.GetRequiredService<ReminderService>().StartAsync(_runtime, CancellationToken.None);
            await SetUpAsync();
            var random = new Random(_options.Seed + 1);
            var manager = ManageAsync();
            await Task.WhenAll(Enumerable.Range(0, _options.Trainers).Select(i => new PastTrainerDay(this, new WorkerId($"w{i}"), new Random(random.Next())).RunAsync()));
            await manager;
            await DelayAsync(3600);
            var view = (await Grains.GetGrain<IProjectGrain>(Project.Value).GetAsync())!;
            var read = await new PastReader(Grains, _outages, new RehearsalOptions()).ReadAsync(view, _time.GetUtcNow().AddDays(-20), _time.GetUtcNow(), CancellationToken.None);
            _past = read.IsOk ? read.Value : throw new InvalidOperationException(read.Refusal.Message);
        }
        catch (Exception error)
        {
            _failure ??= error;
        }
    }

    private async Task SetUpAsync()
    {
        var project = Grains.GetGrain<IProjectGrain>(Project.Value);
        await project.CreateAsync(new WorkerId("boss"), Settings(), new MicroAmount(1_000_000_000_000));
        var tasks = (_options.Leases / _options.Overlap) + 5;
        for (var (number, left) = (0, tasks); left > 0; number++, left -= TaskId.PerSegment)
        {
            var count = Math.Min(left, TaskId.PerSegment);
            await project.ReserveSegmentAsync("day", number);
            var import = new SegmentImport("day", count, "blob", [.. Enumerable.Range(0, count + 1)], number % 2, [], _time.GetUtcNow());
            await Grains.GetGrain<ISegmentGrain>(QueueKeys.Segment(Project, number)).ImportAsync(import);
            await project.AddSegmentAsync(new SegmentHead(number, count, import.Priority, [], import.ImportedAt));
        }

        await project.SetStatusAsync(new WorkerId("boss"), ProjectStatus.Live);
        for (var i = 0; i < _options.Trainers; i += 5) await OfferAsync(new WorkerId($"w{i}"));
    }

    private Task OfferAsync(WorkerId expert) => Grains.GetGrain<IWorkerGrain>(expert.Value).SetProfileAsync(new WorkerProfile(
        "", [], "UTC", "en", new Dictionary<string, RateTier>(), new Dictionary<string, MicroAmount> { [Project.Value] = new(41_234_567) }, IsSuspended: false));

    private ProjectSettings Settings() => new()
    {
        Title = "The past",
        TaskTypeId = "free-form",
        Overlap = _options.Overlap,
        LimitMs = 300_000,
        HardLimitMs = 900_000,
        GraceMs = 120_000,
        LateWindowMs = 3_600_000,
        StuckAfter = 4,
        PayPolicy = PayPolicy.Standard(300_000),
        Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_001) },
        RateRule = new RateRule(3_600_000, 60_000, 3, 30, 600_000),
    };

    /// <summary>In the middle of the day: another rate and limit, later another overlap; stuck tasks go back; the system is down for a while.</summary>
    private async Task ManageAsync()
    {
        var project = Grains.GetGrain<IProjectGrain>(Project.Value);
        while (_leases < _options.Leases / 3) await DelayAsync(61.7);
        await ChangeAsync(static settings => settings with
        {
            LimitMs = 240_000,
            PayPolicy = PayPolicy.Standard(240_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(17_333_333) },
        });
        GoDown(TimeSpan.FromSeconds(97.3));
        while (!IsOver)
        {
            await DelayAsync(301.9);
            await SteerAsync();
            foreach (var number in await Grains.GetGrain<IQueueGrain>($"{Project}/0").StuckAsync(0, 100))
                await Grains.GetGrain<ITaskGrain>(new TaskId(Project, number).ToString()).UnstickAsync(new WorkerId("boss"));
            if (_leases > _options.Leases * 2 / 3 && (await project.GetAsync())!.Settings.HardLimitMs == 900_000) await ChangeAsync(static settings => settings with { HardLimitMs = 800_000 });
        }
    }

    /// <summary>Takes one lease back, and gives another one more time.</summary>
    private async Task SteerAsync()
    {
        if (_latest is not { } lease) return;
        var task = Grains.GetGrain<ITaskGrain>(lease.Task.ToString());
        if (_leases % 2 == 0) await task.WithdrawAsync(lease.Id, "a mistake of ours");
        else if (await task.PlanExtensionAsync(lease.Id, 1, 90_000) is { } plan) await task.ExtendAsync(lease.Id, 1, 90_000, plan.Needed);
    }

    private async Task ChangeAsync(Func<ProjectSettings, ProjectSettings> change)
    {
        var project = Grains.GetGrain<IProjectGrain>(Project.Value);
        var settings = (await project.GetAsync())!.Settings;
        (await project.ChangeAsync(new WorkerId("boss"), change(settings), settings.Version)).IsOk.ShouldBeTrue();
    }

    private sealed class DayOutages : IOutageLog
    {
        public IReadOnlyList<Outage> All { get; set; } = [];

        public IReadOnlyList<Outage> Since(DateTimeOffset from) => [.. All.Where(outage => outage.To > from)];
    }
}
