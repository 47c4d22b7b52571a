using System.Globalization;
using System.Text;
using System.Text.Json;
using Distribution.Contracts.Imports;

namespace Distribution.Tests.Unit.Imports;

public sealed class ImportTests
{
    private static readonly ImportMapping Pairs = new()
    {
        Fields =
        [
            new FieldMapping { Field = "prompt", Source = "q" }, new FieldMapping { Field = "answerA", Source = "a" },
            new FieldMapping { Field = "answerB", Source = "b" },
        ],
        ExternalId = "id",
    };

    private static string Rows(int count, int from = 0) => string.Concat(Enumerable.Range(from, count).Select(static i =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"r{i}\",\"q\":\"question {i}\",\"a\":\"one\",\"b\":\"two\"}}\n")));

    [Fact, Trait("Promise", "Q30")]
    public async Task Import_OfThousandsOfRows_MakesSegmentsOfAThousandEach()
    {
        var world = new ImportWorld();
        var result = await world.RunAsync(Rows(2500), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        result.View.ShouldNotBeNull().Status.ShouldBe(ImportStatus.Done);
        result.View.Added.ShouldBe(2500);
        world.Known.Values.Select(static head => head.Count).ShouldBe([1000, 1000, 500]);
        world.Payloads().Distinct().Count().ShouldBe(2500);
    }

    [Fact, Trait("Promise", "Q31")]
    public async Task Import_OfTheSameFileAgain_AddsNothing_WhateverItsIdIs()
    {
        var world = new ImportWorld();
        await world.RunAsync(Rows(1500), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        var again = await world.RunAsync(Rows(1500), ImportWorld.Request("j", ImportFormat.Jsonl, Pairs));
        (again.View!.Status, again.View.Added, again.View.Counts.Rows).ShouldBe((ImportStatus.Done, 0, 1500));
        world.Payloads().Count.ShouldBe(1500);
        var grown = await world.RunAsync(Rows(1700), ImportWorld.Request("k", ImportFormat.Jsonl, Pairs));
        grown.View!.Added.ShouldBe(200);
        world.Payloads().Distinct().Count().ShouldBe(1700);
    }

    [Fact, Trait("Promise", "Q31")]
    public async Task Import_WithoutExternalIds_TakesEqualPayloadsOnce()
    {
        var world = new ImportWorld();
        var rows = Rows(10) + Rows(10);
        var result = await world.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs with { ExternalId = null }));
        (result.View!.Added, result.View.Counts.Rows).ShouldBe((10, 20));
    }

    [Theory, Trait("Promise", "Q32")]
    [InlineData(false, "i")]
    [InlineData(true, "i")]
    [InlineData(false, "j")]
    [InlineData(true, "j")]
    public async Task Import_CrashedAtAnyStep_AddsEachRowOnceWhenRunAgain(bool isReplyLost, string secondId)
    {
        var whole = new ImportWorld();
        await whole.RunAsync(Rows(2300), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        for (var step = 1; step <= whole.Steps; step++)
        {
            var world = new ImportWorld();
            if (isReplyLost) world.CrashAfter = step;
            else world.CrashBefore = step;
            await Should.ThrowAsync<Exception>(() =>
                world.RunAsync(Rows(2300), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs)), $"step {step}");
            (world.CrashBefore, world.CrashAfter) = (0, 0);
            var result = await world.RunAsync(Rows(2300), ImportWorld.Request(secondId, ImportFormat.Jsonl, Pairs));
            result.View!.Status.ShouldBe(ImportStatus.Done, $"step {step}");
            if (secondId == "i") result.View.Added.ShouldBe(2300, $"step {step}");
            var payloads = world.Payloads();
            (payloads.Count, payloads.Distinct().Count()).ShouldBe((2300, 2300), $"step {step}");
        }
    }

    [Fact, Trait("Promise", "Q32")]
    public async Task Imports_OfTheSameRowsAtTheSameTime_AddEachRowOnce()
    {
        var world = new ImportWorld();
        await using var process = new ImportProcess(world);
        var runs = Enumerable.Range(0, 4).Select(i => process.Service.RunAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Rows(3000))), ImportWorld.Request($"i{i}", ImportFormat.Jsonl, Pairs), null,
                TestContext.Current.CancellationToken));
        var results = await Task.WhenAll(runs);
        results.Sum(static result => result.View!.Added).ShouldBe(3000);
        world.Payloads().Distinct().Count().ShouldBe(3000);
        world.Payloads().Count.ShouldBe(3000);
    }

    [Fact, Trait("Promise", "Q33")]
    public async Task KeepGood_AddsGoodRows_AndReportsBadOnesByLineAndColumn()
    {
        var world = new ImportWorld();
        var rows = Rows(2) + "{\"id\":\"x\",\"q\":\"q\",\"a\":7,\"b\":\"two\"}\nnonsense\n" + Rows(1, 50);
        var result = await world.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        result.View!.Counts.ShouldBe(new ImportCounts(5, 2));
        result.View.Added.ShouldBe(3);
        result.Errors[0].ShouldBe(new ImportError(3, 23, "a", "WrongKind", "A text is needed."));
        (result.Errors[1].Line, result.Errors[1].Column, result.Errors[1].Code).ShouldBe((4, 2, "MalformedJson"));
        var stored = Encoding.UTF8.GetString(world.Blobs[result.View.ErrorsHash!]).Trim().Split('\n');
        JsonSerializer.Deserialize(stored[0], ImportsJsonContext.Default.ImportError).ShouldBe(result.Errors[0]);
    }

    [Fact, Trait("Promise", "Q33")]
    public async Task AllOrNothing_WithOneBadRow_AddsNothing()
    {
        var world = new ImportWorld();
        var request = ImportWorld.Request("i", ImportFormat.Jsonl, Pairs, ImportPolicy.AllOrNothing);
        var refused = await world.RunAsync(Rows(1500) + "{}\n", request);
        (refused.View!.Status, refused.View.Added, refused.Errors[0].Line).ShouldBe((ImportStatus.Refused, 0, 1501));
        world.Known.ShouldBeEmpty();
        var mended = await world.RunAsync(Rows(1500), request);
        (mended.View!.Status, mended.View.Added).ShouldBe((ImportStatus.Done, 1500));
    }

    [Fact, Trait("Promise", "Q33")]
    public async Task Errors_BeyondTheLimit_AreCountedAndNotKept()
    {
        var world = new ImportWorld();
        var result = await world.RunAsync(
            string.Concat(Enumerable.Repeat("{}\n", 5000)), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        (result.View!.Counts.Rejected, result.Errors.Count).ShouldBe((5000, 1000));
    }

    [Fact, Trait("Promise", "Q34")]
    public async Task Rows_OfDifferentPriorityAndNeeds_GoToDifferentSegments()
    {
        var world = new ImportWorld();
        var rows = string.Concat(Enumerable.Range(0, 60).Select(static i =>
            $"{{\"id\":{i},\"q\":\"q{i}\",\"a\":\"x\",\"b\":\"y\",\"p\":{i % 3},\"n\":\"lang:{(i % 2 == 0 ? "ko" : "en")}, cred:law\"}}\n"));
        await world.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs with { PriorityFrom = "p", ExtraNeedsFrom = "n" }));
        world.Known.Values.Select(static head => $"{head.Priority} {string.Join(' ', head.ExtraNeeds)}").Order(StringComparer.Ordinal)
            .ShouldBe(
                ["0 cred:law lang:en", "0 cred:law lang:ko", "1 cred:law lang:en", "1 cred:law lang:ko", "2 cred:law lang:en",
                "2 cred:law lang:ko"]);
        world.Known.Values.ShouldAllBe(static head => head.Count == 10);
    }

    [Fact, Trait("Promise", "Q34")]
    public async Task OpenGroups_BeyondTheLimit_GoOutPartFilled_AndNoRowIsLost()
    {
        var world = new ImportWorld();
        world.Options.MaxOpenGroups = 2;
        var rows = string.Concat(
            Enumerable.Range(0, 500).Select(static i => $"{{\"id\":{i},\"q\":\"q{i}\",\"a\":\"x\",\"b\":\"y\",\"p\":{i % 5}}}\n"));
        await world.RunAsync(rows, ImportWorld.Request("i", ImportFormat.Jsonl, Pairs with { PriorityFrom = "p" }));
        world.Payloads().Distinct().Count().ShouldBe(500);
    }

    [Fact, Trait("Promise", "Q35")]
    public async Task ExternalIds_OfAHundredThousandRows_KeepEveryRecordSmall()
    {
        var world = new ImportWorld();
        await world.RunAsync(new RepeatingStream(100_000), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        world.RecordBytesMax.ShouldBeLessThan(48 * 1024);
        await using var process = new ImportProcess(world);
        (await process.Grains.GetGrain<IExternalIdsGrain>("p/0").CountAsync()).ShouldBe(100_000);
    }

    [Fact, Trait("Promise", "Q35")]
    public async Task Import_BeyondTheProjectsRoom_StopsByName_AndKeepsWhatWasAdded()
    {
        var world = new ImportWorld();
        world.Options.MaxIdsPerProject = 1000;
        var result = await world.RunAsync(Rows(2000), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        (result.View!.Status, result.View.Added, result.Errors[^1].Code).ShouldBe((ImportStatus.Stopped, 1000, "ProjectFull"));
    }

    [Fact, Trait("Promise", "Q36")]
    public async Task ExternalIds_StandBehindThePayloads_ForExports()
    {
        var world = new ImportWorld();
        await world.RunAsync(Rows(3), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        var segment = world.Segments[0];
        JsonSerializer.Deserialize<string[]>(world.Blobs[segment.BlobHash].AsSpan()[segment.Offsets[^1]..]).ShouldBe(["r0", "r1", "r2"]);
    }

    [Fact, Trait("Promise", "Q33")]
    public async Task File_LargerThanAllowed_StopsByName()
    {
        var world = new ImportWorld();
        world.Options.MaxFileBytes = 5000;
        var result = await world.RunAsync(Rows(1000), ImportWorld.Request("i", ImportFormat.Jsonl, Pairs));
        (result.View!.Status, result.Errors[^1].Code).ShouldBe((ImportStatus.Stopped, "FileTooLarge"));
    }
}
