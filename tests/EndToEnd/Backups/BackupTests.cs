using System.Text.Json;
using Distribution.AppHost.Demo.Client;
using Distribution.Contracts;
using Distribution.Contracts.Workers;
using Distribution.Load.Support;
using Distribution.Tests.EndToEnd.Support;
using Distribution.Web.Work;

namespace Distribution.Tests.EndToEnd.Backups;

/// <summary>The backup command beside a program that serves, and what its restore gives back.</summary>
public sealed class BackupTests
{
    private const string Project = "one";

    [Fact(Timeout = 240_000), Trait("Promise", "D7")]
    public async Task Backup_OfARunningSystem_RestoresWhatWasAcknowledgedBeforeIt_BlobsIncluded()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var world = await World.StartAsync(3);
        await world.CreateShortAsync(Project, 500, ct);
        // Above 4 KB an answer is a blob.
        var answers = new[] { "short", new string('답', 2_000) };
        foreach (var answer in answers) await AnswerAsync(world.Trainer(0), answer, ct);

        using var stop = new CancellationTokenSource();
        var load = Task.Run(() => KeepBusyAsync(world, stop.Token), ct);
        using var backups = new TemporaryFolder();
        var (backup, restored) = (Path.Combine(backups.Path, "backup"), Path.Combine(backups.Path, "restored"));
        var (code, said) = await ServerProcess.RunAsync("backup", backup, "--data", world.Folder);
        await stop.CancelAsync();
        await load;
        code.ShouldBe(0, said);
        said.ShouldContain("Backed up");
        (await ServerProcess.RunAsync("backup", backup, "--data", world.Folder)).Code.ShouldBe(1, "nothing is ever overwritten");

        (code, said) = await ServerProcess.RunAsync("restore", backup, "--data", restored);
        code.ShouldBe(0, said);
        await using var server = await ServerProcess.StartAsync(restored);
        using var http = ApiClient.Pool(server.Address, connections: 8);
        var manager = new ManagerClient(http, world.Manager.Api.Token);
        (await manager.GetAsync(Project, ct)).TaskCount.ShouldBe(500);
        // The history may have to hear of the last ones again, from the tasks' own records.
        var exported = await Patience.UntilAsync(
            async () => await manager.ExportAsync(Project, "native", ct).ToListAsync(ct),
            lines => answers.All(answer => lines.Any(line => Holds(line, answer))),
            TimeSpan.FromSeconds(30));
        exported.Count.ShouldBeGreaterThanOrEqualTo(answers.Length);
        // Work goes on, with texts out of the restored blobs.
        await using var trainer = new TrainerClient(http, world.Trainers[0].Token);
        var lease = (await trainer.LeaseAsync(new LeaseRequest(new ProjectId(Project), null, null), ct)).Assignment.ShouldNotBeNull();
        (await trainer.ContentAsync(lease.Id, ct)).Payload.GetRawText().ShouldContain("Which?");
    }

    private static bool Holds(string line, string answer) =>
        line.Contains(answer, StringComparison.Ordinal) || line.Contains(JsonEncodedText.Encode(answer).ToString(), StringComparison.Ordinal);

    private static async Task AnswerAsync(TrainerClient trainer, string reason, CancellationToken ct)
    {
        var lease = (await trainer.LeaseAsync(new LeaseRequest(new ProjectId(Project), null, null), ct)).Assignment.ShouldNotBeNull();
        var body = JsonSerializer.SerializeToElement(new { better = "a", reason });
        await trainer.SubmitAsync(lease.Id, new SubmitRequest($"submission-{lease.Id.N}", lease.Task, lease.Fence, body), ct);
    }

    /// <summary>The database and the blobs grow while they are copied.</summary>
    private static async Task KeepBusyAsync(World world, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested && i < 200; i++) await AnswerAsync(world.Trainer(1), new string('나', 1_500 + i), CancellationToken.None);
    }
}
