using System.Text;
using Distribution.Contracts.Accounts;
using Distribution.Contracts.Blobs;
using Distribution.Embedded.Runtime;
using Distribution.Embedded.Storage;
using Distribution.Host.Standalone;
using Distribution.Tests.Integration.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Distribution.Tests.Integration;

public sealed class BlobSweepTests
{
    [Fact, Trait("Promise", "D8")]
    public async Task Sweep_TakesWhatNoRecordNames_AtTheSecondLook_AndNothingElse()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await DistributionServer.StartAsync();
        using var manager = await server.OpenProjectAsync("p1", "first", "second");
        (await manager.ImportAsync("p1", "bad", "{}\n").JsonAsync()).GetProperty("errors").GetArrayLength().ShouldBe(1);
        using var kim = await server.ConnectAsAsync(Roles.Trainer);
        var lease = await kim.LeaseAsync("p1");
        await kim.PostAsync($"assignments/{lease.Id}/submit", lease.Answer(new string('a', 40_000))).JsonAsync();
        var named = await ListAsync(server.Blobs, ct);
        named.Count.ShouldBeGreaterThanOrEqualTo(4, "payloads, ids, errors, an answer");
        var orphans = new List<BlobHash>();
        for (var i = 0; i < 40; i++) orphans.Add(await server.Blobs.PutAsync(Encoding.UTF8.GetBytes($"orphan {i}"), ct));

        var sweep = Sweep(server, TimeSpan.Zero);
        (await SweepAllAsync(sweep, ct)).ShouldBe(0, "one look may have missed a name on its way");
        (await SweepAllAsync(sweep, ct)).ShouldBe(orphans.Count);
        (await ListAsync(server.Blobs, ct)).ShouldBe(named, ignoreOrder: true);
        (await SweepAllAsync(sweep, ct)).ShouldBe(0);
    }

    [Fact, Trait("Promise", "D8")]
    public async Task Sweep_LeavesYoungBlobs_AndTakesNoMoreThanItsBound()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await DistributionServer.StartAsync();
        for (var i = 0; i < 100; i++) await server.Blobs.PutAsync(Encoding.UTF8.GetBytes($"orphan {i}"), ct);
        var patient = Sweep(server, TimeSpan.FromDays(1));
        for (var look = 0; look < 3; look++) (await SweepAllAsync(patient, ct)).ShouldBe(0);
        var bounded = Sweep(server, TimeSpan.Zero, deletesMax: 1);
        await SweepAllAsync(bounded, ct);
        (await SweepAllAsync(bounded, ct)).ShouldBe(BlobSweep.Parts, "one of each part");
    }

    private static BlobSweep Sweep(DistributionServer server, TimeSpan minAge, int deletesMax = 10_000) => new(
        server.Blobs, server.Services.GetRequiredService<IRecordStore>(), server.Services.GetRequiredService<EmbeddedRuntime>(), TimeProvider.System,
        Options.Create(new BlobSweepOptions { MinAge = minAge, DeletesMax = deletesMax }), NullLogger<BlobSweep>.Instance);

    private static async Task<int> SweepAllAsync(BlobSweep sweep, CancellationToken ct)
    {
        var deleted = 0;
        for (var part = 0; part < BlobSweep.Parts; part++) deleted += await sweep.SweepAsync(part, ct);
        return deleted;
    }

    private static async Task<List<BlobHash>> ListAsync(IBlobStore blobs, CancellationToken ct)
    {
        var all = new List<BlobHash>();
        await foreach (var blob in blobs.ListAsync(ct)) all.Add(blob.Hash);
        return all;
    }
}
