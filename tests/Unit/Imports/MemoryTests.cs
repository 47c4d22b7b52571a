using Distribution.Contracts.Imports;
using Distribution.Grains.Imports;
using Distribution.Grains.TaskTypes;

namespace Distribution.Tests.Unit.Imports;

/// <summary>What looks at the memory of the whole process runs while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class MemoryTests
{
    [Fact, Trait("Promise", "Q39")]
    public async Task AHundredThousandRows_AreReadWithAFewMegabytesAlive()
    {
        // 100 MB in all; what is alive is looked at while reading, after a full collection, so timing plays no part.
        var options = new ImportOptions();
        var (mapper, _) = RowMapper.Create(BuiltInTypes.Find("compare-two-answers")!.Document, Rows.Pairs, ImportFormat.Jsonl, options);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long peak = 0, rows = 0;
        await using var pump = new RowPump(
            new RepeatingStream(100_000, fillBytes: 1000), ImportWorld.Request("i", ImportFormat.Jsonl, Rows.Pairs), mapper!, options);
        var groups = new SegmentGroups(options);
        while (await pump.NextAsync(TestContext.Current.CancellationToken) is { } row)
        {
            groups.TryAdd(ExternalIdHash.OfPayload(row.Payload.Span), null, row.Payload.Span, 0, [], null, out _).ShouldBeTrue();
            if (++rows % 5000 == 500) peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        rows.ShouldBe(100_000);
        peak.ShouldBeLessThan(32 * 1024 * 1024);
        mapper!.Dispose();
    }
}
