using System.Security.Cryptography;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.History;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Embedded.Storage;
using Distribution.Host.Standalone;
using Distribution.Load.Support;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Distribution.Tests.EndToEnd.Clocks;

/// <summary>Half an hour down with 300 leases running: the real grains on the real store, with a clock that is told what time it is.</summary>
[Collection(Alone.Name)]
public sealed class LongOutageTests
{
    private const int Leases = 300;
    private const long OutageMs = 30 * 60_000;

    /// <summary>How much the clock may have moved while something was awaited.</summary>
    private const long PumpedMs = 20_000;
    private static readonly ProjectId Project = new("outage");
    private static readonly Lock Advancing = new();

    [Fact(Timeout = 120_000), Trait("Promise", "E4")]
    public async Task HalfAnHourDown_WithThreeHundredLeases_LosesNoneAndStepsNone()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        List<AssignmentView> leases = [];
        await RunAsync(folder.Path, time, async services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            await SetUpAsync(services, grains, time);
            leases.AddRange((await Task.WhenAll(Enumerable.Range(0, Leases).Select(n => LeaseAsync(grains, n)))).Select(static lease => lease.ShouldNotBeNull()));
            await WorkAsync(services, grains, time, leases, minutes: 3);
        });

        time.Advance(TimeSpan.FromMilliseconds(OutageMs));
        await RunAsync(folder.Path, time, async services =>
        {
            var grains = services.GetRequiredService<IGrainFactory>();
            foreach (var lease in leases) await StillRunsAsync(grains, lease);
            await WorkAsync(services, grains, time, leases, minutes: 3);
            await Task.WhenAll(leases.Select(lease => SubmitAsync(grains, lease)));
            var events = await HistoryAsync(grains);
            events.Count(static e => e.Kind == EventKind.Submitted).ShouldBe(Leases);
            events.ShouldAllBe(static e => e.Kind != EventKind.RateStepped && e.Kind != EventKind.Expired);
        });
    }

    private static async Task StillRunsAsync(IGrainFactory grains, AssignmentView lease)
    {
        var now = (await grains.GetGrain<IWorkerGrain>(lease.Id.Worker.Value).GetSnapshotAsync()).Assignment.ShouldNotBeNull();
        now.Id.ShouldBe(lease.Id);
        now.Status.ShouldBe(AssignmentStatus.Active);
        now.OutageMs.ShouldBeInRange(OutageMs, OutageMs + PumpedMs);
        now.SubmitUntil.ShouldBe(lease.SubmitUntil.AddMilliseconds(now.OutageMs));
        now.FullRateUntil.ShouldBe(lease.FullRateUntil!.Value.AddMilliseconds(now.OutageMs));
    }

    /// <summary>Six minutes of work at full rate, out of a limit of ten, around half an hour that is nobody's fault.</summary>
    private static async Task SubmitAsync(IGrainFactory grains, AssignmentView lease)
    {
        const string body = "{\"better\":\"b\"}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var submitted = await grains.GetGrain<IWorkerGrain>(lease.Id.Worker.Value)
            .SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission("the-answer", body, null, hash, false, null));
        submitted.IsOk.ShouldBeTrue(submitted.Refusal?.Message);
        submitted.Value!.Fate.ShouldBe(AssignmentStatus.Submitted);
        var receipt = submitted.Value.Receipt;
        Receipts.Check(receipt);
        var line = receipt.Lines.ShouldHaveSingleItem();
        (line.Numerator, line.Denominator).ShouldBe((1, 1));
        line.Ms.ShouldBeInRange(6 * 60_000, (6 * 60_000) + PumpedMs);
        receipt.Trace.Where(static part => part.Kind == TimeKind.Outage).Sum(static part => part.ToMs - part.FromMs).ShouldBeInRange(OutageMs, OutageMs + PumpedMs);
    }

    private static async Task WorkAsync(IServiceProvider services, IGrainFactory grains, ManualTime time, List<AssignmentView> leases, int minutes)
    {
        var store = services.GetRequiredService<FolderRecordStore>();
        for (var beat = 0; beat < minutes * 2; beat++)
        {
            for (var step = 0; step < 12; step++)
            {
                // The process' own beat is a write to the real disk: a clock that leaps past it would take the disk for stuck.
                Advance(time, TimeSpan.FromSeconds(2.5));
                do await Task.Delay(1);
                while (store.Health.QueuedBytes > 0);
            }

            await Task.WhenAll(leases.Select(lease => grains.GetGrain<IWorkerGrain>(lease.Id.Worker.Value).BeatAsync(lease.Id, lease.Fence, new Beat(true, 0))));
        }
    }

    private static async Task<AssignmentView?> LeaseAsync(IGrainFactory grains, int number)
    {
        var outcome = await grains.GetGrain<IWorkerGrain>($"w{number}").LeaseAsync(new LeaseRequest(Project, null, null));
        outcome.IsOk.ShouldBeTrue(outcome.Refusal?.Message);
        return outcome.Value!.Assignment;
    }

    private static async Task<List<HistoryEvent>> HistoryAsync(IGrainFactory grains)
    {
        var history = grains.GetGrain<IHistoryGrain>($"{Project}/0");
        return await Patience.UntilAsync(ReadAsync, static events => events.Count(static e => e.Kind == EventKind.Submitted) >= Leases, TimeSpan.FromSeconds(20));

        async Task<List<HistoryEvent>> ReadAsync()
        {
            var all = new List<HistoryEvent>();
            for (HistoryPage page; (page = await history.ReadAsync(all.Count, 1000)).Events.Count > 0;) all.AddRange(page.Events);
            return all;
        }
    }

    private static async Task SetUpAsync(IServiceProvider services, IGrainFactory grains, ManualTime time)
    {
        var project = grains.GetGrain<IProjectGrain>(Project.Value);
        var owner = new WorkerId("manager");
        var settings = World.Settings("Outage") with { LimitMs = 600_000, HardLimitMs = 1_200_000 };
        (await project.CreateAsync(owner, settings, new MicroAmount(100_000_000_000))).IsOk.ShouldBeTrue();
        var payload = "{\"prompt\":\"p\",\"answerA\":\"a\",\"answerB\":\"b\"}"u8.ToArray();
        var blob = await services.GetRequiredService<IBlobStore>().PutAsync(
            Enumerable.Repeat(payload, Leases).SelectMany(static bytes => bytes).ToArray(), CancellationToken.None);
        var number = await project.ReserveSegmentAsync("import", 0);
        int[] offsets = [.. Enumerable.Range(0, Leases + 1).Select(i => i * payload.Length)];
        await grains.GetGrain<ISegmentGrain>($"{Project}/{number}").ImportAsync(new SegmentImport("import", Leases, blob.ToString(), offsets, 0, [], time.GetUtcNow()));
        await project.AddSegmentAsync(new SegmentHead(number, Leases, 0, [], time.GetUtcNow()));
        (await project.SetStatusAsync(owner, ProjectStatus.Live)).IsOk.ShouldBeTrue();
    }

    /// <summary>One at a time: two that overlap could set the clock back.</summary>
    private static void Advance(ManualTime time, TimeSpan by)
    {
        lock (Advancing) time.Advance(by);
    }

    /// <summary>Grains gather writes for milliseconds: while something is awaited, a little time must pass, or they would gather for ever.</summary>
    private static async Task PumpAsync(ManualTime time, Task awaited)
    {
        while (await Task.WhenAny(awaited, Task.Delay(1)) != awaited) Advance(time, TimeSpan.FromMilliseconds(1));
        await awaited;
    }

    /// <summary>One life of the process.</summary>
    private static async Task RunAsync(string folder, ManualTime time, Func<IServiceProvider, Task> life)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        await builder.Services.AddStandaloneSiloAsync(new SiloOptions { DataFolder = folder });
        var host = builder.Build();
        try
        {
            await PumpAsync(time, host.StartAsync());
            await PumpAsync(time, life(host.Services));
            await PumpAsync(time, host.StopAsync());
        }
        finally
        {
            // A life that failed ends here, and that takes the clock, too.
            await PumpAsync(time, ((IAsyncDisposable)host).DisposeAsync().AsTask());
        }
    }
}
