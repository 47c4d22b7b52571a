using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Live;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Embedded.Hosting;
using Distribution.Embedded.Storage;
using Distribution.Grains.Common;
using Distribution.Grains.History;
using Distribution.Grains.Ledger;
using Distribution.Grains.Pay;
using Distribution.Grains.Webhooks;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Timers;

namespace Distribution.Tests.Unit.Work;

/// <summary>A live project and its trainers: all the real grains of the working day, on a clock that moves when it is told to.</summary>
internal sealed class WorkWorld : IAsyncDisposable
{
    /// <summary>36 an hour: 10,000 micro-units a second at full rate.</summary>
    public const long SecondMicros = 10_000;

    public static readonly ProjectId Project = new("p");
    public static readonly WorkerId Manager = new("boss");
    private readonly MemoryRecordStore _reminderRows = new();
    private readonly CountedScheduler _scheduler = new();
    private readonly OutageList _outages = new();
    private TestSilo _silo = null!;
    private ReminderService _reminders = null!;
    private IWebhookSender? _sender;

    private WorkWorld()
    {
    }

    public ManualTime Time { get; } = new();

    public MemoryGrainStorage Storage { get; } = new(GrainJson.Options.TypeInfoResolver!);

    public List<Outage> Outages => _outages.All;

    /// <summary>Asked before each call between grains and from outside: may hold it up.</summary>
    public Func<IOutgoingGrainCallContext, Task>? OnCall { get; set; }

    public IGrainFactory Grains => _silo.Grains;

    public IProjectGrain ProjectGrain => Grains.GetGrain<IProjectGrain>(Project.Value);

    public IQueueGrain Queue => Grains.GetGrain<IQueueGrain>("p/0");

    public ILineGrain Line => Grains.GetGrain<ILineGrain>(Project.Value);

    public ILiveGrain Live => Grains.GetGrain<ILiveGrain>(Project.Value);

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>A live project of so many tasks: a minute at full rate, five minutes in all, half a minute of grace.</summary>
    public static async Task<WorkWorld> StartAsync(int tasks, Func<ProjectSettings, ProjectSettings>? change = null, long budget = 600_000_000, IWebhookSender? sender = null)
    {
        var world = new WorkWorld { _sender = sender };
        await world.BootAsync();
        var settings = new ProjectSettings
        {
            Title = "Work",
            TaskTypeId = "free-form",
            PayPolicy = PayPolicy.Standard(60_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(3600 * SecondMicros) },
            LimitMs = 60_000,
            HardLimitMs = 300_000,
            GraceMs = 30_000,
            WarningMs = 10_000,
            LateWindowMs = 3_600_000,
        };
        (await world.ProjectGrain.CreateAsync(Manager, change is null ? settings : change(settings), new MicroAmount(budget))).IsOk.ShouldBeTrue();
        if (tasks > 0) await world.AddSegmentAsync(tasks);
        (await world.ProjectGrain.SetStatusAsync(Manager, ProjectStatus.Live)).IsOk.ShouldBeTrue();
        await world.QuietAsync();
        return world;
    }

    public IWorkerGrain Worker(string id) => Grains.GetGrain<IWorkerGrain>(id);

    public ITaskGrain TaskOf(int number) => Grains.GetGrain<ITaskGrain>(new TaskId(Project, number).ToString());

    public IBudgetGrain Budget(int shard = 0) => Grains.GetGrain<IBudgetGrain>($"{Project}/{shard}");

    /// <summary>Dies as a process dies, and starts anew over what was durable.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await BootAsync();
    }

    public async Task KillAsync()
    {
        _silo.Kill();
        await _reminders.DisposeAsync();
    }

    public async Task BootAsync()
    {
        _silo = new TestSilo(Storage, Configure, Time, scheduler: _scheduler, filters: new CallHook(this));
        _reminders = new ReminderService(_reminderRows, Time, NullLogger<ReminderService>.Instance);
        await _reminders.StartAsync(_silo.Runtime, CancellationToken.None);
    }

    /// <summary>Imports tasks; answers the number of the first.</summary>
    public async Task<int> AddSegmentAsync(int count, int priority = 0, DateTimeOffset? importedAt = null, params string[] needs)
    {
        var number = await ProjectGrain.ReserveSegmentAsync($"i{Guid.NewGuid()}", 0);
        var at = importedAt ?? Now;
        await Grains.GetGrain<ISegmentGrain>($"{Project}/{number}").ImportAsync(
            new SegmentImport($"i{number}", count, $"blob{number}", [.. Enumerable.Range(0, count + 1)], priority, needs, at));
        await ProjectGrain.AddSegmentAsync(new SegmentHead(number, count, priority, needs, at));
        return number * TaskId.PerSegment;
    }

    public async Task<WorkReply> AskAsync(string worker, long? seenHourly = null, string? offer = null)
    {
        var outcome = await Worker(worker).LeaseAsync(new LeaseRequest(Project, seenHourly is { } seen ? new MicroAmount(seen) : null, offer));
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Code);
    }

    public async Task<AssignmentView> LeaseAsync(string worker)
    {
        var reply = await AskAsync(worker);
        return reply.Assignment ?? throw new InvalidOperationException($"{worker} got no work: {reply.NoWork!.Reason}");
    }

    public Task<Outcome<SubmitReply>> SubmitAsync(AssignmentView lease, string id = "first", string body = "an answer") =>
        Worker(lease.Id.Worker.Value).SubmitAsync(lease.Id, lease.Task, lease.Fence, Answer(id, body));

    public static Submission Answer(string id, string body) =>
        new(id, body, null, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))), false, null);

    public Task<Outcome<SubmitReply>> GiveBackAsync(AssignmentView lease, GiveBackKind kind, string? reason = null) =>
        Worker(lease.Id.Worker.Value).GiveBackAsync(lease.Id, lease.Fence, kind, reason);

    /// <summary>Works for a while: time passes, with a sign of life every ten seconds.</summary>
    public async Task WorkAsync(AssignmentView lease, int seconds)
    {
        for (var left = seconds; left > 0; left -= 10)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(Math.Min(10, left)));
            await Worker(lease.Id.Worker.Value).BeatAsync(lease.Id, lease.Fence, new Beat(true, 0));
        }
    }

    public async Task<AnswerView> AssignmentAsync(AssignmentView lease) =>
        (await TaskOf(lease.Task.Number).GetAsync())!.Answers.Single(answer => answer.Assignment.Id == lease.Id);

    public Task<LedgerHead> LedgerAsync(string worker) => Grains.GetGrain<ILedgerGrain>($"{worker}/{Now:yyyy-MM}").GetHeadAsync();

    /// <summary>What stands in a trainer's book once everything owed has arrived.</summary>
    public async Task<long> BookedAsync(string worker)
    {
        await QuietAsync();
        return (await LedgerAsync(worker)).Balance.GetValueOrDefault("USD").Micros;
    }

    /// <summary>Returns when the grains have nothing left to do at this moment.</summary>
    public Task QuietAsync() => _scheduler.QuietAsync();

    /// <summary>Second by second, each time until the grains are done with it.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        for (var left = by; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
        {
            await QuietAsync();
            Time.Advance(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
        }

        await QuietAsync();
    }

    public Task SecondsAsync(int seconds) => AdvanceAsync(TimeSpan.FromSeconds(seconds));

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _silo.DisposeAsync();
    }

    private void Configure(IServiceCollection services) => (_sender is null ? services : services.AddSingleton(_sender))
        .AddSingleton<IOutageLog>(_outages)
        .AddSingleton<IReminderRegistry>(_ => _reminders)
        .Configure<LedgerOptions>(static options => options.Linger = TimeSpan.Zero)
        .Configure<HistoryOptions>(static options => options.Linger = TimeSpan.Zero);

    private sealed class OutageList : IOutageLog
    {
        public List<Outage> All { get; } = [];

        public IReadOnlyList<Outage> Since(DateTimeOffset from) => [.. All.Where(outage => outage.To > from)];
    }

    private sealed class CallHook(WorkWorld world) : IOutgoingGrainCallFilter
    {
        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            if (world.OnCall is { } hook) await hook(context);
            await context.Invoke();
        }
    }
}
