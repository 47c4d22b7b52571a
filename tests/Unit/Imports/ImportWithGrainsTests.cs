using System.Globalization;
using System.Text;
using Distribution.Contracts;
using Distribution.Contracts.Exports;
using Distribution.Contracts.Imports;
using Distribution.Contracts.Projects;
using Distribution.Contracts.Queues;
using Distribution.Grains.Blobs;
using Distribution.Grains.Common;
using Distribution.Grains.Exports;
using Distribution.Grains.Imports;
using Distribution.Tests.Unit.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Distribution.Tests.Unit.Imports;

/// <summary>The import among its real neighbours, where a call leftwards throws.</summary>
public sealed class ImportWithGrainsTests
{
    [Fact, Trait("Promise", "Q30"), Trait("Promise", "Q31")]
    public async Task Import_IntoARealProject_MakesItsTasksKnownOnce()
    {
        var blobs = new MemoryBlobStore();
        await using var silo = new TestSilo(
            new MemoryGrainStorage(GrainJson.Options.TypeInfoResolver!), static services => services.Configure<ImportOptions>(static _ => { }).AddLogging(), blobs: blobs);
        var settings = new ProjectSettings
        {
            Title = "t",
            TaskTypeId = "compare-two-answers",
            PayPolicy = PayPolicy.Standard(600_000),
            Status = ProjectStatus.Draft,
            Rates = new Dictionary<RateTier, MicroAmount> { [RateTier.Generalist] = new(15_000_000) },
        };
        var project = silo.Grains.GetGrain<IProjectGrain>("p");
        (await project.CreateAsync(new WorkerId("m"), settings, new MicroAmount(1_000_000_000))).IsOk.ShouldBeTrue();
        (await project.SetStatusAsync(new WorkerId("m"), ProjectStatus.Live)).IsOk.ShouldBeTrue();

        var service = new ImportService(silo.Grains, blobs, TimeProvider.System, Options.Create(new ImportOptions()));
        foreach (var id in new[] { "i", "j" })
        {
            var result = await service.RunAsync(
                new MemoryStream(Rows(2500)), ImportWorld.Request(id, ImportFormat.Jsonl, Unit.Imports.Rows.Pairs with { ExternalId = "id" }), null,
                TestContext.Current.CancellationToken);
            result.View!.Added.ShouldBe(id == "i" ? 2500 : 0);
        }

        (await project.GetAsync())!.TaskCount.ShouldBe(2500);
        (await silo.Grains.GetGrain<ISegmentGrain>("p/2").GetAsync())!.Import.Count.ShouldBe(500);
        var reader = new ExportReader(silo.Grains, blobs, Options.Create(new PseudonymOptions { Secret = new byte[32] }));
        (await reader.SnapshotAsync(new ProjectId("p"))).ShouldBeGreaterThanOrEqualTo(0);
        var lines = reader.ReadAsync(new ProjectId("p"), ExportShape.Native, default, 1000, ("compare-two-answers", 1), cancellationToken: TestContext.Current.CancellationToken);
        await foreach (var line in lines) Assert.Fail($"Nobody has answered yet, but: {line.Text}");
    }

    private static byte[] Rows(int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(static i =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"r{i}\",\"q\":\"question {i}\",\"a\":\"one\",\"b\":\"two\"}}\n"))));
}
