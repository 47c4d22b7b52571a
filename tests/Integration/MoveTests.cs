using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Distribution.Contracts;
using Distribution.Contracts.Blobs;
using Distribution.Contracts.Ledger;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Contracts.Tasks;
using Distribution.Contracts.Workers;
using Distribution.Embedded.Storage;
using Distribution.Grains.Moves;
using Distribution.Host.Standalone;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Distribution.Tests.Integration;

/// <summary>The move command, from one folder through a package into another: what a cluster's import does, over another provider.</summary>
public sealed class MoveTests : IDisposable
{
    private const int Tasks = 10_000;
    private const int Trainers = 25;
    private static readonly ProjectId Project = new("moved");
    private static readonly DateTimeOffset Imported = DateTimeOffset.UtcNow;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distribution-move");

    [Fact, Trait("Promise", "C3")]
    public async Task Move_OfAHalfDoneProject_LeavesEveryLedgerEqual_AndWorkGoesOn()
    {
        var ct = TestContext.Current.CancellationToken;
        var paid = new int[Trainers];
        var (before, running) = await WithSiloAsync("from", async services =>
        {
            await SetUpAsync(services);
            await Task.WhenAll(Enumerable.Range(0, Trainers).Select(trainer => WorkAsync(services, trainer, Tasks / 2 / Trainers, paid)));
            var leases = await Task.WhenAll(Enumerable.Range(0, Trainers).Select(trainer => LeaseAsync(services, trainer)));
            return (await LookAsync(services, paid), leases);
        });
        before.Counts.Total.ShouldBe(Tasks);
        before.Counts.Closed.ShouldBe(Tasks / 2);
        before.Ledgers.ShouldAllBe(static ledger => ledger.IsSound);

        var exported = await FolderMove.ExportAsync(In("from"), In("package"), ct);
        (await FolderMove.ImportAsync(In("package"), In("to"), ct)).ShouldBe(exported);
        (await HashesAsync("to")).ShouldBe(await HashesAsync("from"));

        await WithSiloAsync("to", async services =>
        {
            (await LookAsync(services, paid)).Ledgers.ShouldBe(before.Ledgers);
            foreach (var lease in running) (await SubmitAsync(services, lease, paid)).Fate.ShouldBe(AssignmentStatus.Submitted);
            await WorkAsync(services, trainer: 0, answers: 10, paid);
            var after = await LookAsync(services, paid);
            after.Counts.Closed.ShouldBe((Tasks / 2) + Trainers + 10);
            after.Ledgers.ShouldAllBe(static ledger => ledger.IsSound);
            return 0;
        });
    }

    [Fact, Trait("Promise", "C3")]
    public async Task Import_RunAgain_GoesOn_AndRefusesAnotherInstallation()
    {
        var ct = TestContext.Current.CancellationToken;
        await WithSiloAsync("from", static services => SetUpAsync(services));
        await FolderMove.ExportAsync(In("from"), In("package"), ct);
        var first = await FolderMove.ImportAsync(In("package"), In("to"), ct);
        (await FolderMove.ImportAsync(In("package"), In("to"), ct)).ShouldBe(first);

        await WithSiloAsync("other", static services => SetUpAsync(services));
        (await Should.ThrowAsync<MoveException>(FolderMove.ImportAsync(In("package"), In("other"), ct))).Message.ShouldContain("Import into an empty");
    }

    [Theory, Trait("Promise", "C3")]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("unknown")]
    public async Task Import_OfADamagedPackage_TakesNothing(string damage)
    {
        var ct = TestContext.Current.CancellationToken;
        await WithSiloAsync("from", static services => SetUpAsync(services));
        await FolderMove.ExportAsync(In("from"), In("package"), ct);
        var file = Path.Combine(In("package"), MovePackage.Records);
        var text = await File.ReadAllTextAsync(file, ct);
        await File.WriteAllTextAsync(file, damage switch
        {
            "cut" => text[..(text.LastIndexOf("{\"k\":\"end\"", StringComparison.Ordinal) - 1)],
            "changed" => text.Replace("\"moved\"", "\"raved\"", StringComparison.Ordinal),
            _ => text.Replace("{\"k\":\"project/", "{\"k\":\"procject/", StringComparison.Ordinal),
        }, ct);
        await Should.ThrowAsync<MoveException>(FolderMove.ImportAsync(In("package"), In("to"), ct));
        StorageFolder.Verify(In("to")).Records.ShouldBe(0);
    }

    [Fact]
    public async Task Export_IntoAFolderWithFiles_IsRefused()
    {
        await WithSiloAsync("from", static services => SetUpAsync(services));
        await Should.ThrowAsync<IOException>(FolderMove.ExportAsync(In("from"), In("from"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private async Task<T> WithSiloAsync<T>(string folder, Func<IServiceProvider, Task<T>> action)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await builder.Services.AddStandaloneSiloAsync(new SiloOptions { DataFolder = In(folder) });
        using var host = builder.Build();
        await host.StartAsync();
        var result = await action(host.Services);
        await host.StopAsync();
        return result;
    }

    private static async Task<int> SetUpAsync(IServiceProvider services)
    {
        var (grains, blobs) = (services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<IBlobStore>());
        var settings = new ProjectSettings
        {
            Title = "moved",
            TaskTypeId = "compare-two-answers",
            Overlap = 1,
            PayPolicy = PayPolicy.Standard(600_000),
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(18_333_333) },
        };
        var project = grains.GetGrain<IProjectGrain>(Project.Value);
        var owner = new WorkerId("manager");
        Require(await project.CreateAsync(owner, settings, new MicroAmount(9_000_000_000_000)));
        var payload = "{\"prompt\":\"p\",\"answerA\":\"a\",\"answerB\":\"b\"}"u8.ToArray();
        for (var first = 0; first < Tasks; first += TaskId.PerSegment)
        {
            var hash = await blobs.PutAsync(Enumerable.Repeat(payload, TaskId.PerSegment).SelectMany(static bytes => bytes).ToArray(), CancellationToken.None);
            var number = await project.ReserveSegmentAsync("rows", first / TaskId.PerSegment);
            int[] offsets = [.. Enumerable.Range(0, TaskId.PerSegment + 1).Select(i => i * payload.Length)];
            await grains.GetGrain<ISegmentGrain>($"{Project}/{number}").ImportAsync(
                new SegmentImport("rows", TaskId.PerSegment, hash.ToString(), offsets, 0, [], Imported));
            await project.AddSegmentAsync(new SegmentHead(number, TaskId.PerSegment, 0, [], Imported));
        }

        Require(await project.SetStatusAsync(owner, ProjectStatus.Live));
        return 0;
    }

    private static async Task WorkAsync(IServiceProvider services, int trainer, int answers, int[] paid)
    {
        for (var i = 0; i < answers; i++) await SubmitAsync(services, await LeaseAsync(services, trainer), paid);
    }

    private static async Task<AssignmentView> LeaseAsync(IServiceProvider services, int trainer) =>
        Require(await WorkerOf(services, trainer).LeaseAsync(new LeaseRequest(Project, null, null))).Assignment.ShouldNotBeNull();

    /// <summary>Counts what was paid: an answer within the millisecond of its lease earned nothing, and is no entry.</summary>
    private static async Task<SubmitReply> SubmitAsync(IServiceProvider services, AssignmentView lease, int[] paid)
    {
        var body = $"{{\"better\":\"a\",\"reason\":\"{lease.Id}\"}}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var worker = services.GetRequiredService<IGrainFactory>().GetGrain<IWorkerGrain>(lease.Id.Worker.Value);
        var reply = Require(await worker.SubmitAsync(lease.Id, lease.Task, lease.Fence, new Submission($"{lease.Id}", body, null, hash, false, null)));
        if (reply.Paid.Micros > 0) paid[int.Parse(lease.Id.Worker.Value["trainer".Length..], CultureInfo.InvariantCulture)]++;
        return reply;
    }

    /// <summary>Waits until what tasks owe has arrived, then looks at the queue and at every ledger.</summary>
    private static async Task<Picture> LookAsync(IServiceProvider services, int[] paid)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var queue = grains.GetGrain<IQueueGrain>($"{Project}/0");
        var ledgers = new List<LedgerPicture>();
        for (var trainer = 0; trainer < Trainers; trainer++)
        {
            var months = await grains.GetGrain<ILedgerMonthsGrain>($"trainer{trainer}").GetAsync();
            var ledger = grains.GetGrain<ILedgerGrain>($"trainer{trainer}/{months.Newest}");
            for (var tries = 0; tries < 500 && (await ledger.GetHeadAsync()).Entries < paid[trainer]; tries++) await Task.Delay(20);
            var head = await ledger.GetHeadAsync();
            head.Entries.ShouldBe(paid[trainer]);
            ledgers.Add(new LedgerPicture(trainer, head.Entries, head.Hash, (await ledger.VerifyAsync()).IsIntact));
        }

        await queue.SweepAsync();
        return new Picture(await queue.CountAsync(), ledgers);
    }

    /// <summary>The hash of every record, by kind and key: the versions are the store's own, the content is what was moved.</summary>
    private async Task<IReadOnlyList<string>> HashesAsync(string folder)
    {
        await using var store = await StorageFolder.OpenAsync(In(folder), new StorageOptions(), TimeProvider.System);
        var hashes = new List<string>();
        foreach (var kind in MoveStates.Kinds.Append(MovedRecord.Reminder).Append(MovedRecord.Outages))
        {
            await foreach (var (key, record) in store.ScanAsync(kind, CancellationToken.None))
                hashes.Add($"{key} {Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(MoveStates.JsonOf(kind, record.Body))))}");
        }

        return [.. hashes.Order(StringComparer.Ordinal)];
    }

    private static IWorkerGrain WorkerOf(IServiceProvider services, int trainer) => services.GetRequiredService<IGrainFactory>().GetGrain<IWorkerGrain>($"trainer{trainer}");

    private static T Require<T>(Outcome<T> outcome) => outcome.IsOk ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.ToString());

    private sealed record Picture(QueueCounts Counts, IReadOnlyList<LedgerPicture> Ledgers);

    private sealed record LedgerPicture(int Trainer, long Entries, string Hash, bool IsSound);
}
